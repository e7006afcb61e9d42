import fc from "fast-check";
import { checkCron } from "../../../src/calendar/cron/check-cron";
import { readCronExpression } from "../../../src/calendar/cron/expression";

function problem(text: string): string {
  const check = checkCron(text);
  return "problem" in check ? check.problem : "";
}

describe("the 5-minute minimum", () => {
  it.each([
    "*/5 * * * *",
    "*/6 * * * *",
    "57,2 * * * *",
    "*/60 * * * *",
    "0 0 29 2 *",
    "59 23 * * *",
    "0 0 31 2,3 1",
  ])("accepts %s", (text) => expect(checkCron(text)).toEqual({ text }));

  it.each([
    ["* * * * *", "fires at 00:00 and 00:01, 1 minute apart; Skyvern's minimum is 5 minutes"],
    ["*/7 9 * * *", ""],
    ["*/7 * * * *", "fires at 00:56 and 01:00, 4 minutes apart; Skyvern's minimum is 5 minutes"],
    ["0,3 9 * * *", "fires at 09:00 and 09:03, 3 minutes apart; Skyvern's minimum is 5 minutes"],
    ["58,2 5,6 * * *", "fires at 05:58 and 06:02, 4 minutes apart; Skyvern's minimum is 5 minutes"],
    ["0,56 0,23 23,28,29 * *", "fires at 23:56 and 00:00, 4 minutes apart; Skyvern's minimum is 5 minutes"],
    ["0,56 0,23 * * 1,3,5", ""],
    ["0,56 0,23 * * 1,2", "fires at 23:56 and 00:00, 4 minutes apart; Skyvern's minimum is 5 minutes"],
  ])("refuses %s because it %j", (text, sentence) => expect(problem(text)).toBe(sentence));

  it.each([
    ["31 December and 1 January", "1,31 1,12 *", true],
    ["31 December and 1 January, in other months", "1,31 2,12 *", false],
    ["29 February and 1 March", "1,29 2,3 *", true],
    ["the last of February and 1 March", "1,L 2,3 *", true],
    ["30 April and 1 May", "1,30 4,5 *", true],
    ["30 May and 1 June, which are not neighbours", "1,30 5,6 *", false],
    ["a day of the month or the weekday after it", "15 * 3", true],
    ["the last Monday and the first Tuesday", "* * L1,2#1", true],
    ["the first Monday and the first Tuesday of February only", "* 2 1#1,2#2", true],
    ["the first Monday and the fourth Tuesday", "* * 1#1,2#4", false],
    ["the fifth Sunday of February and the first Monday of March", "* 2,3 0#5,1#1", true],
  ])("looks at the days across midnight: %s", (_name, days, tooClose) => {
    expect(problem(`1,58 0,23 ${days}`)).toBe(
      tooClose ? "fires at 23:58 and 00:01, 3 minutes apart; Skyvern's minimum is 5 minutes" : "",
    );
  });

  it.each([
    ["0 0 30 2 *", '; write a date that exists, and to run it only by hand, also set "enabled: false"'],
    ["0 0 31 2 *", "never fires: FEB has no day 31"],
    ["0 0 31 2,4-6/2,11 *", "never fires: FEB, APR, JUN, NOV have no day 31"],
    [
      "0 0 30 2 1",
      'Skyvern refuses such an expression even though its day of week could fire; write "*" in day of month',
    ],
    // Steve-Mcl/node-red-contrib-cron-plus#110, go-co-op/gocron#765, staticlibs/ccronexpr#5
    [
      "0 0 30 02 *",
      'FEB has no day 30; write a date that exists, and to run it only by hand, also set "enabled: false"',
    ],
    [
      "0 0 31 FEB *",
      'FEB has no day 31; write a date that exists, and to run it only by hand, also set "enabled: false"',
    ],
    [
      "0 0 31 4 *",
      'APR has no day 31; write a date that exists, and to run it only by hand, also set "enabled: false"',
    ],
  ])("refuses %s, which has no date", (text, sentence) => expect(problem(text)).toContain(sentence));

  it("agrees with a walk through all 400 years of the calendar", () => {
    const item = (min: number, max: number) => fc.integer({ min, max }).map(String);
    const list = (min: number, max: number) =>
      fc.uniqueArray(item(min, max), { minLength: 1, maxLength: 3 }).map((all) => all.join());
    const weekday = fc.oneof(
      item(0, 7),
      fc.tuple(item(0, 6), item(1, 5)).map(([day, nth]) => `${day}#${nth}`),
      item(0, 6).map((day) => `L${day}`),
    );
    const days = fc.oneof(
      fc.tuple(
        fc.constantFrom("*", "?"),
        fc.oneof(
          fc.constant("*"),
          list(0, 6),
          fc.uniqueArray(weekday, { minLength: 1, maxLength: 2 }).map((all) => all.join()),
        ),
      ),
      fc.tuple(
        fc.oneof(list(1, 31), fc.constantFrom("L", "1,L", "*/10", "*/2")),
        fc.oneof(fc.constant("*"), list(0, 6)),
      ),
    );
    const months = fc.oneof(fc.constant("*"), list(1, 12));
    const check = fc.property(days, months, ([day, dayOfWeek], month) => {
      const text = `1,58 0,23 ${day} ${month} ${dayOfWeek}`;
      const reading = readCronExpression(text);
      fc.pre("expression" in reading);
      const [fires, neighbours] = walk(day, month, dayOfWeek);
      const said = problem(text);
      if (/ (has|have) no day /.test(said))
        expect(day === "*" || day === "?" ? fires : walk(day, month, "*")[0]).toBe(false);
      else expect([fires, said === ""]).toEqual([true, !neighbours]);
    });
    fc.assert(check, { numRuns: 120, seed: 20261122 });
  }, 15_000);
});

/** Walks day by day through 400 years and more: whether any day fires, and whether two days in a row do. */
function walk(dayField: string, monthField: string, weekdayField: string): [boolean, boolean] {
  const months = new Set(monthField === "*" ? [] : monthField.split(",").map(Number));
  const items = dayField.split(",");
  const step = /^\*\/(\d+)$/.exec(dayField)?.[1];
  const weekdays = weekdayField.split(",");
  const isStar = (field: string) => field === "*" || field === "?";
  /** Which days of a month fire, by its length and the weekday of its first day. */
  const firing = new Map<string, readonly boolean[]>();
  const daysOf = (length: number, first: number): readonly boolean[] => {
    const key = `${length} ${first}`;
    const known = firing.get(key);
    if (known !== undefined) return known;
    const days = Array.from({ length }, (_, index) => {
      const day = index + 1;
      const weekday = (first + index) % 7;
      const fitsDay =
        step === undefined
          ? items.includes(String(day)) || (items.includes("L") && day === length)
          : (day - 1) % Number(step) === 0;
      const fitsWeekday = weekdays.some((item) => {
        if (item.startsWith("L")) return Number(item.slice(1)) === weekday && day + 7 > length;
        const [wanted, nth] = item.split("#");
        return Number(wanted) % 7 === weekday && (nth === undefined || Math.ceil(day / 7) === Number(nth));
      });
      return isStar(dayField)
        ? isStar(weekdayField) || fitsWeekday
        : fitsDay || (!isStar(weekdayField) && fitsWeekday);
    });
    firing.set(key, days);
    return days;
  };
  let [fires, neighbours, wasFiring] = [false, false, false];
  let weekday = 6; // 1 January 2000 was a Saturday
  for (let year = 2000; year <= 2400; year++) {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    for (let month = 1; month <= 12; month++) {
      const length = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
      for (const fits of daysOf(length, weekday)) {
        const isFiring = fits && (months.size === 0 || months.has(month));
        fires ||= isFiring;
        neighbours ||= isFiring && wasFiring;
        wasFiring = isFiring;
      }
      if (neighbours) return [fires, neighbours];
      weekday = (weekday + length) % 7;
    }
  }
  return [fires, neighbours];
}
