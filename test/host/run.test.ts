import { type Sandbox, startSandbox } from "../../src/sandbox";
import { LogEngine } from "../support/engine/log-engine";
import { initFailureOf, type Properties, ProviderHost, runPointer } from "../support/engine/provider-host";

/** `LogSeverity.INFO` of `engine.proto`. */
const info = 1;
/** `LogSeverity.WARNING` there. */
const warning = 2;

describe("a run, in the dynamic-provider process", () => {
  let sandbox: Sandbox;
  let engine: LogEngine;
  let host: ProviderHost;
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 200 });
    engine = await LogEngine.start();
    const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    host = await ProviderHost.start(configuration, {}, engine.address);
  });
  afterAll(async () => {
    await host.close();
    engine.close();
    await sandbox.close();
  });
  beforeEach(() => {
    engine.logged.length = 0;
  });

  /** The checked inputs of a run. */
  async function inputs(workflowId: string, name: string, changes: Properties = {}): Promise<Properties> {
    const checked = await host.check(
      {},
      {
        __provider: runPointer,
        workflowId,
        pollInterval: "50ms",
        __origin: `urn:pulumi:dev::shop::pulumi-nodejs:dynamic/skyvern:WorkflowRun::${name}`,
        ...changes,
      },
    );
    expect(checked.failures).toEqual([]);
    return checked.inputs;
  }

  it("is named first in an error when the search for an earlier run fails", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "refused");
    const settings = { "skyvern:apiKey": "wrong", "skyvern:baseUrl": sandbox.url };
    const refused = await ProviderHost.start(settings);
    const { workflowId } = given;
    try {
      await expect(refused.create(given)).rejects.toMatchObject({
        details: expect.stringContaining(
          `Could not create a run of workflow ${workflowId}: could not look for a run of workflow ${workflowId} with the tag pulumi-run: Skyvern refused`,
        ),
      });
    } finally {
      await refused.close();
    }
  });

  it("is created with its output, shows no change, is read and deleted", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "whole");
    const { id, properties } = await host.create(given);
    const run = sandbox.runs().at(-1);
    expect(id).toBe(run?.run_id);
    expect(properties).toMatchObject({
      ...given,
      runId: id,
      status: "completed",
      output: { download_output: { invoices: 3, total: 129.5 } },
    });
    expect(await host.diff(id, properties, given)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });
    expect(await host.read(id, properties)).toMatchObject({ id, properties: { status: "completed" } });
    const patient = { ...given, timeout: "5m" };
    expect(await host.diff(id, properties, patient)).toMatchObject({ changes: true, replaces: [] });
    expect(await host.update(id, properties, patient)).toEqual({ ...properties, timeout: "5m" });
    expect(await host.diff(id, properties, { ...given, triggers: { commit: "b2" } })).toEqual({
      changes: true,
      replaces: ["triggers"],
      deleteBeforeReplace: true,
    });
    await host.delete(id, properties);
    expect(sandbox.runs()).toHaveLength(1);
  });

  // The host adds the pointer to what a create returns, but not to the properties of its error, and without
  // it in state refresh and delete cannot find the provider (`grpcResponseFromError` there).
  it("that fails is kept in state with its id, properties, pointer and reason", async () => {
    const given = await inputs(sandbox.workflows.failing.workflowId, "failing");
    const error: unknown = await host.create(given).catch((thrown) => thrown);
    const runId = sandbox.runs().at(-1)?.run_id ?? "";
    const failure = initFailureOf(error);
    expect(failure).toMatchObject({
      id: runId,
      properties: {
        ...given,
        __provider: runPointer,
        runId,
        status: "failed",
        failureReason: expect.stringContaining("The portal refused the password."),
        output: { open_output: { success: true } },
      },
      reasons: [expect.stringContaining(`Run ${runId}`)],
    });
    expect(await host.diff(runId, failure?.properties ?? {}, given)).toMatchObject({
      changes: true,
      replaces: ["status"],
      deleteBeforeReplace: true,
    });
    const ofDiff = engine.logged.filter(({ severity }) => severity === warning);
    expect(ofDiff).toEqual([
      expect.objectContaining({
        urn: given.__origin,
        message: `Last run ${runId} failed: \`pulumi up\` starts a new one. ${failure?.properties.failureReason}`,
        ephemeral: false,
      }),
    ]);
    await host.delete(runId, failure?.properties ?? {});
  });

  it("that an update waits for and that fails is kept in state just so", async () => {
    const given = await inputs(sandbox.workflows.slow.workflowId, "slow", { timeout: "100ms" });
    const late = initFailureOf(await host.create(given).catch((thrown) => thrown));
    expect(late?.reasons[0]).toContain("It is still active. The next `pulumi up` waits for it");
    const { id = "", properties = {} } = late ?? {};
    expect(await host.diff(id, properties, given)).toMatchObject({ changes: true, replaces: [] });
    sandbox.finishRun(id, "terminated");
    const failure = initFailureOf(await host.update(id, properties, given).catch((thrown) => thrown));
    expect(failure).toMatchObject({ id, properties: { __provider: runPointer, status: "terminated" } });
    expect(sandbox.runs().filter((run) => run.workflow_permanent_id === given.workflowId)).toHaveLength(1);
  });

  /** The engine may show a line of an earlier run only now. */
  const linesAbout = (ids: readonly string[]) =>
    engine.logged.filter(({ message }) => ids.some((id) => message.includes(id)));

  it("shows its progress on its own row, and nothing lasting in the first minute", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "shown");
    const before = host.output;
    const { id } = await host.create(given);
    const lines = linesAbout([id]);
    for (const line of lines) expect(line).toMatchObject({ severity: info, ephemeral: true });
    expect(lines[0]?.message).toBe(`created 0s, ${id}, http://localhost:8080/runs/${id}`);
    expect(new Set(lines.map(({ urn }) => urn))).toEqual(new Set([given.__origin]));
    expect(host.output).toBe(before);
  });

  it("shows each of two runs on its own row", async () => {
    const { workflowId } = sandbox.workflows.completing;
    const both = [await inputs(workflowId, "one"), await inputs(workflowId, "two")];
    const made = await Promise.all(both.map((given) => host.create(given)));
    expect(new Set(linesAbout(made.map(({ id }) => id)).map(({ urn }) => urn))).toEqual(
      new Set(both.map(({ __origin }) => __origin)),
    );
  });

  it("keeps its URN under a name that the engine never shows, and leaves that of a 0.1.0 state as it is", async () => {
    const { __origin, ...given } = await inputs(sandbox.workflows.plain.workflowId, "hidden");
    const urn = String(__origin);
    expect(given).not.toHaveProperty("origin");
    const old = { ...given, origin: urn };
    expect((await host.check(old, { ...given, __origin: urn })).inputs).toEqual(old);
    const renamed = { ...given, __origin: `${urn}-renamed` };
    const kept = { ...renamed, origin: urn };
    expect((await host.check(old, renamed)).inputs).toEqual(kept);
    const { id, properties } = await host.create(kept);
    expect(properties).toMatchObject({ origin: urn, __origin: `${urn}-renamed` });
    expect(linesAbout([id])[0]?.urn).toBe(`${urn}-renamed`);
    expect((await host.read(id, properties)).properties).toMatchObject({
      origin: urn,
      __origin: `${urn}-renamed`,
    });
  });

  it("is no failure when the engine takes no lines", async () => {
    const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    const deaf = await ProviderHost.start(configuration);
    try {
      const given = await inputs(sandbox.workflows.completing.workflowId, "deaf");
      expect((await deaf.create(given)).properties).toMatchObject({ status: "completed" });
    } finally {
      await deaf.close();
    }
  });

  it("refuses inputs on the property, without the value of one that may be secret", async () => {
    const news = {
      __provider: runPointer,
      workflowId: sandbox.workflows.plain.workflowId,
      timeout: "soon",
      totpUrl: "hunter2",
      __origin: "urn",
    };
    const { failures } = await host.check({}, news);
    expect(failures).toEqual([
      { property: "timeout", reason: expect.stringContaining("It must be a duration") },
      { property: "", reason: expect.stringContaining("totpUrl: It must be a URL") },
    ]);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });
});
