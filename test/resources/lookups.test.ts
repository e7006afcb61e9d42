import * as pulumi from "@pulumi/pulumi";
import {
  getRun,
  getRunOutput,
  getSchedules,
  getSchedulesOutput,
  getWorkflow,
  getWorkflowOutput,
  getWorkflows,
  getWorkflowsOutput,
  Provider,
  SkyvernError,
} from "../../src";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { mockEngine, passForEngine, resolved } from "../support/engine/pulumi-mocks";

let sandbox: Sandbox;
let other: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ runMilliseconds: 0 });
  other = await startSandbox({ runMilliseconds: 0 });
});
afterAll(async () => {
  await sandbox.close();
  await other.close();
});

async function startRun(at: Sandbox, workflowId = at.workflows.completing.workflowId): Promise<string> {
  const started = await fetch(`${at.url}/v1/run/workflows`, {
    method: "POST",
    headers: { "x-api-key": at.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ workflow_id: workflowId }),
  });
  return ((await started.json()) as { run_id: string }).run_id;
}

/** An output whose value a preview does not know. */
function unknown<Value>(): pulumi.Output<Value> {
  return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<Value>;
}

const isKnown = (output: pulumi.Output<unknown>): Promise<unknown> =>
  Reflect.get(output as object, "isKnown") as Promise<unknown>;

describe.each([
  ["an update", false],
  ["a preview", true],
])("lookups in %s", (_, isPreview) => {
  beforeAll(async () => {
    await mockEngine(({ name, inputs }) => ({ id: name, state: inputs }), isPreview);
    passForEngine();
    const settings = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    pulumi.runtime.setAllConfig(settings, ["skyvern:apiKey"]);
  });

  it("use the stack's configuration", async () => {
    const { workflowId, title } = sandbox.workflows.plain;
    const runId = await startRun(sandbox);
    expect(await getRun({ runId })).toMatchObject({ runId, status: "completed" });
    expect(await getWorkflow({ workflowId })).toMatchObject({ workflowId, title });
    expect(await getWorkflow({ title })).toMatchObject({ workflowId });
    expect((await getWorkflows()).length).toBeGreaterThanOrEqual(8);
    expect(await getWorkflows({ search: "Retrying" })).toHaveLength(1);
    expect(await getSchedules()).toEqual([]);
    expect(await getSchedules({ workflowId, status: "active", search: "x" })).toEqual([]);
  });

  it("take outputs in their Output form, and find what is no secret", async () => {
    const runId = await startRun(sandbox);
    const { workflowId, title } = sandbox.workflows.plain;
    const found = {
      run: getRunOutput({ runId: pulumi.output(runId) }),
      byId: getWorkflowOutput({ workflowId: pulumi.output(workflowId) }),
      byTitle: getWorkflowOutput({ title }),
      workflows: getWorkflowsOutput({ search: pulumi.output("Retrying") }),
      all: getWorkflowsOutput(),
      schedules: getSchedulesOutput({ workflowId: pulumi.output(workflowId) }),
      allSchedules: getSchedulesOutput(),
    };
    expect(await resolved(pulumi.output(found))).toMatchObject({
      run: { runId, status: "completed" },
      byId: { workflowId },
      byTitle: { workflowId },
      workflows: [{ title: "Retrying" }],
      schedules: [],
      allSchedules: [],
    });
    const isSecret = Object.values(found).map((one) =>
      pulumi.isSecret<unknown>(one as pulumi.Output<unknown>),
    );
    expect(await Promise.all(isSecret)).not.toContain(true);
  });

  it("find a secret with an id that is one", async () => {
    const runId = await startRun(sandbox);
    expect(await pulumi.isSecret(getRunOutput({ runId: pulumi.secret(runId) }))).toBe(true);
  });

  it("use another account where a provider is given", async () => {
    const account = { apiKey: pulumi.secret(other.apiKey), baseUrl: other.url };
    const provider = new Provider(`other ${isPreview}`, account);
    const runId = await startRun(other);
    expect(await getRun({ runId }, { provider })).toMatchObject({ runId });
    expect(await resolved(getRunOutput({ runId }, { provider }))).toMatchObject({ runId });
    expect(await getSchedules({}, { provider })).toEqual([]);
    expect(await getWorkflows({ search: "Plain" }, { provider })).toHaveLength(1);
  });

  it("take a provider of another copy of the package", async () => {
    await jest.isolateModulesAsync(async () => {
      jest.doMock("@pulumi/pulumi", () => pulumi);
      const copy = require("../../src/resources/provider") as typeof import("../../src/resources/provider");
      expect(copy.Provider).not.toBe(Provider);
      const account = { apiKey: pulumi.secret(other.apiKey), baseUrl: other.url };
      const provider = new copy.Provider(`copy ${isPreview}`, account);
      expect(await getWorkflows({ search: "Plain" }, { provider })).toHaveLength(1);
    });
  });

  it("refuse a provider of another package", async () => {
    class Elsewhere extends pulumi.ProviderResource {}
    const provider = new Elsewhere("elsewhere", `elsewhere-${isPreview}`, {});
    await expect(getRun({ runId: "wr_1" }, { provider })).rejects.toThrow(
      "must be a Provider of pulumi-skyvern",
    );
    expect(() => getRunOutput({ runId: "wr_1" }, { provider })).toThrow(
      "must be a Provider of pulumi-skyvern",
    );
  });

  it("fail with a whole sentence, and with no key in it", async () => {
    const wrong = new Provider(`wrong ${isPreview}`, { apiKey: "the-wrong-key", baseUrl: sandbox.url });
    const error: unknown = await getWorkflows({}, { provider: wrong }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(SkyvernError);
    expect(error).toMatchObject({ kind: "unauthorized", status: 403 });
    expect(String(error)).toContain("Skyvern refused the API key");
    expect(String(error)).not.toContain("the-wrong-key");
    await expect(getRun({ runId: "wr_0" })).rejects.toThrow("Could not read run wr_0: it does not exist");
  });

  it("wait for what is not known, and ask nothing until then", async () => {
    sandbox.requests.clear();
    expect(await isKnown(getRunOutput({ runId: unknown() }))).toBe(false);
    expect(await isKnown(getWorkflowOutput({ title: unknown<string>() }))).toBe(false);
    expect(await isKnown(getSchedulesOutput({ workflowId: unknown<string>() }))).toBe(false);
    const provider = new Provider(`unknown ${isPreview}`, {
      apiKey: unknown<string>(),
      baseUrl: sandbox.url,
    });
    expect(await isKnown(getWorkflowsOutput({}, { provider }))).toBe(false);
    await expect(getWorkflows({}, { provider })).rejects.toThrow("Use the Output form of the lookup.");
    expect(sandbox.requests.all).toEqual([]);
  });
});
