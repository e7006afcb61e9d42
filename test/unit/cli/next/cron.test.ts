import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkCron } from "../../../../src/calendar/cron/check-cron";
import { timezoneProblem } from "../../../../src/calendar/zone/timezone";
import { checkScheduleInputs } from "../../../../src/provider/schedule/inputs";
import { runHere } from "../../../support/cli/here";

const DAY = 86_400_000;
const next = (...args: readonly string[]) => runHere("next", ...args);

/** The one schedule of the report as JSON. */
async function json(...args: readonly string[]) {
  const { code, report, said } = await next(...args, "--json");
  expect([code, said]).toEqual([0, ""]);
  return JSON.parse(report).schedules[0] as {
    readonly fireTimes: readonly { readonly utc: string; readonly local: string; readonly yours?: string }[];
    readonly daylightSaving: readonly { readonly at: string; readonly effects: readonly string[] }[];
    readonly warnings: readonly string[];
  };
}

/** The text, on a machine with this timezone. */
function textIn(timezone: string, ...args: readonly string[]): string {
  const main = join(__dirname, "../../../../dist/cli/main.js");
  const env = { ...process.env, TZ: timezone, NO_COLOR: "1" };
  const { stdout, stderr } = spawnSync(process.execPath, [main, "next", ...args], { env, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout;
}

describe("next with a cron expression", () => {
  it("shows the times in the schedule's timezone, in that of the machine and in UTC, the words and the changes of the clock", () => {
    const args = ["30 2 * * *", "--timezone", "Europe/Berlin", "--from", "2027-03-27", "--count", "3"];
    const text = textIn("America/New_York", ...args);
    expect(readFileSync(join(__dirname, "../../../../docs/commands.md"), "utf8")).toContain(text);
    expect(text).toBe(`30 2 * * *, Europe/Berlin
At 02:30, every day
  Europe/Berlin         yours (America/New_York)  UTC
  Sat 2027-03-27 02:30  Fri 2027-03-26 21:30      2027-03-27 01:30
  Sun 2027-03-28 03:30  Sat 2027-03-27 21:30      2027-03-28 01:30
  Mon 2027-03-29 02:30  Sun 2027-03-28 20:30      2027-03-29 00:30
daylight saving:
  2027-03-28 02:00 to 03:00 (UTC+01:00 to UTC+02:00):
  - 02:30 does not exist on 2027-03-28 in Europe/Berlin, where the clock goes
    from 02:00 to 03:00: the run of that day starts between 03:00 and 03:30; a
    time outside 02:00 to 03:00, or the timezone "UTC", avoids that
  2027-10-31 03:00 to 02:00 (UTC+02:00 to UTC+01:00):
  - 02:30 comes twice on 2027-10-31 in Europe/Berlin, where the clock goes from
    03:00 back to 02:00: the open-source server runs it once, the first time; a
    time outside 02:00 to 03:00, or the timezone "UTC", avoids that
`);
  });

  it.each([
    ["the schedule's own", "Asia/Kolkata", "Asia/Calcutta", ["Asia/Kolkata", "UTC"]],
    ["UTC", "Asia/Tokyo", "UTC", ["Asia/Tokyo", "UTC"]],
    ["another one, for a schedule in UTC", "UTC", "Asia/Tokyo", ["UTC", "yours (Asia/Tokyo)"]],
    ["unknown", "Asia/Tokyo", "Nowhere/Land", ["Asia/Tokyo", "UTC"]],
  ])("has no column twice if the timezone of the machine is %s", (_, timezone, machine, columns) => {
    const text = textIn(machine, "0 9 * * *", "--timezone", timezone, "--count", "1", "--from", "2027-01-01");
    const header = text.split("\n").find((line) => line.startsWith("  ")) ?? "";
    expect(header.trim().split(/ {2,}/)).toEqual(columns);
  });

  it("fits 80 columns with the longest names of timezones", () => {
    const zone = "America/Argentina/ComodRivadavia";
    const text = textIn("Australia/Lord_Howe", "*/15 8-10,14 1 * 1", "--timezone", zone, "--count", "2");
    expect(text).toContain(zone);
    expect(text).toContain("yours");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("breaks a list that is longer than a line", () => {
    const days = Array.from({ length: 31 }, (_, index) => index + 1).join();
    const text = textIn("UTC", `0 9 ${days} 1-6,7 *`, "--count", "1");
    expect(text.replaceAll("\n", "")).toContain(days);
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is in UTC without --timezone, and does not speak of daylight saving there", async () => {
    const { report } = await next("0 9 * * *", "--from", "2027-01-01T09:00Z", "--count", "1");
    expect(report).toMatch(
      /^0 9 \* \* \*, UTC\nAt 09:00, every day\n {2}UTC\b.*\n {2}Sat 2027-01-02 09:00.*$/,
    );
  });

  it("gives the words in another language", async () => {
    const { report } = await next("0 9 * * 1-5", "--language", "DE");
    expect(report).toContain("\nUm 09:00, Montag bis Freitag\n");
  });

  it("warns of what is probably not meant, as the lint does", async () => {
    const { warnings } = await json("0 9 1 * 1", "--timezone", "EST");
    expect(warnings).toEqual([
      expect.stringMatching(/^fires on the 1st and on every Monday, not only on a 1st that is a Monday; /),
      expect.stringContaining('"EST"'),
    ]);
  });

  it("lists 1,000 times, each later than the one before, and of 29 February too", async () => {
    const { fireTimes } = await json("0 0 29 2 *", "--count", "1000", "--from", "2026-01-01");
    expect(fireTimes).toHaveLength(1000);
    const times = fireTimes.map(({ utc }) => Date.parse(utc));
    expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    expect(fireTimes[0]?.utc).toBe("2028-02-29T00:00:00Z");
  });
});

/** The weeks of 2026 and 2027 in which a clock changes, and a time that is skipped or comes twice. */
const weeks = [
  ["Europe/Berlin", "2026-03-29", "02:30", "03:30", "+02:00"],
  ["Europe/Berlin", "2026-10-25", "02:30", "02:30", "+02:00"],
  ["Europe/Berlin", "2027-03-28", "02:30", "03:30", "+02:00"],
  ["Europe/Berlin", "2027-10-31", "02:30", "02:30", "+02:00"],
  ["America/New_York", "2026-03-08", "02:30", "03:30", "-04:00"],
  ["America/New_York", "2026-11-01", "01:30", "01:30", "-04:00"],
  ["America/New_York", "2027-03-14", "02:30", "03:30", "-04:00"],
  ["America/New_York", "2027-11-07", "01:30", "01:30", "-04:00"],
  ["Australia/Sydney", "2026-04-05", "02:30", "02:30", "+11:00"],
  ["Australia/Sydney", "2026-10-04", "02:30", "03:30", "+11:00"],
  ["Australia/Sydney", "2027-04-04", "02:30", "02:30", "+11:00"],
  ["Australia/Sydney", "2027-10-03", "02:30", "03:30", "+11:00"],
] as const;

describe("next in a week in which the clock changes", () => {
  it.each(weeks)(
    "in %s, %s, lists %s on that day at %s%s, once, and on the other days on time",
    async (...week) => {
      const [timezone, date, time, real, offset] = week;
      const day = (away: number): string =>
        new Date(Date.parse(date) + away * DAY).toISOString().slice(0, 10);
      const [hour, minute] = time.split(":");
      const cron = `${minute} ${Number(hour)} * * *`;
      const { fireTimes, daylightSaving } = await json(
        ...[cron, "--timezone", timezone, "--from", day(-2), "--count", "5"],
      );
      const near = fireTimes.filter(({ local }) => local >= day(-1) && local < day(2));
      expect(near.map(({ local }) => local.slice(0, 16))).toEqual([
        `${day(-1)}T${time}`,
        `${date}T${real}`,
        `${day(1)}T${time}`,
      ]);
      expect(near[1]?.local.slice(19)).toBe(offset);
      for (const { utc, local } of fireTimes) expect(Date.parse(local)).toBe(Date.parse(utc));
      const [change] = daylightSaving;
      expect(change?.effects[0]).toContain(
        time === real
          ? `${time} comes twice on ${date} in ${timezone}`
          : `${time} does not exist on ${date} in ${timezone}`,
      );
      expect(change?.effects[0]).toContain(
        time === real ? "once, the first time" : "starts between 03:00 and 03:30",
      );
    },
  );

  it.each(weeks)("in %s, %s, lists each instant of a frequent schedule once, in order", async (...week) => {
    const [timezone, date, time, real] = week;
    const from = new Date(Date.parse(date) - DAY).toISOString().slice(0, 10);
    const args = ["*/30 * * * *", "--timezone", timezone, "--from", from, "--count", "120"];
    const { fireTimes, daylightSaving } = await json(...args);
    const gaps = fireTimes.map(({ utc }, index) =>
      index === 0 ? 30 : (Date.parse(utc) - Date.parse(fireTimes[index - 1]?.utc ?? "")) / 60_000,
    );
    // The server leaves out the hour that comes for the second time.
    const isBack = time === real;
    expect([...new Set(gaps)]).toEqual(isBack ? [30, 90] : [30]);
    expect(daylightSaving[0]?.effects[0]).toMatch(
      isBack
        ? /^does not fire for 90 minutes on /
        : /^skips 02:00 and 02:30, which do not exist on that day$/,
    );
  });

  it("lists a time that the clock skips after later ones that come earlier", async () => {
    // Lord Howe Island goes from 02:00 to 02:30, so 02:20 becomes 02:50.
    const args = ["20,35 2 * * *", "--timezone", "Australia/Lord_Howe", "--from", "2026-10-03T15:00Z"];
    const { fireTimes } = await json(...args, "--count", "1");
    expect(fireTimes.map(({ local }) => local)).toEqual(["2026-10-04T02:35:00+11:00"]);
    const { fireTimes: two } = await json(...args, "--count", "2");
    expect(two[1]?.local).toBe("2026-10-04T02:50:00+11:00");
  });

  it("says that nothing is skipped or repeated for a time outside the change", async () => {
    const args = ["0 12 * * 1-5", "--timezone", "Europe/Berlin", "--from", "2027-09-01", "--count", "1"];
    const { report } = await next(...args);
    expect(report).toContain(
      "\n  2027-10-31 03:00 to 02:00 (UTC+02:00 to UTC+01:00): no fire time is skipped or\n    repeated\n",
    );
  });

  it("names the extra run of the open-source server", async () => {
    const args = ["0 9 * * *", "--timezone", "America/New_York", "--from", "2027-01-01"];
    const { daylightSaving } = await json(...args);
    expect(daylightSaving[0]?.effects).toEqual([
      expect.stringMatching(/^starts one extra time on 2027-03-14 in America\/New_York at 04:00, /),
    ]);
  });

  it("says that a clock does not change", async () => {
    const { report } = await next("0 9 * * *", "--timezone", "Asia/Tokyo");
    expect(report).toMatch(/\ndaylight saving: Asia\/Tokyo does not change its clock within 400 days\.$/);
  });
});

describe("next, if it cannot show times,", () => {
  it.each(["0 9 * * FRIL", "@daily", "*/3 * * * *", "0 0 31 4 *", "rate(2 hours)", "", "0 9 * *"])(
    "reports the sentence of the check of a WorkflowSchedule for the expression %p",
    async (cron) => {
      const { failures } = checkScheduleInputs(undefined, { workflowId: "wpid_1", cronExpression: cron });
      const [failure] = failures;
      const { code, report, said } = await next(cron);
      expect([code, report, said]).toEqual([1, "", `error: ${failure?.reason}\n`]);
      expect(checkCron(cron)).toEqual({ problem: failure?.reason });
    },
  );

  it.each(["europe/berlin", "+01:00", "Central Europe Standard Time", "", "localtime"])(
    "reports the sentence of the check for the timezone %p",
    async (timezone) => {
      const { code, said } = await next("0 9 * * *", "--timezone", timezone);
      expect([code, said]).toEqual([1, `error: ${timezoneProblem(timezone)}\n`]);
    },
  );

  it.each([
    [["0", "9", "*", "*", "1"], "Too many arguments. Put a cron expression in quotes: "],
    [["0 9 * * *", "--count", "0"], '--count is "0", which is not a whole number from 1 to 1000.'],
    [["0 9 * * *", "--count", "1001"], '--count is "1001", which '],
    [["0 9 * * *", "--count", "1e2"], '--count is "1e2", which '],
    [["0 9 * * *", "--from", "2027-02-30"], '--from: "2027-02-30T00:00Z" has a date'],
    [["0 9 * * *", "--from", "2027-02-03T09:00"], "has no UTC offset"],
    [
      ["0 9 * * *", "--language", "dee"],
      '--language is "dee", which is not a language of the words. Did you mean de? ',
    ],
    [["0 9 * * *", "--environment", "prod"], "--environment is only for a schedule file."],
    [["0 9 * * *", "--only", "a"], "--only selects schedules of a file, a stack or an account."],
    [
      ["0 9 * * *", "--account"],
      '--account shows the schedules of an account. Leave it out, or leave out "0 9',
    ],
    [["s.yaml", "--timezone", "UTC"], "--timezone is only for a cron expression on the command line"],
    [["--account", "--stack", "dev"], "cannot be used with option"],
    [["missing.yaml"], "Could not read missing.yaml: file not found"],
  ])("refuses %j with a sentence", async (args, sentence) => {
    const { code, report, said } = await next(...args);
    expect([code, report]).toEqual([1, ""]);
    expect(said).toContain(sentence);
  });
});
