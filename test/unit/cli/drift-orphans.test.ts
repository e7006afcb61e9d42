import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Drift } from "../../../src/cli/drift/drift-report";
import { ignores } from "../../../src/cli/patterns";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";
import { ScriptedPulumi } from "../../support/cli/pulumi";

const environment = process.env;
const pulumi = new ScriptedPulumi();
let now = Date.parse("2027-01-04T08:00:00Z");
let sandbox: Sandbox;
let folder: string;
let invoices: string;
let claims: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-orphans-")));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: app\nruntime: yaml\n");
  sandbox = await startSandbox({ now: () => new Date(now) });
  invoices = sandbox.addWorkflow("Invoices", [{ key: "token", type: "string" }]).workflowId;
  claims = sandbox.addWorkflow("Claims").workflowId;
});
beforeEach(() => {
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: sandbox.url };
  pulumi.putOnPath();
});
afterEach(async () => {
  for (const { workflow_permanent_id, workflow_schedule_id } of sandbox.schedules())
    await call("DELETE", `${workflow_permanent_id}/schedules/${workflow_schedule_id}`);
  rmSync(join(folder, "schedules.yaml"), { force: true });
  process.env = environment;
});
afterAll(async () => {
  pulumi.remove();
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

async function call(
  method: string,
  path: string,
  body?: object,
): Promise<{ schedule: { workflow_schedule_id: string } }> {
  const response = await fetch(`${sandbox.url}/api/v1/workflows/${path}`, {
    method,
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { schedule: { workflow_schedule_id: string } };
}

/** Creates a schedule as a person does in the web page. Returns its id. */
async function byHand(
  workflowId: string,
  name: string | undefined,
  times: object,
  more: object = {},
): Promise<string> {
  const parameters = workflowId === invoices ? { token: "hush-hush" } : undefined;
  const body = { timezone: "UTC", name, parameters, ...times, ...more };
  return (await call("POST", `${workflowId}/schedules`, body)).schedule.workflow_schedule_id;
}
const daily = { cron_expression: "0 2 * * *" };

interface Stored {
  readonly name?: string;
  readonly provider?: string;
}
const provider = (name: string): string => `urn:pulumi:dev::app::pulumi:providers:pulumi-nodejs::${name}`;
const resource = (id: string, { name, provider: own = "default" }: Stored = {}): object => ({
  urn: `urn:pulumi:dev::app::pulumi-nodejs:dynamic/skyvern:WorkflowSchedule::${id}`,
  type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
  id: `${invoices}/${id}`,
  provider: `${provider(own)}::04da6b54`,
  outputs: { name },
});
const state = (...resources: readonly object[]) => ({
  stdout: JSON.stringify({ deployment: { resources } }),
});
const stackList = (...names: readonly string[]) => ({
  stdout: JSON.stringify(names.map((name) => ({ name }))),
});
const drift = (...args: readonly string[]) => runHere("drift", ...args, "--cwd", folder);
const found = async (...args: readonly string[]) => {
  const { code, report } = await drift(...args, "--json");
  const { orphans = { accounts: [], failures: [], notes: [] } } = JSON.parse(report) as Drift;
  return {
    ...orphans,
    code,
    ids: orphans.accounts.flatMap(({ schedules }) => schedules.map((one) => one.scheduleId)),
  };
};

describe("drift, for schedules that no stack has", () => {
  it("reports each with its id, workflow and fire times, sorted, and the command that imports them", async () => {
    const nightly = await byHand(invoices, "nightly", daily);
    const prices = await byHand(invoices, "prices", { interval_seconds: 5400 }, { enabled: false });
    const unnamed = await byHand(claims, undefined, { run_at: "2027-01-04T09:00:00Z" });
    const managed = await byHand(invoices, "managed", daily);
    pulumi.answer({ "stack export": state(resource(managed)), "stack ls": stackList("dev") });
    const { code, report, said } = await drift("dev");
    expect(report).toBe(`dev: no drift

account of dev: 3 orphans, which no stack of this project has
  ? (no name) (${unnamed} of workflow "Claims"): once, at 2027-01-04T09:00:00Z
  ? nightly (${nightly} of workflow "Invoices"): 0 2 * * *, UTC
  ? prices (${prices} of workflow "Invoices"): every 1h30m from 2027-01-04T09:30:00Z on, paused

To manage these orphans with Pulumi, run \`npx pulumi-skyvern import --stack dev --cwd ${folder}\`. To leave some out of this report, add their names or ids to \`ignore\` in the schedule file, or use --ignore.`);
    expect([code, said]).toEqual([
      2,
      "dev: comparing the state with the server\nlooking for schedules that no stack has\n",
    ]);
  });

  it("fails instead of reporting no drift when events of `pulumi` are lost", async () => {
    pulumi.answer({ refresh: { lacksSummary: true }, "stack export": state(), "stack ls": stackList("dev") });
    const { code, report } = await drift("dev");
    expect(code).toBe(1);
    expect(report).toContain("dev: could not be checked\n  `pulumi` succeeded, but events of it did not");
  });

  it("repeats the comparison once if events of `pulumi` are lost", async () => {
    pulumi.answer({
      refresh: [{ lacksSummary: true }, {}],
      "stack export": state(),
      "stack ls": stackList("dev"),
    });
    expect((await drift("dev")).report).toBe("dev: no drift");
    expect(pulumi.calls().filter((name) => name === "refresh")).toHaveLength(2);
  });

  it("writes JSON with a field for each fact, and without parameters", async () => {
    const id = await byHand(invoices, "nightly", daily);
    pulumi.answer({ "stack export": state(), "stack ls": stackList("dev") });
    const { report } = await drift("dev", "--json");
    expect(JSON.parse(report)).toEqual({
      stacks: [{ stack: "dev", status: "clean", resources: [], warnings: [] }],
      orphans: {
        accounts: [
          {
            stacks: ["dev"],
            baseUrl: sandbox.url,
            schedules: [
              {
                scheduleId: id,
                workflowId: invoices,
                workflowTitle: "Invoices",
                name: "nightly",
                times: "0 2 * * *, UTC",
                enabled: true,
              },
            ],
            ignored: 0,
            command: `npx pulumi-skyvern import --stack dev --cwd ${folder}`,
          },
        ],
        failures: [],
        notes: [],
      },
    });
    expect(report).not.toContain("hush-hush");
  });

  it("writes Markdown in which a name cannot mention anybody", async () => {
    const id = await byHand(claims, "ask @ann", daily);
    pulumi.answer({ "stack export": state(), "stack ls": stackList("dev") });
    const { report } = await drift("dev", "--markdown");
    expect(report).toContain(
      `\n### Orphans of the account of dev\n\n1 orphan, which no stack of this project has:\n\n- \`ask @ann\` (${id} of workflow "Claims"): 0 2 &#42; &#42; &#42;, UTC\n\nTo manage `,
    );
  });

  it("ends with 0 without a word if there are none", async () => {
    const id = await byHand(invoices, "managed", daily);
    pulumi.answer({ "stack export": state(resource(id)) });
    expect(await drift("dev")).toMatchObject({ code: 0, report: "dev: no drift" });
    expect(pulumi.calls()).not.toContain("stack ls");
  });

  it("does not report a schedule of a stack with the provider plugin, and notes its explicit provider", async () => {
    const id = await byHand(invoices, "managed", daily);
    const pluginProvider = "urn:pulumi:dev::app::pulumi:providers:skyvern::other";
    const type = "skyvern:index:WorkflowSchedule";
    const managed = { type, urn: `urn:pulumi:dev::app::${type}::managed`, id: `${invoices}/${id}` };
    pulumi.answer({
      "stack export": state(
        { type: "pulumi:providers:skyvern", urn: pluginProvider },
        { ...managed, provider: `${pluginProvider}::04da6b54` },
      ),
    });
    expect(await found("dev")).toMatchObject({
      code: 0,
      ids: [],
      notes: [expect.stringContaining("not the provider other.")],
    });
  });

  it("does not report one-time schedules that are over", async () => {
    await byHand(claims, "once", { run_at: "2027-01-04T09:00:00Z" });
    now += 2 * 3_600_000;
    pulumi.answer({ "stack export": state() });
    expect(await found("dev")).toMatchObject({ code: 0, ids: [] });
  });

  it("does not report a schedule whose creation another stack could not confirm", async () => {
    await byHand(invoices, "nightly", daily);
    const other = await byHand(invoices, "weekly", daily);
    pulumi.answer({
      "stack export": state(resource("unconfirmed", { name: "nightly" })),
      "stack ls": stackList(),
    });
    expect(await found("dev")).toMatchObject({ code: 2, ids: [other] });
  });

  it("does not report those of the project's other stacks", async () => {
    const own = await byHand(invoices, "own", daily);
    const others = await byHand(invoices, "others", daily);
    const orphan = await byHand(invoices, "orphan", daily);
    pulumi.answer({
      "stack export": [state(resource(own)), state(resource(others))],
      "stack ls": stackList("dev", "prod"),
    });
    expect(await found("dev")).toMatchObject({ code: 2, ids: [orphan], failures: [] });
  });

  it("ends with 1 and says which stacks were not compared if their states cannot be read", async () => {
    const orphan = await byHand(invoices, "orphan", daily);
    const broken = { code: 255, stderr: "error: no access" };
    pulumi.answer({ "stack export": [state(), broken], "stack ls": stackList("dev", "prod") });
    expect(await found("dev")).toMatchObject({
      code: 1,
      ids: [orphan],
      failures: ["An orphan may belong to the stack prod, because its state could not be read: no access"],
    });
    pulumi.answer({ "stack export": state(), "stack ls": broken });
    expect(await found("dev", "staging")).toMatchObject({
      code: 1,
      ids: [orphan],
      failures: [
        "Only these stacks were compared: dev, staging. An orphan may belong to another stack of the project, because the stacks could not be listed: no access",
      ],
    });
  });

  it("lists an account that several stacks share once", async () => {
    const [dev, prod] = [await byHand(invoices, "a", daily), await byHand(invoices, "b", daily)];
    const orphan = await byHand(invoices, "c", daily);
    pulumi.answer({
      "stack export": [state(resource(dev)), state(resource(prod))],
      "stack ls": stackList("dev", "prod"),
    });
    sandbox.requests.clear();
    const { accounts, ids } = await found("dev", "prod");
    expect([accounts.map(({ stacks }) => stacks), ids]).toEqual([[["dev", "prod"]], [orphan]]);
    expect(sandbox.requests.all).toHaveLength(1);
  });

  it("compares each account with the stacks of both if stacks have different accounts", async () => {
    const other = await startSandbox();
    try {
      const [dev, orphan] = [await byHand(invoices, "a", daily), await byHand(invoices, "b", daily)];
      const config = {
        "skyvern:baseUrl": { value: other.url, secret: false },
        "skyvern:apiKey": { value: other.apiKey, secret: true },
      };
      pulumi.answer({
        config: [{ stdout: "{}" }, { stdout: JSON.stringify(config) }],
        "stack export": [state(resource(dev)), state()],
        "stack ls": stackList("dev", "prod"),
      });
      const { accounts, ids } = await found("dev", "prod");
      expect(accounts.map(({ stacks, baseUrl }) => [stacks, baseUrl])).toEqual([
        [["dev"], sandbox.url],
        [["prod"], other.url],
      ]);
      expect(ids).toEqual([orphan]);
    } finally {
      await other.close();
    }
  });

  it("still reports drift, and ends with 1, if the account refuses the list", async () => {
    process.env.SKYVERN_API_KEY = "wrong";
    pulumi.answer({ "stack export": state() });
    const { code, report } = await drift("dev");
    expect(code).toBe(1);
    expect(report).toMatch(
      /^dev: no drift\n\nerror: The account of dev was not searched for orphans: Could not list the schedules of the organisation \(page 1\): Skyvern refused the API key/,
    );
  });

  it("needs no key for a stack without resources of the account, but needs it for one that has some", async () => {
    delete process.env.SKYVERN_API_KEY;
    const reason = /^The account of dev was not searched for orphans: No Skyvern API key\./;
    pulumi.answer({ "stack export": state() });
    expect(await found("dev")).toMatchObject({
      code: 0,
      notes: [expect.stringMatching(reason)],
      failures: [],
    });
    pulumi.answer({ "stack export": state(resource("wfs_1")) });
    expect(await found("dev")).toMatchObject({
      code: 1,
      notes: [],
      failures: [expect.stringMatching(reason)],
    });
  });

  it("says which providers of a stack were not searched", async () => {
    const others = await byHand(invoices, "others", daily);
    const providers = ["default", "other"].map((name) => ({
      urn: provider(name),
      type: "pulumi:providers:pulumi-nodejs",
      id: "04da6b54",
    }));
    pulumi.answer({ "stack export": state(...providers, resource(others, { provider: "other" })) });
    expect(await found("dev")).toMatchObject({
      code: 0,
      ids: [],
      notes: [
        "dev: only the account of the stack's configuration was searched for orphans, not the provider other.",
      ],
    });
  });

  it("asks neither the account nor the state with --no-orphans", async () => {
    await byHand(invoices, "orphan", daily);
    pulumi.answer({});
    sandbox.requests.clear();
    const { code, report } = await drift("dev", "--no-orphans", "--json");
    expect([code, Object.keys(JSON.parse(report))]).toEqual([0, ["stacks"]]);
    expect(sandbox.requests.all).toEqual([]);
    expect(pulumi.calls()).not.toContain("stack export");
  });

  it("searches no account of a stack that could not be checked", async () => {
    await byHand(invoices, "orphan", daily);
    pulumi.answer({ refresh: { code: 255, stderr: "error: no stack named 'dev' found" } });
    expect(await found("dev")).toMatchObject({ code: 1, accounts: [] });
  });
});

describe("drift, for orphans that nobody wants in a stack", () => {
  const file = (ignore: string): string =>
    `schedules: { a: { workflow: wpid_1, cron: "0 2 * * *" } }\nenvironments: { dev: }\nignore: ${ignore}\n`;
  let manual: string;
  let other: string;
  beforeEach(async () => {
    manual = await byHand(invoices, "manual check", daily);
    other = await byHand(invoices, "other", daily);
    pulumi.answer({ "stack export": state(), "stack ls": stackList() });
  });

  it("leaves out names and ids of --ignore, and counts them", async () => {
    expect(await found("dev", "--ignore", "manual *")).toMatchObject({ code: 2, ids: [other] });
    const all = await drift("dev", "--ignore", "manual *", "--ignore", other);
    expect(all).toMatchObject({
      code: 0,
      report: "dev: no drift\n\naccount of dev: no orphans; 2 are ignored",
    });
    expect(pulumi.calls()).toContain("stack export");
  });

  it("reads `ignore` of schedules.yaml in the project's folder, and adds --ignore", async () => {
    writeFileSync(join(folder, "schedules.yaml"), file('["manual *"]'));
    expect(await found("dev")).toMatchObject({ code: 2, ids: [other], notes: [] });
    expect(await found("dev", "--ignore", other)).toMatchObject({ code: 0, ids: [] });
  });

  it("reads another file with --file", async () => {
    const path = join(folder, "team.yaml");
    writeFileSync(path, file(`[${other}]`));
    expect(await found("dev", "--file", path)).toMatchObject({ code: 2, ids: [manual] });
  });

  it("says that the usual file has errors, and refuses a given one", async () => {
    writeFileSync(join(folder, "schedules.yaml"), file('"manual *"'));
    const problem = "schedules.yaml:3:9: ignore must be a list, such as";
    const { ids, notes } = await found("dev");
    expect(ids).toEqual([manual, other]);
    expect(notes[0]).toContain("schedules.yaml: The file has errors, so `ignore` could not be read from it.");
    expect(notes[0]).toContain(problem);
    const given = await drift("dev", "--file", join(folder, "schedules.yaml"));
    expect(given).toMatchObject({ code: 1, report: "" });
    expect(given.said).toContain(problem);
    const missing = await drift("dev", "--file", join(folder, "none.yaml"));
    expect(missing).toMatchObject({
      code: 1,
      report: "",
      said: expect.stringMatching(/^error: .*none\.yaml/),
    });
  });
});

describe("a pattern of --ignore", () => {
  it.each([
    ["manual *", "manual check", true],
    ["manual *", "manual", false],
    ["manual *", "a manual check", false],
    ["*", "", true],
    ["*check", "manual check, check", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-c-b", false],
    ["?", "é", true],
    ["?", "🎉", true],
    ["?", "", false],
    ["Manual", "manual", false],
    ["a.c", "abc", false],
    ["[ab](x|y)", "[ab](x|y)", true],
    ["", "a", false],
    ["**", "a", true],
    ["wfs_1", "other", true],
    ["wfs_*", "other", false],
  ])("%j and the name %j: %j", (pattern, name, expected) => {
    expect(ignores([pattern], { scheduleId: "wfs_1", name })).toBe(expected);
  });

  it("takes no time for a long name", () => {
    const pattern = `${"*a".repeat(50)}b`;
    expect(ignores([pattern], { scheduleId: "wfs_1", name: "a".repeat(5000) })).toBe(false);
  });

  it("matches a schedule without a name only with *", () => {
    expect(ignores(["?"], { scheduleId: "wfs_1" })).toBe(false);
    expect(ignores(["*"], { scheduleId: "wfs_1" })).toBe(true);
  });
});
