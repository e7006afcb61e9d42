import { checkCron } from "../../../src/calendar/cron/check-cron";
import { accepted, problem } from "../../support/cron/reading";

const takes = ', "*", ranges "a-b", steps "*/n" or "a-b/n", and lists of them with commas and no blanks';

describe("an item of a cron expression", () => {
  it.each([
    ["JAN", 1],
    ["FEB", 2],
    ["MAR", 3],
    ["APR", 4],
    ["MAY", 5],
    ["JUN", 6],
    ["JUL", 7],
    ["AUG", 8],
    ["SEP", 9],
    ["OCT", 10],
    ["NOV", 11],
    ["DEC", 12],
  ])("may be the month %s", (name, month) => expect(accepted(`0 9 1 ${name} *`).months).toEqual([month]));

  it.each([
    ["SUN", 0],
    ["MON", 1],
    ["TUE", 2],
    ["WED", 3],
    ["THU", 4],
    ["FRI", 5],
    ["SAT", 6],
  ])("may be the weekday %s", (name, weekday) =>
    expect(accepted(`0 9 * * ${name}`).daysOfWeek).toEqual([weekday]),
  );

  it.each([
    ["0 5 1 1 0", { minutes: [0], hours: [5], daysOfMonth: [1], months: [1], daysOfWeek: [0] }],
    ["59 23 31 12 6", { minutes: [59], hours: [23], daysOfMonth: [31], months: [12], daysOfWeek: [6] }],
    ["05 007 08 09 07", { minutes: [5], hours: [7], daysOfMonth: [8], months: [9], daysOfWeek: [0] }],
  ])("may be the smallest and the largest number, and have leading zeros: %s", (text, values) =>
    expect(accepted(text)).toMatchObject(values),
  );

  it.each([
    ["0 9 l * *", { daysOfMonth: [], lastDayOfMonth: true }],
    ["0 9 28-l * *", { daysOfMonth: [28, 29, 30, 31] }],
    ["0 9 *,L * *", { everyDayOfMonth: true, lastDayOfMonth: true }],
    ["0 9 28,L * *", { daysOfMonth: [28], lastDayOfMonth: true }],
    ["0 9 1-31 * 1#2", { nthWeekdays: [{ weekday: 1, nth: 2 }] }],
    ["0 9 * * 5-0", { daysOfWeek: [0, 5, 6] }],
    ["0 9 * * 5-sun", { daysOfWeek: [0, 5, 6] }],
    ["0 9 * * SUN-SUN", { daysOfWeek: [0] }],
    ["0 9 * * 0-0", { daysOfWeek: [0] }],
    ["0 9 * * */7", { daysOfWeek: [0] }],
    [
      "0 9 * * 0#1,1#2,2#3,3#4,7#5",
      {
        nthWeekdays: [
          { weekday: 0, nth: 1 },
          { weekday: 1, nth: 2 },
          { weekday: 2, nth: 3 },
          { weekday: 3, nth: 4 },
          { weekday: 0, nth: 5 },
        ],
      },
    ],
    [
      "0 9 * * mon-wed#1",
      {
        nthWeekdays: [
          { weekday: 1, nth: 1 },
          { weekday: 2, nth: 1 },
          { weekday: 3, nth: 1 },
        ],
      },
    ],
  ])("is read in %s as croniter reads it", (text, values) => expect(accepted(text)).toMatchObject(values));

  it.each([
    ["A", "minute", "it takes 0 to 59"],
    ["1A", "minute", "it takes 0 to 59"],
    ["1-", "minute", "it takes 0 to 59"],
    ["1x", "minute", "it takes 0 to 59"],
    ["x1", "minute", "it takes 0 to 59"],
    ["5*", "minute", "it takes 0 to 59"],
    ["*5", "minute", "it takes 0 to 59"],
    ["*/5x", "minute", "it takes 0 to 59"],
    ["x*/5", "minute", "it takes 0 to 59"],
    ["5*-3", "minute", "it takes 0 to 59"],
    ["1--5", "minute", "it takes 0 to 59"],
    ["5/x", "minute", "it takes 0 to 59"],
    ["1.5x", "minute", "it takes 0 to 59"],
    ["x1.5", "minute", "it takes 0 to 59"],
    ["MON", "hour", "it takes 0 to 23"],
    ["9-L", "hour", "it takes 0 to 23"],
    ["L", "hour", "it takes 0 to 23"],
    ["1#2", "hour", "it takes 0 to 23"],
    ["L5", "hour", "it takes 0 to 23"],
    ["LWx", "day of month", "it takes 1 to 31"],
    ["xLW", "day of month", "it takes 1 to 31"],
    ["15WX", "day of month", "it takes 1 to 31"],
    ["X15W", "day of month", "it takes 1 to 31"],
    ["L1", "day of month", "it takes 1 to 31"],
    ["FRI", "month", "it takes 1 to 12 or JAN to DEC"],
    ["Monday", "month", "it takes 1 to 12 or JAN to DEC"],
    ["January", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["9L", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["MON-5L", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["5LX", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["LFRIX", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["XLFRI", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["XL", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["xL5", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["L5x", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["jan-FRI#2", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["1-FRI#2", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["MON-5#2", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["1-5#6", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["1-5#22", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["11-5#2", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["1-8#2", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["MON#", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["15W", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
    ["Europe/Berlin", "day of week", "it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)"],
  ])("cannot be %s in the field %s", (item, name, range) => {
    const index = ["minute", "hour", "day of month", "month", "day of week"].indexOf(name);
    const text = ["0", "9", "*", "*", "*"].with(index, item).join(" ");
    expect(problem(text)).toBe(`${name} "${item}" cannot be read: ${range}${takes}`);
  });

  it.each([
    ["100 9 * * *", 'minute "100" is out of range: it takes 0 to 59'],
    ["60/5 * * * *", 'minute "60" is out of range: it takes 0 to 59'],
    ["60-70 * * * *", 'minute "60" is out of range: it takes 0 to 59'],
    ["0 0-24/2 * * *", 'hour "24" is out of range: it takes 0 to 23'],
    ["0 9 0-5 * *", 'day of month "0" is out of range: it takes 1 to 31'],
    ["0 9 32 * *", 'day of month "32" is out of range: it takes 1 to 31'],
    ["0 9 * 0 *", 'month "0" is out of range: it takes 1 to 12 or JAN to DEC'],
    ["0 9 * * 8", 'day of week "8" is out of range: it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)'],
    ["0 9 * * 8#1", 'day of week "8" is out of range: it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)'],
    ["0 9 * * 10#1", 'day of week "10" is out of range: it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)'],
    ["0 9 * * L10", 'day of week "10" is out of range: it takes 0 to 7 or SUN to SAT (0 and 7 are Sunday)'],
  ])("is out of range in %s", (text, sentence) => expect(problem(text)).toBe(sentence));

  it.each(["1#0", "1#6", "1#10"])("names no weekday of a month that does not come: %s", (item) =>
    expect(problem(`0 9 * * ${item}`)).toContain("a month has the 1st to the 5th of a weekday, #1 to #5"),
  );

  it.each([
    ["0 5-0 * * *", "0 5-23,0 * * *"],
    ["0 9 25-1 * *", "0 9 25-31,1 * *"],
    ["0 9 * DEC-FEB *", "0 9 * DEC,JAN-FEB *"],
    ["0 9 * 12-2 *", "0 9 * 12,1-2 *"],
    ["0 9 * * FRI-1", "0 9 * * 5-6,0-1"],
    ["0 9 * * SAT-MON", "0 9 * * SAT,SUN-MON"],
    ["0 9 * * 2-2#3", "0 9 * * 2#3"],
    ["0 9 * * 7L", "0 9 * * L7"],
    ["0 9 * * 05L", "0 9 * * L5"],
    ["0 9 * * FRI#L", "0 9 * * L5"],
    ["0,H 9 * * *", "0,7 9 * * *"],
    ["0 9 H * *", "0 9 8 * *"],
    ["0 9 1 H *", "0 9 1 7 *"],
    ["h(10-20)/5 9 * * *", "12-20/5 9 * * *"],
    ["r 9 * * *", "7 9 * * *"],
  ])("is proposed in place of a wrong one: %s becomes %s", (text, proposal) =>
    expect(problem(text)).toMatch(new RegExp(`; write "${proposal.replaceAll("*", "\\*")}"$`)),
  );

  it("is named before the next problem, and the proposal comes last", () =>
    expect(problem("0 22-2 * * FRIL")).toBe(
      'hour "22-2" runs backwards, which Skyvern refuses; day of week "FRIL": the last such weekday of a month is written "L5"; write "0 22-23,0-2 * * L5"',
    ));

  it.each([
    ["5-*", ": a star cannot be part of a range or a step"],
    ["5/*", ": a star cannot be part of a range or a step"],
    ["*-5", ": a star cannot be part of a range or a step"],
    ["-1.5", ": only whole numbers"],
    ["10.25", ": only whole numbers"],
    ["-10", ": negative numbers do not exist here; it takes 0 to 59"],
    ["*/", ": a number must follow the slash"],
    ["?/5", ': "?" can only stand alone, and only in day of month or day of week'],
  ])("is refused with the reason: %s", (item, reason) =>
    expect(problem(`${item} 9 * * *`)).toBe(`minute "${item}"${reason}`),
  );

  it("that is hashed is refused without a proposal if no number fits", () =>
    expect(problem("H/2 * * * *")).toBe(
      'minute "H/2" asks for a hashed value, which would not be the same everywhere; write a fixed one',
    ));

  it.each(["LW", "WL", "15W", "W15", "1W", "lw"])("cannot be the nearest weekday %s", (item) =>
    expect(problem(`0 9 ${item} * *`)).toContain("Skyvern knows no nearest weekday (W)"),
  );

  it.each("Sunday Monday Tuesday Wednesday Thursday Friday Saturday Sundays Wednesdays".split(" "))(
    "has three letters: not %s",
    (name) =>
      expect(problem(`0 9 * * ${name}`)).toBe(
        `day of week "${name}": names have three letters; write "0 9 * * ${name.slice(0, 3).toUpperCase()}"`,
      ),
  );

  it.each("January February March April June July August September October November December".split(" "))(
    "has three letters: not %s",
    (name) =>
      expect(problem(`0 9 1 ${name} *`)).toBe(
        `month "${name}": names have three letters; write "0 9 1 ${name.slice(0, 3).toUpperCase()} *"`,
      ),
  );

  it("is shown up to 60 characters in a message", () => {
    const [whole, long] = ["x".repeat(60), "x".repeat(61)];
    expect(problem(`${whole} 9 * * *`)).toContain(`minute "${whole}" cannot be read`);
    expect(problem(`${long} 9 * * *`)).toContain(`minute "${"x".repeat(57)}..." cannot be read`);
  });
});

describe("a star in a cron expression", () => {
  const all = (first: number, last: number) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const values = {
    minutes: all(0, 59),
    hours: all(0, 23),
    daysOfMonth: all(1, 31),
    lastDayOfMonth: false,
    months: all(1, 12),
    daysOfWeek: all(0, 6),
    nthWeekdays: [],
    everyDayOfMonth: true,
    everyDayOfWeek: true,
  };

  it.each(["* * * * *", "* * ? * ?", "*/1 */1 * */1 *", "5,* 5,* 5,* 5,* 5,*"])(
    "stands for all values of its field: %s",
    (text) => expect(accepted(text)).toEqual({ text, ...values }),
  );
});

describe("a whole cron expression", () => {
  it.each([" 0 9 * * *", "0 9 * * * ", "0  9 * * *", "0\t9 * * *", "0 9 * *\u00a0*"])(
    "may have any blanks around and between its fields: %j",
    (text) => expect(checkCron(text)).toEqual({ text: "0 9 * * *" }),
  );

  it("has at most 1000 characters", () => {
    const long = `0 9 * * ${"1,".repeat(495)}1`;
    expect(checkCron(`${long}1`.slice(0, 999))).toEqual({ text: `${long}1`.slice(0, 999) });
    expect(problem("0 9 * * *".padEnd(1001))).toBe("the expression has 1001 characters; 1000 are allowed");
    expect(problem("0 9 * * *".padEnd(1000))).toBe("");
  });

  it.each([
    ["0 9 29,L * *", 'day of month has "L" together with 29, 30 or 31'],
    ["0 9 1-30 * 1#2", 'day of month is ignored by Skyvern beside "1#2" or "L5"'],
    ["0 9 * * 1#2,*", "day of week mixes plain weekdays"],
    ["# 0 9 * * *", 'comments are not allowed: drop "# 0 9 * * *"'],
    ["0\u007f9 * * *", "the expression has control characters"],
    ['0 9 * * 1"', 'the quotes are part of the expression; write "0 9 * * 1"'],
    ["''0 9 * * *''", 'the quotes are part of the expression; write "0 9 * * *"'],
    ["' 0 9 * * * '", 'the quotes are part of the expression; write "0 9 * * *"'],
    ["\u00ab0 9 * * *\u00bb", 'write "0 9 * * *"'],
    ["0 9 * * 1 \u2212 5", 'write "0 9 * * 1-5"'],
    ["rate(often)", '"rate(often)" is not a cron expression; five fields are needed'],
    ["rate(5 minutes) daily", '"rate(5 minutes) daily" is not a cron expression; five fields are needed'],
    [
      "rate(5 hours)",
      '"rate(5 hours)" is not a cron expression, and five fields cannot express every 5 hours; in a schedule file, write every: 5h instead of cron',
    ],
    ["@every 1h30m20s", '"@every 1h30m20s" is not a cron expression; five fields are needed'],
    ["my rate(5 minutes)", "here are 3"],
    ["daily@", "here is 1"],
    ["x@every 2h0m", "here are 2"],
    ["0 9 * * MON@x", 'day of week "MON@x" cannot be read'],
    ["cron(0 9 * * ? *) daily", "here are 7"],
    ["XTZ=UTC 0 9 * * *", "here are 6"],
    ["0 9 * * * 5Mars/Phobos", "here are 6"],
    ["0 9 * * * Mars/Phobos5", "here are 6"],
    ["0 9 * * * America/Argentina/Nowhere", 'drop "America/Argentina/Nowhere" and set the timezone property'],
    ["0 H 9 * * *", "here are 6"],
    ["0 0 9 * * MON", /; write "0 9 \* \* MON"$/],
    ["xH 9 * * *", 'minute "xH" cannot be read'],
    ["Hx 9 * * *", 'minute "Hx" cannot be read'],
  ])("is refused as %j with %j", (text, sentence) => expect(problem(text)).toMatch(sentence));

  it.each([
    ["2 days", "2d", "; a day is 24 hours, regardless of daylight saving"],
    ["5 hours", "5h", ""],
    ["90 minutes", "90m", ""],
  ])("that should fire every %s is refused, and an interval is proposed", (rate, interval, end) => {
    expect(problem(`rate(${rate})`)).toBe(
      `"rate(${rate})" is not a cron expression, and five fields cannot express every ${rate}; in a schedule file, write every: ${interval} instead of cron; in a program, write interval: "${interval}" instead of cronExpression${end}`,
    );
  });

  it.each([
    ["1 minute", "minute"],
    ["4 minutes", "4 minutes"],
  ])("that should fire every %s is refused, with Skyvern's minimum", (rate, spoken) => {
    expect(problem(`rate(${rate})`)).toBe(
      `"rate(${rate})" is not a cron expression, and five fields cannot express every ${spoken}; Skyvern's minimum is 5 minutes`,
    );
  });

  it.each(["1970", "2027", "2027-2030", "2027,2029", "2027/2"])("cannot have the year %s", (year) =>
    expect(problem(`0 9 * * * ${year}`)).toContain("here are 6; they cannot have seconds or a year"),
  );

  it.each([
    ["at 0 9 * * *", 6],
    ["0 9 * * * 1850", 6],
    ["0 9 * * * 12027", 6],
    ["0 9 * * * 2027x", 6],
    ["0 9 * * * 2027-", 6],
    ["0 0 9 * * 1 x", 7],
    ["at 0 9 * * MON *", 7],
    ["0 0 9 * * MON * *", 8],
  ])("has no meaning in any dialect if it is %j", (text, count) =>
    expect(problem(text)).toMatch(new RegExp(`here are ${count}$`)),
  );
});
