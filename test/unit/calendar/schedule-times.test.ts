import { readInstant } from "../../../src/calendar/instant";
import { formatInterval, readInterval } from "../../../src/calendar/interval-length";
import { nextFireTimes } from "../../../src/calendar/schedule-times";

const after = new Date("2027-01-04T08:00:00Z");
const next = (times: Parameters<typeof nextFireTimes>[0], count = 3) =>
  nextFireTimes(times, count, after).map((time) => time.toISOString().replace(".000Z", "Z"));

describe("a time of a schedule", () => {
  it.each([
    ["2027-01-04T09:00:00+01:00", "2027-01-04T08:00:00Z"],
    ["2027-01-04T08:00Z", "2027-01-04T08:00:00Z"],
    ["2027-01-04t08:00:00z", "2027-01-04T08:00:00Z"],
    ["2027-01-04T08:00:00.987654-0230", "2027-01-04T10:30:00Z"],
    ["2100-12-31T23:59:59.5Z", "2100-12-31T23:59:59Z"],
  ])("is read as Skyvern stores it, in UTC and whole seconds: %s", (text, instant) => {
    expect(readInstant(text, "firstFireAt")).toEqual({ instant });
  });

  it.each([
    ["tomorrow", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["2027-01-04", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["1798876800", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["2027-01-04 09:00:00Z", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["at 2027-01-04T09:00:00Z", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["2027-01-04T09:00:00Z or later", "is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset"],
    ["x".repeat(40), `"${"x".repeat(40)}" is not in the form`],
    ["x".repeat(41), `"${"x".repeat(37)}..." is not in the form`],
    ["2027-01-04T09:00:00", 'has no UTC offset, so it could be any of 24 hours; add "Z" for UTC'],
    ["2027-02-30T09:00:00Z", "has a date, time or UTC offset that does not exist"],
    ["2027-13-01T09:00:00Z", "has a date, time or UTC offset that does not exist"],
    ["2027-01-04T25:00:00Z", "has a date, time or UTC offset that does not exist"],
    ["2101-01-01T00:00:00Z", "is too late: Skyvern accepts times until 2100-12-31T23:59:59Z"],
  ])("is refused with the reason: %s", (text, problem) => {
    expect(readInstant(text, "runAt")).toEqual({ problem: expect.stringContaining(problem) });
  });

  it("may be later for the first fire time of an interval than for a one-time schedule", () => {
    expect(readInstant("9659-09-29T07:49:24Z", "firstFireAt")).toEqual({ instant: "9659-09-29T07:49:24Z" });
    expect(readInstant("9659-09-29T07:49:25Z", "firstFireAt")).toHaveProperty("problem");
  });
});

describe("an interval", () => {
  it.each([
    ["5m", 300],
    ["90m", 5400],
    ["1h30m", 5400],
    ["36h", 129_600],
    ["2d", 172_800],
    ["1d12h", 129_600],
    ["301s", 301],
  ])("is read in seconds: %s", (text, seconds) => {
    expect(readInterval(text)).toEqual({ seconds });
    expect(readInterval(formatInterval(seconds))).toEqual({ seconds });
  });

  it.each([
    ["90", "is not an interval; use the units d, h, m and s in this order"],
    ["1.5", "is not an interval"],
    ["5M", "is not an interval; use the units"],
    ["2 months", "is not an interval; use the units"],
    ["P1M", "is not an interval; use the units"],
    ["P", "is not an interval; use the units"],
    ["PT", "is not an interval; use the units"],
    ["P1DT", "is not an interval; use the units"],
    ["1 minute", "is not an interval; use the units"],
    ["100 years", "is not an interval; use the units"],
    ["90 hours ago", "is not an interval; use the units"],
    ["1:30", "is not an interval; use the units"],
    ["", "is not an interval"],
    ["299s", "299 seconds are too short; the minimum is 5 minutes (300 seconds)"],
    ["300.5s", "300.5 seconds are not a whole number of seconds"],
    ["24856d", "2147558400 seconds are too long; the maximum is 2147483647 seconds"],
  ])("is refused with the reason: %s", (text, problem) => {
    expect(readInterval(text)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

describe("an interval in the form of other programs", () => {
  // ISO 8601, systemd, node-cron, Go, EventBridge
  it.each([
    ["90 minutes", 5400],
    ["1 hour", 3600],
    ["1 Hour", 3600],
    ["every 2 days", 172_800],
    ["@every 36h", 129_600],
    ["1h 30min", 5400],
    ["1 hour and 30 minutes", 5400],
    ["1 day, 2 hrs, and 5 secs", 93_605],
    ["1.5 hours", 5400],
    ["2 weeks", 1_209_600],
    ["1w", 604_800],
    ["6H", 21_600],
    ["PT1H", 3600],
    ["PT90M", 5400],
    ["P1D", 86_400],
    ["P1DT12H", 129_600],
    ["P2W", 1_209_600],
    ["PT1H0M1S", 3601],
  ])("is refused with the same interval in its own form: %s", (text, seconds) => {
    const advice = `write "${formatInterval(seconds)}"`;
    expect(readInterval(text)).toEqual({ problem: `${JSON.stringify(text)} is not an interval; ${advice}` });
    expect(readInterval(formatInterval(seconds))).toEqual({ seconds });
  });
});

describe("the next fire times", () => {
  it("of an interval are multiples after its first fire time, which itself counts", () => {
    const hourly = { intervalSeconds: 3600, firstFireAt: "2027-01-04T05:30:00Z" };
    expect(next(hourly)).toEqual(["2027-01-04T08:30:00Z", "2027-01-04T09:30:00Z", "2027-01-04T10:30:00Z"]);
    const later = { intervalSeconds: 3600, firstFireAt: "2027-02-01T00:00:00Z" };
    expect(next(later, 1)).toEqual(["2027-02-01T00:00:00Z"]);
    const now = { intervalSeconds: 3600, firstFireAt: "2027-01-04T08:00:00Z" };
    expect(next(now, 1)).toEqual(["2027-01-04T09:00:00Z"]);
  });

  it("of an interval are unknown until Skyvern has chosen the first one", () => {
    expect(next({ intervalSeconds: 3600 })).toEqual([]);
  });

  it("of a one-time schedule are its time, and none once it is over", () => {
    expect(next({ runAt: "2027-01-04T08:00:01Z" })).toEqual(["2027-01-04T08:00:01Z"]);
    expect(next({ runAt: "2027-01-04T08:00:00Z" })).toEqual([]);
  });

  it("of a cron expression are in its timezone, UTC if that is left out", () => {
    expect(next({ cronExpression: "0 9 * * *" }, 1)).toEqual(["2027-01-04T09:00:00Z"]);
    const berlin = { cronExpression: "0 10 * * *", timezone: "Europe/Berlin" };
    expect(next(berlin, 1)).toEqual(["2027-01-04T09:00:00Z"]);
  });
});
