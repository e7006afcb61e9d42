import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromRunner, runCommand } from "../engine/pulumi-project";

const root = join(__dirname, "../../..");
const tools = join(root, "tools");

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** What `tools/check-package.mjs` and `tools/release-notes.mjs` find before a release. */
export function describeRelease(): void {
  let scratch: string;
  beforeAll(() => {
    scratch = mkdtempSync(join(tmpdir(), "pulumi-skyvern-release-"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  const check = (tarball: string) =>
    runCommand("node", [join(tools, "check-package.mjs"), tarball], { cwd: scratch });

  /** The packed package, changed. */
  async function changed(change: (folder: string) => void): Promise<string> {
    const folder = mkdtempSync(join(scratch, "package-"));
    await runCommand("tar", ["-xzf", fromRunner("PULUMI_SKYVERN_TARBALL"), "-C", folder], { cwd: folder });
    change(join(folder, "package"));
    const tarball = join(folder, "changed.tgz");
    await runCommand("tar", ["-czf", tarball, "-C", folder, "package"], { cwd: folder });
    return tarball;
  }

  const write = (path: string, text: string) => (folder: string) => writeFileSync(join(folder, path), text);
  const append = (path: string, text: string) => (folder: string) =>
    writeFileSync(join(folder, path), readFileSync(join(folder, path), "utf8") + text);
  const remove = (path: string) => (folder: string) => rmSync(join(folder, path), { recursive: true });
  const depend =
    (change: (dependencies: Manifest["dependencies"]) => Manifest["dependencies"]) => (folder: string) => {
      const file = join(folder, "package.json");
      const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest;
      writeFileSync(file, JSON.stringify({ ...manifest, dependencies: change(manifest.dependencies) }));
    };
  /** Nearly 100,000 characters that do not compress. */
  const noise = () => randomBytes(74_000).toString("base64");

  describe("the packed package", () => {
    it("holds what it should", async () => {
      const { code, output } = await check(fromRunner("PULUMI_SKYVERN_TARBALL"));
      expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    });

    it("does not hold what it should, and each thing that is wrong is named", async () => {
      const wrong: readonly (readonly [(folder: string) => void, string])[] = [
        [remove("dist/provider/index.js"), "dist/provider/index.js is missing"],
        [remove("dist/index.d.ts"), "dist/index.d.ts is missing"],
        [remove("docs/errors.md"), "docs/errors.md is missing"],
        [remove("dist/third-party-licenses.txt"), "dist/third-party-licenses.txt is missing"],
        [remove("LICENSE"), "LICENSE is missing"],
        [
          write("dist/cli/main.js", "exports.a = 1;"),
          "dist/cli/main.js is a command, and does not begin with #!",
        ],
        [write("dist/a.test.js", ""), "dist/a.test.js does not belong"],
        [write("dist/index.ts", ""), "dist/index.ts does not belong"],
        [write("dist/index.js.map", "{}"), "dist/index.js.map does not belong"],
        [write("dist/old.js", ""), "dist/old.js does not belong"],
        [append("dist/secret.js", "\n//# sourceMappingURL=a\n"), "dist/secret.js points at a source map"],
        [
          append("dist/errors.js", `\n// ${root}/src\n`),
          `dist/errors.js names ${root}/, a folder of this machine`,
        ],
        [append("README.md", " ".repeat(100_000)), "at most 100000 are expected"],
        ...Array.from(
          { length: 8 },
          (_, n) => [write(`docs/n${n}.md`, noise()), "The tarball has "] as const,
        ),
        [
          depend(({ commander: _, ...others }) => others),
          "imports commander, which package.json does not depend on",
        ],
        [depend((others) => ({ ...others, lodash: "4" })), "depends on lodash, which nothing imports"],
        [append("dist/index.js", 'require("./gone");\n'), "dist/index.js imports ./gone, which is missing"],
        [
          append("dist/secret.d.ts", 'export * from "./gone";\n'),
          "dist/secret.d.ts imports ./gone, which is missing",
        ],
      ];
      const { code, output } = await check(
        await changed((folder) => {
          for (const [change] of wrong) change(folder);
        }),
      );
      expect(code).toBe(1);
      for (const [, finding] of wrong) expect(output).toContain(finding);
    });
  });

  describe("the notes of a release", () => {
    const changelog =
      "# Changelog\n\n## [Unreleased]\n\n- later\n\n## [1.2.0] - 2026-01-01\n\n- new\n\n## [1.1.0]\n\n- old\n";
    async function notes(tag: string, text = changelog): Promise<string> {
      const folder = mkdtempSync(join(scratch, "notes-"));
      writeFileSync(join(folder, "package.json"), '{ "version": "1.2.0" }');
      writeFileSync(join(folder, "CHANGELOG.md"), text);
      const script = `import(${JSON.stringify(join(tools, "release-notes.mjs"))}).then((module) =>
        console.log(module.releaseNotes(${JSON.stringify(tag)}, { folder: ${JSON.stringify(folder)} })))
        .catch((error) => console.log("refused: " + error.message))`;
      return (await runCommand("node", ["-e", script], { cwd: scratch })).output.trim();
    }

    it("are the version's section of the changelog", async () => {
      expect(await notes("v1.2.0")).toBe("- new");
    });

    it.each([
      [
        "a tag of another version",
        "v1.3.0",
        changelog,
        "The tag is v1.3.0, and package.json has the version 1.2.0",
      ],
      [
        "a version without a section",
        "v1.2.0",
        "## [Unreleased]\n\n- new\n",
        'CHANGELOG.md has nothing under "## [1.2.0]"',
      ],
      [
        "an empty section",
        "v1.2.0",
        "## [1.2.0]\n\n## [1.1.0]\n\n- old\n",
        'CHANGELOG.md has nothing under "## [1.2.0]"',
      ],
    ])("refuse %s", async (_, tag, text, reason) => {
      expect(await notes(tag, text)).toContain(`refused: ${reason}`);
    });
  });
}
