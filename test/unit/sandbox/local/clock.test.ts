import { MovableClock } from "../../../../src/sandbox/local/clock";
import { forgetOldRuns } from "../../../../src/sandbox/local/moves";
import { startRun } from "../../../../src/sandbox/runs/actions";
import { readRunBody } from "../../../../src/sandbox/runs/body";
import { Store } from "../../../../src/sandbox/server/store";
import { storeReadyMadeWorkflows } from "../../../../src/sandbox/workflows/ready-made";
import { LocalCalls } from "./calls";

const day = 24 * 3600;
let calls: LocalCalls;
beforeEach(async () => {
  calls = await LocalCalls.start();
});
afterEach(() => calls.sandbox.close());

describe("POST /sandbox/clock", () => {
  it("skips to the next run of any enabled schedule, which starts at its time", async () => {
    await calls.schedule({ name: "yearly", cron_expression: "0 0 1 1 *" });
    const id = await calls.schedule({ name: "nightly", cron_expression: "0 2 * * *" });
    const next = (await calls.view()).schedules.find((one) => one.id === id)?.nextRuns[0] ?? "";
    const { status, body } = await calls.move({ skip: "next-run" });
    expect([status, body]).toEqual([200, { time: expect.any(String), started: 1, isPartial: false }]);
    expect(Date.parse(body.time) - Date.parse(next)).toBeLessThan(1000);
    expect((await calls.view()).runs).toMatchObject([
      { schedule: "nightly", scheduleId: id, createdAt: next.replace("Z", ".000Z") },
    ]);
  });

  it("skips to the run after it the next time", async () => {
    await calls.schedule({ cron_expression: "0 2 * * *" });
    const times = [];
    for (let count = 0; count < 3; count += 1)
      times.push(Date.parse((await calls.move({ skip: "next-run" })).body.time));
    expect(times.map((time) => new Date(time).getUTCHours())).toEqual([2, 2, 2]);
    expect((await calls.view()).counts.runs).toBe(3);
  });

  it("fires every time that it passes, not only the last one", async () => {
    await calls.schedule({ cron_expression: "30 * * * *" });
    const before = await calls.time();
    expect((await calls.move({ seconds: day })).body).toMatchObject({ started: 24, isPartial: false });
    const { runs, aheadSeconds } = await calls.view();
    expect(new Set(runs.map(({ createdAt }) => createdAt))).toHaveProperty("size", 24);
    expect(Math.abs(aheadSeconds - day)).toBeLessThanOrEqual(1);
    expect((await calls.time()) - before).toBeGreaterThanOrEqual(day * 1000);
  });

  it("lets runs end as their workflows define", async () => {
    await calls.schedule({ cron_expression: "0 2 * * *" });
    await calls.schedule({ cron_expression: "0 2 * * *" }, calls.workflow("Failing"));
    await calls.move({ skip: "next-run" });
    await calls.move({ seconds: 60 });
    const { runs } = await calls.view();
    expect(runs.map(({ workflow, status }) => [workflow, status])).toEqual([
      ["Failing", "failed"],
      ["Plain", "completed"],
    ]);
    for (const { createdAt, finishedAt } of runs)
      expect(Date.parse(finishedAt ?? "") - Date.parse(createdAt)).toBe(5000);
  });

  it("fires a one-time schedule once", async () => {
    const runAt = new Date((await calls.time()) + 2 * 3600_000).toISOString();
    const id = await calls.schedule({ run_at: runAt });
    expect((await calls.move({ skip: "next-run" })).body.started).toBe(1);
    expect((await calls.view()).schedules).toMatchObject([{ id, state: "over", nextRuns: [] }]);
    expect((await calls.move({ skip: "next-run" })).status).toBe(409);
    expect((await calls.move({ seconds: day })).body.started).toBe(0);
  });

  it("fires the other schedules after a one-time schedule in the same move", async () => {
    await calls.schedule({ run_at: new Date((await calls.time()) + 90_000).toISOString() });
    await calls.schedule({ cron_expression: "30 * * * *" });
    expect((await calls.move({ seconds: day })).body.started).toBe(25);
  });

  it("does not fire paused schedules, and says so if there is no other", async () => {
    await calls.schedule({ cron_expression: "0 2 * * *", enabled: false });
    expect(await calls.move({ skip: "next-run" })).toEqual({
      status: 409,
      body: {
        detail: "No enabled schedule has a next run. Create a schedule, or resume a paused one.",
      },
    });
    expect((await calls.move({ seconds: day })).body.started).toBe(0);
    expect((await calls.view()).schedules).toMatchObject([{ state: "paused", nextRuns: [] }]);
  });

  it("stops after a thousand runs, and continues with the next move", async () => {
    for (let count = 0; count < 4; count += 1) await calls.schedule({ cron_expression: "*/5 * * * *" });
    const { body } = await calls.move({ seconds: day });
    expect(body).toMatchObject({ started: 1000, isPartial: true });
    const ahead = (await calls.view()).aheadSeconds;
    expect(ahead).toBeGreaterThan(20 * 3600);
    expect(ahead).toBeLessThan(day);
    expect((await calls.move({ seconds: 3600 })).body).toMatchObject({ started: 48, isPartial: false });
  });

  it("sets the clock of the API, and its Date header", async () => {
    await calls.move({ seconds: 2 * day });
    const { headers, body } = await calls.api("POST", `/v1/workflows/${calls.workflow()}/schedules`, {
      cron_expression: "0 2 * * *",
      timezone: "UTC",
    });
    const now = await calls.time();
    expect(now - Date.parse(String(headers.date))).toBeLessThan(3000);
    expect(now - Date.parse(`${body.schedule.created_at}Z`)).toBeLessThan(3000);
    expect(now - Date.now()).toBeGreaterThan(day * 1000);
  });

  it.each([
    [{}],
    [null],
    [[]],
    [{ skip: "last-run" }],
    [{ seconds: 0 }],
    [{ seconds: -60 }],
    [{ seconds: 1.5 }],
    [{ seconds: "60" }],
    [{ seconds: 2678401 }],
    [{ seconds: 60, skip: "next-run" }],
  ])("refuses the body %j, and does not move", async (body) => {
    expect(await calls.move(body)).toEqual({
      status: 400,
      body: {
        detail: 'The body must be one of {"skip": "next-run"}, or {"seconds": 3600} with 1 to 2678400.',
      },
    });
    expect((await calls.view()).aheadSeconds).toBe(0);
  });

  it("does not go beyond 2100", async () => {
    await calls.schedule({ run_at: "2100-06-01T00:00:00Z" });
    expect(await calls.move({ skip: "next-run" })).toEqual({
      status: 409,
      body: { detail: "The clock of the sandbox ends in 2100." },
    });
    expect((await calls.view()).aheadSeconds).toBe(0);
  });
});

describe("the history of runs", () => {
  it("loses its oldest finished runs above the limit, and never an active one", () => {
    const clock = new MovableClock();
    const store = new Store(clock.now);
    const { slow, plain } = storeReadyMadeWorkflows(store, 1000);
    const start = ({ workflowId }: { readonly workflowId: string }) =>
      startRun(store, readRunBody({ workflow_id: workflowId })).runId;
    const active = start(slow);
    const finished = [start(plain), start(plain), start(plain)];
    clock.moveTo(Date.now() + 60_000);
    forgetOldRuns(store, 2);
    expect([...store.runs.keys()]).toEqual([active, finished[2]]);
    forgetOldRuns(store, 0);
    expect([...store.runs.keys()]).toEqual([active]);
  });
});
