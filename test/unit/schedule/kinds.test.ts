import type { Properties } from "../../../src/provider/lifecycle";
import { ScheduleBench } from "../../support/bench/schedule-bench";
import type { SmallEngine } from "../../support/engine/small-engine";
import { dropAfter, type ProxiedRequest } from "../../support/faults/proxy";

/** How far the clock of the sandbox is ahead, in milliseconds. */
let ahead = 0;
let bench: ScheduleBench;
let workflowId: string;
beforeEach(async () => {
  ahead = 0;
  jest.spyOn(console, "log").mockImplementation(() => undefined);
  bench = await ScheduleBench.start({ now: () => new Date(Date.now() + ahead) });
  workflowId = bench.workflow();
});
afterEach(() => bench.close());

const MINUTE = 60_000;
const instantIn = (milliseconds: number) =>
  new Date(Date.now() + milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
const base = () => ({ workflowId, name: "nightly" });
const cron = (changes: Properties = {}) => ({ ...base(), cronExpression: "0 2 * * *", ...changes });
const interval = (changes: Properties = {}) => ({ ...base(), interval: "90m", ...changes });
const once = (changes: Properties = {}) => ({ ...base(), runAt: instantIn(3600_000), ...changes });

/** What the next `up` did, and what it wrote. Each command is a process of its own. */
async function up(engine: SmallEngine, inputs: Properties): Promise<readonly string[]> {
  engine.lifecycle = bench.lifecycle();
  bench.sandbox.requests.clear();
  const done = await engine.up(inputs);
  return [done, ...bench.writes()];
}

async function made(inputs: Properties): Promise<SmallEngine> {
  const engine = bench.engine();
  await engine.up(inputs);
  bench.clear();
  return engine;
}

async function refresh(engine: SmallEngine): Promise<boolean> {
  engine.lifecycle = bench.lifecycle();
  return engine.refresh();
}

const only = () => {
  const [row, ...others] = bench.schedulesOf(workflowId);
  expect(others).toEqual([]);
  if (row === undefined) throw new Error("there is no schedule");
  return row;
};

const put = (body: object) =>
  bench.byHand("PUT", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`, {
    timezone: "UTC",
    name: "nightly",
    ...body,
  });

const problems = async (inputs: Properties, before?: Properties) =>
  (await bench.lifecycle().check(before, inputs)).failures.map(
    ({ property, reason }) => `${property}: ${reason}`,
  );

describe("a schedule by interval", () => {
  it("is created with one POST, and stores the first fire time that Skyvern chose", async () => {
    const engine = bench.engine();
    expect(await up(engine, interval())).toEqual(["create", "POST "]);
    const row = only();
    expect(row).toMatchObject({ interval_seconds: 5400, cron_expression: null, timezone: "UTC" });
    expect(engine.state).toMatchObject({ intervalSeconds: 5400, firstFireAt: row.first_fire_at });
    expect(engine.state).not.toHaveProperty("cronExpression");
    expect(await up(engine, interval())).toEqual(["same"]);
    expect(await up(engine, { ...base(), intervalSeconds: 5400 })).toEqual(["same"]);
  });

  it("stays as it is after a refresh, whatever first fire time Skyvern chose", async () => {
    const engine = await made(interval());
    await refresh(engine);
    expect(await up(engine, interval())).toEqual(["same"]);
    expect(bench.progress).toEqual([]);
  });

  it("starts at firstFireAt, in any UTC offset", async () => {
    const start = instantIn(2 * 3600_000);
    const engine = await made(interval({ firstFireAt: start.replace("Z", "+00:00") }));
    expect(only().first_fire_at).toBe(start);
    expect(await up(engine, interval({ firstFireAt: start }))).toEqual(["same"]);
  });

  it("keeps its first fire time when only the interval changes, and the preview says so", async () => {
    const engine = await made(interval());
    const { first_fire_at: start } = only();
    expect(await up(engine, interval({ interval: "2h" }))).toEqual(["update", "PUT /wfs"]);
    expect(only()).toMatchObject({ interval_seconds: 7200, first_fire_at: start });
    expect(bench.progress).toEqual([
      `Schedule "nightly" keeps its first fire time ${start}: it now fires every 2h, counted from that time. To change it, set firstFireAt (startingAt in a schedule file).`,
    ]);
  });

  it("gets another first fire time if the program sets one, and accepts the stored one though it is over", async () => {
    const engine = await made(interval());
    const start = instantIn(5 * MINUTE);
    expect(await up(engine, interval({ firstFireAt: start }))).toEqual(["update", "PUT /wfs"]);
    expect(only().first_fire_at).toBe(start);
    ahead = 10 * MINUTE;
    const described = interval({ firstFireAt: start, description: "later" });
    expect(await up(engine, described)).toEqual(["update", "PUT /wfs"]);
    expect(only().first_fire_at).toBe(start);
  });

  it("is refused in the preview if the new first fire time is over, with one that gives the same times", async () => {
    const [refused] = await problems(interval({ firstFireAt: "2026-01-01T00:00:00Z" }));
    expect(refused).toMatch(
      /^firstFireAt: 2026-01-01T00:00:00Z is in the past\. A new firstFireAt must be at least one minute ahead\. /,
    );
    const proposed = /To keep the same fire times, write "([^"]+)"/.exec(refused ?? "")?.[1] ?? "";
    expect((Date.parse(proposed) - Date.parse("2026-01-01T00:00:00Z")) % 5_400_000).toBe(0);
    expect(await problems(interval({ firstFireAt: proposed }))).toEqual([]);
    const engine = await made(interval());
    await expect(up(engine, interval({ firstFireAt: "2026-01-01T00:00:00Z" }))).rejects.toThrow(
      'firstFireAt of schedule "nightly": 2026-01-01T00:00:00Z is in the past',
    );
    expect(bench.writes()).toEqual([]);
  });

  it("is paused and resumed like any other", async () => {
    const engine = await made(interval());
    expect(await up(engine, interval({ enabled: false }))).toEqual(["update", "POST /wfs/disable"]);
    expect(await up(engine, interval({ enabled: true }))).toEqual(["update", "POST /wfs/enable"]);
    const held = interval({ enabled: false, afterHold: "enabled" });
    expect(await up(engine, held)).toEqual(["update", "POST /wfs/disable"]);
    expect(await up(engine, interval({ enabled: true }))).toEqual(["update", "POST /wfs/enable"]);
  });

  it("is found after its answer was lost, and not created twice", async () => {
    const isCreate = ({ method, path }: ProxiedRequest) => method === "POST" && path.endsWith("/schedules");
    bench.proxy.inject(isCreate, dropAfter);
    const engine = bench.engine();
    await engine.up(interval());
    expect(engine.kept?.id).toBe(`${workflowId}/${only().workflow_schedule_id}`);
  });

  it("is refused as a duplicate of one with the same name and interval", async () => {
    await bench.scheduleByHand(workflowId, { cron_expression: null, interval_seconds: 5400 });
    expect(await problems(interval())).toEqual([
      expect.stringContaining('already has a schedule "nightly" with the same fire times'),
    ]);
    expect(await problems(interval({ interval: "2h" }))).toEqual([]);
  });

  it("is adopted by its name, and changed with one PUT", async () => {
    const id = await bench.scheduleByHand(workflowId, { cron_expression: null, interval_seconds: 600 });
    const engine = bench.engine();
    expect(await up(engine, interval({ adopt: true }))).toEqual(["create", "PUT /wfs"]);
    expect(engine.kept?.id).toBe(`${workflowId}/${id}`);
    expect(only().interval_seconds).toBe(5400);
  });
});

describe("a change between cron and interval", () => {
  it("is an update of the same schedule, in both directions", async () => {
    const engine = await made(cron());
    const { workflow_schedule_id: id } = only();
    expect(await up(engine, interval())).toEqual(["update", "PUT /wfs"]);
    expect(only()).toMatchObject({ workflow_schedule_id: id, interval_seconds: 5400, cron_expression: null });
    expect(engine.state).not.toHaveProperty("cronExpression");
    expect(await up(engine, cron())).toEqual(["update", "PUT /wfs"]);
    expect(only()).toMatchObject({ workflow_schedule_id: id, interval_seconds: null, first_fire_at: null });
    expect(engine.state).not.toHaveProperty("intervalSeconds");
    expect(engine.state).not.toHaveProperty("firstFireAt");
    expect(bench.progress).toEqual([]);
  });

  it.each([
    ["an interval", () => cron(), { interval_seconds: 600 }, { intervalSeconds: 600 }],
    [
      "a cron expression",
      () => interval(),
      { cron_expression: "0 5 * * *" },
      { cronExpression: "0 5 * * *" },
    ],
  ])("made by hand, to %s, is drift that the next up repairs", async (_, inputs, body, stored) => {
    const engine = await made(inputs());
    await put(body);
    await refresh(engine);
    expect(engine.kept?.inputs).toMatchObject(stored);
    expect(await up(engine, inputs())).toEqual(["update", "PUT /wfs"]);
    expect(await up(engine, inputs())).toEqual(["same"]);
  });
});

describe("a one-time schedule", () => {
  it("is created with one POST, and stays as it is", async () => {
    const engine = bench.engine();
    const inputs = once();
    expect(await up(engine, inputs)).toEqual(["create", "POST "]);
    expect(only()).toMatchObject({ run_at: inputs.runAt, dispatch_status: "pending", cron_expression: null });
    expect(engine.state).toMatchObject({ runAt: inputs.runAt, enabled: true });
    expect(engine.state).not.toHaveProperty("dispatchStatus");
    await refresh(engine);
    expect(await up(engine, inputs)).toEqual(["same"]);
  });

  it("is moved with one PUT while it is pending", async () => {
    const engine = await made(once());
    const later = instantIn(7200_000);
    expect(await up(engine, once({ runAt: later }))).toEqual(["update", "PUT /wfs"]);
    expect(only().run_at).toBe(later);
  });

  it.each([
    ["is in the past", -1000, "is in the past"],
    ["is less than a minute ahead", 30_000, "is less than a minute ahead"],
  ])("is refused in the preview if its new time %s", async (_, lead, text) => {
    const runAt = instantIn(lead);
    expect(await problems(once({ runAt }))).toEqual([expect.stringContaining(`runAt: ${runAt} ${text}`)]);
    const engine = await made(once());
    await expect(up(engine, once({ runAt }))).rejects.toThrow(
      `runAt of schedule "nightly": ${runAt} ${text}`,
    );
    expect(bench.writes()).toEqual([]);
  });

  it("replaces a recurring one, and is replaced by one, deleting first", async () => {
    const engine = await made(cron());
    const inputs = once();
    expect(await up(engine, inputs)).toEqual(["replace", "DELETE /wfs", "POST "]);
    expect(only().run_at).toBe(inputs.runAt);
    expect(await up(engine, interval())).toEqual(["replace", "DELETE /wfs", "POST "]);
    expect(only()).toMatchObject({ run_at: null, interval_seconds: 5400 });
  });

  it("that has fired is finished: no drift, no update, no warning, and deleted with its resource", async () => {
    const inputs = once({ runAt: instantIn(2 * MINUTE) });
    const engine = await made(inputs);
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    expect(await up(engine, inputs)).toEqual(["same"]);
    expect(await refresh(engine)).toBe(true);
    expect(await up(engine, inputs)).toEqual(["same"]);
    expect([bench.warnings, bench.progress]).toEqual([[], []]);
    engine.lifecycle = bench.lifecycle();
    await engine.destroy();
    expect(bench.schedulesOf(workflowId)).toEqual([]);
  });

  it.each([
    ["its description", { description: "changed" }],
    ["its time", { runAt: "2090-01-01T00:00:00Z" }],
  ])("that has fired refuses a change of %s in the preview, and says what to do", async (_, change) => {
    const inputs = once({ runAt: instantIn(2 * MINUTE) });
    const engine = await made(inputs);
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    await expect(up(engine, { ...inputs, ...change })).rejects.toThrow(
      /^Schedule "nightly" \(wfs_\d+\) of workflow wpid_\d+ fired at .*Z, so it can no longer change\. Remove it from the program/,
    );
    expect(bench.writes()).toEqual([]);
  });

  it("that has fired is replaced by a recurring one", async () => {
    const engine = await made(once({ runAt: instantIn(2 * MINUTE) }));
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    expect(await up(engine, cron())).toEqual(["replace", "DELETE /wfs", "POST "]);
  });

  it("gives the server's reason if it fires between preview and up", async () => {
    const inputs = once({ runAt: instantIn(2 * MINUTE) });
    const engine = await made(inputs);
    engine.lifecycle = bench.lifecycle({ checkWorkflows: false });
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    await expect(engine.up({ ...inputs, description: "changed" })).rejects.toMatchObject({
      kind: "invalid",
      message: expect.stringContaining("already fired or was canceled"),
    });
  });

  it.each([
    ["enabled is false", { enabled: false }],
    ["enabled is false during a hold", { enabled: false, afterHold: "paused" }],
  ])("is refused if %s, because Skyvern cannot pause it", async (_, change) => {
    expect(await problems(once(change))).toEqual([
      expect.stringMatching(/^enabled: Skyvern cannot pause a one-time schedule/),
    ]);
  });

  it.each(["as before", "enabled"])(
    "still fires during a hold (%s), with a warning that says when",
    async (afterHold) => {
      const inputs = once();
      const engine = await made(inputs);
      expect(await up(engine, { ...inputs, enabled: false, afterHold })).toEqual(["same"]);
      expect(bench.warnings).toEqual([
        `Schedule "nightly" still fires at ${inputs.runAt}, although skyvern:paused is true: Skyvern cannot pause a one-time schedule. To stop it, remove it from the program (in a schedule file: set absent: true for it).`,
      ]);
      expect(only().enabled).toBe(true);
    },
  );

  it("is adopted with its time, also once it has fired", async () => {
    const runAt = instantIn(2 * MINUTE);
    const id = await bench.scheduleByHand(workflowId, { cron_expression: null, run_at: runAt });
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    const engine = bench.engine();
    expect(await up(engine, once({ runAt, adopt: true }))).toEqual(["create"]);
    expect(engine.kept?.id).toBe(`${workflowId}/${id}`);
    expect(await problems(once({ runAt, adopt: true, description: "other" }))).toEqual([
      expect.stringMatching(
        /^adopt: Schedule wfs_\d+ fired at .*Z and can no longer change, but these inputs differ: description\. To create/,
      ),
    ]);
  });

  it("is not adopted for a recurring resource, nor a recurring one for it", async () => {
    const id = await bench.scheduleByHand(workflowId);
    expect(await problems(once({ adopt: id }))).toEqual([
      expect.stringMatching(
        /^adopt: Schedule wfs_\d+ is a recurring schedule, and Skyvern cannot make it a one-time/,
      ),
    ]);
  });

  it("is no duplicate of one with the same time that was fired or canceled", async () => {
    const runAt = instantIn(2 * MINUTE);
    await bench.scheduleByHand(workflowId, { cron_expression: null, run_at: runAt });
    expect(await problems(once({ runAt }))).toEqual([expect.stringContaining("with the same fire times")]);
    ahead = 5 * MINUTE;
    expect(only().dispatch_status).toBe("fired");
    expect(await problems(once({ runAt }))).toEqual([]);
  });

  it("that was deleted after it fired is not reported as missing", async () => {
    const inputs = once({ runAt: instantIn(63_000) });
    const engine = await made(inputs);
    await bench.byHand("DELETE", `/workflows/${workflowId}/schedules/${only().workflow_schedule_id}`);
    jest.spyOn(Date, "now").mockReturnValue(Date.now() + 2 * MINUTE);
    try {
      expect(await up(engine, inputs)).toEqual(["same"]);
    } finally {
      jest.mocked(Date.now).mockRestore();
    }
    expect(bench.warnings).toEqual([]);
  });
});

describe("the kind of a schedule", () => {
  it.each([
    [
      {},
      ": The schedule has no fire times: set one of cronExpression, interval (or intervalSeconds) and runAt.",
    ],
    [
      { cronExpression: "0 2 * * *", interval: "90m" },
      ": cronExpression and interval are both set. Keep one of cronExpression, interval (or intervalSeconds) and runAt.",
    ],
    [
      { interval: "90m", intervalSeconds: 5400 },
      ": interval and intervalSeconds are both set. Keep one of cronExpression, interval (or intervalSeconds) and runAt.",
    ],
    [
      { cronExpression: "0 2 * * *", firstFireAt: "2090-01-01T00:00:00Z" },
      "firstFireAt: It is the first fire time of an interval: set interval or intervalSeconds too, or remove firstFireAt.",
    ],
    [
      { interval: "90" },
      'interval: "90" is not an interval; use the units d, h, m and s in this order, such as "90m", "1h30m" or "7d"',
    ],
    [{ interval: 90 }, 'interval: interval must be a string such as "90m" or "36h".'],
    [
      { intervalSeconds: "600" },
      "intervalSeconds: intervalSeconds must be a number of seconds, such as 5400.",
    ],
    [
      { intervalSeconds: 299 },
      "intervalSeconds: 299 seconds are too short; the minimum is 5 minutes (300 seconds)",
    ],
    [
      { runAt: "2090-01-01T00:00:00" },
      'runAt: "2090-01-01T00:00:00" has no UTC offset, so it could be any of 24 hours; add "Z" for UTC, or an offset such as "+01:00"',
    ],
  ])("is exactly one, of the right form: %j", async (inputs, problem) => {
    expect(await problems({ ...base(), ...inputs })).toEqual([problem]);
    expect(bench.writes()).toEqual([]);
  });
});
