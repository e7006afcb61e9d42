import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runCommand } from "./pulumi-project";

export type ManagerName = "npm" | "pnpm" | "Yarn 1" | "Yarn 4 with nodeLinker: node-modules";

/** What is installed: `{ name: specifier }`, as package.json has it. */
type Dependencies = Readonly<Record<string, string>>;

/** What people install with beside npm, from npm, in versions that run on Node 20 and later. */
export class PackageManagers {
  readonly #folder: string;
  readonly #installations: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async fetch(): Promise<PackageManagers> {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-managers-"));
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    const packages = ["pnpm@12", "yarn@1", "@yarnpkg/cli-dist@4"];
    await mustRun("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", ...packages], folder);
    return new PackageManagers(folder);
  }

  /**
   * Installs into a new folder, which is returned.
   *
   * @param files more that the folder holds before, such as `pnpm-workspace.yaml`
   */
  async install(
    name: ManagerName,
    dependencies: Dependencies,
    files: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-install-"));
    this.#installations.push(folder);
    const packageJson = JSON.stringify({ private: true, type: "module", dependencies });
    for (const [file, text] of Object.entries({ "package.json": packageJson, ...files })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const [command, ...args] = this.#command(name);
    await mustRun(command, args, folder);
    return folder;
  }

  remove(): void {
    for (const folder of [this.#folder, ...this.#installations]) {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #command(name: ManagerName): readonly [string, ...string[]] {
    const modules = join(this.#folder, "node_modules");
    switch (name) {
      case "npm":
        // Folders are copied as other packages are, not linked.
        return ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline", "--install-links"];
      case "pnpm":
        // Else pnpm fails until somebody approves the install script of protobufjs.
        return [join(modules, ".bin", "pnpm"), "install", "--prefer-offline", "--ignore-scripts"];
      case "Yarn 1":
        return ["node", join(modules, "yarn", "bin", "yarn.js"), "install", "--prefer-offline", "--silent"];
      case "Yarn 4 with nodeLinker: node-modules":
        return ["node", join(modules, "@yarnpkg", "cli-dist", "bin", "yarn.js"), "install"];
    }
  }
}

async function mustRun(command: string, args: readonly string[], folder: string): Promise<void> {
  const env = {
    ...process.env,
    YARN_NODE_LINKER: "node-modules",
    YARN_ENABLE_TELEMETRY: "0",
    // In CI, Yarn 4 else refuses to install without a lock file.
    YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
  };
  const { code, output } = await runCommand(command, args, { cwd: folder, env });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${output}`);
}
