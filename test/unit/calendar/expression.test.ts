import { accepted, problem } from "../../support/cron/reading";

describe("a cron expression", () => {
  it("is normalised in its blanks and in nothing else", () => {
    expect(accepted("  0\t09  *\n* \u00a0mon-Fri ").text).toBe("0 09 * * mon-Fri");
  });

  it.each([
    ["*/15 * * * *", "minutes", [0, 15, 30, 45]],
    ["5/20 * * * *", "minutes", [5, 25, 45]],
    ["*/100 * * * *", "minutes", [0]],
    ["1-5,3,2-6/2 * * * *", "minutes", [1, 2, 3, 4, 5, 6]],
    ["0 9-17/4 * * *", "hours", [9, 13, 17]],
    ["0 9 28-L * *", "daysOfMonth", [28, 29, 30, 31]],
    ["0 9 * jan,MAR-may *", "months", [1, 3, 4, 5]],
    ["0 9 * * 5-7", "daysOfWeek", [0, 5, 6]],
    ["0 9 * * FRI-SUN", "daysOfWeek", [0, 5, 6]],
    ["0 9 * * 1/2", "daysOfWeek", [0, 1, 3, 5]],
    ["0 9 * * */2", "daysOfWeek", [0, 2, 4, 6]],
    ["0 9 * * 0,7", "daysOfWeek", [0]],
  ] as const)("reads %s as croniter does", (text, field, values) => {
    expect(accepted(text)[field]).toEqual(values);
  });

  it("reads the last day of the month, the nth and the last weekday", () => {
    expect(accepted("0 9 15,L * *")).toMatchObject({ daysOfMonth: [15], lastDayOfMonth: true });
    expect(accepted("0 9 ? * MON#2,l7").nthWeekdays).toEqual([
      { weekday: 1, nth: 2 },
      { weekday: 0, nth: "last" },
    ]);
    expect(accepted("0 9 * * SAT-SUN#1").nthWeekdays).toEqual([
      { weekday: 6, nth: 1 },
      { weekday: 0, nth: 1 },
    ]);
  });

  it.each([
    ["0 9 * * 1", true, false],
    ["0 9 ? * ?", true, true],
    ["0 9 5,* * 1", true, false],
    ["0 9 */2 * 1", false, false],
    ["0 9 */2 * 0-7", false, true],
    ["0 9 1-31/2 * 0-6", false, false],
    ["0 9 */1 * 1", false, false],
    ["0 9 1-31 * *", true, true],
  ] as const)("knows which day fields of %s restrict nothing", (text, everyDayOfMonth, everyDayOfWeek) => {
    expect(accepted(text)).toMatchObject({ everyDayOfMonth, everyDayOfWeek });
  });

  it.each([
    ["", "the expression is empty"],
    [" \t ", "the expression is empty"],
    ["@Daily", 'write "0 0 * * *"'],
    ["@every 5m", '"@every 5m" is not a cron expression; write "*/5 * * * *"'],
    ["0 9 * *", "here are 4"],
    ["* * *", "here are 3"],
    ["0", "here is 1"],
    [
      "0 0 9 * * *",
      'here are 6; write "0 9 * * *" if the first field is seconds, or "0 0 9 * *" if the last field is the year',
    ],
    ["0 9 * * * 0 2027", "here are 7; they cannot have seconds or a year"],
    ["1 2 3 4 5 6 7 8", "here are 8"],
    ["CRON_TZ=Europe/Berlin 0 9 * * *", 'set the timezone property to "Europe/Berlin"'],
    ["TZ=UTC 0 9 * *", 'drop "TZ=UTC"'],
    ["R 9 * * *", 'minute "R" asks for a random value'],
    ["0 h(1-5)/2 * * *", 'hour "h(1-5)/2" asks for a hashed value'],
    ["0 22-2 * * *", 'write "0 22-23,0-2 * * *"'],
    ["0 9,23-2,12 * * *", 'write "0 9,23,0-2,12 * * *"'],
    ["50-10/5 * * * *", 'write "50,55,0,5,10 * * * *"'],
    ["0 9 * * FRI-MON", 'write "0 9 * * FRI-SAT,SUN-MON"'],
    ["0 9 * * 5-1", 'write "0 9 * * 5-6,0-1"'],
    ["0 9 * * FRI-MON#2", 'write "0 9 * * FRI#2,SAT#2,SUN#2,MON#2"'],
    ["0 9 25-5 * *", 'write "0 9 25-31,1-5 * *"'],
    ["0 9 * NOV-FEB *", 'write "0 9 * NOV-DEC,JAN-FEB *"'],
    ["０ ９ * * *", 'write "0 9 * * *"'],
    ["0 9 * * п", "only ASCII characters"],
    ["0 9 * * Monday", 'write "0 9 * * MON"'],
    ["0 9 * January *", 'month "January": names have three letters; write "0 9 * JAN *"'],
    ["0 9 * * 5L", 'is written "L5"; write "0 9 * * L5"'],
    ["0 9 * * FRIL", 'is written "L5"; write "0 9 * * L5"'],
    ["0 9 * * LFRI", 'is written "L5"; write "0 9 * * L5"'],
    ["0 9 * * L", "write the weekday too"],
    ["0 9 * * L8", 'day of week "8" is out of range'],
    ["0 9 * * 9#1", 'day of week "9" is out of range'],
    ["0 9 * * 1#6", "#1 to #5"],
    ["0 9 * * 1-5#2", 'own; write "0 9 * * 1#2,2#2,3#2,4#2,5#2"'],
    ["0 9 * * jan#2", 'day of week "jan#2" cannot be read'],
    ["0 9 * * MON-foo#2", "cannot be read"],
    ["0 9 * * 5-1#2", "cannot be read"],
    ["0 9 * * monkey", "cannot be read"],
    ["0 9 LW * *", "no nearest weekday"],
    ["0 9 15W * *", "no nearest weekday"],
    ["60 9 * * *", 'minute "60" is out of range: it takes 0 to 59'],
    ["0 20-24 * * *", 'hour "24" is out of range: it takes 0 to 23'],
    ["0 9 0 * *", 'day of month "0" is out of range: it takes 1 to 31'],
    ["0 9 * 13 *", 'month "13" is out of range: it takes 1 to 12 or JAN to DEC'],
    ["0 9 * * 8", 'day of week "8" is out of range'],
    ["-1 9 * * *", "negative numbers"],
    ["*/0 * * * *", "has step 0"],
    ["0 9 * * *;", 'remove the ";" at the end; write "0 9 * * *"'],
    ["0 9 * * * ;", 'remove the ";" at the end; write "0 9 * * *"'],
    ["0 9 * * *;America/New_York", '";" is not allowed; separate the values of a list with commas'],
    [
      "RRULE:FREQ=DAILY;BYHOUR=9",
      "is a recurrence rule of iCalendar, not a cron expression; five fields are needed",
    ],
    ["FREQ=WEEKLY;BYDAY=MO", "is a recurrence rule of iCalendar"],
    [
      "cron(0 10 * * ? 2027)",
      "which Skyvern does not know; five fields are needed (minute, hour, day of month, month, day of week), without a year",
    ],
    ["0 9 * * * # nightly", 'drop "# nightly"'],
    ["0\u00009 * * * *", "control characters"],
    ["0 9 * * 1.5", "only whole numbers"],
    ["0 ? * * *", 'only in day of month or day of week; write "0 * * * *"'],
    ["0,,5 * * * *", "empty item"],
    ["5/ * * * *", "a number must follow the slash"],
    ["*-5 * * * *", "a star cannot be part"],
    ["0 9 L-3 * *", 'day of month "L-3" cannot be read'],
    ["0 9 30,L * *", 'write "L" without them'],
    ["0 9 1 * 1#2", "day of month is ignored"],
    ["0 9 * * 1,1#2", "mixes plain weekdays"],
    ["0 9 * * *,1#2", "mixes plain weekdays"],
    ["x 9 * * *", 'minute "x" cannot be read: it takes 0 to 59'],
    [`${"0,".repeat(600)}0 9 * * *`, "characters; 1000 are allowed"],
  ])("refuses %j and says how to write it", (text, sentence) => {
    expect(problem(text)).toContain(sentence);
  });
});
