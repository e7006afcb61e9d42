import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { pluginDoor } from "../../support/provider/doors";
import { secret, unknown } from "../../support/provider/messages";
import { invoke, listed } from "../../support/provider/plugin-calls";
import type { ProviderProcess } from "../../support/provider/provider-process";

describe("a lookup of the provider plugin", () => {
  let sandbox: Sandbox;
  let plugin: ProviderProcess;
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 0 });
    plugin = await pluginDoor.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
  });
  afterAll(async () => {
    await plugin.close();
    await sandbox.close();
  });

  /** The text of the error. */
  const problem = (name: string, args: Parameters<typeof invoke>[2]): Promise<string> =>
    invoke(plugin, name, args).then(
      () => "no error",
      ({ details }: { details: string }) => details,
    );

  it("reads a workflow by its id and by its title, which may be secret", async () => {
    const { workflowId, title } = sandbox.workflows.typed;
    const workflow = await invoke(plugin, "getWorkflow", { workflowId });
    expect(workflow).toMatchObject({ workflowId, title });
    expect(workflow.parameters).toContainEqual({ key: "count", type: "integer", isRequired: true });
    expect(await invoke(plugin, "getWorkflow", { title: secret(title) })).toEqual(workflow);
  });

  it("lists workflows below a key, and takes an argument that is null as left out", async () => {
    const all = await invoke(plugin, "getWorkflows", { search: null });
    expect(all.workflows).toHaveLength(Object.keys(sandbox.workflows).length);
    const { workflowId, title } = sandbox.workflows.slow;
    const found = await invoke(plugin, "getWorkflows", { search: title });
    expect(found).toEqual({ workflows: [expect.objectContaining({ workflowId, title })] });
  });

  it("lists schedules below a key", async () => {
    const { workflowId } = sandbox.workflows.plain;
    expect(await invoke(plugin, "getSchedules", {})).toEqual({ schedules: [] });
    const inputs = { workflowId, cronExpression: "0 2 * * *", timezone: "UTC", name: "listed" };
    const { id } = await plugin.resource(pluginDoor.urn("WorkflowSchedule", "listed")).create(inputs);
    const found = await invoke(plugin, "getSchedules", { workflowId, status: "active" });
    expect(found).toEqual({
      schedules: [expect.objectContaining({ ...inputs, enabled: true, scheduleId: id.split("/")[1] })],
    });
  });

  it("reads a run", async () => {
    const { workflowId } = sandbox.workflows.completing;
    const run = plugin.resource(pluginDoor.urn("WorkflowRun", "read"));
    const { inputs } = await run.check({}, { workflowId, pollInterval: "50ms" });
    const { id } = await run.create(inputs);
    expect(await invoke(plugin, "getRun", { runId: id })).toMatchObject({ runId: id, status: "completed" });
  });

  it("fails with one sentence, and without a stack trace", async () => {
    expect(await problem("getRun", {})).toBe("getRun needs a runId.");
    expect(await problem("getWorkflow", {})).toBe("getWorkflow needs a workflowId or a title.");
    expect(await problem("getTable", {})).toBe("The provider has no function skyvern:index:getTable.");
    expect(await problem("toString", {})).toBe("The provider has no function skyvern:index:toString.");
    expect(await problem("getWorkflows", { search: unknown })).toBe(
      "The arguments of skyvern:index:getWorkflows are unknown during the preview.",
    );
    const missing = await problem("getRun", { runId: "wr_404" });
    expect(missing).toMatch(/wr_404/);
    expect(missing).not.toMatch(/\n/);
    expect(await problem("getWorkflow", { title: "Nothing" })).toMatch(
      /^There is no workflow with the title "Nothing"/,
    );
  });

  it("lists schedules with the ids that an import takes, narrowed like getSchedules, for pulumi do", async () => {
    const { workflowId } = sandbox.workflows.plain;
    for (const name of ["one", "two"])
      await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify({ name, cron_expression: "0 12 * * *", timezone: "UTC" }),
      });
    const type = "skyvern:index:WorkflowSchedule";
    const ids = sandbox
      .schedules()
      .map(({ name, workflow_schedule_id: id }) => ({ name, id: `${workflowId}/${id}` }));
    const all = await listed(plugin, type, {});
    expect(all).toHaveLength(ids.length);
    expect(all).toEqual(expect.arrayContaining(ids));
    expect(await listed(plugin, type, { search: "two" })).toEqual(ids.filter(({ name }) => name === "two"));
    expect(await listed(plugin, type, {}, 1)).toHaveLength(1);
    expect(await listed(plugin, type, { workflowId: unknown })).toEqual(["unknown"]);
    await expect(listed(plugin, "skyvern:index:WorkflowRun", {})).rejects.toThrow(
      "The provider cannot list resources of type skyvern:index:WorkflowRun.",
    );
  });
});
