import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { dynamicDoor } from "../support/provider/doors";
import type { Properties } from "../support/provider/messages";
import type { ProviderProcess } from "../support/provider/provider-process";
import type { ResourceClient } from "../support/provider/resource-client";

/** A resource as it stands in the stack file of a release; its ids and its time are as they were then. */
interface ResourceRecord {
  readonly id: string;
  readonly type: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const releases = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(releases.map(({ name }) => name))("a stack file of release %s", (release) => {
  // The sandbox's clock follows the records, which are minutes apart: an unconfirmed creation is looked for
  // around its time. It starts before all of them, because the sandbox's time stamps never go back.
  let now = new Date(0);
  let sandbox: Sandbox;
  let host: ProviderProcess;
  let resource: ResourceClient;

  const startHost = (): Promise<ProviderProcess> =>
    dynamicDoor.start({ "skyvern:apiKey": sandbox.apiKey, "skyvern:baseUrl": sandbox.url });
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => now });
    host = await startHost();
    resource = host.resource();
  });
  afterAll(async () => {
    await host.close();
    await sandbox.close();
  });

  // Those of runs have a test of their own.
  const files = readdirSync(join(__dirname, release)).filter((file) => !file.startsWith("run-"));
  const records = files.map((file): [string, string] => [
    file.replace(".json", ""),
    readFileSync(join(__dirname, release, file), "utf8"),
  ]);
  const isUnconfirmed = (text: string): boolean =>
    (JSON.parse(text) as ResourceRecord).id.endsWith("/unconfirmed");

  /** Gives the sandbox the schedule of a record, and the record the ids of the sandbox. */
  async function restore(text: string): Promise<{ record: ResourceRecord; scheduleId: string }> {
    const { outputs } = JSON.parse(text) as ResourceRecord;
    const { plain, typed } = sandbox.workflows;
    const { workflowId } = outputs.parameters === undefined ? plain : typed;
    // Of an unconfirmed creation the end of the interval.
    now = new Date(String(outputs.createdAt).replace(/^.*\//, ""));
    const response = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ ...outputs, cron_expression: outputs.cronExpression }),
    });
    const { schedule } = (await response.json()) as { schedule: { workflow_schedule_id: string } };
    const scheduleId = schedule.workflow_schedule_id;
    const ours = text.replaceAll(/wpid_\d+/g, workflowId).replaceAll(/wfs_\d+/g, scheduleId);
    sandbox.requests.clear();
    return { record: JSON.parse(ours) as ResourceRecord, scheduleId };
  }

  /** `pulumi destroy`: as each command does, it starts a process of its own. */
  async function destroy(id: string, state: Properties): Promise<void> {
    const another = await startHost();
    await another
      .resource()
      .delete(id, state)
      .finally(() => another.close());
  }

  const shown = (scheduleId: string) =>
    sandbox.schedules().find((schedule) => schedule.workflow_schedule_id === scheduleId);

  const whole = records.filter(([, text]) => !isUnconfirmed(text));
  it.each(whole)("%s: shows no change, is read, updated and deleted", async (_name, text) => {
    const { record, scheduleId } = await restore(text);
    const { id, inputs, outputs } = record;
    expect(record.type).toBe("pulumi-nodejs:dynamic/skyvern:WorkflowSchedule");

    expect(await resource.check(inputs, inputs)).toEqual({ inputs, failures: [] });
    expect(await resource.diff(id, outputs, inputs)).toMatchObject({ changes: false, replaces: [] });

    const read = await resource.read(id, outputs);
    expect(read).toMatchObject({
      id,
      properties: { ...outputs, createdAt: expect.any(String), organizationId: expect.any(String) },
    });
    expect(await resource.diff(id, read.properties, inputs)).toMatchObject({ changes: false, replaces: [] });
    expect(sandbox.requests.writes).toEqual([]);

    const wanted = { ...inputs, timezone: "Asia/Tokyo" };
    expect(await resource.diff(id, outputs, wanted)).toMatchObject({ changes: true, replaces: [] });
    const updated = await resource.update(id, outputs, wanted);
    expect(updated).toMatchObject({ ...wanted, scheduleId });
    expect(shown(scheduleId)).toMatchObject({ timezone: "Asia/Tokyo", enabled: outputs.enabled });

    await destroy(id, updated);
    expect(shown(scheduleId)).toBeUndefined();
  });

  const unconfirmed = records.filter(([, text]) => isUnconfirmed(text));
  it.each(unconfirmed)("%s: finds what the creation made, and replaces it", async (_name, text) => {
    const { record, scheduleId } = await restore(text);
    const { id, inputs, outputs } = record;
    expect(await resource.diff(id, outputs, inputs)).toMatchObject({
      changes: true,
      deleteBeforeReplace: true,
    });
    await resource.delete(id, outputs);
    expect(shown(scheduleId)).toBeUndefined();
    expect(await resource.read(id, outputs)).toMatchObject({ id: "" });

    const again = await restore(text);
    const read = await resource.read(id, outputs);
    expect(read).toMatchObject({ id: id.replace("unconfirmed", again.scheduleId) });
    expect(await resource.diff(read.id, read.properties, inputs)).toMatchObject({ changes: false });
    await destroy(read.id, read.properties);
    expect(sandbox.schedules()).toEqual([]);
  });
});
