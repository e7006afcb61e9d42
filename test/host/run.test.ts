import { type Sandbox, startSandbox } from "../../src/sandbox";
import { LogEngine } from "../support/engine/log-engine";
import { doors } from "../support/provider/doors";
import { initFailureOf, type Properties } from "../support/provider/messages";
import type { ProviderProcess } from "../support/provider/provider-process";

/** `LogSeverity.INFO` of `engine.proto`. */
const info = 1;
/** `LogSeverity.WARNING` there. */
const warning = 2;

describe.each(doors)("a run, in $name", (door) => {
  let sandbox: Sandbox;
  let engine: LogEngine;
  let host: ProviderProcess;
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 200 });
    engine = await LogEngine.start();
    const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    host = await door.start(configuration, {}, engine.address);
  });
  afterAll(async () => {
    await host.close();
    engine.close();
    await sandbox.close();
  });
  beforeEach(() => {
    engine.logged.length = 0;
  });

  const urnOf = (name: string) => door.urn("WorkflowRun", name);
  /** The calls about the run of this name. */
  const resourceOf = (name: string, of = host) => of.resource(urnOf(name));

  /** The checked inputs of a run. */
  async function inputs(workflowId: string, name: string, changes: Properties = {}): Promise<Properties> {
    const checked = await resourceOf(name).check(
      {},
      { ...door.hidden("WorkflowRun", urnOf(name)), workflowId, pollInterval: "50ms", ...changes },
    );
    expect(checked.failures).toEqual([]);
    return checked.inputs;
  }

  it("is named first in an error when the search for an earlier run fails", async () => {
    const given = await inputs(sandbox.workflows.completing.workflowId, "refused");
    const settings = { "skyvern:apiKey": "wrong", "skyvern:baseUrl": sandbox.url };
    const refused = await door.start(settings);
    const { workflowId } = given;
    try {
      await expect(resourceOf("refused", refused).create(given)).rejects.toMatchObject({
        details: expect.stringContaining(
          `Could not create a run of workflow ${workflowId}: could not look for a run of workflow ${workflowId} with the tag pulumi-run: Skyvern refused`,
        ),
      });
    } finally {
      await refused.close();
    }
  });

  it("is created with its output, shows no change, is read and deleted", async () => {
    const resource = resourceOf("whole");
    const given = await inputs(sandbox.workflows.completing.workflowId, "whole");
    const { id, properties } = await resource.create(given);
    const run = sandbox.runs().at(-1);
    expect(id).toBe(run?.run_id);
    expect(properties).toMatchObject({
      ...given,
      runId: id,
      status: "completed",
      output: { download_output: { invoices: 3, total: 129.5 } },
    });
    expect(await resource.diff(id, properties, given)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
      ...door.detailed({}),
    });
    expect(await resource.read(id, properties)).toMatchObject({ id, properties: { status: "completed" } });
    const patient = { ...given, timeout: "5m" };
    expect(await resource.diff(id, properties, patient)).toMatchObject({ changes: true, replaces: [] });
    expect(await resource.update(id, properties, patient)).toEqual({ ...properties, timeout: "5m" });
    expect(await resource.diff(id, properties, { ...given, triggers: { commit: "b2" } })).toEqual({
      changes: true,
      replaces: ["triggers"],
      deleteBeforeReplace: true,
      ...door.detailed({ triggers: "ADD_REPLACE" }),
    });
    await resource.delete(id, properties);
    expect(sandbox.runs()).toHaveLength(1);
  });

  // The dynamic host adds the pointer to what a create returns, but not to the properties of its error, and without
  // it in state refresh and delete cannot find the provider (`grpcResponseFromError` there).
  it("that fails is kept in state with its id, its properties, what the class adds and the reason", async () => {
    const resource = resourceOf("failing");
    const given = await inputs(sandbox.workflows.failing.workflowId, "failing");
    const error: unknown = await resource.create(given).catch((thrown) => thrown);
    const runId = sandbox.runs().at(-1)?.run_id ?? "";
    const failure = initFailureOf(error);
    expect(failure).toMatchObject({
      id: runId,
      properties: {
        ...given,
        ...door.hidden("WorkflowRun"),
        runId,
        status: "failed",
        failureReason: expect.stringContaining("The portal refused the password."),
        output: { open_output: { success: true } },
      },
      reasons: [expect.stringContaining(`Run ${runId}`)],
    });
    expect(await resource.diff(runId, failure?.properties ?? {}, given)).toMatchObject({
      changes: true,
      replaces: ["status"],
      deleteBeforeReplace: true,
    });
    const ofDiff = engine.logged.filter(({ severity }) => severity === warning);
    expect(ofDiff).toEqual([
      expect.objectContaining({
        urn: urnOf("failing"),
        message: `Last run ${runId} failed: \`pulumi up\` starts a new one. ${failure?.properties.failureReason}`,
        ephemeral: false,
      }),
    ]);
    await resource.delete(runId, failure?.properties ?? {});
  });

  it("that an update waits for and that fails is kept in state just so", async () => {
    const resource = resourceOf("slow");
    const given = await inputs(sandbox.workflows.slow.workflowId, "slow", { timeout: "100ms" });
    const late = initFailureOf(await resource.create(given).catch((thrown) => thrown));
    expect(late?.reasons[0]).toContain("It is still active. The next `pulumi up` waits for it");
    const { id = "", properties = {} } = late ?? {};
    expect(await resource.diff(id, properties, given)).toMatchObject({ changes: true, replaces: [] });
    sandbox.finishRun(id, "terminated");
    const failure = initFailureOf(await resource.update(id, properties, given).catch((thrown) => thrown));
    expect(failure).toMatchObject({
      id,
      properties: { ...door.hidden("WorkflowRun"), status: "terminated" },
    });
    expect(sandbox.runs().filter((run) => run.workflow_permanent_id === given.workflowId)).toHaveLength(1);
  });

  /** The engine may show a line of an earlier run only now. */
  const linesAbout = (ids: readonly string[]) =>
    engine.logged.filter(({ message }) => ids.some((id) => message.includes(id)));

  it("shows its progress on its own row, and nothing lasting in the first minute", async () => {
    const resource = resourceOf("shown");
    const given = await inputs(sandbox.workflows.completing.workflowId, "shown");
    const before = host.output;
    const { id } = await resource.create(given);
    const lines = linesAbout([id]);
    for (const line of lines) expect(line).toMatchObject({ severity: info, ephemeral: true });
    expect(lines[0]?.message).toBe(`created 0s, ${id}, http://localhost:8080/runs/${id}`);
    expect(new Set(lines.map(({ urn }) => urn))).toEqual(new Set([urnOf("shown")]));
    expect(host.output).toBe(before);
  });

  it("shows each of two runs on its own row", async () => {
    const { workflowId } = sandbox.workflows.completing;
    const names = ["one", "two"];
    const made = await Promise.all(
      names.map(async (name) => resourceOf(name).create(await inputs(workflowId, name))),
    );
    expect(new Set(linesAbout(made.map(({ id }) => id)).map(({ urn }) => urn))).toEqual(
      new Set(names.map(urnOf)),
    );
  });

  it("is no failure when the engine takes no lines", async () => {
    const configuration = { "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url };
    const deaf = await door.start(configuration);
    try {
      const given = await inputs(sandbox.workflows.completing.workflowId, "deaf");
      expect((await resourceOf("deaf", deaf).create(given)).properties).toMatchObject({
        status: "completed",
      });
    } finally {
      await deaf.close();
    }
  });

  it("refuses inputs on the property, without the value of one that may be secret", async () => {
    const news = {
      ...door.hidden("WorkflowRun", urnOf("bad")),
      workflowId: sandbox.workflows.plain.workflowId,
      timeout: "soon",
      totpUrl: "hunter2",
    };
    const { failures } = await resourceOf("bad").check({}, news);
    expect(failures).toEqual([
      { property: "timeout", reason: expect.stringContaining("It must be a duration") },
      { property: "", reason: expect.stringContaining("totpUrl: It must be a URL") },
    ]);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });
});
