// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import type { ReferenceSource } from "../../../src/schedule-file/resolve/references";
import type { ScheduleEntry, ScheduleFile } from "../../../src/schedule-file/schedule-file";
import { objectErrors, resolveObject, ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

const day = "2090-01-04T09:00:00+01:00";
const utcDay = "2090-01-04T08:00:00Z";

/** What the fire times of the schedule `a` come to, in an environment with these values. */
function timesIn(schedule: ScheduleEntry, more: Partial<ScheduleFile> = {}, environment: object = {}) {
  const file = {
    schedules: { a: { workflow: "wpid_1", ...schedule } },
    environments: { dev: environment },
    ...more,
  };
  const [one] = resolveObject(file as ScheduleFile).schedules;
  const { cronExpression, intervalSeconds, firstFireAt, runAt } = one ?? {};
  return { cronExpression, intervalSeconds, firstFireAt, runAt };
}
const errorsOf = (schedule: object, environment: object = {}) =>
  objectErrors({
    schedules: { a: { workflow: "wpid_1", ...schedule } },
    environments: { dev: environment },
  });

describe("a schedule of a file", () => {
  it.each<[ScheduleEntry, object]>([
    [{ cron: "0 2 * * *" }, { cronExpression: "0 2 * * *" }],
    [{ every: "90m" }, { intervalSeconds: 5400 }],
    [
      { every: "2d", startingAt: day },
      { intervalSeconds: 172_800, firstFireAt: utcDay },
    ],
    [{ at: day }, { runAt: utcDay }],
  ])("fires by a cron expression, by an interval or once: %j", (schedule, times) => {
    expect(timesIn(schedule)).toEqual(times);
  });

  it("is read from YAML, where a time needs no quotes", () => {
    const text = `schedules:
  often: { workflow: wpid_1, every: 90m, startingAt: 2090-01-04T09:00:00+01:00 }
  once: { workflow: wpid_1, at: 2090-01-04T09:00:00+01:00 }
environments: { dev: }
`;
    expect(folder.findings(text)).toEqual([]);
    expect(folder.findings(text.replace("every: 90m", "every: 90"))).toEqual([
      '2:37: schedules.often.every: every must be a text, an interval with a unit such as "90m" or "36h".',
    ]);
    expect(folder.findings(text.replace("+01:00 }", " }"))).toEqual([
      expect.stringMatching(
        /^2:54: schedules\.often\.startingAt: startingAt "2090-01-04T09:00:00" has no UTC offset/,
      ),
    ]);
  });

  it.each<[string, Partial<ScheduleFile>, ScheduleEntry, object, object]>([
    [
      "an interval of the schedule over cron of the defaults",
      { defaults: { cron: "0 2 * * *" } },
      { every: "90m" },
      {},
      { intervalSeconds: 5400 },
    ],
    [
      "cron of the environment over an interval",
      {},
      { every: "90m", startingAt: day },
      { cron: "0 2 * * *" },
      { cronExpression: "0 2 * * *" },
    ],
    [
      "a time of the environment over an interval",
      {},
      { every: "90m", startingAt: day },
      { at: day },
      { runAt: utcDay },
    ],
    [
      "an interval of the environment, with the inherited start",
      {},
      { every: "90m", startingAt: day },
      { every: "2h" },
      { intervalSeconds: 7200, firstFireAt: utcDay },
    ],
    [
      "a start of the environment, with the inherited interval",
      {},
      { every: "90m" },
      { startingAt: day },
      { intervalSeconds: 5400, firstFireAt: utcDay },
    ],
  ])("has the kind of the last level that sets one: %s", (_, more, schedule, environment, times) => {
    expect(timesIn(schedule, more, environment)).toEqual(times);
  });

  it.each([
    [
      { cron: "0 2 * * *", every: "90m" },
      "schedules.a.every: every and cron are both set: keep one of cron, every and at.",
    ],
    [{ every: "90m", at: day }, "schedules.a.at: at and every are both set: keep one of cron, every and at."],
    [
      { every: "90" },
      'schedules.a.every: every: "90" is not an interval; use the units d, h, m and s in this order, such as "90m", "1h30m" or "7d".',
    ],
    [
      { at: "tomorrow" },
      'schedules.a.at: at "tomorrow" is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset; write it like "2027-01-04T09:00:00+01:00".',
    ],
    [
      { cron: "0 2 * * *", startingAt: day },
      'schedules.a.startingAt: "a" has startingAt but not every. Add every, or remove startingAt: it is the first fire time of an interval. (in dev)',
    ],
    [
      { at: day, enabled: false },
      'schedules.a.enabled: "a" is a one-time schedule, which cannot be disabled. To leave it out of "dev", set absent: true for it under the schedules of that environment. (in dev)',
    ],
    [{ description: "x" }, 'schedules.a: "a" has no fire times. Set cron, every or at. (in dev)'],
  ])("is refused with the path and the reason: %j", (schedule, sentence) => {
    expect(errorsOf(schedule)).toEqual([sentence]);
  });

  it("is refused in an environment that pauses all its schedules by enabled: false, if it fires once", () => {
    expect(errorsOf({ at: day }, { enabled: false })).toEqual([
      'environments.dev.enabled: "a" is a one-time schedule, which cannot be disabled. To leave it out of "dev", set absent: true for it under the schedules of that environment.',
    ]);
  });

  it("may have references in its interval and times, which are checked once they are filled in", () => {
    const known: Record<string, string> = { every: "90m", start: day, noon: "noon" };
    const config = (key: string) => ({ value: known[key] ?? "", isSecret: false });
    const values = { config } as ReferenceSource;
    const file = (schedule: ScheduleEntry) => ({
      schedules: { a: { workflow: "wpid_1", ...schedule } },
      environments: { dev: null },
    });
    const often = file({ every: "${config:every}", startingAt: "${config:start}" });
    expect(resolveObject(often, "dev", values).schedules).toMatchObject([
      { intervalSeconds: 5400, firstFireAt: utcDay },
    ]);
    expect(resolveObject(often).schedules).toEqual([]);
    expect(objectErrors(file({ at: "${config:noon}" }), "dev", values)).toEqual([
      expect.stringMatching(
        /^schedules\.a\.at: "at" "noon" is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset;.*\(it is "noon"\)/,
      ),
    ]);
  });

  it.each([
    ["interval", { every: "90m" }, { every: "1h30m" }],
    ["interval and start", { every: "90m", startingAt: day }, { every: "90m", startingAt: utcDay }],
    ["time", { at: day }, { at: utcDay, timezone: "Asia/Tokyo" }],
  ])("is a duplicate of another one with the same workflow, parameters and %s", (_, one, other) => {
    const schedules = { a: { workflow: "wpid_1", ...one }, b: { workflow: "wpid_1", ...other } };
    expect(objectErrors({ schedules, environments: { dev: {} } })).toEqual([
      expect.stringContaining('"b" runs the same workflow at the same times with the same parameters as "a"'),
    ]);
  });

  it("is no duplicate of one that starts at another time", () => {
    const schedules = {
      a: { workflow: "wpid_1", every: "90m", startingAt: day },
      b: { workflow: "wpid_1", every: "90m", startingAt: "2090-01-04T09:30:00+01:00" },
    };
    expect(objectErrors({ schedules, environments: { dev: {} } })).toEqual([]);
  });
});

describe("a spread", () => {
  const spread = (entry: ScheduleEntry) =>
    timesIn({ ...entry, group: "g" }, { groups: { g: { spread: "2h" } } });

  it("moves the start of an interval and the time of a one-time schedule by the same amount, below the spread", () => {
    const { firstFireAt, intervalSeconds } = spread({ every: "90m", startingAt: day });
    const later = Date.parse(firstFireAt ?? "") - Date.parse(utcDay);
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThan(2 * 3_600_000);
    expect(later % 60_000).toBe(0);
    expect(intervalSeconds).toBe(5400);
    expect(spread({ at: day }).runAt).toBe(firstFireAt);
  });

  it("leaves an interval without a start to Skyvern", () => {
    expect(spread({ every: "90m" })).toEqual({ intervalSeconds: 5400 });
  });
});
