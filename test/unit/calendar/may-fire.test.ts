import fc from "fast-check";
import { mayFire } from "../../../src/calendar/may-fire";
import { nextRuns } from "../../../src/calendar/next-runs";

const MINUTE = 60_000;
const zones = ["UTC", "America/New_York", "Europe/Stockholm", "Australia/Lord_Howe", "Asia/Kolkata"];

describe("whether a schedule may fire in a time", () => {
  it("is true for every run of nextRuns, also near changes of the clock", () => {
    const values = (min: number, max: number, step = 1) =>
      fc
        .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 })
        .map((all) => all.map((value) => value * step).join());
    const hours = fc.oneof(fc.constant("*"), values(0, 4), values(0, 23));
    const days = fc.oneof(
      fc.constantFrom("* * *", "L * *", "* * 1#2", "* 2,3 1-5", "*/10 * *", "1,31 * 1"),
      values(1, 28).map((dates) => `${dates} * *`),
      values(0, 6).map((weekdays) => `* * ${weekdays}`),
    );
    // In New York the clock changed on 8 March 2026, and changes on 1 November.
    const instants = fc.oneof(
      fc.integer({ min: Date.UTC(2026, 2, 7), max: Date.UTC(2026, 2, 10) }),
      fc.integer({ min: Date.UTC(2026, 9, 31), max: Date.UTC(2026, 10, 3) }),
      fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) }),
    );
    const earlier = fc.integer({ min: 1, max: MINUTE });
    fc.assert(
      fc.property(
        fc.tuple(values(0, 11, 5), hours, days),
        fc.constantFrom(...zones),
        instants,
        earlier,
        (fields, zone, instant, before) => {
          const cron = fields.join(" ");
          const [near] = nextRuns(cron, zone, 1, new Date(instant));
          const from = (near?.getTime() ?? instant) - before;
          const [run] = nextRuns(cron, zone, 1, new Date(from));
          expect([cron, mayFire(cron, zone, from, run?.getTime() ?? 0)]).toEqual([cron, true]);
        },
      ),
      { numRuns: 1500, seed: 26 },
    );
  });

  it.each([
    ["another minute", "0 2 * * *", "UTC", "2026-11-23T02:01:00Z"],
    ["another hour", "0 2 * * *", "UTC", "2026-11-23T03:00:00Z"],
    ["another day", "0 2 * * TUE", "UTC", "2026-11-23T02:00:00Z"],
    ["the hour of another timezone", "0 2 * * *", "Asia/Tokyo", "2026-11-23T02:00:00Z"],
  ])("is false at %s", (_, cron, timezone, text) => {
    const instant = Date.parse(text);
    expect(mayFire(cron, timezone, instant - MINUTE / 2, instant + MINUTE / 2)).toBe(false);
  });

  it.each([
    ["an invalid expression", "at noon", "UTC"],
    ["an invalid timezone", "0 2 * * *", "Mars/Olympus"],
  ])("is true for %s, which nextRuns refuses", (_, cron, timezone) => {
    expect(mayFire(cron, timezone, 0, MINUTE)).toBe(true);
  });
});
