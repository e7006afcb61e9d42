import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "../../../src/cli/program";
import { shownParameters } from "../../../src/cli/schedules/shown-parameters";
import { plain } from "../../../src/cli/terminal";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { runHere } from "../../support/cli/here";
import { ScriptedPulumi } from "../../support/cli/pulumi";
import { hourAhead } from "../../support/cron/hour-ahead";
import { dropAfter, dropBefore, type FaultProxy, startFaultProxy } from "../../support/faults/proxy";

const environment = process.env;
const pulumi = new ScriptedPulumi();
let sandbox: Sandbox;
let proxy: FaultProxy;
let folder: string;
let invoices: string;
let echoing: string;
let failing: string;
let slow: string;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-trigger-")));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: app\nruntime: yaml\n");
  sandbox = await startSandbox({ runMilliseconds: 20 });
  proxy = await startFaultProxy(sandbox.url);
  const parameters = [
    { key: "vendor", type: "string" },
    { key: "token", type: "string" },
    { key: "options", type: "json", defaultValue: {} },
  ] as const;
  invoices = sandbox.addWorkflow("Invoices", parameters).workflowId;
  echoing = sandbox.addWorkflow("Echo", parameters, { output: { said: "hush-hush by acme" } }).workflowId;
  const failureReason = "The portal refused hush-hush.";
  failing = sandbox.addWorkflow("Claims", parameters, { end: "failed", failureReason }).workflowId;
  slow = sandbox.workflows.slow.workflowId;
});
beforeEach(() => {
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: proxy.url };
});
afterEach(async () => {
  proxy.clear();
  for (const { workflow_permanent_id, workflow_schedule_id } of sandbox.schedules())
    await call("DELETE", `${workflow_permanent_id}/schedules/${workflow_schedule_id}`);
  for (const { run_id } of sandbox.runs()) sandbox.forgetRun(run_id);
  sandbox.requests.clear();
  process.env = environment;
});
afterAll(async () => {
  pulumi.remove();
  await proxy.close();
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

const given = { vendor: "acme", token: "hush-hush", options: { apiKey: "very-secret", pages: 3 } };

/** None of the schedules starts a run by itself meanwhile. */
const daily = hourAhead() % 23;

/** Creates a schedule. Returns its id. */
async function schedule(workflowId: string, name: string, hour = daily): Promise<string> {
  const parameters = workflowId === slow ? undefined : given;
  const body = { cron_expression: `0 ${hour} * * *`, timezone: "UTC", name, parameters };
  const { schedule } = (await call("POST", `${workflowId}/schedules`, body)) as {
    schedule: { workflow_schedule_id: string };
  };
  sandbox.requests.clear();
  return schedule.workflow_schedule_id;
}
const trigger = (...args: readonly string[]) => runHere("trigger", ...args);
const starts = () => sandbox.requests.writes.map(({ path }) => path);
const runId = (): string => sandbox.runs()[0]?.run_id ?? "";
const isStart = ({ path }: { path: string }): boolean => path === "/v1/run/workflows";

/** As a person at a terminal, who answers with this line. */
async function asked(answer: string, ...args: readonly string[]) {
  const said: string[] = [];
  let report = "";
  const terminal = {
    report: (text: string) => {
      report += text;
    },
    say: (line: string) => void said.push(line),
    paint: plain,
    ask: async (question: string) => {
      said.push(question);
      return answer;
    },
  };
  return { code: await runProgram(["trigger", ...args], terminal), report, said: said.join("\n") };
}

describe("trigger", () => {
  it("runs the workflow once with the parameters of the schedule, and reports that it completed", async () => {
    const id = await schedule(invoices, "nightly");
    const { code, report, said } = await trigger("nightly", "--yes");
    expect(starts()).toEqual(["/v1/run/workflows"]);
    const body = JSON.parse(sandbox.requests.writes[0]?.body ?? "");
    expect(body).toMatchObject({ workflow_id: invoices, parameters: given });
    expect(body.run_metadata["pulumi-run"]).toMatch(/^[0-9a-f]{32}$/);
    expect(code).toBe(0);
    expect(report).toMatch(
      new RegExp(
        `^Run ${runId()} of nightly \\(${id}\\), workflow "Invoices": completed after \\d+s\n {2}http\\S+${runId()}$`,
      ),
    );
    expect(said).toMatch(new RegExp(`\nstarted ${runId()}\n\\w+ 0s, ${runId()}, http\\S+\n$`));
    expect(report + said).not.toMatch(/hush-hush|very-secret/);
  });

  it("finds a schedule by its id, and starts a new run each time", async () => {
    const id = await schedule(invoices, "nightly");
    expect([(await trigger(id, "--yes")).code, (await trigger(id, "--yes")).code]).toEqual([0, 0]);
    expect(sandbox.runs()).toHaveLength(2);
  });

  it("ends with 2 if the run fails, and gives the reason without the values of parameters", async () => {
    await schedule(failing, "nightly");
    const { code, report } = await trigger("nightly", "--yes");
    expect(code).toBe(2);
    expect(report).toMatch(/: failed after \d+s\n {2}reason: The portal refused \[value\]\.\n {2}http/);
  });

  it("writes JSON, in which hidden values do not come back in the output", async () => {
    const id = await schedule(echoing, "nightly");
    const { code, report } = await trigger("nightly", "--yes", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(report)).toEqual({
      schedule: { scheduleId: id, workflowId: echoing, workflowTitle: "Echo", name: "nightly" },
      run: {
        runId: runId(),
        status: "completed",
        output: { said: "[secret] by acme" },
        appUrl: expect.stringContaining(runId()),
        createdAt: expect.stringMatching(/Z$/),
        startedAt: expect.stringMatching(/Z$/),
        finishedAt: expect.stringMatching(/Z$/),
      },
      end: "ended",
    });
  });

  it("starts a run and does not wait with --no-wait", async () => {
    await schedule(slow, "nightly");
    const { code, report } = await trigger("nightly", "--yes", "--no-wait");
    expect([code, report]).toEqual([0, expect.stringMatching(/workflow "[^"]+": started\n/)]);
    expect(sandbox.runs()).toHaveLength(1);
  });

  it("runs a one-time schedule that is over again", async () => {
    let now = Date.now();
    const later = await startSandbox({ now: () => new Date(now) });
    try {
      const { workflowId } = later.workflows.plain;
      const headers = { "x-api-key": later.apiKey, "content-type": "application/json" };
      const run_at = new Date(now + 120_000).toISOString();
      const body = JSON.stringify({ run_at, timezone: "UTC", name: "once" });
      await fetch(`${later.url}/api/v1/workflows/${workflowId}/schedules`, { method: "POST", headers, body });
      now += 3_600_000;
      expect(later.schedules()).toMatchObject([{ dispatch_status: "fired" }]);
      Object.assign(process.env, { SKYVERN_API_KEY: later.apiKey, SKYVERN_BASE_URL: later.url });
      const { code, said } = await trigger("once", "--yes", "--no-wait");
      expect([code, later.runs().length]).toEqual([0, 2]);
      expect(said).toMatch(/^schedule: once \(wfs_\d+\), once, at \S+Z, over\n/);
    } finally {
      await later.close();
    }
  });

  it("ends with 1 after --timeout, and leaves the run active", async () => {
    await schedule(slow, "nightly");
    const { code, report } = await trigger("nightly", "--yes", "--timeout", "600ms");
    expect(code).toBe(1);
    expect(report).toMatch(/: not ended \(last known status: running\)\n/);
    expect(report).toMatch(/\n {2}The wait ended after --timeout\. The run continues\.$/);
    expect(sandbox.runs().map(({ status }) => status)).toEqual(["running"]);
  });

  it("refuses a wrong --timeout before it asks the account", async () => {
    const { code, said } = await trigger("nightly", "--yes", "--timeout", "30");
    expect([code, said]).toEqual([
      1,
      'error: --timeout is "30", which is not a duration. Write it like 30m, 90s or 1h30m.\n',
    ]);
    expect(sandbox.requests.all).toEqual([]);
  });
});

describe("trigger, before it starts a run", () => {
  it("refuses without a terminal and without --yes", async () => {
    const { code, said } = await trigger("nightly");
    expect([code, said]).toEqual([
      1,
      "error: No run was started: there is no terminal on which to ask for a confirmation. Add --yes to start the run without a question.\n",
    ]);
    expect(sandbox.requests.all).toEqual([]);
  });

  it("shows the workflow and the parameters, without secrets, and starts nothing if the answer is not yes", async () => {
    const id = await schedule(invoices, "nightly");
    const { code, report, said } = await asked("", "nightly");
    expect(said).toBe(`schedule: nightly (${id}), 0 ${daily} * * *, UTC
workflow: "Invoices" (${invoices}) at ${proxy.url}
parameters:
  vendor: "acme"
  token: [secret]
  options: {"apiKey":"[secret]","pages":3}
Start this run now? [y/N] 
error: No run was started.`);
    expect([code, report, starts()]).toEqual([1, "", []]);
  });

  it("starts the run if the answer is yes", async () => {
    await schedule(invoices, "nightly");
    expect((await asked("Yes", "nightly")).code).toBe(0);
    expect(starts()).toHaveLength(1);
  });

  it("refuses a name that several schedules have, and lists them with their times", async () => {
    const [one, two] = [await schedule(invoices, "nightly"), await schedule(failing, "nightly", daily + 1)];
    const { code, said } = await trigger("nightly", "--yes");
    const list = [
      `${one} (0 ${daily} * * *, UTC, workflow "Invoices")`,
      `${two} (0 ${daily + 1} * * *, UTC, workflow "Claims")`,
    ].sort();
    expect([code, said, starts()]).toEqual([
      1,
      `error: "nightly" is ambiguous, 2 schedules match: ${list.join("; ")}. Give the id of the one that you mean.\n`,
      [],
    ]);
  });

  it("names the nearest schedule if there is none with the name", async () => {
    await schedule(invoices, "nightly");
    const { code, said } = await trigger("nigthly", "--yes");
    expect([code, said]).toEqual([
      1,
      `error: There is no schedule "nigthly" in the account of this API key at ${proxy.url}. Did you mean "nightly"?\n`,
    ]);
  });

  it("needs a key", async () => {
    delete process.env.SKYVERN_API_KEY;
    expect(await trigger("nightly", "--yes")).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^error: No Skyvern API key\./),
    });
  });
});

describe("trigger --stack", () => {
  const marked = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
  const dynamic = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
  const stored = (name: string, id: string, type = dynamic): object => ({
    urn: `urn:pulumi:dev::app::${type}::${name}`,
    type,
    id: `${invoices}/${id}`,
    inputs: { parameters: { vendor: marked } },
    outputs: { parameters: { vendor: marked } },
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
  const ofStack = (name: string) => trigger(name, "--yes", "--stack", "dev", "--cwd", folder);

  it("finds a schedule by the name of its resource, in the account of the stack, and hides its secrets", async () => {
    const id = await schedule(invoices, "nightly");
    await schedule(invoices, "other");
    answer(stored("schedules-nightly", id));
    const { code, said } = await ofStack("schedules-nightly");
    expect(code).toBe(0);
    expect(said).toContain(`schedule: nightly (${id}), `);
    expect(said).toContain("  vendor: [secret]\n");
    expect(starts()).toHaveLength(1);
  });

  it("hides the secrets of a schedule of the provider plugin", async () => {
    const id = await schedule(invoices, "nightly");
    answer(stored("schedules-nightly", id, "skyvern:index:WorkflowSchedule"));
    const { code, said } = await ofStack("schedules-nightly");
    expect(code).toBe(0);
    expect(said).toContain("  vendor: [secret]\n");
  });

  it("is ambiguous if a resource and another schedule have the name", async () => {
    const [own, other] = [await schedule(invoices, "a"), await schedule(invoices, "nightly")];
    answer(stored("nightly", own));
    const { code, said } = await ofStack("nightly");
    expect([code, starts()]).toEqual([1, []]);
    expect(said).toContain(own);
    expect(said).toContain(other);
  });

  it("says that the account does not have the schedule of a resource", async () => {
    answer(stored("nightly", "wfs_1"));
    const { code, said } = await ofStack("nightly");
    expect([code, starts()]).toEqual([1, []]);
    expect(said).toContain('The resource "nightly" of the stack is the schedule wfs_1, which the account ');
  });
});

describe("trigger, if the answer to the start is lost", () => {
  it("finds the run by its tag, and does not start a second one", async () => {
    await schedule(invoices, "nightly");
    proxy.inject(isStart, dropAfter);
    const { code, report } = await trigger("nightly", "--yes");
    expect(code).toBe(0);
    expect(report).toContain(`Run ${runId()} of nightly`);
    expect(sandbox.runs()).toHaveLength(1);
  });

  it("says that it is unknown whether a run was started if none is found, and starts no other", async () => {
    await schedule(invoices, "nightly");
    proxy.inject(isStart, dropBefore);
    const { code, report, said } = await trigger("nightly", "--yes");
    expect([code, report]).toEqual([1, ""]);
    expect(said).toMatch(
      /It is unknown whether a run was started: none with the tag pulumi-run:[0-9a-f]{32} was found\. Look at the runs of workflow \S+ in Skyvern\. Start another one only after/,
    );
    expect(proxy.requests.filter(isStart)).toHaveLength(1);
  }, 20_000);
});

describe("Ctrl-C while trigger waits", () => {
  it("ends the wait with 1, names the run, and leaves it active", async () => {
    await schedule(slow, "nightly");
    const main = join(__dirname, "../../../dist/cli/main.js");
    const child = spawn(process.execPath, [main, "trigger", "nightly", "--yes"], { env: process.env });
    let [report, said] = ["", ""];
    child.stdout.on("data", (data) => {
      report += data;
    });
    child.stderr.on("data", (data) => {
      said += data;
    });
    const closed = once(child, "close");
    while (!/^running /m.test(said)) await sleep(20);
    child.kill("SIGINT");
    const [code] = await closed;
    expect(code).toBe(1);
    expect(said).toContain(`\nSIGINT: stopped waiting. Run ${runId()} continues.\n`);
    expect(report).toMatch(/\n {2}The wait was interrupted\. The run continues\.\n$/);
    expect(sandbox.runs().map(({ status }) => status)).toEqual(["running"]);
  }, 20_000);
});

describe("the parameters that trigger shows", () => {
  it("hide what is secret in state, also below keys with a hyphen and inside lists", () => {
    const { shown, hide } = shownParameters(
      { "a-b": { "1c": "value-one" }, list: [{ pin: "value-two" }], open: "value-three" },
      ["parameters.a-b.1c", "parameters.list"],
    );
    expect(shown).toEqual({ "a-b": { "1c": "[secret]" }, list: "[secret]", open: "value-three" });
    expect(hide("value-one, value-two, value-three")).toBe("[secret], [secret], value-three");
  });

  it("hide all values if the parameters are secret as a whole", () => {
    const { shown, hide } = shownParameters({ vendor: "acme", pages: 12345 }, ["parameters"]);
    expect(shown).toEqual({ vendor: "[secret]", pages: "[secret]" });
    expect(hide("acme 12345")).toBe("[secret] [secret]");
  });
});
