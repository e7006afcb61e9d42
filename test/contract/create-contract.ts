import { type ContractAccount, nightly, plain, refused, scheduleOf } from "./contract-account";

const naiveTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;
const fieldsOfSchedule = [
  "workflow_schedule_id",
  "organization_id",
  "workflow_permanent_id",
  "cron_expression",
  "interval_seconds",
  "first_fire_at",
  "run_at",
  "dispatch_status",
  "workflow_run_id",
  "timezone",
  "enabled",
  "parameters",
  "temporal_schedule_id",
  "name",
  "description",
  "created_at",
  "modified_at",
  "deleted_at",
];

export function describeCreateContract(account: ContractAccount): void {
  describe("creating a schedule", () => {
    let workflowId: string;
    let path: string;
    const post = (body: unknown) => account.call("POST", path, body);
    beforeAll(async () => {
      workflowId = await account.createWorkflow();
      path = `/v1/workflows/${workflowId}/schedules`;
    });

    it("answers 200 with the whole schedule and five next runs", async () => {
      const before = new Date();
      const { status, body } = await post({ ...nightly, name: "nightly" });
      const { schedule, next_runs } = body as { schedule: Record<string, unknown>; next_runs: string[] };
      expect(status).toBe(200);
      expect(Object.keys(body as object)).toEqual(["schedule", "next_runs"]);
      expect(Object.keys(schedule)).toEqual(fieldsOfSchedule);
      expect(schedule).toEqual({
        workflow_schedule_id: expect.stringMatching(/^wfs_\d+$/),
        organization_id: expect.stringMatching(/^o_\d+$/),
        workflow_permanent_id: workflowId,
        cron_expression: "0 2 * * *",
        interval_seconds: null,
        first_fire_at: null,
        run_at: null,
        dispatch_status: null,
        workflow_run_id: null,
        timezone: "UTC",
        enabled: true,
        parameters: null,
        temporal_schedule_id: `local-wf-sched-${schedule.workflow_schedule_id}`,
        name: "nightly",
        description: null,
        created_at: expect.stringMatching(naiveTime),
        modified_at: expect.stringMatching(naiveTime),
        deleted_at: null,
      });
      const first = new Date(before);
      first.setUTCHours(26, 0, 0, 0);
      if (first.getTime() - before.getTime() > 86_400_000) first.setUTCDate(first.getUTCDate() - 1);
      const expected = [0, 1, 2, 3, 4].map((day) =>
        new Date(first.getTime() + day * 86_400_000).toISOString(),
      );
      expect(next_runs).toEqual(expected.map((time) => time.replace(".000", "")));
    });

    it("writes created_at and then modified_at in UTC, without a zone", async () => {
      const before = Date.now();
      const { created_at, modified_at } = await account.createSchedule(workflowId);
      expect(modified_at > created_at).toBe(true);
      expect(Math.abs(Date.parse(`${created_at}Z`) - before)).toBeLessThan(60_000);
    });

    it("creates two schedules for two equal requests", async () => {
      const [one, other] = [
        await account.createSchedule(workflowId),
        await account.createSchedule(workflowId),
      ];
      expect(one.workflow_schedule_id).not.toBe(other.workflow_schedule_id);
    });

    it("computes next runs in the schedule's timezone, also for a paused schedule", async () => {
      const { body } = await post({ ...nightly, timezone: "Asia/Kolkata", enabled: false });
      const { next_runs } = body as { next_runs: string[] };
      expect(next_runs.map((run) => run.slice(11))).toEqual(Array(5).fill("20:30:00Z"));
    });

    it.each([
      [null, true],
      [false, false],
      ["off", false],
      [0, false],
      ["True", true],
      ["1", true],
    ])("reads enabled %p as %p", async (sent, stored) => {
      expect((await account.createSchedule(workflowId, { enabled: sent })).enabled).toBe(stored);
    });

    it("stores texts unchanged and ignores unknown fields", async () => {
      const fields = {
        name: "  ",
        description: 'line\n"two"\t☃ ',
        cron_expression: " 0  9 * *\tMON-FRI ",
        unknown: { field: true },
        workflow_permanent_id: "wpid_0",
      };
      const { name, description, cron_expression, workflow_permanent_id } = await account.createSchedule(
        workflowId,
        fields,
      );
      const shown = { ...fields, name, description, cron_expression };
      expect(shown).toEqual(fields);
      expect(workflow_permanent_id).toBe(workflowId);
    });

    it("stores an empty name and an empty description as empty, not as null", async () => {
      expect(await account.createSchedule(workflowId, { name: "", description: "" })).toMatchObject({
        name: "",
        description: "",
      });
    });

    it.each([
      "@daily",
      "@HOURLY",
      "@midnight",
      "@weekly",
      "@monthly",
      "@yearly",
      "@annually",
      "0 0 29 2 *",
      "*/5 9 * * 1-5",
      "57,2 * * * *",
      "0 9 * JAN mon",
      "0 9 * * 7",
      "0 9 L * *",
      "0 9 * * 1#2",
      "0 9 * * L5",
      "0 9 ? * 1",
      "5/15 * * * *",
    ])("accepts the cron expression %p and stores it unchanged", async (cron_expression) => {
      const schedule = await account.createSchedule(workflowId, { cron_expression });
      expect(schedule.cron_expression).toBe(cron_expression);
    });

    const invalid = "Invalid cron expression";
    const tooOften = "Cron interval must be at least 5 minutes";
    it.each([
      ["", invalid],
      ["   ", invalid],
      ["0 9 * *", invalid],
      ["60 9 * * *", invalid],
      ["0 9 0 * *", invalid],
      ["0 9 * * 8", invalid],
      ["0 22-2 * * *", invalid],
      ["*/0 * * * *", invalid],
      ["0 9 15W * *", invalid],
      ["@reboot", invalid],
      ["CRON_TZ=UTC 0 9 * * *", invalid],
      ["* * * * *", tooOften],
      ["*/7 * * * *", tooOften],
      ["58,2 * * * *", tooOften],
      ["59,0 23,0 * * *", tooOften],
      ["*/4 0 29 2 *", tooOften],
      ["0 0 31 4 *", "failed to find next date"],
      ["0 0 30 2 *", "failed to find next date"],
      ["0 0 30 2 1", "failed to find next date"],
    ])("refuses the cron expression %p: %s", async (cron_expression, detail) => {
      expect(plain(await post({ ...nightly, cron_expression }))).toEqual(refused(400, detail));
    });

    it.each(["utc", "america/new_york", "", " UTC", "+01:00", "PST", "Mars/Phobos", "Etc/Unknown"])(
      "refuses the timezone %p",
      async (timezone) => {
        const answer = plain(await post({ ...nightly, timezone }));
        expect(answer).toEqual(refused(400, `Invalid timezone '${timezone}'`));
      },
    );

    it.each(["Asia/Calcutta", "Asia/Kolkata", "Europe/Kiev", "US/Pacific", "EST5EDT", "Etc/GMT+5", "GB"])(
      "accepts the timezone %p and stores it unchanged",
      async (timezone) => {
        expect((await account.createSchedule(workflowId, { timezone })).timezone).toBe(timezone);
      },
    );

    it("checks the body, the cron expression, the timezone and the workflow in this order", async () => {
      const nowhere = (body: object) => account.call("POST", "/v1/workflows/wpid_0/schedules", body);
      const statuses = [
        await nowhere({ cron_expression: "nonsense" }),
        await nowhere({ cron_expression: "nonsense", timezone: "nowhere" }),
        await nowhere({ cron_expression: "0 9 * * *", timezone: "nowhere" }),
        await nowhere({ ...nightly, parameters: { unknown: 1 } }),
      ].map(plain);
      expect(statuses).toEqual([
        expect.objectContaining({ status: 422 }),
        refused(400, invalid),
        refused(400, "Invalid timezone 'nowhere'"),
        refused(404, "Workflow wpid_0 not found"),
      ]);
    });

    it("returns the same schedule as a later read", async () => {
      const created = await post(nightly);
      const { workflow_schedule_id: id } = scheduleOf(created);
      expect(plain(await account.call("GET", `${path}/${id}`))).toEqual(plain(created));
    });
  });
}
