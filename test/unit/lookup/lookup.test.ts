import { lookupClient } from "../../../src/lookup/lookup-client";
import { lookUpRun } from "../../../src/lookup/run-lookup";
import { lookUpSchedules } from "../../../src/lookup/schedule-lookup";
import { lookUpWorkflow, lookUpWorkflows } from "../../../src/lookup/workflow-lookup";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";

let sandbox: Sandbox;
let client: SkyvernClient;
beforeAll(async () => {
  sandbox = await startSandbox({ runMilliseconds: 0 });
  const apiKey = new Secret(sandbox.apiKey);
  client = createClient({ baseUrl: sandbox.url, apiKey, apiKeySource: "SKYVERN_API_KEY" });
});
afterAll(async () => {
  await client.close();
  await sandbox.close();
});

async function post(path: string, body: object): Promise<Record<string, unknown>> {
  const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
  const answer = await fetch(sandbox.url + path, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}

async function schedule(workflowId: string, name: string, enabled = true): Promise<void> {
  const body = { cron_expression: "0 2 * * *", timezone: "UTC", name, enabled };
  await post(`/api/v1/workflows/${workflowId}/schedules`, body);
}

describe("looking up a run", () => {
  it("returns its output, with freshly signed addresses", async () => {
    const { completing } = sandbox.workflows;
    const { run_id } = await post("/v1/run/workflows", { workflow_id: completing.workflowId });
    const runId = String(run_id);
    const run = await lookUpRun(client, { runId });
    expect(run).toEqual({
      runId,
      status: "completed",
      output: expect.objectContaining({ download_output: { invoices: 3, total: 129.5 } }),
      failureReason: undefined,
      errors: [],
      appUrl: `http://localhost:8080/runs/${runId}`,
      createdAt: expect.stringMatching(/Z$/),
      startedAt: expect.stringMatching(/Z$/),
      finishedAt: expect.stringMatching(/Z$/),
      downloadedFiles: [expect.objectContaining({ filename: "report.csv" })],
      recordingUrl: expect.stringContaining("signature="),
      screenshotUrls: [expect.any(String), expect.any(String)],
    });
    expect((await lookUpRun(client, { runId })).recordingUrl).not.toBe(run.recordingUrl);
  });

  it("returns the reason of a failed run", async () => {
    const { run_id } = await post("/v1/run/workflows", { workflow_id: sandbox.workflows.failing.workflowId });
    expect(await lookUpRun(client, { runId: String(run_id) })).toMatchObject({
      status: "failed",
      failureReason: expect.stringContaining("The portal refused the password."),
      recordingUrl: undefined,
      screenshotUrls: [],
    });
  });

  it("returns a failed run that the server will retry as running", async () => {
    const { workflowId } = sandbox.addWorkflow("Tries again", [], { retryDelayMilliseconds: 60_000 });
    const { run_id } = await post("/v1/run/workflows", { workflow_id: workflowId });
    expect(sandbox.runs()).toContainEqual(
      expect.objectContaining({ run_id, status: "failed", retry_pending: true }),
    );
    expect(await lookUpRun(client, { runId: String(run_id) })).toMatchObject({ status: "running" });
  });

  it("fails for one that does not exist, naming it", async () => {
    await expect(lookUpRun(client, { runId: "wr_0" })).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("wr_0"),
    });
  });
});

describe("looking up a workflow", () => {
  it("names the title in the error when Skyvern refuses the key", async () => {
    const apiKey = new Secret("wrong");
    const refused = createClient({ baseUrl: sandbox.url, apiKey, apiKeySource: "SKYVERN_API_KEY" });
    await expect(lookUpWorkflow(refused, { title: "Invoices" })).rejects.toThrow(
      'Could not find workflow "Invoices": could not list the workflows (page 1): Skyvern refused the API key',
    );
    await refused.close();
  });

  it("by its id returns its title and parameters", async () => {
    const { workflowId } = sandbox.workflows.typed;
    expect(await lookUpWorkflow(client, { workflowId })).toEqual({
      workflowId,
      title: "Typed",
      description: undefined,
      parameters: [
        { key: "target", type: "string", isRequired: true, defaultValue: undefined },
        { key: "count", type: "integer", isRequired: true, defaultValue: undefined },
        { key: "label", type: "string", isRequired: false, defaultValue: "nightly" },
        { key: "ratio", type: "float", isRequired: false, defaultValue: 0.5 },
        { key: "dry_run", type: "boolean", isRequired: false, defaultValue: false },
        { key: "options", type: "json", isRequired: false, defaultValue: { depth: 1 } },
      ],
    });
  });

  it("marks a credential as optional", async () => {
    const { workflowId } = sandbox.workflows.credential;
    expect((await lookUpWorkflow(client, { workflowId })).parameters).toMatchObject([
      { key: "login", type: "credential_id", isRequired: false },
    ]);
  });

  it("by its title wants all of it, in upper and lower case", async () => {
    const exact = sandbox.addWorkflow("Monthly report");
    sandbox.addWorkflow("Monthly report (old)");
    sandbox.addWorkflow("monthly report");
    expect(await lookUpWorkflow(client, { title: "Monthly report" })).toMatchObject({
      workflowId: exact.workflowId,
    });
  });

  it.each(["Monthly", "", "No such workflow"])("fails for the title %j, which none has", async (title) => {
    await expect(lookUpWorkflow(client, { title })).rejects.toMatchObject({
      kind: "not-found",
      message: expect.stringContaining(`There is no workflow with the title "${title}"`),
    });
  });

  it("fails for a title that several have, naming them", async () => {
    const twins = [sandbox.addWorkflow("Twin"), sandbox.addWorkflow("Twin")];
    const error: unknown = await lookUpWorkflow(client, { title: "Twin" }).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: "invalid" });
    for (const { workflowId } of twins) expect(String(error)).toContain(workflowId);
  });

  it("fails for an id that does not exist, or of one version", async () => {
    await expect(lookUpWorkflow(client, { workflowId: "wpid_0" })).rejects.toMatchObject({
      kind: "not-found",
    });
    await expect(lookUpWorkflow(client, { workflowId: "w_1" })).rejects.toMatchObject({ kind: "invalid" });
  });

  it.each([
    [
      { workflowId: "w_1" },
      'getWorkflow: "w_1" is the id of one version of a workflow. Write the permanent id, wpid_…, which stays',
    ],
    [
      { workflowId: "foo" },
      'getWorkflow: "foo" is not a workflow id. Write the workflow\'s permanent id, wpid_…',
    ],
    [{ workflowId: 5 }, "getWorkflow: workflowId must be a string."],
    [{ titel: "Plain" }, 'getWorkflow has no argument "titel". Did you mean title?'],
    [{ region: "eu" }, 'getWorkflow has no argument "region". Its arguments are workflowId, title.'],
    [{ workflowId: "wpid_1", title: "Plain" }, "getWorkflow takes a workflowId or a title, not both."],
    [undefined, "getWorkflow needs a workflowId or a title."],
    ["Plain", "getWorkflow takes an object with workflowId, title."],
  ])("refuses %j before a request", async (query, sentence) => {
    sandbox.requests.clear();
    const error: unknown = await lookUpWorkflow(client, query as never).catch((thrown) => thrown);
    expect(error).toMatchObject({ kind: "invalid", message: expect.stringContaining(sentence) });
    expect(sandbox.requests.all).toEqual([]);
  });

  it("refuses wrong arguments of the other lookups before a request", async () => {
    sandbox.requests.clear();
    const refused = [
      [lookUpRun(client, { runId: "foo" }), 'getRun: "foo" is not the id of a run. Write its id, wr_….'],
      [lookUpRun(client, {} as never), "getRun needs a runId."],
      [
        lookUpSchedules(client, { status: "bad" as never }),
        'getSchedules: "bad" is not a status. Write active or paused.',
      ],
      [
        lookUpWorkflows(client, { serach: "x" } as never),
        'getWorkflows has no argument "serach". Did you mean search?',
      ],
    ] as const;
    for (const [lookup, sentence] of refused)
      await expect(lookup).rejects.toMatchObject({
        kind: "invalid",
        message: expect.stringContaining(sentence),
      });
    expect(sandbox.requests.all).toEqual([]);
  });

  it("fails where neither is given, without asking for all", async () => {
    await expect(lookUpWorkflow(client, {} as never)).rejects.toThrow(/workflowId|title/);
    const { workflowId } = sandbox.workflows.plain;
    const both = { workflowId: undefined, title: "Plain" } as never;
    expect(await lookUpWorkflow(client, both)).toMatchObject({ workflowId });
  });
});

describe("looking up workflows", () => {
  it("reads every page", async () => {
    const made = Array.from({ length: 205 }, (_, i) => sandbox.addWorkflow(`Page turner ${i}`).workflowId);
    const found = await lookUpWorkflows(client, { search: "Page turner" });
    expect(found.map((one) => one.workflowId).sort()).toEqual(made.sort());
    expect((await lookUpWorkflows(client, {})).length).toBeGreaterThanOrEqual(205);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await lookUpWorkflows(client, { search: "no such workflow" })).toEqual([]);
  });
});

describe("looking up schedules", () => {
  it("reads every page, and describes each schedule", async () => {
    const { workflowId } = sandbox.addWorkflow("Busy");
    for (let i = 0; i < 201; i++) await schedule(workflowId, `busy ${i}`);
    const found = await lookUpSchedules(client, {});
    expect(new Set(found.map((one) => one.scheduleId)).size).toBe(201);
    expect(found.find(({ name }) => name === "busy 0")).toEqual({
      scheduleId: expect.stringMatching(/^wfs_/),
      workflowId,
      name: "busy 0",
      description: undefined,
      cronExpression: "0 2 * * *",
      timezone: "UTC",
      enabled: true,
      parameters: undefined,
      createdAt: expect.stringMatching(/Z$/),
    });
  });

  it("takes those of one workflow, of one status, and with part of a name", async () => {
    const { workflowId } = sandbox.addWorkflow("Invoices");
    await schedule(workflowId, "Nightly");
    await schedule(workflowId, "Weekly", false);
    const names = async (query: Parameters<typeof lookUpSchedules>[1]) =>
      (await lookUpSchedules(client, query)).map((one) => one.name).sort();
    expect(await names({ workflowId })).toEqual(["Nightly", "Weekly"]);
    expect(await names({ workflowId, status: "active" })).toEqual(["Nightly"]);
    expect(await names({ workflowId, status: "paused" })).toEqual(["Weekly"]);
    expect(await names({ workflowId, search: "WEEK" })).toEqual(["Weekly"]);
    expect(await names({ status: "paused" })).toEqual(["Weekly"]);
    expect(await names({ search: "weekly" })).toEqual(["Weekly"]);
    expect(await names({ search: "invoices", status: "active" })).toEqual(["Nightly"]);
  });

  it("fails for a workflow that does not exist", async () => {
    await expect(lookUpSchedules(client, { workflowId: "wpid_0" })).rejects.toMatchObject({
      kind: "not-found",
    });
  });
});

describe("the client of a lookup", () => {
  it("is one for each account, with the settings of the stack", () => {
    const settings = { "skyvern:apiKey": "a-key", "skyvern:baseUrl": "https://skyvern.example" };
    const of = (changes: Readonly<Record<string, string>> = {}) =>
      lookupClient((key) => ({ ...settings, ...changes })[key]);
    expect(of()).toBe(of());
    expect(of()).not.toBe(of({ "skyvern:apiKey": "b-key" }));
    expect(of().baseUrl).toBe("https://skyvern.example");
  });

  it("needs a key", () => {
    expect(() =>
      lookupClient((key) => (key === "skyvern:apiKeyEnv" ? "NO_SUCH_VARIABLE" : undefined)),
    ).toThrow("NO_SUCH_VARIABLE");
  });
});
