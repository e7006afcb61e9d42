import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zoneClock } from "../../src/calendar/zone/zone-clock";
import type { CalendarData, CalendarSchedule } from "../../src/cli/calendar/calendar-data";
import { runHere } from "../support/cli/here";
import { askIntervals, askStartedRuns } from "../support/cron/croniter-rule";
import { seededRandom } from "../support/cron/generator";

/** `.ci/run` sets fewer: the server's rule takes minutes for all. */
const SCHEDULES = Number(process.env.PULUMI_SKYVERN_CALENDAR_SCHEDULES ?? 500);
const HOUR = 3600;
const DAY = 24 * HOUR;
/**
 * How often the replayed scheduler looks; the real one looks each minute. No minute below is in the last ten of an hour, so
 * that it looks before a clock goes back.
 */
const STEP = 600;
const zones = [
  ...["UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Helsinki"],
  ...["Europe/Moscow", "Europe/Chisinau", "America/New_York", "America/Chicago", "America/Los_Angeles"],
  ...["America/St_Johns", "America/Havana", "America/Santiago", "America/Asuncion", "America/Sao_Paulo"],
  ...["America/Phoenix", "America/Nuuk", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Beirut"],
  ...["Asia/Jerusalem", "Africa/Cairo", "Africa/Casablanca", "Australia/Sydney", "Australia/Lord_Howe"],
  ...["Pacific/Auckland", "Pacific/Chatham", "Antarctica/Troll"],
];

/** Schedules of all kinds, in the form of a schedule file. */
function scheduleFile(): string {
  const random = seededRandom(20_261_129);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const minutes = ["0", "30", "15", "0,30", "50", "5-59/20"];
  const hours = ["0", "1", "2", "3", "4", "9", "23", "*/6", "0-3", "8-17/3", "1,2,13"];
  const everyDay = ["* * *", "* * *"];
  const days = ["* * MON-FRI", "* * SUN", "1,15 * *", "L * *", "29-31 * *", "* * SUN#1", "* * L0", "1 * SUN"];
  const lines = Array.from({ length: SCHEDULES }, (_, index) => {
    const start = new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 700 * DAY) * 1000).toISOString();
    const recurring = `every: ${pick(["45m", "90m", "7h", "36h", "8d"])}, startingAt: "${start}"`;
    const cron = `cron: "${pick(minutes)} ${pick(hours)} ${pick([...everyDay, ...days])}"`;
    // All zones have intervals first, then one-time schedules, then cron expressions.
    const times = [recurring, `at: "${start}"`][Math.floor(index / zones.length)] ?? cron;
    const zone = zones[index % zones.length];
    return `  s${index}: { ${times}, timezone: ${zone}, workflow: wpid_${index} }`;
  });
  return `schedules:\n${lines.join("\n")}\nenvironments: { prod: {} }\n`;
}

/** From some hours before each change of a clock until a day after it; elsewhere two days. In seconds. */
function windowsOf(timezone: string): readonly { from: number; until: number; skipped?: [number, number] }[] {
  const changes = zoneClock(timezone).changesBetween(Date.UTC(2026, 0, 4), Date.UTC(2027, 11, 28));
  const windows = changes.map(({ at, before, after }) => ({
    from: at / 1000 - 6 * HOUR,
    until: at / 1000 + 30 * HOUR,
    ...(after > before ? { skipped: [at / 1000, (at + after - before) / 1000] as [number, number] } : {}),
  }));
  return windows.length > 0
    ? windows
    : [{ from: Date.UTC(2027, 2, 27) / 1000, until: Date.UTC(2027, 2, 29) / 1000 }];
}

describe("calendar and next, compared with what the server does", () => {
  let folder: string;
  let all: readonly CalendarSchedule[];
  let args: readonly string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-agreement-"));
    const file = join(folder, "schedules.yaml");
    writeFileSync(file, scheduleFile());
    args = [file, "--from", "2026-01-01", "--json"];
    const span = ["--timezone", "UTC"];
    const halves: (readonly CalendarSchedule[])[] = [];
    for (const from of ["2026-01-01", "2026-07-02", "2026-12-31", "2027-07-01"]) {
      const { report } = await runHere("calendar", file, "--from", from, "--weeks", "26", ...span, "--json");
      halves.push((JSON.parse(report) as CalendarData).schedules);
    }
    all = (halves[0] ?? []).map((schedule, index) => ({
      ...schedule,
      fires: halves.flatMap((half) => half[index]?.fires ?? []),
    }));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has schedules of all kinds in each of 30 zones", () => {
    expect(all).toHaveLength(SCHEDULES);
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(["cron", "interval", "once"]));
    expect(new Set(all.map(({ kind, timezone }) => `${kind} ${timezone}`)).size).toBe(3 * 30);
  });

  it("shows the runs that the server's scheduler starts around all clock changes of 2026 and 2027", async () => {
    const crons = all.filter(({ kind }) => kind === "cron");
    const questions = crons.flatMap((schedule) => {
      const { cronExpression: cron = "", timezone = "" } = schedule;
      return windowsOf(timezone).map((span) => ({
        schedule,
        span,
        asked: { cron, timezone, from: span.from, until: span.until, step: STEP },
      }));
    });
    const answers = await askStartedRuns(questions.map(({ asked }) => asked));
    const wrong: object[] = [];
    let compared = 0;
    questions.forEach(({ schedule, span, asked }, index) => {
      // A run too many is not in a calendar: a warning names it (docs/cron.md).
      const started = (answers[index] ?? []).filter(([, , isOwn]) => isOwn).map(([at]) => at);
      const shown = schedule.fires.filter((at) => at > span.from && at < span.until - STEP);
      compared += shown.length;
      const [start, end] = span.skipped ?? [0, 0];
      /** The run of a skipped time starts between the change and the time that is shown (docs/cron.md). */
      const starts = (at: number): number => (at >= start && at <= end + HOUR ? Math.min(at, start) : at);
      const matches = (one: number, at: number): boolean => one >= starts(at) && one <= at + STEP + 60;
      const missing = shown.filter((at) => !started.some((one) => matches(one, at)));
      const added = started.filter((one) => !schedule.fires.some((at) => matches(one, at)));
      if (missing.length + added.length > 0) wrong.push({ ...asked, missing, added, started, shown });
    });
    expect(wrong).toEqual([]);
    // 26 of the 30 zones change their clocks four times in these years.
    expect(questions.length).toBeGreaterThan(3 * crons.length);
    expect(compared).toBeGreaterThan(5 * crons.length);
  }, 240_000);

  it("shows the runs of intervals that the server lists, and one-time schedules at their time", async () => {
    const intervals = all.filter(({ kind }) => kind === "interval");
    const answers = await askIntervals(
      intervals.map(({ timezone = "", intervalSeconds = 0, firstFireAt = "", fires }) => ({
        timezone,
        interval: intervalSeconds,
        first: Date.parse(firstFireAt) / 1000,
        now: Date.UTC(2026, 0, 1) / 1000,
        count: Math.min(fires.length, 300),
      })),
    );
    expect(intervals.map(({ fires }) => fires.slice(0, 300))).toEqual(answers);
    const once = all.filter(({ kind }) => kind === "once");
    expect(once.map(({ fires }) => fires)).toEqual(
      once.map(({ runAt = "" }) =>
        [Date.parse(runAt) / 1000].filter((at) => at < Date.UTC(2027, 11, 30) / 1000),
      ),
    );
  });

  it("next shows the same times as calendar", async () => {
    const { report } = await runHere("next", ...args, "--count", "40");
    const listed = JSON.parse(report).schedules as readonly { fireTimes: readonly { utc: string }[] }[];
    const last = Date.UTC(2027, 11, 30) / 1000;
    expect(
      listed.map(({ fireTimes }) =>
        fireTimes.map(({ utc }) => Date.parse(utc) / 1000).filter((at) => at < last),
      ),
    ).toEqual(all.map(({ fires }) => fires.filter((at) => at > Date.UTC(2026, 0, 1) / 1000).slice(0, 40)));
  });
});
