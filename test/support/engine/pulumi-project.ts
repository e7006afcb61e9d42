import { execFile } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** What a command printed and how it ended. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** A stored resource, as `pulumi stack export` shows it. */
export interface StoredResource {
  readonly type: string;
  readonly id?: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** What the file backend keeps of a stack (`apitype.DeploymentV3`), as far as tests look at it. */
export interface Checkpoint {
  /** The stored resources of our types. */
  readonly resources: readonly StoredResource[];
  /** What was going on when the last command was cut off, such as `creating` and a resource's URN. */
  readonly pending: readonly { readonly type: string; readonly urn: string }[];
}

/** A Pulumi.yaml for a JavaScript program: the TypeScript compiler is not loaded, which takes a second each time. */
export const javascriptProject = "name: e2e\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n";

/** Takes away what tests add to each process: programs load all modules at once and check their types, as for users. */
export const asForUsers: NodeJS.ProcessEnv = {
  NODE_OPTIONS: undefined,
  NODE_COMPILE_CACHE: undefined,
  PULUMI_NODEJS_TRANSPILE_ONLY: undefined,
  NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
};

/** Gives a process what {@link asForUsers} took away, for the commands after the first. `npm install` needs the certificates. */
export const asForTests: NodeJS.ProcessEnv = {
  NODE_OPTIONS: process.env.NODE_OPTIONS,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  PULUMI_NODEJS_TRANSPILE_ONLY: process.env.PULUMI_NODEJS_TRANSPILE_ONLY,
};

/** An environment variable that `npm run test:e2e` sets. */
export function fromRunner(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: start these tests with \`npm run test:e2e\`.`);
  return value;
}

/** Runs a program to its end; never throws for an exit code. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const env = options.env ?? process.env;
    execFile(file, args, { cwd: options.cwd, env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
      resolve({ code, output: stdout + stderr });
    });
  });
}

/** A Pulumi project in a temporary folder, with a file backend of its own. */
export class PulumiProject {
  readonly folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-project-"));
  /** What the engine, the program and the provider get. */
  readonly environment: NodeJS.ProcessEnv;

  /**
   * @param installed folder whose node_modules the project uses
   * @param files name to content, Pulumi.yaml aside
   * @param environment added to the engine's, and so to the program's and the provider's
   */
  constructor(
    installed: string,
    files: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
    nodePath?: string,
  ) {
    symlinkSync(join(installed, "node_modules"), join(this.folder, "node_modules"), "dir");
    for (const [name, content] of Object.entries({ "package.json": '{ "private": true }', ...files })) {
      mkdirSync(dirname(join(this.folder, name)), { recursive: true });
      writeFileSync(join(this.folder, name), content);
    }
    const isTypeScript = Object.keys(files).some((name) => name.endsWith(".ts"));
    if (files["Pulumi.yaml"] === undefined)
      this.write("Pulumi.yaml", isTypeScript ? "name: e2e\nruntime: nodejs\n" : javascriptProject);
    mkdirSync(join(this.folder, "backend"));
    const path = [nodePath ?? "", fromRunner("PULUMI_SKYVERN_ENGINE_PATH"), process.env.PATH ?? ""];
    this.environment = {
      ...process.env,
      PATH: path.filter((part) => part !== "").join(delimiter),
      PULUMI_HOME: join(this.folder, "pulumi-home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "1",
      // Node reads all of its certificates at each start, 0.1 s. Every server of these tests is on loopback.
      NODE_EXTRA_CA_CERTS: undefined,
      ...environment,
    };
  }

  write(name: string, content: string): void {
    writeFileSync(join(this.folder, name), content);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  /** Runs `pulumi` with colours off and no questions. */
  pulumi(...args: readonly string[]): Promise<CommandResult> {
    return runCommand("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.environment,
    });
  }

  /** As {@link pulumi}, and it must succeed. */
  async succeed(...args: readonly string[]): Promise<string> {
    const { code, output } = await this.pulumi(...args);
    if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  /** Creates a stack whose secrets have a key of the tests' key service, which costs less than a passphrase. */
  createStack(name: string, ...args: readonly string[]): Promise<string> {
    const provider = fromRunner("PULUMI_SKYVERN_SECRETS_PROVIDER");
    return this.succeed("stack", "init", name, "--secrets-provider", provider, ...args);
  }

  up(...args: readonly string[]): Promise<string> {
    return this.succeed("up", "--yes", "--skip-preview", ...args);
  }

  refresh(...args: readonly string[]): Promise<string> {
    return this.succeed("refresh", "--yes", "--skip-preview", ...args);
  }

  destroy(): Promise<string> {
    return this.succeed("destroy", "--yes", "--skip-preview");
  }

  /** The stored resources of our types. */
  async resources(): Promise<readonly StoredResource[]> {
    const text = await this.succeed("stack", "export");
    const { deployment } = JSON.parse(text) as { deployment: { resources?: readonly StoredResource[] } };
    return ours(deployment.resources);
  }

  /** What stands on disk now, also while a command runs, or after it was killed. */
  checkpoint(stack = "e2e"): Checkpoint {
    const file = join(this.folder, "backend/.pulumi/stacks/e2e", `${stack}.json`);
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: {
        latest?: { resources?: readonly StoredResource[]; pending_operations?: readonly Pending[] };
      };
    };
    const pending = (checkpoint.latest?.pending_operations ?? []).map(({ resource: { urn }, type }) => ({
      type,
      urn,
    }));
    return { resources: ours(checkpoint.latest?.resources), pending };
  }

  /**
   * Makes the stack usable after a kill: `pulumi cancel` removes the lock. The file backend also writes FILE.attrs beside
   * each file, and a kill can leave that one empty (`setAttrs` in `blob/fileblob/attrs.go` of gocloud.dev): until it is
   * removed, no command reads the stack. The state itself, which is renamed into its place, is whole.
   *
   * @returns how many empty files there were
   */
  async recover(stack = "e2e"): Promise<number> {
    const removed = this.#removeEmptyAttributes();
    await this.succeed("cancel", "--yes", stack);
    return removed;
  }

  #removeEmptyAttributes(): number {
    const folder = join(this.folder, "backend");
    const empty = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".attrs"))
      .map((name) => join(folder, name))
      .filter((file) => statSync(file).size === 0);
    for (const file of empty) rmSync(file);
    return empty.length;
  }

  /** Everything that the backend and the engine keep on disk, as one text. */
  stored(): string {
    const files = readdirSync(join(this.folder, "backend"), { recursive: true, withFileTypes: true });
    return files
      .filter((file) => file.isFile())
      .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))
      .join("\n");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

interface Pending {
  readonly type: string;
  readonly resource: { readonly urn: string };
}

/** Schedules and runs, of the dynamic provider and of the plugin. */
const ourTypes = /^(pulumi-nodejs:dynamic\/skyvern|skyvern:index):Workflow(Schedule|Run)$/;

function ours(resources: readonly StoredResource[] = []): readonly StoredResource[] {
  return resources.filter((one) => ourTypes.test(one.type));
}
