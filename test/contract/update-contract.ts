import {
  type ContractAccount,
  input,
  nightly,
  plain,
  refused,
  type ShownSchedule,
  scheduleOf,
  workflowDefinition,
} from "./contract-account";

export function describeUpdateContract(account: ContractAccount): void {
  let workflowId: string;
  let schedule: ShownSchedule;
  let item: string;
  beforeAll(async () => {
    workflowId = await account.createWorkflow([input("label", "string", "nightly")]);
  });
  beforeEach(async () => {
    schedule = await account.createSchedule(workflowId, {
      name: "before",
      description: "text",
      parameters: { label: "a" },
    });
    item = `/v1/workflows/${workflowId}/schedules/${schedule.workflow_schedule_id}`;
  });
  const read = async () => scheduleOf(await account.call("GET", item));
  const notFound = () => refused(404, `Schedule ${schedule.workflow_schedule_id} not found`);

  describe("replacing a schedule", () => {
    it("replaces every field and returns the same schedule as a read", async () => {
      const fields = {
        cron_expression: "30 4 * * *",
        timezone: "Asia/Kolkata",
        name: "after",
        description: "other",
        parameters: { label: "b" },
        enabled: false,
      };
      const answer = await account.call("PUT", item, fields);
      expect(scheduleOf(answer)).toEqual({ ...schedule, ...fields, modified_at: expect.any(String) });
      expect(plain(await account.call("GET", item))).toEqual(plain(answer));
    });

    it("clears name, description and parameters if the body omits them", async () => {
      expect(scheduleOf(await account.call("PUT", item, nightly))).toMatchObject({
        name: null,
        description: null,
        parameters: null,
      });
    });

    it.each([[{}], [{ enabled: null }]])("keeps a pause if the body has %p for enabled", async (fields) => {
      await account.call("POST", `${item}/disable`);
      expect(scheduleOf(await account.call("PUT", item, { ...nightly, ...fields })).enabled).toBe(false);
    });

    it("ends a pause if enabled is true", async () => {
      await account.call("POST", `${item}/disable`);
      expect(scheduleOf(await account.call("PUT", item, { ...nightly, enabled: true })).enabled).toBe(true);
    });

    it("changes only modified_at if the fields are the same", async () => {
      const { cron_expression, timezone, name, description, parameters } = schedule;
      const same = { cron_expression, timezone, name, description, parameters };
      const after = scheduleOf(await account.call("PUT", item, same));
      expect(after).toEqual({ ...schedule, modified_at: after.modified_at });
      expect(after.modified_at > schedule.modified_at).toBe(true);
    });

    it("does not move the schedule to another workflow", async () => {
      const body = { ...nightly, workflow_permanent_id: "wpid_0" };
      expect(scheduleOf(await account.call("PUT", item, body)).workflow_permanent_id).toBe(workflowId);
    });

    it("checks the body, then the workflow, then the schedule, then the cron expression", async () => {
      const nonsense = { cron_expression: "nonsense", timezone: "nowhere" };
      const put = async (path: string, body: object) => plain(await account.call("PUT", path, body));
      const unknown = `/v1/workflows/${workflowId}/schedules/wfs_0`;
      expect((await put("/v1/workflows/wpid_0/schedules/wfs_0", {})).status).toBe(422);
      expect(await put("/v1/workflows/wpid_0/schedules/wfs_0", nonsense)).toEqual(
        refused(404, "Workflow wpid_0 not found"),
      );
      expect(await put(unknown, nonsense)).toEqual(refused(404, "Schedule wfs_0 not found"));
      expect(await put(item, nonsense)).toEqual(refused(400, "Invalid cron expression"));
      expect(await put(item, { ...nightly, timezone: "nowhere" })).toEqual(
        refused(400, "Invalid timezone 'nowhere'"),
      );
    });

    it("changes nothing if the server refuses it", async () => {
      await account.call("PUT", item, { ...nightly, parameters: { unknown: 1 } });
      expect(await read()).toEqual(schedule);
    });

    it("checks against the newest version of the workflow, while reads and pauses do not", async () => {
      const id = await account.createWorkflow([input("old", "string")]);
      const { workflow_schedule_id } = await account.createSchedule(id, { parameters: { old: "a" } });
      const path = `/v1/workflows/${id}/schedules/${workflow_schedule_id}`;
      const json_definition = workflowDefinition("renamed", [input("new", "string")]);
      expect(await account.call("POST", `/v1/workflows/${id}`, { json_definition })).toMatchObject({
        status: 200,
        body: { workflow_permanent_id: id, version: 2 },
      });
      const stale = { ...nightly, parameters: { old: "a" } };
      expect(plain(await account.call("PUT", path, stale))).toEqual(
        refused(400, `Unknown schedule parameters for workflow ${id}: old`),
      );
      expect(scheduleOf(await account.call("POST", `${path}/disable`)).parameters).toEqual({ old: "a" });
      expect(scheduleOf(await account.call("GET", path)).parameters).toEqual({ old: "a" });
    });
  });

  describe("pausing and resuming", () => {
    it("returns the whole schedule and succeeds even if nothing changes", async () => {
      const seen = [
        scheduleOf(await account.call("POST", `${item}/disable`)),
        scheduleOf(await account.call("POST", `${item}/disable`)),
        scheduleOf(await account.call("POST", `${item}/enable`)),
        scheduleOf(await account.call("POST", `${item}/enable`)),
      ];
      expect(seen.map(({ enabled }) => enabled)).toEqual([false, false, true, true]);
      expect(seen[3]).toEqual({ ...schedule, modified_at: expect.any(String) });
    });

    it("changes modified_at each time", async () => {
      const times = [schedule.modified_at];
      for (const verb of ["disable", "disable", "enable", "enable"]) {
        times.push(scheduleOf(await account.call("POST", `${item}/${verb}`)).modified_at);
      }
      expect(new Set(times).size).toBe(5);
      expect(times).toEqual([...times].sort());
    });

    it("ignores a body", async () => {
      expect(scheduleOf(await account.call("POST", `${item}/disable`, { enabled: true })).enabled).toBe(
        false,
      );
    });
  });

  describe("deleting a schedule", () => {
    it("succeeds once; then every route of the schedule answers 404", async () => {
      expect(plain(await account.call("DELETE", item))).toEqual({ status: 200, body: { ok: true } });
      const afterwards = [
        await account.call("DELETE", item),
        await account.call("GET", item),
        await account.call("PUT", item, nightly),
        await account.call("POST", `${item}/enable`),
      ];
      expect(afterwards.map(plain)).toEqual(Array(4).fill(notFound()));
    });

    it("answers 404 for the id of another workflow", async () => {
      const other = await account.createWorkflow();
      const path = `/v1/workflows/${other}/schedules/${schedule.workflow_schedule_id}`;
      expect(plain(await account.call("DELETE", path))).toEqual(notFound());
      expect(plain(await account.call("GET", path))).toEqual(notFound());
      expect(await read()).toEqual(schedule);
    });

    it("happens when its workflow is deleted; then its routes answer 404 for the workflow", async () => {
      const id = await account.createWorkflow();
      const { workflow_schedule_id } = await account.createSchedule(id, { name: `gone ${account.mark}` });
      const path = `/v1/workflows/${id}/schedules`;
      await account.call("POST", `/v1/workflows/${id}/delete`);
      const afterwards = [
        await account.call("GET", path),
        await account.call("POST", path, nightly),
        await account.call("GET", `${path}/${workflow_schedule_id}`),
        await account.call("PUT", `${path}/${workflow_schedule_id}`, nightly),
        await account.call("DELETE", `${path}/${workflow_schedule_id}`),
        await account.call("POST", `${path}/${workflow_schedule_id}/disable`),
      ];
      expect(afterwards.map(plain)).toEqual(Array(6).fill(refused(404, `Workflow ${id} not found`)));
      expect((await account.call("GET", `/v1/schedules?search=gone+${account.mark}`)).body).toMatchObject({
        schedules: [],
        total_count: 0,
      });
    });
  });
}
