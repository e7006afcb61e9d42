import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { LogEngine } from "../../support/engine/log-engine";
import { dynamicDoor, pluginDoor } from "../../support/provider/doors";
import { initFailureOf, type Properties, secret, unknown } from "../../support/provider/messages";
import { cancel } from "../../support/provider/plugin-calls";
import type { ProviderProcess } from "../../support/provider/provider-process";
import type { ResourceClient } from "../../support/provider/resource-client";

describe("a run of the provider plugin", () => {
  let sandbox: Sandbox;
  let plugin: ProviderProcess;
  const others: ProviderProcess[] = [];
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 200 });
    plugin = await start();
  });
  afterAll(async () => {
    await plugin.close();
    await sandbox.close();
  });
  afterEach(async () => {
    for (const one of others.splice(0)) await one.close();
  });

  const start = (engine?: string, door = pluginDoor) =>
    door.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url }, {}, engine);
  async function startAnother(door = pluginDoor): Promise<ProviderProcess> {
    const another = await start(undefined, door);
    others.push(another);
    return another;
  }
  const resourceOf = (name: string, of = plugin): ResourceClient =>
    of.resource(pluginDoor.urn("WorkflowRun", name));

  /** The checked inputs of a run. */
  async function inputs(workflowId: string, name: string, changes: Properties = {}): Promise<Properties> {
    const checked = await resourceOf(name).check({}, { workflowId, pollInterval: "50ms", ...changes });
    expect(checked.failures).toEqual([]);
    return checked.inputs;
  }
  const runsOf = (workflowId: string) =>
    sandbox.runs().filter(({ workflow_permanent_id }) => workflow_permanent_id === workflowId);

  /** What state keeps of a create or an update that fails. */
  async function failureOf(work: Promise<unknown>) {
    const error: unknown = await work.then(
      () => new Error("It succeeded."),
      (thrown) => thrown,
    );
    const failure = initFailureOf(error);
    if (failure === undefined) throw error;
    return failure;
  }

  it("that fails stays in state with its id and reasons, and keeps nested secrets secret", async () => {
    const parameters = { password: secret("hunter2"), list: ["a", secret("b")] };
    const { workflowId } = sandbox.addWorkflow(
      "Portal",
      [
        { key: "password", type: "string" },
        { key: "list", type: "json" },
      ],
      { end: "failed", failureReason: "The portal refused the password." },
    );
    const given = await inputs(workflowId, "secret", { parameters });
    expect(given.parameters).toEqual(parameters);
    const failure = await failureOf(resourceOf("secret").create(given));
    const [run] = runsOf(workflowId);
    expect(failure).toMatchObject({
      id: run?.run_id,
      properties: { workflowId, parameters, runId: run?.run_id, status: "failed" },
      reasons: [expect.stringContaining("The portal refused the password.")],
    });
    expect(failure.properties.parameters).toEqual(parameters);
    expect(failure.properties).not.toHaveProperty("origin");
    expect(await resourceOf("secret").diff(failure.id, failure.properties, given)).toEqual({
      changes: true,
      replaces: ["status"],
      deleteBeforeReplace: true,
      differences: { status: "UPDATE_REPLACE" },
    });
  });

  it("is created in a preview with unknown outputs and no request", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "new");
    sandbox.requests.clear();
    const { id, properties } = await resourceOf("new").create(given, { preview: true });
    expect(id).toBe("");
    expect(properties).toMatchObject({ ...given, runId: unknown, status: unknown, output: unknown });
    expect(sandbox.requests.all).toEqual([]);
  });

  it("that is still active has unknown results in a preview, unless nobody waits for it", async () => {
    const given = await inputs(sandbox.workflows.slow.workflowId, "active", { waitForCompletion: false });
    const { id, properties } = await resourceOf("active").create(given);
    sandbox.requests.clear();
    const preview = (news: Properties, olds = properties) =>
      resourceOf("active").update(id, olds, news, { preview: true });
    const patient = { ...given, waitForCompletion: true };
    expect(await resourceOf("active").diff(id, properties, patient)).toMatchObject({
      replaces: [],
      differences: { waitForCompletion: "UPDATE", status: "UPDATE" },
    });
    const { createdAt, appUrl } = properties;
    expect(await preview(patient)).toMatchObject({
      ...patient,
      runId: id,
      createdAt,
      appUrl,
      status: unknown,
      output: unknown,
    });
    const longer = { ...given, timeout: "2h" };
    expect(await preview(longer)).toEqual({ ...properties, timeout: "2h" });
    const completed = { ...properties, status: "completed", output: { total: 1 } };
    expect(await preview(patient, completed)).toEqual({ ...completed, waitForCompletion: true });
    expect(sandbox.requests.all).toEqual([]);
  });

  it("is not imported, and the sentence says what to use instead", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "imported");
    const { id } = await resourceOf("imported").create(given);
    await expect(resourceOf("hand").read(id, {})).rejects.toMatchObject({
      details: expect.stringMatching(/^[^\n]*cannot be imported[^\n]*getRun[^\n]*$/),
    });
    expect(await resourceOf("hand").read("wr_404", {})).toMatchObject({ id: "" });
  });

  it("is recorded at once when the deployment is canceled, and the next update waits again", async () => {
    const { workflowId } = sandbox.workflows.slow;
    const given = await inputs(workflowId, "canceled", { triggers: { of: "canceled" } });
    const before = runsOf(workflowId).length;
    const canceled = await startAnother();
    const failing = failureOf(resourceOf("canceled", canceled).create(given));
    while (runsOf(workflowId).length === before) await new Promise((resolve) => setTimeout(resolve, 20));
    const start = Date.now();
    await cancel(canceled);
    const failure = await failing;
    expect(Date.now() - start).toBeLessThan(5_000);
    expect(failure).toMatchObject({
      id: runsOf(workflowId).at(-1)?.run_id,
      properties: { ...given, runId: failure.id },
      reasons: [expect.stringMatching(/^The deployment was canceled while it waited for run /)],
    });

    const { id, properties } = failure;
    expect(await resourceOf("canceled").diff(id, properties, given)).toMatchObject({
      changes: true,
      replaces: [],
      differences: { status: "UPDATE" },
    });
    const waiting = resourceOf("canceled").update(id, properties, given);
    sandbox.finishRun(id, "completed");
    expect(await waiting).toMatchObject({ runId: id, status: "completed" });
    expect(runsOf(workflowId)).toHaveLength(before + 1);
  });

  it("that an update waits for is kept when the deployment is canceled", async () => {
    const given = await inputs(sandbox.workflows.slow.workflowId, "updated", {
      triggers: { of: "updated" },
      waitForCompletion: false,
    });
    const canceled = await startAnother();
    const { id, properties } = await resourceOf("updated", canceled).create(given);
    const patient = { ...given, waitForCompletion: true };
    const failing = failureOf(resourceOf("updated", canceled).update(id, properties, patient));
    await cancel(canceled);
    expect(await failing).toMatchObject({ id, properties: { ...patient, runId: id } });
  });

  it("is waited for as long as customTimeouts says, which overrides timeout", async () => {
    const given = await inputs(sandbox.workflows.slow.workflowId, "patient", { triggers: { of: "timeout" } });
    const { id, properties, reasons } = await failureOf(
      resourceOf("patient").create(given, { timeout: 0.2 }),
    );
    expect(reasons).toEqual([expect.stringMatching(/ was \w+ after \S+ .*It is still active\. /)]);
    expect(given.timeout).not.toBe("200ms");
    const again = await failureOf(resourceOf("patient").update(id, properties, given, { timeout: 0.1 }));
    expect(again).toMatchObject({ id, reasons: [expect.stringContaining("It is still active.")] });
  });

  it("is the same run for a dynamic resource, so that a stack can change to the plugin and back", async () => {
    const { workflowId } = sandbox.workflows.slow;
    const given = await inputs(workflowId, "both", { triggers: { of: "both" }, waitForCompletion: false });
    const { id } = await resourceOf("both").create(given);
    const urn = dynamicDoor.urn("WorkflowRun", "both");
    const dynamic = (await startAnother(dynamicDoor)).resource(urn);
    const found = await dynamic.create({ ...given, ...dynamicDoor.hidden("WorkflowRun", urn) });
    expect(found.id).toBe(id);
  });

  it("shows its lines on its own row, also below a component", async () => {
    const engine = await LogEngine.start();
    const another = await start(engine.address);
    others.push(another);
    try {
      const urn = "urn:pulumi:dev::shop::acme:index:Portal$skyvern:index:WorkflowRun::below";
      const given = await inputs(sandbox.workflows.completing.workflowId, "below");
      await another.resource(urn).create(given);
      expect(new Set(engine.logged.map((line) => line.urn))).toEqual(new Set([urn]));
    } finally {
      engine.close();
    }
  });
});
