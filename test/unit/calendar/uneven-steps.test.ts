import { readCronExpression } from "../../../src/calendar/cron/expression";
import { fireTimes } from "../../../src/calendar/fire-times";
import { intervalProblem } from "../../../src/calendar/interval";
import { unevenSteps } from "../../../src/calendar/uneven-steps";

function problemOf(text: string): string | undefined {
  const reading = readCronExpression(text);
  if ("problem" in reading) throw new Error(reading.problem);
  return unevenSteps(reading.expression);
}

describe("a step that does not divide its field", () => {
  it.each([
    // croniter#50, dagster#15294, airflow#38774 and others of their kind
    [
      "*/45 * * * *",
      '45 minutes: it fires at minute 0 and 45 of each hour, so gaps are 45 and 15 minutes; in a schedule file, write every: 45m instead of cron; in a program, write interval: "45m" instead of cronExpression',
    ],
    [
      "*/90 * * * *",
      '90 minutes: it fires at minute 0 of each hour, so the gap is 60 minutes; in a schedule file, write every: 90m instead of cron; in a program, write interval: "90m" instead of cronExpression',
    ],
    [
      "*/120 * * * *",
      '120 minutes: it fires at minute 0 of each hour, so the gap is 60 minutes; write "0 */2 * * *"',
    ],
    [
      "*/90 9 * * *",
      '90 minutes: "*/90" means minute 0 only, because no hour has 90 minutes; five fields cannot say every 90 minutes',
    ],
    [
      "3/25 9-17 * * *",
      "25 minutes: it fires at minute 3, 28 and 53 of each hour, so gaps are 25 and 10 minutes; a step that divides 60 is even, such as 20",
    ],
    [
      "0 */5 * * 1-5",
      "5 hours: it fires in hour 0, 5, 10, 15 and 20 of each day, so gaps are 5 and 4 hours; a step that divides 24 is even, such as 4",
    ],
    [
      "0 */36 * * *",
      '36 hours: it fires in hour 0 of each day, so the gap is 24 hours; in a schedule file, write every: 36h instead of cron; in a program, write interval: "36h" instead of cronExpression',
    ],
    [
      "30 6 */7 1-12 *",
      '7 days: it fires on day 1, 8, 15, 22 and 29 of each month, so gaps are 7, 3, 2 and 1 days; for one run a week write a day of week, such as "30 6 * 1-12 1"',
    ],
    [
      "0 0 */2 * *",
      '2 days: it fires on day 1, 3, 5, … and 31 of each month, so gaps are 2 and 1 days; in a schedule file, write every: 2d instead of cron; in a program, write interval: "2d" instead of cronExpression; a day is 24 hours, regardless of daylight saving',
    ],
    [
      "0 0 2/14 3,4 *",
      "14 days: it fires on day 2, 16 and 30 of each month, so gaps are 14 and 3 days; five fields cannot say every 14 days",
    ],
    [
      "0 0 1 */5 *",
      "5 months: it fires in JAN, JUN and NOV of each year, so gaps are 5 and 2 months; a step that divides 12 is even, such as 4",
    ],
    [
      "0 0 * */8 *",
      "8 months: it fires in JAN and SEP of each year, so gaps are 8 and 4 months; a step that divides 12 is even, such as 6",
    ],
    [
      "*/11 * * * *",
      '11 minutes: it fires at minute 0, 11, 22, 33, 44 and 55 of each hour, so gaps are 11 and 5 minutes; in a schedule file, write every: 11m instead of cron; in a program, write interval: "11m" instead of cronExpression',
    ],
    [
      "*/120 9 * * *",
      '120 minutes: "*/120" means minute 0 only, because no hour has 120 minutes; five fields cannot say every 120 minutes',
    ],
    [
      "0 */36 * * MON",
      '36 hours: "*/36" means hour 0 only, because no day has 36 hours; five fields cannot say every 36 hours',
    ],
    [
      "0 9 1/40 3 *",
      '40 days: "1/40" means day 1 only, because no month has 40 days; five fields cannot say every 40 days',
    ],
    [
      "*/99999999 * * * *",
      "99999999 minutes: it fires at minute 0 of each hour, so the gap is 60 minutes; Skyvern's longest interval is 2147483647 seconds (about 68 years)",
    ],
    // HangfireIO/Cronos#39, cloudflare/workers-sdk#1708, hexparrot/mineos-node#109
    [
      "*/40 * * * *",
      '40 minutes: it fires at minute 0 and 40 of each hour, so gaps are 40 and 20 minutes; in a schedule file, write every: 40m instead of cron; in a program, write interval: "40m" instead of cronExpression',
    ],
    [
      "*/42 * * * *",
      '42 minutes: it fires at minute 0 and 42 of each hour, so gaps are 42 and 18 minutes; in a schedule file, write every: 42m instead of cron; in a program, write interval: "42m" instead of cronExpression',
    ],
    [
      "*/45 11-23,0-2 * * *",
      "45 minutes: it fires at minute 0 and 45 of each hour, so gaps are 45 and 15 minutes; a step that divides 60 is even, such as 30",
    ],
    ["0 */168 * * *", '168 hours: it fires in hour 0 of each day, so the gap is 24 hours; write "0 0 * * 0"'],
    [
      "5 */168 * * *",
      "168 hours: it fires in hour 0 of each day, so the gap is 24 hours; five fields cannot say every 168 hours",
    ],
    [
      "0 0 * * MON-SUN/3",
      "3 days: it fires on SUN, MON and THU of each week, so gaps are 3 and 1 days; five fields cannot say every 3 days",
    ],
  ])("is reported with the real gaps: %s", (text, sentence) => {
    expect(problemOf(text)).toBe(`"${text}" does not fire every ${sentence}`);
  });

  it("is reported together with a second one", () => {
    expect(problemOf("0 */5 * */5 *")).toMatch(
      /^"0 .* every 5 hours: .*; it also does not fire every 5 months: /,
    );
  });

  it.each(["*/45 9-17 1 * *", "*/45 22,23 1 * *", "*/45 23,0 * * *", "0-59/45 * * * *"])(
    "is reported if the minutes of two hours follow each other: %s",
    (text) => expect(problemOf(text)).toContain("so gaps are 45 and 15 minutes"),
  );

  it.each([
    ["divides its field", "*/15 */6 * */3 *"],
    ["divides its field from its start on", "5-59/10 * * * *"],
    ["is as long as its field", "*/60 */24 * */12 */7"],
    ["is one", "0 */1 */1 */1 */1"],
    ["stands in a range that ends early", "0 9-17/3 1-15/7 * 1-5/2"],
    ["starts late in its field", "0 9/2 * * *"],
    ["starts as late as its step is long", "45/45 * * * *"],
    ["stands in a range from the first value that ends early", "0 0-17/3 * * *"],
    ["stands in a list", "0,*/45 * * * *"],
    ["begins a list", "*/45,50 * * * *"],
    ["counts minutes of hours that do not follow each other", "*/45 9,23 * * *"],
    ["counts minutes up to midnight before a day without runs", "*/45 0,23 1 * *"],
    ["counts hours of days that do not follow each other", "0 */5 1 * *"],
    ["counts days of months that do not follow each other", "0 0 */7 1,3 *"],
    ["stands in a day field beside the other one, of which day-or warns", "0 0 */7 * 1"],
  ])("is not reported where it %s", (_, text) => expect(problemOf(text)).toBeUndefined());

  it("is reported for each step from 5 to 23 whose fire times have two different gaps, and for no other", () => {
    const start = Date.UTC(2026, 0, 1);
    for (let step = 5; step < 24; step++) {
      for (const text of [`*/${step} * * * *`, `0 */${step} * * *`]) {
        const reading = readCronExpression(text);
        if ("problem" in reading || intervalProblem(reading.expression) !== undefined) continue;
        const times = [...fireTimes(reading.expression, start, start + 3 * 86_400_000)];
        const gaps = new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)));
        expect([text, problemOf(text) !== undefined]).toEqual([text, gaps.size > 1]);
      }
    }
  });
});
