import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../../src/sandbox";
import { withExample } from "../../../support/cli/example-schedule";
import { runHere as run } from "../../../support/cli/here";
import { ScratchFolder } from "../../../support/cli/scratch-folder";
import { compilerErrors } from "../../../support/compiler";

let scratch: ScratchFolder;
beforeEach(() => {
  scratch = new ScratchFolder();
});
afterEach(() => scratch.remove());

const init = (...args: readonly string[]) => run("init", "--cwd", scratch.path, ...args);

describe("init", () => {
  it("asks nothing without a terminal, and writes a project whose schedule file is valid", async () => {
    const { code, report, said } = await init("--name", "acme");
    expect([code, said]).toEqual([0, ""]);
    expect(report).toContain(`Wrote 6 files to ${scratch.path}:\n  package.json\n`);
    expect(Object.keys(scratch.contents())).toHaveLength(6);
    expect(await run("validate", join(scratch.path, "schedules.yaml"))).toEqual({
      code: 0,
      report: "0 schedules in dev, staging, prod: 0 errors, 0 warnings",
      said: "",
    });
  });

  it("prints the next commands, which fit into 80 columns and do not contain the key", async () => {
    const { report } = await init("--name", "acme", "--stacks", "dev");
    const [, next = ""] = report.split("Next:\n");
    expect(next.split("\n").filter((line) => line.length > 80 && !line.startsWith("  cd "))).toEqual([]);
    const commands = next
      .split("\n\n")[0]
      ?.split("\n")
      .map((line) => line.replace(/ +#.*/, "").trim());
    expect(commands?.slice(1)).toEqual([
      "npm install",
      "pulumi login",
      "pulumi stack init dev",
      "pulumi config set --secret skyvern:apiKey",
      "pulumi up",
    ]);
    expect(report).not.toContain("other stacks");
  });

  it("with --json lists what it wrote, what it kept, and the next commands", async () => {
    scratch.write(".gitignore", "node_modules\n");
    const { report } = await init("--name", "acme", "--stacks", "dev,prod", "--ci", "gitlab", "--json");
    expect(JSON.parse(report)).toEqual({
      folder: scratch.path,
      name: "acme",
      stacks: ["dev", "prod"],
      ci: "gitlab",
      packageManager: "npm",
      language: "typescript",
      written: expect.arrayContaining(["Pulumi.dev.yaml", ".gitlab-ci.yml"]),
      kept: [".gitignore"],
      next: expect.arrayContaining(["npm install", "export SKYVERN_API_KEY_DEV=…"]),
    });
    const { written } = JSON.parse(report) as { written: readonly string[] };
    expect([...written, ".gitignore"].sort()).toEqual(Object.keys(scratch.contents()).sort());
  });

  describe("with accounts", () => {
    const environment = process.env;
    let sandbox: Sandbox;
    beforeAll(async () => {
      sandbox = await startSandbox();
      const { workflowId } = sandbox.addWorkflow("Invoices", [{ key: "password", type: "string" }]);
      for (const name of ["nightly", "twin"]) {
        const body = {
          name,
          cron_expression: "0 2 * * *",
          timezone: "UTC",
          parameters: { password: "hush-hush" },
        };
        const response = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
          method: "POST",
          headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
          body: JSON.stringify(body),
        });
        expect(response.status).toBe(200);
      }
      process.env = {
        ...environment,
        SKYVERN_BASE_URL: sandbox.url,
        KEY_TEST: sandbox.apiKey,
        SKYVERN_API_KEY_LIVE: sandbox.apiKey,
      };
    });
    afterAll(async () => {
      process.env = environment;
      await sandbox.close();
    });

    it("writes their schedules, a stack for each with its key's variable, and how to take them over", async () => {
      sandbox.requests.clear();
      const accounts = ["--account", "test=KEY_TEST", "--account", "live=SKYVERN_API_KEY_LIVE"];
      const { code, report, said } = await init("--name", "acme", ...accounts);
      expect([code, said]).toEqual([2, expect.stringContaining("test: 2 of 2 schedules read\n")]);
      expect(report).toContain("test: 1 schedule added to schedules.yaml, 1 left out\n");
      expect(report).toContain("  secrets that the stack's configuration needs: password\n");
      expect(report).toMatch(
        /pulumi stack init test\n {2}export KEY_TEST=… +# the API key\n {2}npx pulumi-skyvern import --apply/,
      );
      const written = scratch.contents();
      expect(written["Pulumi.test.yaml"]).toBe("config:\n  skyvern:apiKeyEnv: KEY_TEST\n");
      expect(written["schedules.yaml"]).toContain("environments:\n  test: {}\n  live: {}\n");
      expect(Object.values(written).join("\n")).not.toContain("hush-hush");
      expect(sandbox.requests.writes).toEqual([]);
      expect((await run("validate", join(scratch.path, "schedules.yaml"))).code).toBe(0);
    });

    it.each<[string, readonly string[], string]>([
      [
        "a key instead of a variable",
        ["--account", "test=sk-1"],
        '--account "test=sk-1" is not an environment and a variable.',
      ],
      ["a variable that is not set", ["--account", "test=KEY_NONE"], "Set the environment variable KEY_NONE"],
      ["stacks too", ["--account", "test=KEY_TEST", "--stacks", "dev"], "cannot be used with option"],
      [
        "another variable than that of the CI files",
        ["--account", "test=KEY_TEST", "--ci", "github"],
        "The CI files take the key of test from SKYVERN_API_KEY_TEST. Write --account test=SKYVERN_API_KEY_TEST, or leave out --ci.",
      ],
    ])("refuses %s, and writes nothing", async (_, args, message) => {
      const { code, said } = await init("--name", "acme", ...args);
      expect([code, said]).toEqual([1, expect.stringContaining(message)]);
      expect(scratch.contents()).toEqual({});
    });

    it("leaves an existing schedule file to import", async () => {
      scratch.write("schedules.yaml", "schedules: {}\nenvironments: { test: {} }\n");
      const { code, said } = await init("--name", "acme", "--account", "test=KEY_TEST");
      expect([code, said]).toEqual([
        1,
        expect.stringContaining("schedules.yaml exists, so nothing was written."),
      ]);
      expect(Object.keys(scratch.contents())).toEqual(["schedules.yaml"]);
    });
  });

  it("lists every file that is in the way, and writes nothing", async () => {
    scratch.write("index.ts", "mine");
    scratch.write("package.json", "{}");
    const before = scratch.contents();
    const { code, report, said } = await init("--yes");
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(
      new RegExp(
        `^error: Nothing was written to ${scratch.path}\\.\n  Already exists: index\\.ts\\. .*\n  package\\.json exists\\. Add to its dependencies: .*\n`,
      ),
    );
    expect(scratch.contents()).toEqual(before);
  });

  it("refuses a second time, and changes nothing", async () => {
    await init();
    const before = scratch.contents();
    expect((await init("--stacks", "dev")).code).toBe(1);
    expect(scratch.contents()).toEqual(before);
  });

  it("keeps a schedule file, and makes a stack for each of its environments", async () => {
    const text =
      'schedules: { a: { workflow: wpid_1, cron: "0 2 * * *" } }\nenvironments: { test: {}, live: {} }\n';
    scratch.write("schedules.yaml", text);
    const { code, report } = await init("--yes", "--ci", "github");
    expect(code).toBe(0);
    expect(report).toContain("\nUnchanged: schedules.yaml\n");
    expect(report).toContain("`pulumi up` creates the schedules of schedules.yaml.");
    expect(scratch.read("schedules.yaml")).toBe(text);
    expect(Object.keys(scratch.contents())).toEqual(
      expect.arrayContaining(["Pulumi.test.yaml", "Pulumi.live.yaml"]),
    );
  });

  it("creates a new folder, and refuses a file", async () => {
    const folder = join(scratch.path, "new/project");
    expect((await run("init", "--cwd", folder)).code).toBe(0);
    const { code, said } = await run("init", "--cwd", join(folder, "index.ts"));
    expect([code, said]).toEqual([
      1,
      `error: ${folder}/index.ts is not a folder. Give the project's folder with --cwd.\n`,
    ]);
  });

  it.each(["github", "gitlab"])("refuses --ci %s below the root of a repository", async (ci) => {
    mkdirSync(join(scratch.path, ".git"));
    const below = join(scratch.path, "infra");
    const { code, said } = await run("init", "--cwd", below, "--ci", ci);
    expect(code).toBe(1);
    expect(said).toContain(`only in the root of the repository, which is ${scratch.path}.`);
    expect(scratch.contents()).toEqual({ ".git/": "" });
    expect((await run("init", "--cwd", below)).code).toBe(0);
    expect((await init("--ci", ci)).code).toBe(0);
  });

  it.each([
    [["--ci", "jenkins"], "Choose github, gitlab or none."],
    [["--package-manager", "bun"], "Choose npm, pnpm or yarn."],
    [["--stacks", "dev prod"], 'Invalid stack name "dev prod".'],
    [["--name", "my project"], 'Invalid project name "my project".'],
  ])("refuses %j with the right values, and writes nothing", async (args, reason) => {
    const { code, report, said } = await init(...args);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(/^error: .*\n$/);
    expect(said).toContain(reason);
    expect(scratch.contents()).toEqual({});
  });

  it("writes an example into the schedule file that is valid in the place of the empty mapping", async () => {
    await init("--stacks", "dev,prod");
    scratch.write("schedules.yaml", withExample(scratch.read("schedules.yaml")));
    expect(await run("validate", join(scratch.path, "schedules.yaml"), "--strict")).toEqual({
      code: 0,
      report: "1 schedule in dev, prod: 0 errors, 0 warnings",
      said: "",
    });
  });

  it("writes a program that compiles with its own tsconfig.json", async () => {
    await init();
    expect(compilerErrors(scratch)).toEqual([]);
    scratch.write("index.ts", scratch.read("index.ts").replace("ScheduleSet(", "ScheduleSets("));
    expect(compilerErrors(scratch)).toEqual([
      { file: "index.ts", message: expect.stringContaining("Cannot find name 'ScheduleSets'") },
    ]);
  });
});
