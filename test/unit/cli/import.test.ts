import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportResult } from "../../../src/cli/import/import-result";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";
import { ScriptedPulumi } from "../../support/cli/pulumi";

const environment = process.env;
const start = process.cwd();
const pulumi = new ScriptedPulumi();
let sandbox: Sandbox;
let folder: string;
let invoices: string;

beforeAll(async () => {
  sandbox = await startSandbox({ now: () => new Date("2026-11-29T12:00:00Z") });
  invoices = sandbox.addWorkflow("Invoices", [
    { key: "vendor", type: "string" },
    { key: "password", type: "string" },
  ]).workflowId;
});
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-import-")));
  process.chdir(folder);
  process.env = {
    ...environment,
    SKYVERN_API_KEY: sandbox.apiKey,
    SKYVERN_BASE_URL: sandbox.url,
    KEY_DEV: sandbox.apiKey,
    KEY_PROD: sandbox.apiKey,
  };
  pulumi.putOnPath();
});
afterEach(async () => {
  for (const { workflow_permanent_id, workflow_schedule_id } of sandbox.schedules())
    await call("DELETE", `${workflow_permanent_id}/schedules/${workflow_schedule_id}`);
  process.env = environment;
  process.chdir(start);
  rmSync(folder, { recursive: true });
});
afterAll(async () => {
  pulumi.remove();
  await sandbox.close();
});

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/api/v1/workflows/${path}`, {
    method,
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Creates a schedule as a person does in the web page. Returns its id. */
async function byHand(name: string, more: object = {}): Promise<string> {
  const parameters = { vendor: name, password: "hush-hush" };
  const body = { timezone: "UTC", cron_expression: "0 2 * * *", name, parameters, ...more };
  const { schedule } = (await call("POST", `${invoices}/schedules`, body)) as {
    schedule: { workflow_schedule_id: string };
  };
  return schedule.workflow_schedule_id;
}

const run = (...args: readonly string[]) => runHere("import", ...args);
const json = async (...args: readonly string[]) => {
  const { code, report, said } = await run(...args, "--json");
  if (report === "") throw new Error(said);
  return { code, ...(JSON.parse(report) as ImportResult) };
};
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");
const project = (runtime = "yaml") =>
  writeFileSync(join(folder, "Pulumi.yaml"), `name: app\nruntime: ${runtime}\n`);
const stackList = (...names: readonly string[]) => ({
  stdout: JSON.stringify(names.map((name) => ({ name }))),
});

describe("import without a Pulumi project", () => {
  it("writes the file, names the secrets that a stack will need, and says how to go on", async () => {
    await byHand("nightly");
    await byHand("random", { cron_expression: "0 9 L,30 * *" }).catch(() => undefined);
    sandbox.requests.clear();
    const { code, report, said } = await run();
    expect([code, said]).toEqual([0, "prod: 1 of 1 schedules read\n"]);
    expect(report).toBe(`prod: 1 schedule added to schedules.yaml
  secrets that the stack's configuration needs: password

Next:
  1. Review schedules.yaml.
  2. There is no Pulumi project here. Create one with \`npx pulumi-skyvern init\`.
  3. Run this command again in the project: it prepares the takeover.`);
    expect(readdirSync(folder)).toEqual(["schedules.yaml"]);
    expect(textOf("schedules.yaml")).toContain('password: "$' + '{secret:password}"');
    expect(sandbox.requests.writes).toEqual([]);
    expect((await runHere("validate", "schedules.yaml")).code).toBe(0);
  });

  it("adds only what is new the next time, and leaves an unchanged file untouched", async () => {
    const first = await byHand("nightly");
    await run();
    const text = textOf("schedules.yaml").replace("schedules:", "# Ours.\nschedules:");
    writeFileSync(join(folder, "schedules.yaml"), text);
    expect(await json()).toMatchObject({ code: 0, environments: [{ added: 0, known: 1 }] });
    expect(textOf("schedules.yaml")).toBe(text);
    await byHand("weekly", { cron_expression: "0 7 * * MON" });
    expect(await json()).toMatchObject({ code: 0, isNew: false, environments: [{ added: 1, known: 1 }] });
    expect(textOf("schedules.yaml")).toContain("# Ours.\nschedules:");
    expect(textOf("schedules.yaml")).toMatch(/\n {2}weekly:\n/);
    expect(first).toMatch(/^wfs_/);
  });

  it("makes one file of several accounts, in the order of the command line", async () => {
    await byHand("nightly");
    const { environments, code } = await json("--account", "dev=KEY_DEV", "--account", "prod=KEY_PROD");
    expect([code, environments.map(({ environment: name, added }) => [name, added])]).toEqual([
      0,
      [
        ["dev", 1],
        ["prod", 1],
      ],
    ]);
    expect(textOf("schedules.yaml")).toContain("environments:\n  dev: {}\n  prod: {}\n");
  });

  it("ends with 2 if a schedule is left out, and says why in the report and the file", async () => {
    await byHand("nightly");
    const twin = await byHand("twin", { parameters: { vendor: "nightly", password: "hush-hush" } });
    const { code, report } = await run();
    expect(code).toBe(2);
    expect(report).toContain("prod: 1 schedule added to schedules.yaml, 1 left out\n");
    expect(report).toContain(
      `  left out: ${twin} "twin" of workflow "Invoices" in prod (0 2 * * *, UTC): It runs`,
    );
    expect(textOf("schedules.yaml")).toContain(`# - ${twin} "twin"`);
    expect(report + textOf("schedules.yaml")).not.toContain("hush-hush");
  });

  it("writes a program instead, and does not change one that exists", async () => {
    await byHand("nightly");
    expect((await json("--to", "typescript")).file).toBe("index.ts");
    expect(textOf("index.ts")).toContain(
      'new ScheduleSet("schedules", { content, environment: pulumi.getStack() });',
    );
    const { code, said } = await run("--to", "typescript");
    expect([code, said]).toEqual([
      1,
      "error: index.ts exists, and import does not change a program. Give another file, such as `import schedules.ts --to typescript`.\n",
    ]);
  });

  it("takes the file that it is given", async () => {
    await byHand("nightly");
    mkdirSync(join(folder, "teams"));
    expect((await json("teams/finance.yaml", "--environment", "live")).environments).toMatchObject([
      { environment: "live", added: 1 },
    ]);
    expect(textOf("teams/finance.yaml")).toContain("environments:\n  live: {}\n");
  });

  it.each<[string, readonly string[], string]>([
    [
      "an account that is a key",
      ["--account", "prod=sk-123"],
      '--account "prod=sk-123" is not an environment and a variable.',
    ],
    [
      "one environment twice",
      ["--account", "a=KEY_DEV", "--account", "a=KEY_PROD"],
      '--account has the environment "a" twice.',
    ],
    [
      "a variable that is not set",
      ["--account", "a=KEY_NONE"],
      "No Skyvern API key. Set the environment variable KEY_NONE",
    ],
    ["a stack without a project", ["--stack", "dev"], "--stack needs a Pulumi project"],
    ["--apply without a project", ["--apply"], "--apply needs a Pulumi project"],
    ["--apply with --adopt", ["--apply", "--adopt"], "cannot be used with option '--apply'"],
    ["--account with --stack", ["--account", "a=KEY_DEV", "--stack", "b"], "cannot be used with option"],
    ["another form", ["--to", "python"], "Allowed choices are yaml, typescript"],
    ["a folder that is not there", ["none/schedules.yaml"], "Could not write "],
  ])("refuses %s, and writes nothing", async (_, args, message) => {
    await byHand("nightly");
    const { code, said, report } = await run(...args);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("refuses a file with errors, and leaves it as it is", async () => {
    writeFileSync(join(folder, "schedules.yaml"), "schedules: { a: { crom: x } }\n");
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toMatch(/schedules\.yaml:1:\d+: .*Unknown key "crom".* Correct the file first: /);
    expect(textOf("schedules.yaml")).toBe("schedules: { a: { crom: x } }\n");
  });

  it("changes nothing in a second run without a stack if the account has duplicates", async () => {
    await byHand("nightly");
    await byHand("nightly");
    expect((await run()).code).toBe(2);
    const text = textOf("schedules.yaml");
    expect((await run()).code).toBe(2);
    expect(textOf("schedules.yaml")).toBe(text);
  });

  it("stops if the file has an entry that could be several schedules of the account", async () => {
    const [one, two] = [await byHand("nightly"), await byHand("nightly", { cron_expression: "0 3 * * *" })];
    const text = `schedules: { nightly: { workflow: ${invoices}, cron: "0 4 * * *" } }\nenvironments: { prod: {} }\n`;
    writeFileSync(join(folder, "schedules.yaml"), text);
    const { code, said } = await run();
    expect(code).toBe(1);
    expect(said).toContain(
      `"nightly" of the file could be any of ${two}, ${one}: they have its workflow and name.`,
    );
    writeFileSync(join(folder, "schedules.yaml"), text.replace("0 4", "0 3"));
    expect(await json()).toMatchObject({ code: 0, environments: [{ added: 1, known: 1 }] });
    writeFileSync(
      join(folder, "schedules.yaml"),
      text.replace("prod: {}", `prod: { schedules: { nightly: { adopt: ${one} } } }`),
    );
    expect(await json()).toMatchObject({ code: 0, environments: [{ added: 1, known: 1 }] });
  });

  it("writes nothing if the server fails in the middle of the list", async () => {
    const failing: Server = createServer((request, response) => {
      response.statusCode = request.url?.includes("page=1&") === true ? 200 : 500;
      const schedule = { ...sandbox.schedules()[0], workflow_schedule_id: "wfs_1" };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ schedules: [schedule], total_count: 150, page: 1, page_size: 100 }));
    });
    await byHand("nightly");
    await new Promise<void>((resolve) => failing.listen(0, "127.0.0.1", resolve));
    process.env.SKYVERN_BASE_URL = `http://127.0.0.1:${(failing.address() as AddressInfo).port}`;
    const { code, said } = await run();
    failing.closeAllConnections();
    await new Promise((resolve) => failing.close(resolve));
    expect([code, readdirSync(folder)]).toEqual([1, []]);
    expect(said).toMatch(/page 2.* Nothing was written\.\n$/s);
  }, 20_000);
});

describe("import in a Pulumi project", () => {
  const state = (...resources: readonly object[]) => ({
    stdout: JSON.stringify({ deployment: { resources } }),
  });
  const setUrn = "urn:pulumi:dev::app::skyvern:index:ScheduleSet::jobs";
  const scheduleUrn =
    "urn:pulumi:dev::app::skyvern:index:ScheduleSet$pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
  const dynamic = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
  const stored = (id: string, name: string, parent?: string, type = dynamic) => ({
    urn: `${scheduleUrn.replace(dynamic, type)}::${name}`,
    type,
    id: `${invoices}/${id}`,
    parent,
  });

  it("writes adopt into the environment for a Pulumi that cannot import a file of schedules", async () => {
    project();
    const id = await byHand("nightly", { parameters: { vendor: "acme", password: "" } });
    pulumi.answer({ "stack export": state(), "stack ls": stackList("dev") });
    const result = await json("--stack", "dev");
    expect(result).toMatchObject({
      code: 0,
      olderEngine: "3.200.0",
      environments: [{ stack: "dev", added: 1, takeover: "adopt" }],
    });
    expect(textOf("schedules.yaml")).toContain(`  dev: { schedules: { nightly: { adopt: ${id} } } }\n`);
    expect((await run("--stack", "dev", "--apply")).said).toContain(
      "--apply needs Pulumi 3.254.0 or later, and this is 3.200.0.",
    );
  });

  it.each([dynamic, "skyvern:index:WorkflowSchedule"])(
    "adds to the set that the stack has, and leaves what its resources of type %s have to them",
    async (type) => {
      project();
      const [first, own] = [
        await byHand("nightly", { parameters: { vendor: "a", password: "" } }),
        await byHand("by itself", { cron_expression: "0 4 * * *" }),
      ];
      await byHand("new", { cron_expression: "0 5 * * *", parameters: { vendor: "b", password: "" } });
      writeFileSync(
        join(folder, "schedules.yaml"),
        `schedules: { renamed: { workflow: ${invoices}, cron: "0 2 * * *", name: nightly, parameters: { vendor: a, password: "" } } }\nenvironments: { dev: }\n`,
      );
      pulumi.answer({
        "stack export": state(
          { urn: setUrn, type: "skyvern:index:ScheduleSet" },
          stored(first, "jobs-renamed", setUrn, type),
          stored(own, "itself", undefined, type),
        ),
      });
      const result = await json("--stack", "dev");
      expect(result).toMatchObject({
        code: 0,
        set: "jobs",
        hasSet: true,
        environments: [{ added: 1, known: 2, takeover: "adopt" }],
      });
      const text = textOf("schedules.yaml");
      expect(text).not.toContain("by itself");
      expect(text).not.toContain(`adopt: ${first}`);
      expect(text).toContain("environments: { dev: { schedules: { new: { adopt: wfs_");
    },
  );

  it.each(["yaml", "python", "go"])(
    "refuses to write a TypeScript program into a project with the runtime %s",
    async (runtime) => {
      project(runtime);
      const { code, said } = await run("--to", "typescript", "--stack", "dev");
      expect({ code, said }).toEqual({
        code: 1,
        said: `error: --to typescript is for programs in TypeScript or JavaScript, and Pulumi.yaml has the runtime ${runtime}. Leave it out: programs in every language can use the schedule file.\n`,
      });
      expect(existsSync(join(folder, "index.ts"))).toBe(false);
    },
  );

  it.each([
    ["nodejs", 'it: new ScheduleSet("jobs", { file: "teams/a.yaml", environment: pulumi.getStack() }).\n'],
    ["bun", 'it: new ScheduleSet("jobs", { file: "teams/a.yaml", environment: pulumi.getStack() }).\n'],
    [
      "yaml",
      `it to Pulumi.yaml:
       resources:
         jobs:
           type: skyvern:index:ScheduleSet
           properties: { file: teams/a.yaml, environment: "$\{pulumi.stack}" }
`,
    ],
    [
      "python",
      `it:
       pulumi.ComponentResource(
           "skyvern:index:ScheduleSet",
           "jobs",
           {"file": "teams/a.yaml", "environment": pulumi.get_stack()},
           remote=True,
       )
`,
    ],
    [
      "go",
      `it:
       ctx.RegisterRemoteComponentResource("skyvern:index:ScheduleSet", "jobs", pulumi.Map{
       	"file":        pulumi.String("teams/a.yaml"),
       	"environment": pulumi.String(ctx.Stack()),
       }, &scheduleSet{})
       with this type: type scheduleSet struct{ pulumi.ResourceState }
`,
    ],
    [
      "dotnet",
      'a resource of the type skyvern:index:ScheduleSet with the name "jobs". Its inputs are file, which is "teams/a.yaml", and environment, which is the name of the stack.\n',
    ],
  ])("shows how a program with the runtime %s gets the set, from any folder", async (runtime, statement) => {
    project(runtime);
    mkdirSync(join(folder, "teams"));
    process.chdir(join(folder, "teams"));
    await byHand("nightly", { parameters: { vendor: "acme", password: "" } });
    pulumi.answer({ "stack export": state(), "stack ls": stackList("dev") });
    const { report } = await run("a.yaml", "--stack", "dev", "--set", "jobs");
    expect(report).toContain(`  2. If the program does not have the set yet, add ${statement}  3. `);
  });

  it("asks for the set if the stack has several", async () => {
    project();
    const other = setUrn.replace("jobs", "others");
    pulumi.answer({
      "stack export": state(
        { urn: setUrn, type: "skyvern:index:ScheduleSet" },
        { urn: other, type: "skyvern:index:ScheduleSet" },
      ),
    });
    const { code, said } = await run("--stack", "dev");
    expect([code, said]).toEqual([
      1,
      "error: The stacks have several schedule sets: jobs, others. Name the one of this file with --set.\n",
    ]);
    expect(existsSync(join(folder, "schedules.yaml"))).toBe(false);
  });

  it("says which key a stack needs whose configuration names none", async () => {
    project();
    await byHand("nightly", { parameters: { vendor: "acme", password: "" } });
    pulumi.answer({ "stack export": state(), "stack ls": stackList("dev") });
    const { report } = await run("--account", "dev=KEY_DEV");
    expect(report).toContain("Run `pulumi config set skyvern:apiKeyEnv KEY_DEV --stack dev`: without it");
    pulumi.answer({
      "stack export": state(),
      "stack ls": stackList("dev"),
      config: { stdout: JSON.stringify({ "skyvern:apiKeyEnv": { value: "KEY_DEV" } }) },
    });
    expect((await run("--account", "dev=KEY_DEV")).report).not.toContain("skyvern:apiKeyEnv");
  });

  it("names the stack to create for an environment that has none", async () => {
    project();
    await byHand("nightly", { parameters: { vendor: "acme", password: "" } });
    pulumi.answer({ "stack ls": stackList("other") });
    const { code, report } = await run("--account", "dev=KEY_DEV");
    expect(code).toBe(0);
    expect(report).toContain("Create the stack with `pulumi stack init dev`, and run this command again");
  });
});
