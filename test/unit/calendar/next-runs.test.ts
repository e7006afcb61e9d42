import { nextRuns } from "../../../src/calendar/next-runs";
import { SkyvernError } from "../../../src/errors";

function runs(cron: string, timezone: string, after: string, count: number): string[] {
  return nextRuns(cron, timezone, count, new Date(after)).map((date) => date.toISOString().slice(0, 16));
}

describe("the next runs", () => {
  it("come after the given moment, never at it", () => {
    expect(runs("*/30 9 * * *", "UTC", "2026-11-22T09:00:00Z", 2)).toEqual([
      "2026-11-22T09:30",
      "2026-11-23T09:00",
    ]);
    expect(runs("0 9 * * *", "UTC", "2026-11-22T08:59:59.999Z", 1)).toEqual(["2026-11-22T09:00"]);
    expect(runs("0 9 * * *", "UTC", "2026-11-22T09:00:00Z", 0)).toEqual([]);
  });

  it("are those of the timezone's clock", () => {
    expect(runs("0 9 * * MON", "Asia/Kolkata", "2026-11-22T10:26:00Z", 2)).toEqual([
      "2026-11-23T03:30",
      "2026-11-30T03:30",
    ]);
  });

  it("take a day that fits the day of month or the day of week", () => {
    expect(runs("0 9 1,15 * 1", "UTC", "2026-11-22T10:26:00Z", 3)).toEqual([
      "2026-11-23T09:00",
      "2026-11-30T09:00",
      "2026-12-01T09:00",
    ]);
  });

  it("know the last day, the nth weekdays and the last weekday of a month", () => {
    expect(runs("0 9 L * *", "UTC", "2027-02-01T00:00:00Z", 2)).toEqual([
      "2027-02-28T09:00",
      "2027-03-31T09:00",
    ]);
    expect(runs("0 9 * * 1#2,L5", "UTC", "2026-11-22T10:26:00Z", 2)).toEqual([
      "2026-11-27T09:00",
      "2026-12-14T09:00",
    ]);
    expect(runs("0 9 * 2 1#5", "UTC", "2026-01-01T00:00:00Z", 2)).toEqual([
      "2044-02-29T09:00",
      "2072-02-29T09:00",
    ]);
  });

  it("take over what croniter does when the clock goes forward", () => {
    expect(runs("30 2 * * *", "America/New_York", "2027-03-13T12:00:00Z", 2)).toEqual([
      "2027-03-14T07:30",
      "2027-03-15T06:30",
    ]);
  });

  it("take over what croniter does when the clock goes back", () => {
    const after = "2026-11-01T04:00:00Z";
    expect(runs("30 1 * * *", "America/New_York", after, 3)).toEqual([
      "2026-11-01T05:30",
      "2026-11-02T07:30",
      "2026-11-03T06:30",
    ]);
    expect(runs("*/30 1,2 * * *", "America/New_York", after, 3)).toEqual([
      "2026-11-01T05:00",
      "2026-11-01T05:30",
      "2026-11-01T07:00",
    ]);
  });

  it("take over that croniter moves the next day's runs by the change of the clock", () => {
    expect(runs("0 */6 * * *", "America/New_York", "2026-10-31T22:00:00Z", 3)).toEqual([
      "2026-11-01T04:00",
      "2026-11-01T12:00",
      "2026-11-01T17:00",
    ]);
    expect(runs("0 */6 * * *", "America/New_York", "2027-03-13T23:00:00Z", 3)).toEqual([
      "2027-03-14T05:00",
      "2027-03-14T09:00",
      "2027-03-14T10:00",
    ]);
    expect(runs("0 0 * * *", "America/Santiago", "2027-04-03T12:00:00Z", 2)).toEqual([
      "2027-04-04T05:00",
      "2027-04-05T04:00",
    ]);
  });

  it("take over that croniter moves a run only if it is at least a day after the given hour", () => {
    const midnight = (after: string) => runs("0 0 * * *", "America/New_York", after, 1)[0];
    expect(midnight("2026-11-01T04:30:00Z")).toBe("2026-11-02T06:00");
    expect(midnight("2027-03-14T05:00:00Z")).toBe("2027-03-15T03:00");
    expect(midnight("2027-03-14T05:30:00Z")).toBe("2027-03-15T04:00");
  });

  it("are on the first days of March after a late day in February, or from March on", () => {
    const first = (cron: string, after: string) => runs(cron, "UTC", after, 1)[0];
    expect(first("0 9 1,31 2,3 *", "2027-02-28T23:59:00Z")).toBe("2027-03-01T09:00");
    expect(first("0 9 1,31 2,3 *", "2027-03-01T00:30:00Z")).toBe("2027-03-01T09:00");
    expect(first("0 0 1,31 2,3 *", "2027-02-02T00:00:00Z")).toBe("2027-03-31T00:00");
    expect(first("0 9 3,31 2,3 *", "2027-02-05T00:00:00Z")).toBe("2027-03-03T09:00");
    expect(first("0 9 2,31 2,3 *", "2027-02-05T00:00:00Z")).toBe("2027-03-31T09:00");
    expect(first("0 9 2,31 2,3 *", "2028-02-05T00:00:00Z")).toBe("2028-03-02T09:00");
  });

  it("may be on the first days of March if February is not a month of the expression", () => {
    expect(runs("0 9 1,31 3 *", "UTC", "2027-02-01T00:00:00Z", 2)).toEqual([
      "2027-03-01T09:00",
      "2027-03-31T09:00",
    ]);
    expect(runs("0 9 15,L 2,3 *", "UTC", "2027-02-20T00:00:00Z", 2)).toEqual([
      "2027-02-28T09:00",
      "2027-03-15T09:00",
    ]);
  });

  it("take over that croniter steps over the first days of March when it looks for a late day in February", () => {
    expect(runs("0 9 1,31 * *", "UTC", "2027-02-01T00:00:00Z", 3)).toEqual([
      "2027-02-01T09:00",
      "2027-03-31T09:00",
      "2027-04-01T09:00",
    ]);
    expect(runs("0 9 1,28,31 * *", "UTC", "2027-02-02T00:00:00Z", 2)).toEqual([
      "2027-02-28T09:00",
      "2027-03-01T09:00",
    ]);
  });

  it.each([
    ["@daily", "UTC", 'Cannot compute fire times of "@daily": aliases are not allowed'],
    ["* * * * *", "UTC", "fires at 00:00 and 00:01"],
    ["0 9 * * *", "utc", 'did you mean "UTC"?'],
  ])("are refused for %s in %s with the sentence of the check", (cron, timezone, sentence) => {
    const compute = () => nextRuns(cron, timezone, 1, new Date());
    expect(compute).toThrow(SkyvernError);
    expect(compute).toThrow(sentence);
    expect(compute).toThrow(expect.objectContaining({ kind: "invalid" }));
  });
});
