import fc from "fast-check";
import { checkCron } from "../../../src/calendar/cron/check-cron";

function problemOf(text: string): string {
  const check = checkCron(text);
  if ("text" in check) throw new Error(`${text} is accepted`);
  return check.problem;
}

/** What a sentence proposes to write. */
const proposalsIn = (problem: string) =>
  [...problem.matchAll(/\b(?:write|or) "([^"]*)"/g)].map(([, proposal = ""]) => proposal);

describe("the advice for a cron expression of another dialect", () => {
  it.each([
    ["0 0 12 ? * SUN *", ["0 12 * * SUN"]],
    ["0 0 12 * * SUN *", ["0 12 * * SUN"]],
    ["0 0 8 * * MON-FRI", ["0 8 * * MON-FRI"]],
    ["0 8 ? * 2-6 *", ["0 8 * * 1-5"]],
    ["0/5 * * * ? *", ["0/5 * * * *"]],
    ["0 9 ? * 2/2 *", ["0 9 * * 1-6/2"]],
    ["0 9 ? * 6L *", ["0 9 * * L5"]],
    // aws_cron_expression_validator#12, node-cron#558, supercronic#170
    ["0 2 ? * 5L *", ["0 2 * * L4"]],
    ["0 0 12 * * 5L", ["0 12 * * L5"]],
    ["0 0 12 * * FRI#L", ["0 12 * * L5"]],
    ["0 9 ? * 2#1 *", ["0 9 * * 1#1"]],
    ["0 15 10 ? * *", ["15 10 * * *"]],
    ["0 0 12 ? * 2 *", ["0 12 * * 1"]],
    ["0 15 10 L * ?", ["15 10 L * *"]],
    ["0 15 10 ? * FRIL", ["15 10 * * L5"]],
    ["15 0 9 * * MON", ["0 9 * * MON"]],
    ["0 9 ? * 2/10 *", ["0 9 * * 1-6/10"]],
    ["0 9 ? * MON/2 *", ["0 9 * * MON-6/2"]],
    ["0 9 ? * 2-6/2 *", ["0 9 * * 1-5/2"]],
    // Only a step and an nth weekday have numbers here, which no dialect counts otherwise.
    ["0 0 12 ? * MON/10", ["0 12 * * MON/10"]],
    ["0 0 12 ? * MON#2", ["0 12 * * MON#2"]],
    ["0 9 ? * FRIL *", ["0 9 * * L5"]],
    ["0 9 * * 1 * *", ["9 * * 1 *"]],
  ])("is the one meaning that %s has", (text, proposals) => {
    expect(proposalsIn(problemOf(text))).toEqual(proposals);
  });

  it.each([
    [
      "0 0 12 ? * 2",
      ['"0 12 * * 1" if 1 is Sunday, as in Quartz', '"0 12 * * 2" if 1 is Monday, as in Spring'],
    ],
    ["0 0 12 * * 2 *", ['"0 12 * * 1" if 1 is Sunday', '"0 12 * * 2" if 1 is Monday']],
    [
      "0 0 9 * * *",
      ['"0 9 * * *" if the first field is seconds', '"0 0 9 * *" if the last field is the year'],
    ],
    [
      "0 9 * * * 0",
      ['"9 * * * 0" if the first field is seconds', '"0 9 * * *" if the last field is seconds'],
    ],
    [
      "0 0 12 ? * MON,2",
      ['"0 12 * * MON,1" if 1 is Sunday, as in Quartz', '"0 12 * * MON,2" if 1 is Monday, as in Spring'],
    ],
    [
      "0 9 * * * *",
      ['"9 * * * *" if the first field is seconds', '"0 9 * * *" if the last field is the year'],
    ],
    [
      "0 0 9 ? * 2/2",
      ['"0 9 * * 1-6/2" if 1 is Sunday, as in Quartz', '"0 9 * * 2/2" if 1 is Monday, as in Spring'],
    ],
    [
      "0 9 * * 1 0 *",
      [
        '"9 * * 1 0" if 1 is Monday, as in Spring',
        '"0 9 * * 1" if the sixth field is seconds, as in croniter',
      ],
    ],
  ])("names the dialect of each meaning that %s can have", (text, sentences) => {
    for (const sentence of sentences) expect(problemOf(text)).toContain(sentence);
  });

  it.each([
    "*/30 * * * * *",
    "0 * * * * *",
    "0/10 0 9 * * MON",
    "0 0 9 ? * MON 2027",
    "0 9 * * * 0 2027",
    "0 0 9 15W * ?",
    "cron(0 9 * * ? 2027)",
    "cron(* * * * ? *)",
    "0 9 * * 1 0,30 *",
    "0 9 * * 1 30 2027",
    "cron(0 9 * * ? * 2027)",
    "cron(0 9 * * ? * *)",
    "cron(0 9 * *)",
    "0 9 ? * 2-6L *",
    "0 9 ? * 6LX *",
    "0 9 ? * 10 *",
    "rate(1 minute)",
    "@every 90m",
    "@every 30s",
    "@reboot",
    "H/2 * * * *",
    "H/7 * * * *",
    "1 2 3 4 5 6 7 8",
  ])("proposes nothing if five fields cannot say what %s means", (text) => {
    expect(proposalsIn(problemOf(text))).toEqual([]);
  });

  it.each([
    ["cron(0 12 * * ? *)", "0 12 * * *"],
    ["cron(0 8 ? * 2-6 *)", "0 8 * * 1-5"],
    ["cron(15 10 ? * 6L *)", "15 10 * * L5"],
    ["rate(5 minutes)", "*/5 * * * *"],
    ["rate(1 hour)", "0 * * * *"],
    ["rate(12 hours)", "0 */12 * * *"],
    ["rate(7 days)", "0 0 * * 0"],
    ["rate(1 day)", "0 0 * * *"],
    ["Rate( 5 Minutes )", "*/5 * * * *"],
    ["every 2 h", "0 */2 * * *"],
    ["@every 15 min", "*/15 * * * *"],
    ["@every 0h30m", "*/30 * * * *"],
    ["@every 12h0s", "0 */12 * * *"],
    ["cron( 0 12 * * ? * )", "0 12 * * *"],
    ["CRON(0 9 * * 1-5)", "0 9 * * 1-5"],
    ["@every 1h30m", undefined],
    ["@every 300s", "*/5 * * * *"],
    ["@every 15m0s", "*/15 * * * *"],
    ["@every 1.5h", undefined],
    ["@every 0.5h", "*/30 * * * *"],
    ["@every 330s", undefined],
    ["@every 1w", "0 0 * * 0"],
    ["rate(1 week)", "0 0 * * 0"],
    ["rate(25000 days)", undefined],
    ["H H(22-2) * * *", "7 22 * * *"],
    ["H(50-10) 9 * * *", "50 9 * * *"],
    ["H H(22-2)/2 * * *", undefined],
    ["@every 2h0m0s", "0 */2 * * *"],
    ["every 15 minutes", "*/15 * * * *"],
    ["daily", "0 0 * * *"],
    ["Hourly", "0 * * * *"],
    ["@midnight", "0 0 * * *"],
    ["H/15 * * * *", "7-59/15 * * * *"],
    ["H H * * *", "7 7 * * *"],
    ["H H(1-5) * * H", "7 3 * * 3"],
    ["H(0-29)/10 * * * *", "5-29/10 * * * *"],
    ["H H/6 * * 1-5", "7 3-23/6 * * 1-5"],
  ])("translates %s", (text, proposal) => {
    expect(proposalsIn(problemOf(text))).toEqual(proposal === undefined ? [] : [proposal]);
  });

  it.each([
    ["0 9 * * Mon - Fri", "0 9 * * Mon-Fri"],
    ["0 9 * * 1, 3", "0 9 * * 1,3"],
    ["0 9 * * 1 ,3", "0 9 * * 1,3"],
    ["0 9 1 , 15 * *", "0 9 1,15 * *"],
    ["*/ 15 9 * * *", "*/15 9 * * *"],
    ["0 9 * * MON\u2013FRI", "0 9 * * MON-FRI"],
    ["0 9 * * 1 \u2014 5", "0 9 * * 1-5"],
    ["\u201c0 9 * * *\u201d", "0 9 * * *"],
    ["'0 9 * * *'", "0 9 * * *"],
    ['"0 9 * * 1', "0 9 * * 1"],
    ["0 9 * * *\u200b", "0 9 * * *"],
  ])("takes blanks, dashes and quotes out of %j", (text, proposal) => {
    expect(proposalsIn(problemOf(text))).toEqual([proposal]);
  });

  it.each([
    ["30 6 * * 1 Europe/Stockholm", "Europe/Stockholm", "30 6 * * 1"],
    ["0 9 * * * UTC", "UTC", "0 9 * * *"],
    ["0 9 * * 1-5 europe/berlin", "Europe/Berlin", "0 9 * * 1-5"],
    ["CRON_TZ=Asia/Tokyo 0 9 * * *", "Asia/Tokyo", "0 9 * * *"],
    ["0 9 * * * utc", "UTC", "0 9 * * *"],
    ["0 9 * * * PST", "America/Los_Angeles", "0 9 * * *"],
    ["0 9 * * * Montreal", "America/Montreal", "0 9 * * *"],
    ["0 9 * * * america/port-au-prince", "America/Port-au-Prince", "0 9 * * *"],
    ["America/New_York 0 9 * * *", "America/New_York", "0 9 * * *"],
    ["Berlin 0 9 * * *", "Europe/Berlin", "0 9 * * *"],
  ])("keeps the timezone of %s, for its own property", (text, zone, proposal) => {
    expect(problemOf(text)).toContain(`set the timezone property to "${zone}"; write "${proposal}"`);
  });

  it.each(["CRON_TZ=GMT+5 0 9 * * *", "TZ=UTC-8 0 9 * * *", "TZ=Etc/GMT5 0 9 * * *"])(
    "names no timezone for %s, because POSIX and ISO 8601 read the sign differently",
    (text) => expect(problemOf(text)).toMatch(/ and set the timezone property; write "0 9 \* \* \*"$/),
  );

  it.each([
    ["0 9 * * MON #1", "0 9 * * MON#1"],
    ["0 9 * * MON # 2", "0 9 * * MON#2"],
    ["0 9 * * 1 #2", "0 9 * * 1#2"],
    ["0 9 * * FRI #L", "0 9 * * L5"],
    ["0 9 * * 5 # l", "0 9 * * L5"],
    ["0 9 * * MON #1 # first Monday", "0 9 * * MON#1"],
    // A list, with semicolons as in some spreadsheets
    ["0 1;3 * * *", "0 1,3 * * *"],
    ["0 9 1; 5 * *", "0 9 1,5 * *"],
    ["0;30 * * * *", "0,30 * * * *"],
    ["0 9 * * 0;6", "0 9 * * 0,6"],
    ["0 0 8 * * MON,FRI", "0 8 * * MON,FRI"],
  ])("proposes an expression with the meaning of %s, although a sign is wrong", (text, proposal) => {
    expect(proposalsIn(problemOf(text))).toEqual([proposal]);
  });

  it.each([
    ["0 0 8 * * MON/FRI", "here are 6"],
    ["0 9 1 * * TUE/THU", "here are 6"],
    ["0 9 1 * * TUES/THURS", "here are 6"],
    ["Monday/Friday 0 9 * * *", "here are 6"],
    ["0 9 1 * * x/Europe/Berlin", "here are 6"],
    ["0 9 * * MON,x #1", 'comments are not allowed: drop "#1"'],
    ["cron(0/2 * * * ? *)", /, day of week\)$/],
    ["0 9 * * MON,WED #1", '"#1" belongs to a single weekday; write it directly after each weekday'],
    ["0 9 * * MON-WED# 1", '"#1" belongs to a single weekday; write it directly after each weekday'],
    ["0 9 * * MON,FRI #L", /"#L" is not known; the last Friday of a month is "L5"$/],
    ["0 9 * * 1-5 # 2", 'comments are not allowed: drop "# 2"'],
    ["0 9 * * 1-5 # reports for India", 'comments are not allowed: drop "# reports for India"'],
    ["0 9 * * 1 # sync Houston", 'comments are not allowed: drop "# sync Houston"'],
    ["0 9 1 * MON #1", /without a blank$/],
    ["0 9 * * * #1", 'comments are not allowed: drop "#1"'],
    ["0 9 * * Monday - Friday", "ranges, lists and steps take no blanks"],
    ["0 9 * * MON #12", 'comments are not allowed: drop "#12"'],
  ])("proposes no other meaning for %s", (text, sentence) => {
    expect(problemOf(text)).toMatch(sentence);
    expect(proposalsIn(problemOf(text))).toEqual([]);
  });

  it.each([
    ["0 9 * * 5L", "0 9 * * L5"],
    ["0 22-2 * * FRIL", "0 22-23,0-2 * * L5"],
    ["0 8 ? * MONDAY-FRIDAY", "0 8 ? * MON-FRI"],
    ["0 8 * SEPT TUES,Thursdays", "0 8 * SEP TUE,THU"],
    ["0 9 * * Friday#L", "0 9 * * L5"],
    ["50-10/7 * * * *", "50,57,4 * * * *"],
    ["0 9 * DEC-FEB/2 *", "0 9 * 12,2 *"],
    ["0 9 29-3/2 * *", "0 9 29,31,2 * *"],
    ["0 9 * * SAT-MON/3", "0 9 * * 6"],
  ])("mends all fields of %s at once", (text, proposal) => {
    expect(proposalsIn(problemOf(text))).toEqual([proposal]);
  });

  it.each([
    ["0 9 1 * 5L", 'is written "L5"; day of month is ignored by Skyvern beside "1#2" or "L5"'],
    // dragonmantank/cron-expression#114, croner#199
    ["0 0 L * FRIL", 'is written "L5"; day of month is ignored'],
    ["0 9 * * MON,5L", 'is written "L5"; day of week mixes plain weekdays'],
    ["0 9 30 February *", "names have three letters; never fires: FEB has no day 30"],
    ["* 17-2/3 * * *", "runs backwards, which Skyvern refuses; fires at 02:00 and 02:01, 1 minute apart"],
    ["0 22-2 15W * *", 'runs backwards, which Skyvern refuses; day of month "15W": Skyvern knows no nearest'],
  ])("names the second problem of %s, and proposes nothing", (text, sentence) => {
    expect(problemOf(text)).toContain(sentence);
    expect(proposalsIn(problemOf(text)).filter((one) => one.includes(" "))).toEqual([]);
  });

  it("is accepted by the check that gives it, whatever is wrong with the fields", () => {
    const from = (values: string) => fc.constantFrom(...values.split("|"));
    const fields = fc.tuple(
      from("0|*/15|50-10/5|?|*/3"),
      from("9|22-2|?|22-23,20-1/2"),
      from("*|1|L|25-5|31-1/9|30,L"),
      from("*|NOV-FEB|March|?|2"),
      from("*|MON|Fridays|1-3#2|FRI-MON#1|5L|7L,SUNL|L|SAT-1"),
    );
    let proposed = 0;
    fc.assert(
      fc.property(fields, (written) => {
        const check = checkCron(written.join(" "));
        if ("text" in check) return;
        for (const proposal of proposalsIn(check.problem).filter((one) => one.includes(" "))) {
          proposed++;
          expect([written, checkCron(proposal)]).toEqual([written, { text: proposal }]);
        }
      }),
      { numRuns: 1000 },
    );
    expect(proposed).toBeGreaterThan(100);
  });

  it("is accepted by the check that gives it, whatever was written", () => {
    const from = (values: string) => fc.constantFrom(...values.split("|"));
    const fields = fc.tuple(
      from("|0|0|30|*|*/30|TZ=UTC"),
      from("0|15|*/15|H|H/15"),
      from("9|*|8-17|H|0/2|8 - 17"),
      from("*|?|1|1,15|L|LW"),
      from("*|?|1-3"),
      from("*|?|1|2-6|SUN|MON\u2013FRI|6L|2#1|2/2|MON, WED"),
      from("||*|0|2027|UTC"),
    );
    const text = fields.map((tokens) => tokens.filter((token) => token !== "").join(" "));
    const wrapped = fc.oneof(
      text,
      text.map((inner) => `cron(${inner})`),
      text.map((inner) => `'${inner}'`),
    );
    let proposed = 0;
    fc.assert(
      fc.property(wrapped, (written) => {
        const check = checkCron(written);
        if ("text" in check) return;
        for (const proposal of proposalsIn(check.problem).filter((one) => one.includes(" "))) {
          proposed++;
          expect([written, checkCron(proposal)]).toEqual([written, { text: proposal }]);
        }
      }),
      { numRuns: 5000 },
    );
    expect(proposed).toBeGreaterThan(100);
  });
});
