import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { readCronExpression } from "../../../src/calendar/cron/expression";
import { fireDays, fireTimes } from "../../../src/calendar/fire-times";
import { zoneClock } from "../../../src/calendar/zone/zone-clock";

const DAY = 86_400_000;
const ZONES = [
  "UTC",
  "America/New_York",
  "America/Santiago",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Chatham",
] as const;

function expressionOf(text: string) {
  const reading = readCronExpression(text);
  if ("problem" in reading) throw new Error(reading.problem);
  return reading.expression;
}

describe("the fire times of a cron expression", () => {
  it("start with the first moment that counts and end before the last", () => {
    const from = Date.UTC(2026, 10, 30, 9);
    const times = [...fireTimes(expressionOf("0 9 * * *"), from, from + 2 * DAY)];
    expect(times).toEqual([from, from + DAY]);
  });

  it("start in the middle of a day with the times that are left of it", () => {
    const from = Date.UTC(2026, 10, 30, 9, 1);
    expect(fireTimes(expressionOf("0,30 9 * * *"), from, from + DAY).next().value).toBe(from + 29 * 60_000);
  });

  it("cross the end of a year, a leap day and the year 1970", () => {
    const dates = (cron: string, from: number, days: number) =>
      [...fireTimes(expressionOf(cron), from, from + days * DAY)].map((time) =>
        new Date(time).toISOString().slice(0, 16),
      );
    expect(dates("0 0 1 * *", Date.UTC(2026, 11, 2), 62)).toEqual(["2027-01-01T00:00", "2027-02-01T00:00"]);
    expect(dates("0 0 29 2 *", Date.UTC(2096, 0, 1), 4000)).toEqual(["2096-02-29T00:00", "2104-02-29T00:00"]);
    expect(dates("0 0 * * THU", Date.UTC(1969, 11, 28), 7)).toEqual(["1970-01-01T00:00"]);
  });

  it("are on the first to the fifth and on the last of each weekday", () => {
    const from = Date.UTC(2027, 0, 1);
    for (let weekday = 0; weekday < 7; weekday++) {
      for (const item of ["#1", "#2", "#3", "#4", "#5", "L"]) {
        const days: number[] = [];
        for (let day = from; day < Date.UTC(2028, 2, 1); day += DAY) {
          const date = new Date(day);
          const week = Math.ceil(date.getUTCDate() / 7);
          const isLast = new Date(day + 7 * DAY).getUTCMonth() !== date.getUTCMonth();
          if (date.getUTCDay() === weekday && (item === "L" ? isLast : item === `#${week}`)) days.push(day);
        }
        const text = `0 0 * * ${item === "L" ? `L${weekday}` : `${weekday}${item}`}`;
        expect([text, ...fireTimes(expressionOf(text), from, Date.UTC(2028, 2, 1))]).toEqual([text, ...days]);
      }
    }
  });

  it("are on days that touch the time in question, and on no others", () => {
    const daily = expressionOf("0 9 * * *");
    const [first, second, third] = [9, 10, 11].map((day) => Date.UTC(2027, 2, day));
    const daysFrom = (from: number, until: number) => [...fireDays(daily, from, until)];
    expect(daysFrom(Date.UTC(2027, 2, 9, 18), Date.UTC(2027, 2, 11, 6))).toEqual([first, second, third]);
    expect(daysFrom(Date.UTC(2027, 2, 9), Date.UTC(2027, 2, 11))).toEqual([first, second]);
  });

  it("are those of cron-parser: 30,000 times in seven timezones, without the days of clock changes", () => {
    const values = (min: number, max: number) =>
      fc
        .uniqueArray(fc.integer({ min, max }), { minLength: 2, maxLength: 5 })
        .map((all) => all.sort((one, other) => one - other).join());
    const hours = fc.oneof(
      fc.constant("*"),
      values(0, 23),
      fc.integer({ min: 2, max: 5 }).map((n) => `*/${n}`),
    );
    const days = fc.oneof(
      fc.constant("* * *"),
      values(0, 6).map((weekdays) => `* * ${weekdays}`),
      values(1, 31).map((dates) => `${dates} * *`),
      fc.tuple(values(1, 28), values(0, 6)).map(([dates, weekdays]) => `${dates} * ${weekdays}`),
      fc.constantFrom("L * *", "* * 1#2", "* 2,3 1-5", "* */5 *"),
    );
    const start = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 });
    const samples = fc.sample(fc.tuple(values(0, 59), hours, days, start), { numRuns: 84, seed: 30_000 });
    let compared = 0;
    for (const [index, [minutes, hour, day, startMinute]] of samples.entries()) {
      const timezone = ZONES[index % ZONES.length] ?? "UTC";
      const [cron, from] = [`${minutes} ${hour} ${day}`, startMinute * 60_000];
      const clock = zoneClock(timezone);
      const iterator = CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(from - 1000) });
      const theirs = iterator.take(400).map((time) => time.getTime());
      const last = theirs.at(-1) ?? from;
      const ours = [...fireTimes(expressionOf(cron), clock.wallAt(from), clock.wallAt(last) + 1)];
      const changes = clock.changesBetween(from - DAY, last + DAY);
      const isQuiet = (time: number) => changes.every(({ at }) => Math.abs(at - time) > 1.5 * DAY);
      const quiet = theirs.filter(isQuiet);
      expect([cron, timezone, ours.map(clock.instantOf).filter(isQuiet)]).toEqual([cron, timezone, quiet]);
      compared += quiet.length;
    }
    expect(compared).toBeGreaterThan(30_000);
  }, 60_000);
});
