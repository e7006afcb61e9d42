import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunRow, type Sandbox, startSandbox } from "../../src/sandbox";
import { dynamicDoor } from "../support/provider/doors";
import type { Properties } from "../support/provider/messages";
import type { ProviderProcess } from "../support/provider/provider-process";
import type { ResourceClient } from "../support/provider/resource-client";

/** A run as it stands in the stack file of a release; its ids and its times are as they were then. */
interface RunRecord {
  readonly id: string;
  readonly type: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const releases = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(releases.map(({ name }) => name))("a stack file of release %s, of runs", (release) => {
  let sandbox: Sandbox;
  let host: ProviderProcess;
  let resource: ResourceClient;
  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 0 });
    host = await dynamicDoor.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
    resource = host.resource();
  });
  afterAll(async () => {
    await host.close();
    await sandbox.close();
  });

  const files = readdirSync(join(__dirname, release)).filter((file) => file.startsWith("run-"));
  const texts = new Map(files.map((file) => [file, readFileSync(join(__dirname, release, file), "utf8")]));

  /** Gives the sandbox the run of a record, still going on, and the record the ids of the sandbox. */
  async function restore(file: string): Promise<RunRecord> {
    const text = texts.get(`run-${file}.json`) ?? "";
    const { outputs } = JSON.parse(text) as RunRecord;
    const parameters = [
      { key: "target", type: "string", defaultValue: "acme" },
      { key: "count", type: "integer", defaultValue: 1 },
      { key: "options", type: "json", defaultValue: {} },
    ] as const;
    const { workflowId } = sandbox.addWorkflow("Old", parameters, { end: "never", leavesFiles: true });
    const started = await fetch(`${sandbox.url}/v1/run/workflows`, {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({
        workflow_id: workflowId,
        parameters: outputs.parameters,
        run_metadata: { "pulumi-run": "0".repeat(32) },
      }),
    });
    const { run_id: runId } = (await started.json()) as { run_id: string };
    sandbox.requests.clear();
    const ours = text.replaceAll(/wpid_\d+/g, workflowId).replaceAll(/wr_\d+/g, runId);
    return JSON.parse(ours) as RunRecord;
  }

  const shown = (runId: string): RunRow | undefined => sandbox.runs().find((run) => run.run_id === runId);

  async function hasKey(runId: string): Promise<boolean> {
    const headers = { "x-api-key": sandbox.apiKey };
    const answer = await fetch(`${sandbox.url}/v1/runs/${runId}/tags`, { headers });
    const { tags } = (await answer.json()) as { tags: { key: string | null }[] };
    return tags.some((tag) => tag.key === "pulumi-run");
  }

  it.each(files.map((file) => /run-(.*)\.json/.exec(file)?.[1] ?? ""))(
    "%s: has inputs that are as they were, and a changed trigger is a new run",
    async (name) => {
      const { id, type, inputs, outputs } = await restore(name);
      expect(type).toBe("pulumi-nodejs:dynamic/skyvern:WorkflowRun");
      expect(await resource.check(inputs, inputs)).toEqual({ inputs, failures: [] });
      expect(await hasKey(id)).toBe(true);
      const wanted = { ...inputs, triggers: { commit: "another" } };
      expect((await resource.diff(id, outputs, wanted)).replaces).toContain("triggers");
      await resource.delete(id, outputs);
      expect(await hasKey(id)).toBe(false);
    },
  );

  it("completed: shows no change, is read, is kept when the server knows it no more, and is forgotten", async () => {
    const { id, inputs, outputs } = await restore("completed");
    expect(await resource.diff(id, outputs, inputs)).toMatchObject({ changes: false, replaces: [] });
    sandbox.finishRun(id, "completed");
    const read = await resource.read(id, outputs);
    expect(read).toMatchObject({ id, properties: { ...inputs, status: "completed", runId: id } });
    expect(read.properties.recordingUrl).not.toBe(outputs.recordingUrl);
    expect(await resource.diff(id, read.properties, inputs)).toMatchObject({ changes: false, replaces: [] });
    expect(sandbox.requests.writes).toEqual([]);
    sandbox.forgetRun(id);
    expect(await resource.read(id, outputs)).toMatchObject({ id, properties: outputs });
    await resource.delete(id, outputs);
  });

  it("failed: is run again", async () => {
    const { id, inputs, outputs } = await restore("failed");
    expect(await resource.diff(id, outputs, inputs)).toEqual({
      changes: true,
      replaces: ["status"],
      deleteBeforeReplace: true,
    });
    sandbox.finishRun(id, "failed");
    const read = await resource.read(id, outputs);
    expect((await resource.diff(id, read.properties, inputs)).replaces).toEqual(["status"]);
    await resource.delete(id, outputs);
    expect(sandbox.requests.writes.map(({ method }) => method)).toEqual(["DELETE"]);
  });

  it("running: is attached to, and is waited for to its end", async () => {
    const { id, inputs, outputs } = await restore("running");
    expect(await resource.diff(id, outputs, inputs)).toMatchObject({ changes: true, replaces: [] });
    const update = resource.update(id, outputs, inputs);
    sandbox.finishRun(id, "completed");
    const updated = await update;
    expect(updated).toMatchObject({ ...inputs, runId: id, status: "completed" });
    expect(await resource.diff(id, updated, inputs)).toMatchObject({ changes: false, replaces: [] });
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("running: is canceled when it is deleted", async () => {
    const { id, outputs } = await restore("running");
    await resource.delete(id, outputs);
    expect(shown(id)?.status).toBe("canceled");
  });

  it("not-awaited: shows no change, and goes on when it is deleted", async () => {
    const { id, inputs, outputs } = await restore("not-awaited");
    expect(await resource.diff(id, outputs, inputs)).toMatchObject({ changes: false, replaces: [] });
    await resource.delete(id, outputs);
    expect(shown(id)?.status).toBe("running");
  });

  it("unreadable: is kept when it is read, run again, and canceled when it is deleted", async () => {
    const { id, inputs, outputs } = await restore("unreadable");
    expect(await resource.read(id, outputs)).toMatchObject({ id, properties: outputs });
    expect((await resource.diff(id, outputs, inputs)).replaces).toEqual(["status"]);
    await resource.delete(id, outputs);
    expect(shown(id)?.status).toBe("canceled");
  });
});
