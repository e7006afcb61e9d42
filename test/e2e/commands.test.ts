import type { CalendarData } from "../../src/cli/calendar/calendar-data";
import type { Check } from "../../src/cli/doctor/check";
import type { Drift } from "../../src/cli/drift/drift-report";
import type { Triggered } from "../../src/cli/trigger/trigger-report";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { CliProject } from "../support/cli/project";
import { installPulumi } from "../support/engine/pulumi-version";

/** A schedule in the account of the stack, and one in the account of a provider. */
const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const provider = new skyvern.Provider("elsewhere", {
  apiKeyEnv: "SKYVERN_API_KEY_ELSEWHERE",
  baseUrl: process.env.ELSEWHERE_URL,
});
const cronExpression = "0 2 * * *";
const workflowId = process.env.WORKFLOW_ID;
const parameters = { vendor: pulumi.secret("acme-corporation"), token: "hush-hush" };
new skyvern.WorkflowSchedule("nightly", { workflowId, cronExpression, parameters, name: "Every night" });
const other = { workflowId: process.env.ELSEWHERE_WORKFLOW_ID, cronExpression };
new skyvern.WorkflowSchedule("abroad", other, { provider });
`;

describe("drift, trigger, next, calendar and doctor on a stack whose key is encrypted in its configuration", () => {
  let project: CliProject;
  let own: Sandbox;
  let elsewhere: Sandbox;

  beforeAll(async () => {
    const installed = await installPulumi();
    [own, elsewhere] = await Promise.all([startSandbox({ runMilliseconds: 300 }), startSandbox()]);
    const workflow = own.addWorkflow("Invoices", [
      { key: "vendor", type: "string" },
      { key: "token", type: "string" },
    ]);
    project = new CliProject(installed, {
      WORKFLOW_ID: workflow.workflowId,
      ELSEWHERE_WORKFLOW_ID: elsewhere.workflows.plain.workflowId,
      ELSEWHERE_URL: elsewhere.url,
      SKYVERN_API_KEY_ELSEWHERE: elsewhere.apiKey,
    });
    project.write("index.js", program);
    await project.createStack("dev");
    await project.succeed("config", "set", "skyvern:baseUrl", own.url);
    await project.succeed("config", "set", "--secret", "skyvern:apiKey", own.apiKey);
    await project.up();
  }, 300_000);
  afterAll(async () => {
    await own.close();
    await elsewhere.close();
    project.remove();
  });

  test("drift searches the account of the stack for orphans, and notes that it did not search that of the provider", async () => {
    const { code, report } = await project.cli(["drift", "dev", "--json"]);
    const { stacks, orphans } = JSON.parse(report) as Drift;
    expect(stacks.map(({ status }) => status)).toEqual(["clean"]);
    expect(orphans).toEqual({
      accounts: [{ stacks: ["dev"], baseUrl: own.url, schedules: [], ignored: 0 }],
      failures: [],
      notes: [
        "dev: only the account of the stack's configuration was searched for orphans, not the provider elsewhere.",
      ],
    });
    expect(code).toBe(0);
  });

  test("trigger runs a schedule by the name of its resource, and hides what is secret in state", async () => {
    const { code, report, progress } = await project.cli([
      "trigger",
      "nightly",
      "--stack",
      "dev",
      "--yes",
      "--json",
    ]);
    expect(progress).toContain('workflow: "Invoices" (');
    expect(progress).toContain("\n  token: [secret]\n  vendor: [secret]\n");
    expect(report + progress).not.toMatch(/acme-corporation|hush-hush/);
    const { schedule, run, end } = JSON.parse(report) as Triggered;
    expect([schedule.name, run.status, end, code]).toEqual(["Every night", "completed", "ended", 0]);
    const body = own.requests.writes.find(({ path }) => path === "/v1/run/workflows")?.body ?? "";
    expect(JSON.parse(body).parameters).toEqual({ vendor: "acme-corporation", token: "hush-hush" });
  });

  test("trigger says that a schedule belongs to the account of a provider, and starts nothing", async () => {
    const { code, report, progress } = await project.cli(["trigger", "abroad", "--stack", "dev", "--yes"]);
    expect([code, report]).toEqual([1, ""]);
    expect(progress).toMatch(
      /^error: The resource "abroad" of the stack is the schedule wfs_\d+, which the account /,
    );
    expect(elsewhere.runs()).toEqual([]);
  });

  test("next and calendar show the schedules of the stack at the same times, without what is secret in state", async () => {
    own.requests.clear();
    const span = ["--from", "2027-01-01", "--json"];
    const next = await project.cli(["next", "--stack", "dev", "--only", "nightly", "--count", "7", ...span]);
    const week = ["--weeks", "1", "--timezone", "UTC", "--only", "nightly"];
    const calendar = await project.cli(["calendar", "--stack", "dev", ...week, ...span]);
    expect([next.code, calendar.code]).toEqual([0, 0]);
    const [{ fireTimes }] = JSON.parse(next.report).schedules;
    const { title, schedules } = JSON.parse(calendar.report) as CalendarData;
    expect([title, schedules.map(({ name }) => name)]).toEqual(["stack dev", ["nightly"]]);
    expect(schedules[0]?.fires).toHaveLength(7);
    expect(schedules[0]?.fires).toEqual(
      fireTimes.map(({ utc }: { readonly utc: string }) => Date.parse(utc) / 1000),
    );
    expect(schedules[0]?.parameters).toEqual({ token: "[secret]", vendor: "[secret]" });
    expect(own.requests.writes).toEqual([]);
  });

  test("doctor finds no problem in a project that works, and says where the key comes from", async () => {
    const before = project.stored();
    own.requests.clear();
    const { code, report, progress } = await project.cli(["doctor", "--stack", "dev", "--json"]);
    const { checks } = JSON.parse(report) as { checks: readonly Check[] };
    expect(checks.filter(({ status }) => status === "problem")).toEqual([]);
    expect(code).toBe(0);
    const messages = new Map(checks.map(({ id, message }) => [id, message]));
    expect(messages.get("api-key")).toBe(
      "The API key comes from skyvern:apiKey in the stack's configuration.",
    );
    expect(messages.get("base-url")).toBe(own.url);
    expect(messages.get("account")).toBe("The server accepts the API key. Schedules in the account: 1.");
    expect(report + progress).not.toContain(own.apiKey);
    expect(own.requests.writes).toEqual([]);
    expect(project.stored()).toBe(before);
  });
});
