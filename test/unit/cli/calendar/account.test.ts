import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CalendarData } from "../../../../src/cli/calendar/calendar-data";
import { type Sandbox, startSandbox } from "../../../../src/sandbox";
import { runHere } from "../../../support/cli/here";
import { ScriptedPulumi } from "../../../support/cli/pulumi";
import { hourAhead } from "../../../support/cron/hour-ahead";

const environment = process.env;
const pulumi = new ScriptedPulumi();
let sandbox: Sandbox;
let folder: string;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-calendar-")));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: app\nruntime: yaml\n");
  sandbox = await startSandbox({ runMilliseconds: 1 });
  process.env = { ...environment, SKYVERN_API_KEY: sandbox.apiKey, SKYVERN_BASE_URL: sandbox.url };
});
afterEach(async () => {
  process.env = environment;
  await sandbox.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => pulumi.remove());

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/${path}`, {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** No schedule starts a run by itself during a test. */
const everyDay = `0 ${hourAhead()} * * *`;

/** Creates a schedule, and returns its id. */
async function schedule(workflowId: string, name: string, fields: object): Promise<string> {
  const body = { timezone: "UTC", name, ...fields };
  const { schedule } = (await post(`api/v1/workflows/${workflowId}/schedules`, body)) as {
    schedule: { workflow_schedule_id: string };
  };
  return schedule.workflow_schedule_id;
}

const week = ["--from", "2027-01-01", "--weeks", "1", "--timezone", "UTC", "--json"];

async function calendar(...args: readonly string[]) {
  const { code, report, said } = await runHere("calendar", ...args, ...week);
  return { code, said, data: (code === 1 ? {} : JSON.parse(report)) as CalendarData };
}

describe("calendar --account", () => {
  it("has the schedules with their workflows, usual durations and last runs, and changes nothing", async () => {
    const invoices = sandbox.addWorkflow("Invoices", [{ key: "token", type: "string" }]).workflowId;
    const body = { cron_expression: everyDay, parameters: { token: "hush-hush" } };
    const id = await schedule(invoices, "daily", body);
    await schedule(invoices, "paused", { ...body, cron_expression: "0 * * * *", enabled: false });
    for (let index = 0; index < 4; index++)
      await post("v1/run/workflows", { workflow_id: invoices, parameters: { token: "x" } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    sandbox.requests.clear();
    const { code, said, data } = await calendar("--account");
    expect(code).toBe(0);
    expect(said).toBe("reading the newest runs of 1 workflow, for at most 10 seconds\n");
    expect(data).toMatchObject({ title: `account at ${sandbox.url}`, source: "account", environments: [] });
    expect(data.schedules.map(({ name, state, fires }) => [name, state, fires.length])).toEqual([
      ["daily", "active", 7],
      ["paused", "paused", 168],
    ]);
    const [daily] = data.schedules;
    expect(daily).toMatchObject({
      id,
      workflow: { id: invoices, title: "Invoices" },
      parameters: { token: "[secret]" },
      usualMinutes: expect.any(Number),
    });
    expect(daily?.lastRuns).toHaveLength(4);
    expect(daily?.lastRuns?.[0]).toMatchObject({ status: "completed", startedAt: expect.any(Number) });
    expect(sandbox.requests.writes).toEqual([]);
    expect(JSON.stringify(data)).not.toContain("hush-hush");
  });

  it("sends one request for the runs of each of the first 100 workflows, several at a time", async () => {
    const workflows = Array.from({ length: 120 }, (_, index) => sandbox.addWorkflow(`W${index}`).workflowId);
    for (const one of workflows) await schedule(one, "daily", { cron_expression: everyDay });
    sandbox.requests.clear();
    const { said, data } = await calendar("--account");
    expect(data.schedules).toHaveLength(120);
    const asked = sandbox.requests.all.filter(({ path }) => path.startsWith("/v1/runs"));
    expect(asked).toHaveLength(100);
    expect(said).toContain("reading the newest runs of 100 of 120 workflows");
  });

  it("leaves durations out, with a warning, if the server does not list runs", async () => {
    const invoices = sandbox.addWorkflow("Invoices").workflowId;
    await schedule(invoices, "daily", { cron_expression: everyDay });
    const server = createServer(async (request, response) => {
      if (request.url?.startsWith("/v1/runs") === true) response.writeHead(500).end();
      else {
        const headers = { "x-api-key": sandbox.apiKey };
        response.end(await (await fetch(`${sandbox.url}${request.url}`, { headers })).text());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    process.env.SKYVERN_BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { code, said, data } = await calendar("--account");
    server.close();
    server.closeAllConnections();
    expect(code).toBe(0);
    expect(said).toContain("warning: the server did not list the runs of 1 workflow.");
    expect(data.schedules[0]).not.toHaveProperty("usualMinutes");
  });

  it("warns of schedules of a workflow that overlap by their usual duration", async () => {
    const invoices = sandbox.addWorkflow("Invoices").workflowId;
    for (let index = 0; index < 7; index++)
      await schedule(invoices, `s${index}`, { cron_expression: everyDay });
    const { data } = await calendar("--account");
    expect(data.schedules.flatMap(({ warnings }) => warnings)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^fires at the same minute as 6 other schedules/)]),
    );
  });
});

describe("calendar --stack", () => {
  it("has the schedules of the stack by the names of their resources, without what is secret in its state", async () => {
    const invoices = sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]).workflowId;
    const parameters = { vendor: "acme-corporation" };
    const id = await schedule(invoices, "Every night", { cron_expression: everyDay, parameters });
    await schedule(invoices, "other", { cron_expression: everyDay, parameters });
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      ciphertext: "x",
    };
    const resource = {
      urn: "urn:pulumi:dev::app::pulumi-nodejs:dynamic/skyvern:WorkflowSchedule::nightly",
      type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
      id: `${invoices}/${id}`,
      inputs: { parameters: { vendor: secret } },
      outputs: {},
    };
    pulumi.answer({
      config: {
        stdout: JSON.stringify({
          "skyvern:baseUrl": { value: sandbox.url, secret: false },
          "skyvern:apiKey": { value: sandbox.apiKey, secret: true },
        }),
      },
      "stack export": { stdout: JSON.stringify({ deployment: { resources: [resource] } }) },
    });
    pulumi.putOnPath();
    const { code, data } = await calendar("--stack", "dev", "--cwd", folder);
    expect(code).toBe(0);
    expect(data).toMatchObject({ title: "stack dev", source: "stack" });
    expect(data.schedules.map(({ id, name, fires }) => [id, name, fires.length])).toEqual([
      [id, "nightly", 7],
    ]);
    expect(data.schedules[0]?.parameters).toEqual({ vendor: "[secret]" });
  });
});
