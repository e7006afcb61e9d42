import { type ContractAccount, nightly, plain, refused, scheduleOf } from "./contract-account";

const far = "2090-01-01T00:00:00Z";

export function describeOneTimeContract(account: ContractAccount): void {
  let workflowId: string;
  let path: string;
  const post = (fields: object) => account.call("POST", path, { timezone: "UTC", ...fields });
  const complaint = (type: string, field: string, msg: string, input: unknown, ctx?: object) =>
    refused(422, [{ type, loc: ["body", field], msg, input, ...(ctx && { ctx }) }]);
  beforeAll(async () => {
    workflowId = await account.createWorkflow();
    path = `/v1/workflows/${workflowId}/schedules`;
  });

  describe("a schedule with an interval", () => {
    it("first fires after one interval", async () => {
      const before = Math.floor(Date.now() / 1000) * 1000;
      const { status, body } = await post({ interval_seconds: 600 });
      const { schedule, next_runs } = body as {
        schedule: { interval_seconds: number; cron_expression: null; first_fire_at: string };
        next_runs: string[];
      };
      expect(status).toBe(200);
      expect(schedule).toMatchObject({ interval_seconds: 600, cron_expression: null });
      expect(schedule.first_fire_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const first = Date.parse(schedule.first_fire_at);
      expect(Math.abs(first - before - 600_000)).toBeLessThan(60_000);
      expect(next_runs.map((run) => Date.parse(run) - first)).toEqual(
        [0, 1, 2, 3, 4].map((n) => n * 600_000),
      );
    });

    it("first fires at the requested time, in whole seconds of UTC", async () => {
      const schedule = scheduleOf(
        await post({ interval_seconds: "300", first_fire_at: "2090-01-01T00:00:00.75+01:00" }),
      );
      expect(schedule).toMatchObject({ interval_seconds: 300, first_fire_at: "2089-12-31T23:00:00Z" });
    });

    it("keeps its first fire time when an update omits or repeats it", async () => {
      const { workflow_schedule_id } = scheduleOf(await post({ interval_seconds: 600, first_fire_at: far }));
      const put = (fields: object) =>
        account.call("PUT", `${path}/${workflow_schedule_id}`, { timezone: "UTC", ...fields });
      expect(scheduleOf(await put({ interval_seconds: 900 })).first_fire_at).toBe(far);
      expect(scheduleOf(await put({ interval_seconds: 900, first_fire_at: far })).first_fire_at).toBe(far);
    });

    it("can change to a cron expression and back", async () => {
      const { workflow_schedule_id: id } = scheduleOf(await post({ interval_seconds: 600 }));
      const put = (fields: object) => account.call("PUT", `${path}/${id}`, { timezone: "UTC", ...fields });
      expect(scheduleOf(await put(nightly))).toMatchObject({
        workflow_schedule_id: id,
        cron_expression: "0 2 * * *",
        interval_seconds: null,
        first_fire_at: null,
      });
      expect(scheduleOf(await put({ interval_seconds: 300 }))).toMatchObject({
        cron_expression: null,
        interval_seconds: 300,
        first_fire_at: expect.any(String),
      });
    });

    const should = "Input should be";
    it.each([
      [299, "greater_than_equal", `${should} greater than or equal to 300`, { ge: 300 }],
      [true, "greater_than_equal", `${should} greater than or equal to 300`, { ge: 300 }],
      [2147483648, "less_than_equal", `${should} less than or equal to 2147483647`, { le: 2147483647 }],
      [600.5, "int_from_float", `${should} a valid integer, got a number with a fractional part`, undefined],
      ["x", "int_parsing", `${should} a valid integer, unable to parse string as an integer`, undefined],
      [[600], "int_type", `${should} a valid integer`, undefined],
    ])("cannot have the interval %p", async (seconds, type, msg, ctx) => {
      expect(plain(await post({ interval_seconds: seconds }))).toEqual(
        complaint(type, "interval_seconds", msg, seconds, ctx),
      );
    });

    it("is the only kind that may have a first fire time", async () => {
      const body = { ...nightly, first_fire_at: far };
      const msg = "Value error, first_fire_at requires interval_seconds";
      expect(plain(await post(body))).toEqual(
        refused(422, [{ type: "value_error", loc: ["body"], msg, input: body, ctx: { error: {} } }]),
      );
    });
  });

  describe("a one-time schedule", () => {
    const oneTime = async () => {
      const schedule = scheduleOf(await post({ run_at: far }));
      return { schedule, item: `${path}/${schedule.workflow_schedule_id}` };
    };

    it("is pending, with that time as its only next run", async () => {
      expect((await post({ run_at: "2090-01-01T02:00:00.5+02:00" })).body).toMatchObject({
        schedule: { run_at: far, dispatch_status: "pending", enabled: true, cron_expression: null },
        next_runs: [far],
      });
    });

    it("can move to another time, but cannot become recurring", async () => {
      const { item } = await oneTime();
      const put = (fields: object) => account.call("PUT", item, { timezone: "UTC", ...fields });
      const later = "2091-01-01T00:00:00Z";
      expect(scheduleOf(await put({ run_at: later })).run_at).toBe(later);
      const detail = "A schedule cannot switch between one-time and recurring; create a new schedule instead";
      expect(plain(await put(nightly))).toEqual(refused(422, detail));
      expect(plain(await put({ cron_expression: "nonsense" }))).toEqual(refused(422, detail));
    });

    it("cannot replace a recurring schedule", async () => {
      const { workflow_schedule_id } = await account.createSchedule(workflowId);
      const answer = await account.call("PUT", `${path}/${workflow_schedule_id}`, {
        timezone: "UTC",
        run_at: far,
      });
      expect(answer.status).toBe(422);
    });

    it("cannot be paused, resumed or created paused", async () => {
      const { item } = await oneTime();
      const detail =
        "A one-time schedule cannot be paused or resumed; cancel it, or update run_at to move it";
      expect(plain(await account.call("POST", `${item}/disable`))).toEqual(refused(422, detail));
      expect(plain(await account.call("POST", `${item}/enable`))).toEqual(refused(422, detail));
      const body = { timezone: "UTC", run_at: far, enabled: false };
      const msg = "Value error, A one-time schedule cannot be disabled; cancel it or change run_at instead";
      expect(plain(await post(body))).toEqual(
        refused(422, [{ type: "value_error", loc: ["body"], msg, input: body, ctx: { error: {} } }]),
      );
    });

    it.each([
      ["2020-01-01T00:00:00Z", "value_error", "run_at must be at least 60 seconds in the future"],
      ["2020-01-01T00:00:00", "timezone_aware", "Input should have timezone info"],
    ])("refuses the time %s", async (run_at, type, msg) => {
      const echo = run_at.replace("Z", "+00:00");
      expect(plain(await post({ run_at }))).toEqual(complaint(type, "run_at", msg, echo));
    });

    it("cannot be after the year 2100", async () => {
      const run_at = "2101-01-01T00:00:00Z";
      const msg = "Value error, run_at must be no later than 2100-12-31T23:59:59+00:00";
      expect(plain(await post({ run_at }))).toEqual(
        complaint("value_error", "run_at", msg, run_at, { error: {} }),
      );
    });
  });
}
