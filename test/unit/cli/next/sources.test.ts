import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../../src/sandbox";
import { runHere } from "../../../support/cli/here";
import { ScriptedPulumi } from "../../../support/cli/pulumi";

const environment = process.env;
const pulumi = new ScriptedPulumi();
let sandbox: Sandbox;
let folder: string;
let invoices: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-next-")));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: app\nruntime: yaml\n");
  sandbox = await startSandbox();
  invoices = sandbox.addWorkflow("Invoices").workflowId;
});
beforeEach(() => {
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: sandbox.url };
});
afterEach(async () => {
  for (const { workflow_permanent_id, workflow_schedule_id } of sandbox.schedules())
    await call("DELETE", `${workflow_permanent_id}/schedules/${workflow_schedule_id}`);
  sandbox.requests.clear();
  process.env = environment;
});
afterAll(async () => {
  pulumi.remove();
  await sandbox.close();
  rmSync(folder, { recursive: true });
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

/** Creates a schedule, and returns its id. */
async function schedule(name: string | null, fields: object): Promise<string> {
  const body = { timezone: "UTC", name, ...fields };
  const { schedule } = (await call("POST", `${invoices}/schedules`, body)) as {
    schedule: { workflow_schedule_id: string };
  };
  return schedule.workflow_schedule_id;
}

const next = (...args: readonly string[]) => runHere("next", ...args);
const from = ["--from", "2027-01-01", "--count", "2"];

interface Shown {
  readonly environment?: string;
  readonly key?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly state: string;
  readonly reason?: string;
  readonly fireTimes: readonly { readonly utc: string }[];
}

/** What the report says about each schedule, in one line. */
async function lines(...args: readonly string[]) {
  const { code, report, said } = await next(...args, "--json");
  const schedules = code === 1 ? [] : (JSON.parse(report).schedules as readonly Shown[]);
  return {
    code,
    said,
    lines: schedules.map(({ environment = "", key, resource, name, state, fireTimes }) =>
      [environment, resource ?? key ?? name, state, ...fireTimes.map(({ utc }) => utc)].join(" ").trim(),
    ),
  };
}

const file = `workflows: { invoices: { title: Invoices } }
defaults: { workflow: invoices }
schedules:
  nightly: { cron: "30 2 * * *" }
  often: { every: 90m }
  started: { every: 36h, startingAt: "2026-01-04T09:00:05+01:00" }
  once: { at: "2027-07-04T09:00:00+01:00" }
  past: { at: "2026-07-04T09:00:00+01:00" }
  off: { cron: "0 9 * * *", enabled: false }
environments:
  dev: {}
  prod: { paused: Migration until Monday }
`;

function write(text: string): string {
  const path = join(folder, "schedules.yaml");
  writeFileSync(path, text);
  return path;
}

describe("next with a schedule file", () => {
  it("shows all kinds in each environment, without an account", async () => {
    delete process.env.SKYVERN_API_KEY;
    expect(await lines(write(file), ...from)).toEqual({
      code: 2,
      said: "",
      lines: [
        "dev nightly active 2027-01-01T02:30:00Z 2027-01-02T02:30:00Z",
        "dev often unknown",
        "dev started active 2027-01-02T08:00:05Z 2027-01-03T20:00:05Z",
        "dev once active 2027-07-04T08:00:00Z",
        "dev past over",
        "dev off paused",
        "prod nightly paused",
        "prod often paused",
        "prod started paused",
        // A pause of the environment does not hold one-time schedules.
        "prod once active 2027-07-04T08:00:00Z",
        "prod past over",
        "prod off paused",
      ],
    });
  });

  it("says that Skyvern chooses the start of an interval, and how to set it", async () => {
    const { code, report } = await next(write(file), "--environment", "dev", "--only", "often");
    expect(code).toBe(2);
    expect(report).toBe(`dev / often
every 1h30m
fire times unknown. Skyvern chooses the first fire time when it creates the
  schedule, so the times are not known before. To set it, write startingAt in a
  schedule file, or firstFireAt in a program.`);
  });

  it("says what daylight saving does to an interval and to a one-time schedule", async () => {
    const zoned = file.replace("workflow: invoices }", "workflow: invoices, timezone: Europe/Berlin }");
    const one = (key: string) => next(write(zoned), "--environment", "dev", "--only", key, ...from);
    expect((await one("started")).report).toContain("\n  Sat 2027-01-02 09:00:05  ");
    expect((await one("started")).report).toContain(`daylight saving:
  2027-03-28 02:00 to 03:00 (UTC+01:00 to UTC+02:00):
  - the local fire times are 1h later from then on: an interval counts real time
  2027-10-31 03:00 to 02:00 (UTC+02:00 to UTC+01:00):
  - the local fire times are 1h earlier from then on: an interval counts real
    time`);
    expect((await one("once")).report).toMatch(
      /daylight saving: no effect\. A one-time schedule fires at a fixed moment\.$/,
    );
  });

  it("shows the reason of a pause, and the words all the same", async () => {
    const { report } = await next(write(file), "--environment", "prod", "--only", "nightly");
    expect(report).toBe(`prod / nightly
30 2 * * *, UTC
At 02:30, every day
paused, so it does not fire. The environment is paused: Migration until Monday`);
  });

  it("shows the environments of --environment, and what --only matches", async () => {
    const path = write(file);
    const both = ["--environment", "prod", "--environment", "dev", "--only", "o?ce", "--only", "off"];
    expect((await lines(path, ...both, ...from)).lines).toEqual([
      "prod once active 2027-07-04T08:00:00Z",
      "prod off paused",
      "dev once active 2027-07-04T08:00:00Z",
      "dev off paused",
    ]);
    expect(await next(path, "--only", "other", "--only", "x")).toMatchObject({
      code: 1,
      said: 'error: No schedule matches --only "other" or "x".\n',
    });
  });

  it("cannot know the value of a reference", async () => {
    const text = file.replace("30 2 * * *", `\${config:cron}`);
    const { code, report } = await next(write(text), "--environment", "dev", "--only", "nightly", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(report).schedules).toEqual([
      {
        environment: "dev",
        key: "nightly",
        state: "unknown",
        reason: expect.stringMatching(/^Its times, timezone or name have a reference, /),
        fireTimes: [],
        daylightSaving: [],
        warnings: [],
      },
    ]);
  });

  it("moves the times by spread, as the set does", async () => {
    const text = `groups: { g: { spread: 20m } }\n${file.replace('"30 2 * * *"', '"30 2 * * *", group: g')}`;
    const [line = ""] = (await lines(write(text), "--only", "nightly", ...from)).lines;
    expect(line).toMatch(/T02:(3\d|4\d):00Z/);
  });

  it("refuses a file with errors, and an environment that it does not have", async () => {
    const wrong = write(file.replace("30 2 * * *", "30 25 * * *").replace("0 9 * * *", "0 9 * *"));
    const { code, said } = await next(wrong);
    expect(code).toBe(1);
    expect(said).toMatch(
      /^error: The file has 2 errors, which `npx pulumi-skyvern validate \S+` lists\. The first one: \S+schedules\.yaml:4:20: /,
    );
    expect((await next(write(file), "--environment", "prd")).said).toMatch(/"prd".*prod/);
  });
});

describe("next --account", () => {
  it("shows every schedule of the account, by workflow and name", async () => {
    await schedule("nightly", { cron_expression: "30 2 * * *" });
    await schedule("daily", { cron_expression: "@daily" });
    await schedule("often", { interval_seconds: 5400, first_fire_at: "2027-01-01T00:00:00Z" });
    await schedule("later", { run_at: "2027-07-04T08:00:00Z" });
    await schedule("paused", { cron_expression: "0 9 * * *", enabled: false });
    sandbox.requests.clear();
    expect(await lines("--account", ...from)).toEqual({
      code: 0,
      said: "",
      lines: [
        "daily active 2027-01-02T00:00:00Z 2027-01-03T00:00:00Z",
        "later active 2027-07-04T08:00:00Z",
        "nightly active 2027-01-01T02:30:00Z 2027-01-02T02:30:00Z",
        "often active 2027-01-01T01:30:00Z 2027-01-01T03:00:00Z",
        "paused paused",
      ],
    });
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("shows no time of a one-time schedule that has fired, also if --from is before it", async () => {
    let now = Date.now();
    const later = await startSandbox({ now: () => new Date(now) });
    try {
      const headers = { "x-api-key": later.apiKey, "content-type": "application/json" };
      const run_at = new Date(now + 120_000).toISOString();
      const body = JSON.stringify({ run_at, timezone: "UTC", name: "once" });
      const url = `${later.url}/api/v1/workflows/${later.workflows.plain.workflowId}/schedules`;
      await fetch(url, { method: "POST", headers, body });
      now += 3_600_000;
      expect(later.schedules()).toMatchObject([{ dispatch_status: "fired" }]);
      Object.assign(process.env, { SKYVERN_API_KEY: later.apiKey, SKYVERN_BASE_URL: later.url });
      const { report } = await next("--account", "--from", "2026-01-01");
      expect(report).toMatch(/\nonce, at \S+Z\nover\. It has fired, or was canceled\.$/);
    } finally {
      await later.close();
    }
  });

  it("names the id and the workflow, and finds schedules by the title of their workflow", async () => {
    const id = await schedule(null, { cron_expression: "0 9 * * *" });
    const { report } = await next("--account", "--only", "Inv*", ...from);
    expect(report).toMatch(
      new RegExp(`^\\(no name\\) \\(${id}\\), workflow "Invoices"\n0 9 \\* \\* \\*, UTC\n`),
    );
    expect((await next("--account", "--only", id)).code).toBe(0);
  });

  it("shows why an expression that only the server accepts has no times, and the other schedules", async () => {
    await schedule("broken", { cron_expression: "0,57 0,23 1,29 2,3 *" });
    await schedule("nightly", { cron_expression: "30 2 * * *" });
    const { code, report } = await next("--account", ...from);
    expect(code).toBe(2);
    expect(report).toMatch(
      /0,57 0,23 1,29 2,3 \*, UTC\nfire times unknown\. fires at 23:57 and 00:00, 3 minutes apart;/,
    );
    expect(report).toContain("Fri 2027-01-01 02:30");
  });

  it("shows a hostile name as text, in one line of 80 columns", async () => {
    const hostile = `\u001b[2Jevil\u202e\r\nnext line\u0007 ${"名".repeat(60)}`;
    await schedule(hostile, { cron_expression: "0 9 * * *" });
    const { report } = await next("--account", ...from);
    const [first = "", second] = report.split("\n");
    expect(second).toBe("0 9 * * *, UTC");
    expect(first).toContain("\\u{1b}[2Jevil\\u{202e}");
    expect([...first].reduce((width, one) => width + (one < "\u1100" ? 1 : 2), 0)).toBeLessThanOrEqual(81);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not reach the terminal
    expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    const { report: asJson } = await next("--account", "--json");
    expect(JSON.parse(asJson).schedules[0].name).toBe(hostile);
  });

  it("says that there are no schedules", async () => {
    expect(await next("--account")).toMatchObject({ code: 1, said: "error: There are no schedules.\n" });
  });

  it("needs a key", async () => {
    delete process.env.SKYVERN_API_KEY;
    expect(await next("--account")).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^error: No Skyvern API key\./),
    });
  });
});

describe("next --stack", () => {
  const stored = (name: string, id: string): object => ({
    urn: `urn:pulumi:dev::app::pulumi-nodejs:dynamic/skyvern:WorkflowSchedule::${name}`,
    type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
    id: `${invoices}/${id}`,
    inputs: {},
    outputs: {},
  });
  const answer = (...resources: readonly object[]) => {
    const config = {
      "skyvern:baseUrl": { value: sandbox.url, secret: false },
      "skyvern:apiKey": { value: sandbox.apiKey, secret: true },
    };
    pulumi.answer({
      config: { stdout: JSON.stringify(config) },
      "stack export": { stdout: JSON.stringify({ deployment: { resources } }) },
    });
  };
  beforeEach(() => {
    delete process.env.SKYVERN_API_KEY;
    pulumi.putOnPath();
  });
  const ofStack = (...args: readonly string[]) => lines("--stack", "dev", "--cwd", folder, ...from, ...args);

  it("shows the schedules of the stack as its account has them, and no others", async () => {
    const id = await schedule("nightly", { cron_expression: "30 2 * * *" });
    const paused = await schedule("paused", { cron_expression: "0 9 * * *", enabled: false });
    await schedule("other", { cron_expression: "0 4 * * *" });
    answer(stored("schedules-nightly", id), stored("schedules-paused", paused));
    expect(await ofStack()).toEqual({
      code: 0,
      said: "",
      lines: [
        "schedules-nightly active 2027-01-01T02:30:00Z 2027-01-02T02:30:00Z",
        "schedules-paused paused",
      ],
    });
    expect((await ofStack("--only", "schedules-p*")).lines).toEqual(["schedules-paused paused"]);
  });

  it("says that the account does not have the schedule of a resource", async () => {
    answer(stored("nightly", "wfs_1"));
    const { code, report } = await next("--stack", "dev", "--cwd", folder);
    expect(code).toBe(2);
    expect(report).toContain(
      "nightly (wfs_1)\nfire times unknown. The account of the stack's configuration at\n",
    );
  });

  it("says that a stack has no schedules", async () => {
    answer();
    const { code, said } = await next("--stack", "dev", "--cwd", folder);
    expect([code, said]).toEqual([1, "error: The stack dev has no schedules.\n"]);
  });
});
