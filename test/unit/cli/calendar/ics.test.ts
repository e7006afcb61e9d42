import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CalendarData } from "../../../../src/cli/calendar/calendar-data";
import { icsFeed } from "../../../../src/cli/calendar/ics/feed";
import { runHere } from "../../../support/cli/here";
import { feedStarts } from "../../../support/cli/read-feed";

let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-ics-")));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(schedules: Readonly<Record<string, string>>, timezone: string): string {
  const path = join(folder, "schedules.yaml");
  const lines = Object.entries(schedules).map(([key, value]) => `  ${key}: { ${value} }`);
  writeFileSync(
    path,
    `defaults: { workflow: wpid_1, timezone: ${timezone} }\nschedules:\n${lines.join("\n")}\nenvironments: { prod: {} }\n`,
  );
  return path;
}

const kinds = {
  daily: 'cron: "0 9 * * *"',
  early: 'cron: "30 2 * * *"',
  midnight: 'cron: "0 0 * * *"',
  twice: 'cron: "15,45 8,17 * * MON-FRI"',
  weekend: 'cron: "30 1 * * SAT,SUN"',
  monthly: 'cron: "0 6 1,15 * *"',
  last: 'cron: "30 23 L * *"',
  long: 'cron: "0 7 31 * *"',
  second: 'cron: "0 8 * * TUE#2"',
  lastFriday: 'cron: "0 16 * * L5"',
  either: 'cron: "0 5 1 * MON"',
  summer: 'cron: "0 5 * 6,7 *"',
  odd: 'cron: "20 */7 * * *"',
  interval: 'every: 36h, startingAt: "2026-01-02T01:00:00Z"',
  once: 'at: "2026-11-01T05:30:00Z"',
};

const zones = [
  ...["UTC", "Europe/Berlin", "America/New_York", "Australia/Sydney", "America/Santiago", "Europe/Dublin"],
  ...["Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Auckland", "America/Havana", "Asia/Kolkata"],
];
/** With all changes of the clocks in these years. */
const spans = [
  ["--from", "2026-03-05", "--weeks", "6"],
  ["--from", "2026-09-04", "--weeks", "10"],
  ["--from", "2027-03-04", "--weeks", "6"],
  ["--from", "2027-09-03", "--weeks", "10"],
];
const spring = ["--from", "2027-02-01", "--weeks", "14"];

async function both(file: string, ...args: readonly string[]) {
  const { code, report } = await runHere("calendar", file, ...args, "--ics");
  const { report: json } = await runHere("calendar", file, ...args, "--json");
  return { code, feed: report, data: JSON.parse(json) as CalendarData };
}

describe("calendar --ics", () => {
  it.each(zones)(
    "has the hours of all runs in %s for a reader of iCalendar, through all clock changes of 2026 and 2027",
    async (timezone) => {
      const file = write(kinds, timezone);
      for (const span of spans) {
        const { code, feed, data } = await both(file, ...span, "--timezone", timezone);
        expect(code).toBe(0);
        const expected = Object.fromEntries(
          data.schedules
            .filter(({ fires }) => fires.length > 0)
            .map(({ name, fires }) => [`${name} (prod)`, fires]),
        );
        expect(feedStarts(feed, data)).toEqual(expected);
      }
    },
  );

  it("has a rule where calendar programs read it alike, and dates in UTC where not", async () => {
    const file = write(kinds, "Europe/Berlin");
    const { feed } = await both(file, ...spring, "--timezone", "UTC");
    const rules = feed.split("\r\n").filter((line) => /^RRULE:(?!FREQ=YEARLY)/.test(line));
    expect(new Set(rules.map((line) => line.replace(/;UNTIL=.*/, "")))).toEqual(
      new Set([
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        "RRULE:FREQ=WEEKLY;BYDAY=SU,SA",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=15",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
        "RRULE:FREQ=MONTHLY;BYDAY=2TU",
        "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
      ]),
    );
    // 02:30 does not exist on 28 March, so that its events are single ones.
    const early = feed.split("BEGIN:VEVENT").filter((event) => event.includes("SUMMARY:early"));
    expect(early).toHaveLength(98);
    for (const event of early) expect(event).toMatch(/\r\nDTSTART:\d{8}T\d{6}Z\r\n/);
    expect(feed).toContain(
      "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n",
    );
  });

  it("keeps the ids of events from day to day, and has none twice", async () => {
    const file = write(kinds, "Europe/Berlin");
    const idsOf = async (from: string) =>
      (await both(file, "--from", from, "--weeks", "2", "--timezone", "UTC")).feed.match(/^UID:.*$/gm) ??
      ([] as string[]);
    const [one, other] = [await idsOf("2027-05-03"), await idsOf("2027-05-04")];
    expect(new Set(one).size).toBe(one.length);
    expect(one.filter((id) => other.includes(id)).length).toBeGreaterThan(one.length - 10);
  });

  it("shows a hostile name as text", async () => {
    const { data } = await both(write({ nightly: 'cron: "0 9 * * *"' }, "UTC"));
    const name = "evil\r\nBEGIN:VEVENT, a;b\u202e 名";
    const feed = icsFeed({
      ...data,
      title: name,
      schedules: data.schedules.map((one) => ({ ...one, name, workflow: { title: name } })),
    });
    const unfolded = feed.replaceAll("\r\n ", "");
    expect(unfolded.match(/BEGIN:VEVENT\r\n/g)).toHaveLength(1);
    expect(unfolded).toContain("SUMMARY:evil\\\\u{d}\\\\u{a}BEGIN:VEVENT\\, a\\;b\\\\u{202e} 名 (prod)\r\n");
    expect(Object.keys(feedStarts(feed, data))).toEqual([
      "evil\\u{d}\\u{a}BEGIN:VEVENT, a;b\\u{202e} 名 (prod)",
    ]);
  });

  it("leaves out paused schedules, and says so", async () => {
    const file = write({ nightly: 'cron: "0 9 * * *"', off: 'cron: "0 8 * * *", enabled: false' }, "UTC");
    const { report, said } = await runHere("calendar", file, "--ics");
    expect(report.match(/BEGIN:VEVENT\r\n/g)).toHaveLength(1);
    expect(said).toBe("left out: 1 schedule that is paused or unknown\n");
    expect(report.endsWith("END:VCALENDAR\r\n")).toBe(true);
  });

  it("writes a file whose name ends in .ics, and never a schedule file", async () => {
    const file = write(kinds, "UTC");
    const target = join(folder, "runs.ics");
    const { code, report, said } = await runHere("calendar", file, "--ics", target);
    expect([code, report]).toEqual([0, ""]);
    expect(said).toBe(`wrote ${target}\n`);
    expect(readFileSync(target, "utf8")).toMatch(/^BEGIN:VCALENDAR\r\n/);
    const before = readFileSync(file, "utf8");
    const wrong = await runHere("calendar", "--ics", file);
    expect([wrong.code, readFileSync(file, "utf8")]).toEqual([1, before]);
    expect(wrong.said).toContain(`put it first: \`calendar ${file} --ics\``);
    const nowhere = join(folder, "nowhere", "runs.ics");
    expect((await runHere("calendar", file, "--ics", nowhere)).said).toBe(
      `error: Cannot write ${nowhere}: its folder does not exist.\n`,
    );
    expect(existsSync(nowhere)).toBe(false);
  });

  it("refuses a feed that calendar programs would refuse", async () => {
    const file = write({ often: 'every: 5m, startingAt: "2026-01-01T00:00:00Z"' }, "UTC");
    const { code, said } = await runHere("calendar", file, "--ics", "--weeks", "9");
    expect(code).toBe(1);
    expect(said).toMatch(/^error: The feed would have more than 5000 events,/);
  });
});
