import type { Properties } from "../../../src/provider/lifecycle";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "../../../src/provider/schedule/inputs";
import { firesAlike, spokenTimes, type WorkflowScheduleState } from "../../../src/provider/schedule/state";
import { keptStart, tooSoonFailures } from "../../../src/provider/schedule/times/fire-instants";
import { howSettled } from "../../../src/provider/schedule/times/settled";
import { unknownValue } from "../../../src/provider/unknown";
import { isSettled } from "../../../src/skyvern/schedules";
import type { WireSchedule } from "../../../src/skyvern/wire";

const base = { workflowId: "wpid_1", name: "nightly" };
const noon = "2027-01-04T12:00:00Z";
const now = Date.parse(noon);
const at = (seconds: number) => new Date(now + 1000 * seconds).toISOString().replace(".000Z", "Z");
const wanted = (changes: Properties) => ({ ...base, timezone: "UTC", ...changes }) as WorkflowScheduleInputs;
const stored = (changes: Properties) => wanted(changes) as unknown as WorkflowScheduleState;
const problems = (before: Properties | undefined, changes: Properties) =>
  tooSoonFailures(before, wanted(changes), now).map(({ property, reason }) => `${property}: ${reason}`);

describe("a new fire time", () => {
  it("that is a minute ahead is accepted", () => {
    expect(problems(undefined, { runAt: at(60) })).toEqual([]);
  });

  it.each([
    [59, "is less than a minute ahead"],
    [1, "is less than a minute ahead"],
    [0, "is in the past"],
    [-1, "is in the past"],
  ])("that is %i seconds ahead is refused: %s", (seconds, problem) => {
    const time = at(seconds);
    const text = `runAt: ${time} ${problem}. A new runAt must be at least one minute ahead. Write a later time, or remove the schedule from the program.`;
    expect(problems(undefined, { runAt: time })).toEqual([text]);
  });

  it.each([
    [{ firstFireAt: at(-5400), intervalSeconds: 3600 }, at(5400)],
    [{ firstFireAt: at(0), intervalSeconds: 3600 }, at(3600)],
    [{ firstFireAt: at(0), intervalSeconds: 3000 }, at(6000)],
  ])(
    "%j is in the past, and the message proposes one at least an hour ahead with the same times",
    (times, next) => {
      expect(problems(undefined, times)).toEqual([
        expect.stringContaining(`To keep the same fire times, write "${next}". Or leave firstFireAt out`),
      ]);
    },
  );

  it.each([unknownValue, undefined])("has no proposal while the interval is %s", (intervalSeconds) => {
    expect(problems(undefined, { firstFireAt: at(0), intervalSeconds })).toEqual([
      expect.stringMatching(/Write a later time\.$/),
    ]);
  });

  it("of a schedule file is refused in the words of the file, without a proposal that a spread would move", () => {
    const origin = "urn:pulumi:dev::shop::skyvern:index:ScheduleSet$pulumi-nodejs:dynamic:Resource::jobs-a";
    expect(problems(undefined, { origin, firstFireAt: at(0), intervalSeconds: 3600 })).toEqual([
      `firstFireAt: ${noon} is in the past. A new startingAt must be at least one minute ahead. Write a later time, or remove startingAt: Skyvern then chooses the first fire time.`,
    ]);
    expect(problems(undefined, { origin, runAt: at(0) })).toEqual([
      `runAt: ${noon} is in the past. A new at must be at least one minute ahead. Write a later time, or set absent: true for the schedule in this environment.`,
    ]);
  });

  it("is accepted if it is stored already, or not known yet", () => {
    expect(problems({ runAt: at(-60) }, { runAt: at(-60) })).toEqual([]);
    expect(problems({ firstFireAt: at(-60) }, { firstFireAt: at(-60), intervalSeconds: 600 })).toEqual([]);
    expect(problems(undefined, { runAt: unknownValue, firstFireAt: unknownValue })).toEqual([]);
    expect(problems({ runAt: at(-60) }, { runAt: at(-61) })).toHaveLength(1);
  });
});

describe("a changed interval", () => {
  const before = stored({ intervalSeconds: 3600, firstFireAt: noon });

  it("keeps its first fire time if the program leaves that out, with a note", () => {
    expect(keptStart(before, wanted({ intervalSeconds: 7200 }))).toBe(
      `Schedule "nightly" keeps its first fire time ${noon}: it now fires every 2h, counted from that time. To change it, set firstFireAt (startingAt in a schedule file).`,
    );
  });

  it.each<[string, Properties, Properties]>([
    ["the program sets firstFireAt", {}, { intervalSeconds: 7200, firstFireAt: at(60) }],
    ["the interval is the same", {}, { intervalSeconds: 3600 }],
    ["the interval is not known yet", {}, { intervalSeconds: unknownValue }],
    ["a cron expression replaces it", {}, { cronExpression: "0 2 * * *" }],
    ["it replaces a cron expression", { intervalSeconds: undefined }, { intervalSeconds: 7200 }],
    ["state has no first fire time", { firstFireAt: undefined }, { intervalSeconds: 7200 }],
  ])("has no note if %s", (_, state, changes) => {
    expect(keptStart({ ...before, ...state } as WorkflowScheduleState, wanted(changes))).toBeUndefined();
  });
});

describe("a one-time schedule on the server", () => {
  const row = (dispatch_status: string | undefined, run_at: string | undefined = noon) =>
    ({ run_at, dispatch_status }) as WireSchedule;

  it.each([
    ["fired", `fired at ${noon}`],
    ["failed", `failed to start its run at ${noon}`],
    ["canceled", `was canceled before ${noon}`],
  ])("is over if it is %s", (status, text) => {
    expect(isSettled(row(status))).toBe(true);
    expect(howSettled(row(status))).toBe(text);
  });

  it("is not over while it is pending, or if the server shows no status", () => {
    expect(isSettled(row("pending"))).toBe(false);
    expect(isSettled(row(undefined))).toBe(false);
    expect(isSettled({ dispatch_status: "fired" } as WireSchedule)).toBe(false);
  });
});

describe("two schedules", () => {
  const cron = { cronExpression: "0 2 * * *", timezone: "UTC" };
  const interval = { intervalSeconds: 3600, firstFireAt: noon, timezone: "UTC" };
  const once = { runAt: noon, timezone: "UTC" };

  it.each<[string, boolean, object, object]>([
    ["the same cron expression and timezone", true, cron, cron],
    ["another cron expression", false, cron, { ...cron, cronExpression: "0 3 * * *" }],
    ["another timezone", false, cron, { ...cron, timezone: "Asia/Tokyo" }],
    ["the same interval and first fire time", true, interval, interval],
    [
      "the same interval, and a first fire time that one leaves out",
      true,
      interval,
      { ...interval, firstFireAt: undefined },
    ],
    ["another first fire time", false, interval, { ...interval, firstFireAt: at(60) }],
    ["another interval", false, interval, { ...interval, intervalSeconds: 7200 }],
    ["the same only time", true, once, once],
    ["another only time", false, once, { runAt: at(60), timezone: "UTC" }],
    ["another kind", false, cron, interval],
  ])("with %s fire at the same times: %s", (_, isSame, one, other) => {
    expect([firesAlike(one, other), firesAlike(other, one)]).toEqual([isSame, isSame]);
  });

  it.each([
    [cron, "0 2 * * *, UTC"],
    [{ timezone: "UTC" }, "no cron, UTC"],
    [interval, `every 1h from ${noon} on`],
    [once, `once, at ${noon}`],
  ])("are listed with their times: %j", (times, text) => {
    expect(spokenTimes(stored(times))).toBe(text);
  });
});

describe("the inputs of the kinds of schedules", () => {
  const check = (inputs: Properties, before?: Properties) => {
    const result = checkScheduleInputs(before, { ...base, timezone: "UTC", ...inputs });
    return { ...result, failures: result.failures.map(({ property }) => property) };
  };

  it.each<[string, string, Properties, Properties | undefined]>([
    [
      "two kinds of which one is not known yet",
      "nothing",
      { cronExpression: unknownValue, interval: "90m" },
      undefined,
    ],
    ["no kind, as in state", "nothing", {}, base],
    ["no kind, unlike state", "the schedule", {}, { ...base, runAt: noon }],
    ["only firstFireAt", "the schedule", { firstFireAt: noon }, undefined],
    ["firstFireAt beside interval", "nothing", { firstFireAt: noon, interval: "90m" }, undefined],
    [
      "firstFireAt beside intervalSeconds",
      "nothing",
      { firstFireAt: noon, intervalSeconds: 5400 },
      undefined,
    ],
    ["firstFireAt beside runAt", "firstFireAt", { firstFireAt: noon, runAt: noon }, undefined],
    [
      "a pause beside runAt that is not known yet",
      "nothing",
      { runAt: unknownValue, enabled: false },
      undefined,
    ],
    ["a pause beside runAt", "enabled", { runAt: noon, enabled: false }, undefined],
    ["null for the other kinds", "nothing", { runAt: noon, cronExpression: null, interval: null }, undefined],
  ])("that have %s are wrong in: %s", (_, wrong, inputs, before) => {
    const failures = check(inputs, before).failures.map((property) => property || "the schedule");
    expect(failures).toEqual(wrong === "nothing" ? [] : [wrong]);
  });

  it.each<[Properties, Properties]>([
    [{}, {}],
    [{ enabled: true }, { enabled: true }],
    [{ enabled: false, afterHold: "enabled" }, { enabled: true }],
    [{ enabled: false, afterHold: "as before" }, {}],
  ])("are for a one-time schedule with %j the same without a hold", (given, kept) => {
    expect(check({ runAt: noon, ...given }).inputs).toEqual({
      ...base,
      timezone: "UTC",
      runAt: noon,
      ...kept,
    });
  });

  it("keep a hold while runAt is not known yet, or of a recurring schedule", () => {
    const hold = { enabled: false, afterHold: "enabled" };
    for (const times of [{ runAt: unknownValue }, { cronExpression: "0 2 * * *" }])
      expect(check({ ...times, ...hold }).inputs).toMatchObject(hold);
  });
});
