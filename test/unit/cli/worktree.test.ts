import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findCheckout } from "../../../src/cli/checkout";
import { StackEngine } from "../../../src/cli/engine/stack-engine";
import { withWorktree } from "../../../src/cli/rollback/worktree";
import { ScriptedPulumi } from "../../support/cli/pulumi";
import { gitFolder } from "../../support/team/git-folder";

/** A repository whose project stands in `deploy`, with packages installed at the top and in the project. */
describe("a project as it was at a commit", () => {
  let root: string;
  let project: string;
  let first: string;
  const pulumi = new ScriptedPulumi();

  const { git, write, commit } = gitFolder(() => root);
  const checkout = async () => {
    const found = await findCheckout(project);
    if (found === undefined) throw new Error("no checkout");
    return found;
  };
  const at = async <Result>(id: string, use: (folder: string) => Promise<Result>): Promise<Result> =>
    withWorktree(
      {
        engine: await StackEngine.open(project),
        checkout: await checkout(),
        commit: id,
        stack: "team/app/dev",
      },
      ({ folder }) => use(folder),
    );

  beforeAll(() => pulumi.putOnPath());
  afterAll(() => pulumi.remove());
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-worktree-")));
    project = join(root, "deploy");
    git("init", "--quiet");
    for (const folder of ["node_modules/shared", "deploy/node_modules/own"])
      mkdirSync(join(root, folder), { recursive: true });
    write(".gitignore", "node_modules\nPulumi.dev.yaml\n");
    write("package-lock.json", "{}");
    write("deploy/Pulumi.yaml", "name: app\nruntime: nodejs\n");
    write("deploy/Pulumi.dev.yaml", "config: {}\n");
    write("deploy/index.js", "first");
    first = commit();
    write("deploy/index.js", "second");
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("has its files, the installed packages, and the stack's settings that git does not keep", async () => {
    const seen = await at(first, async (folder) => ({
      folder,
      program: readFileSync(join(folder, "index.js"), "utf8"),
      packages: [join(folder, "../node_modules/shared"), join(folder, "node_modules/own")].map(existsSync),
      settings: readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8"),
    }));
    expect(seen).toMatchObject({ program: "first", packages: [true, true], settings: "config: {}\n" });
    expect(existsSync(seen.folder)).toBe(false);
    expect(readFileSync(join(project, "index.js"), "utf8")).toBe("second");
  });

  it("is removed when its use fails, and the installed packages stay", async () => {
    let used = "";
    const failing = at(first, async (folder) => {
      used = folder;
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(existsSync(used)).toBe(false);
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
    expect(existsSync(join(root, "node_modules/shared"))).toBe(true);
    expect(existsSync(join(project, "node_modules/own"))).toBe(true);
  });

  it("shows nothing uncommitted where git ignores folders of packages alone", async () => {
    write(".gitignore", "node_modules/\nPulumi.dev.yaml\n");
    const other = commit();
    const status = (folder: string) =>
      execFileSync("git", ["status", "--porcelain"], { cwd: folder, encoding: "utf8" });
    expect(await at(other, async (folder) => status(folder))).toBe("");
  });

  it("keeps the packages that the commit has itself", async () => {
    git("add", "--force", "node_modules", "deploy/node_modules");
    write("node_modules/shared/index.js", "then");
    git("add", "--force", "node_modules");
    const other = commit();
    write("node_modules/shared/index.js", "now");
    mkdirSync(join(root, "node_modules/later"));
    const seen = await at(other, async (folder) => {
      const packages = join(folder, "../node_modules");
      return [readdirSync(packages), readFileSync(join(packages, "shared/index.js"), "utf8")];
    });
    expect(seen).toEqual([["shared"], "then"]);
  });

  describe("in a repository with packages of its own", () => {
    const link = (place: string, target: string): void => {
      mkdirSync(dirname(join(root, place)), { recursive: true });
      symlinkSync(target, join(root, place));
    };
    /** Which packages a program in the folder gets: each tells its name and its place. */
    const run = async (folder: string): Promise<unknown> =>
      JSON.parse(
        execFileSync(process.execPath, ["index.js"], { cwd: folder, encoding: "utf8", stdio: "pipe" }),
      );
    const program =
      'console.log(JSON.stringify(["engine", "@acme/plan", "tools"].flatMap((one) => require(one))));';
    let then: string;

    beforeEach(() => {
      write(
        "deploy/package.json",
        '{ "dependencies": { "engine": "1.0.0", "@acme/plan": "*", "tools": "*" } }',
      );
      write("deploy/index.js", program);
      write("packages/plan/package.json", '{ "dependencies": { "@acme/core": "*" } }');
      write("packages/plan/index.js", 'module.exports = ["plan then", ...require("@acme/core")];');
      write(
        "packages/core/index.js",
        'module.exports = ["core then", ...require("own"), ...require("engine")];',
      );
      write("tools/index.js", 'module.exports = ["tools then"];');
      write("packages/web/index.js", "");
      write("node_modules/engine/index.js", "module.exports = [__filename];");
      write("node_modules/.bin/engine", "");
      write("node_modules/.package-lock.json", "{}");
      write("packages/core/node_modules/own/index.js", "module.exports = ['own'];");
      link("node_modules/@acme/plan", "../../packages/plan");
      link("node_modules/@acme/core", "../../packages/core");
      link("node_modules/@acme/web", "../../packages/web");
      link("node_modules/@acme/deploy", "../../deploy");
      link("deploy/node_modules/tools", "../../tools");
      link("node_modules/gone", "nowhere");
      then = commit();
      write("deploy/index.js", `${program} // now`);
      write("packages/web/index.js", "// now");
      commit();
    });

    const engine = () => join(root, "node_modules/engine/index.js");

    it("has those of the commit, with the one copy of what is installed", async () => {
      for (const name of ["plan", "core"]) {
        const file = join("packages", name, "index.js");
        write(file, readFileSync(join(root, file), "utf8").replace("then", "now"));
      }
      commit();
      const seen = await at(then, run);
      expect(seen).toEqual([engine(), "plan then", "core then", "own", engine(), "tools then"]);
      expect(await run(project)).toEqual([engine(), "plan now", "core now", "own", engine(), "tools then"]);
      expect(existsSync(join(root, "packages/core/node_modules/own/index.js"))).toBe(true);
      expect(git("status", "--porcelain")).toBe("");
    });

    it("has those of the commit also where what one of them needs is all that changed", async () => {
      write("packages/core/index.js", "module.exports = ['core now'];");
      expect(await at(then, run)).toEqual([
        engine(),
        "plan then",
        "core then",
        "own",
        engine(),
        "tools then",
      ]);
    });

    it("has what was built of them where those that the project needs are the same", async () => {
      write(".gitignore", "node_modules\nPulumi.dev.yaml\ndist\n");
      write(
        "packages/plan/package.json",
        '{ "main": "dist/index.js", "dependencies": { "@acme/core": "*" } }',
      );
      write("packages/plan/dist/index.js", "module.exports = ['plan, built'];");
      git("rm", "--quiet", "packages/plan/index.js");
      const built = commit();
      write("packages/web/index.js", "// later");
      write("deploy/index.js", "");
      commit();
      expect(await at(built, run)).toEqual([engine(), "plan, built", "tools then"]);
      write("packages/core/index.js", "// later");
      await expect(at(built, run)).rejects.toThrow(/Cannot find module \S+plan/);
    });

    it("has packages of a store that links lead to", async () => {
      rmSync(join(root, "node_modules/engine"), { recursive: true });
      write("node_modules/.pnpm/engine@1/node_modules/engine/index.js", "module.exports = [__filename];");
      link("node_modules/engine", ".pnpm/engine@1/node_modules/engine");
      const [first] = (await at(then, run)) as readonly string[];
      expect(first).toBe(join(root, "node_modules/.pnpm/engine@1/node_modules/engine/index.js"));
    });

    it("leaves out what it does not have", async () => {
      write("packages/later/index.js", "");
      link("node_modules/@acme/later", "../../packages/later");
      const names = await at(then, async (folder) => readdirSync(join(folder, "../node_modules/@acme")));
      expect(names.sort()).toEqual(["core", "deploy", "plan", "web"]);
    });
  });

  it("must be a Pulumi project", async () => {
    git("rm", "--quiet", "deploy/Pulumi.yaml");
    const without = commit();
    write("deploy/Pulumi.yaml", "name: app\nruntime: nodejs\n");
    await expect(at(without, async () => undefined)).rejects.toThrow(
      `The commit ${without} has no Pulumi.yaml in ./deploy/.`,
    );
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("may have its project in Pulumi.yml, and the stack's settings with the same ending", async () => {
    git("mv", "deploy/Pulumi.yaml", "deploy/Pulumi.yml");
    write(".gitignore", "node_modules\nPulumi.dev.*\n");
    write("deploy/Pulumi.dev.yml", "config: { of: yml }\n");
    const other = commit();
    const seen = await at(other, async (folder) => readFileSync(join(folder, "Pulumi.dev.yml"), "utf8"));
    expect(seen).toBe("config: { of: yml }\n");
  });

  it.each(["stackConfigDir", "config"])("has the settings in the folder that %s names", async (key) => {
    write("deploy/Pulumi.yaml", `name: app\nruntime: nodejs\n${key}: settings/stacks\n`);
    mkdirSync(join(project, "settings/stacks"), { recursive: true });
    write("deploy/settings/stacks/Pulumi.dev.yaml", "config: { of: folder }\n");
    const other = commit();
    const file = "settings/stacks/Pulumi.dev.yaml";
    const seen = await at(other, async (folder) => readFileSync(join(folder, file), "utf8"));
    expect(seen).toBe("config: { of: folder }\n");
    // Today's go to where that commit looks for them.
    const earlier = await at(first, async (folder) => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8"));
    expect(earlier).toBe("config: { of: folder }\n");
  });

  it("does not run without the stack's settings where today's cannot take their place", async () => {
    git("mv", "deploy/Pulumi.yaml", "deploy/Pulumi.yml");
    const other = commit();
    git("mv", "deploy/Pulumi.yml", "deploy/Pulumi.yaml");
    await expect(at(other, async () => undefined)).rejects.toThrow(
      "it looks for them in deploy/Pulumi.dev.yml, and today's",
    );
    write("deploy/Pulumi.yaml", "name: app\nruntime: nodejs\nstackConfigDir: ../../settings\n");
    const outside = commit();
    write("deploy/Pulumi.yaml", "name: app\nruntime: nodejs\n");
    await expect(at(outside, async () => undefined)).rejects.toThrow("outside the checkout");
    expect(git("worktree", "list").split("\n")).toHaveLength(1);
  });

  it("is found by where it stands, what is checked out, and whether something is uncommitted", async () => {
    const clean = await checkout();
    expect(clean).toEqual({ root, prefix: "deploy/", commit: git("rev-parse", "HEAD"), uncommitted: [] });
    write("deploy/index.js", "third");
    write("report.md", "new");
    expect((await checkout()).uncommitted).toEqual(["deploy/index.js", "report.md"]);
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-no-git-")));
    expect(await findCheckout(outside)).toBeUndefined();
    rmSync(outside, { recursive: true });
  });
});
