import { zoneClock } from "../../../src/calendar/zone/zone-clock";
import type { CalendarData, CalendarSchedule } from "../../../src/cli/calendar/calendar-data";
import { calendarData, calendarSchedule, cronFires, cronSchedule, instant } from "./calendar-data";

type Row = readonly [
  name: string,
  workflow: string,
  cron: string,
  words: string,
  usualMinutes: number | undefined,
  parts?: Partial<CalendarSchedule>,
];

const rows: readonly Row[] = [
  ["Nightly invoices", "Collect invoices", "0 2 * * *", "At 02:00, every day", 42],
  ["Invoices before the weekend", "Collect invoices", "30 16 * * 5", "At 16:30, on Friday", 42],
  ["Portal login check", "Watch the portals", "0 6-20/2 * * *", "Every 2 hours, between 06:00 and 20:00", 3],
  ["Price watch", "Watch the portals", "15 8 * * 1-5", "At 08:15, Monday to Friday", 18],
  ["Bank statements", "Download statements", "0 8 * * 1-5", "At 08:00, Monday to Friday", 12],
  ["Card statements", "Download statements", "0 8 * * 1", "At 08:00, on Monday", 25],
  ["Payroll export", "Payroll", "0 8 * * 1", "At 08:00, on Monday", 35],
  ["Time sheets", "Payroll", "45 7 * * 1", "At 07:45, on Monday", 30],
  ["Supplier onboarding", "Onboard suppliers", "0 8 * * 1,4", "At 08:00, on Monday and Thursday", 9],
  ["Tax portal", "File the VAT return", "0 8 10 * *", "At 08:00, on day 10 of the month", 55],
  ["Sunday backup of receipts", "Archive receipts", "30 22 * * 0", "At 22:30, on Sunday", 95],
  ["Archive index", "Archive receipts", "15 23 * * 0", "At 23:15, on Sunday", 40],
  [
    "Shop orders",
    "Read shop orders",
    "*/30 7-19 * * 1-6",
    "Every 30 minutes, 07:00 to 19:59, Monday to Saturday",
    4,
  ],
];

/** A team's two weeks, with all that a page can show. */
export function teamCalendar(parts: Partial<CalendarData> = {}): CalendarData {
  const data = calendarData({
    timezone: "Europe/Berlin",
    environments: ["prod", "staging"],
    // Thursday morning: some runs of the week are over.
    made: instant("2026-12-03T08:40:00Z"),
    ...parts,
  });
  const clock = zoneClock(data.timezone);
  const span = {
    ...data,
    from: clock.instantOf(data.from * 1000) / 1000,
    to: clock.instantOf(data.to * 1000) / 1000,
  };
  const prod = rows.map(([name, title, cron, words, usualMinutes, more], index) =>
    cronSchedule(name, cron, span, {
      id: `prod/${slug(name)}`,
      environment: "prod",
      workflow: { title },
      words: [words],
      line: { file: "schedules.yaml", line: 12 + index * 7 },
      ...(usualMinutes === undefined ? {} : { usualMinutes }),
      ...more,
    }),
  );
  const watched = prod.map((one) => ({ ...one, ...lastRuns(one, data.made) }));
  const staging = prod.slice(0, 3).map((one) => ({
    ...one,
    id: one.id.replace("prod", "staging"),
    environment: "staging",
    state: "paused" as const,
    reason: "The file pauses all schedules of staging.",
  }));
  const special = others(span).map((one) => ({ ...one, ...lastRuns(one, data.made) }));
  return { ...span, ...notes(span, [...watched, ...special, ...staging]) };
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}

/** How the newest runs of some schedules ended, the newest first. */
const ends: Readonly<Record<string, readonly string[]>> = {
  "prod/nightly-invoices": ["completed", "failed", "completed", "completed"],
  "prod/bank-statements": ["completed", "timed_out", "completed", "completed"],
  "prod/inbox-sweep": ["running", "completed", "failed", "completed", "completed"],
  "prod/customs-forms": ["failed"],
};

/** Runs that started when the schedule fired last. */
function lastRuns(
  { id, fires, usualMinutes = 8 }: CalendarSchedule,
  made: number,
): Pick<CalendarSchedule, "lastRuns"> {
  const past = fires.filter((fire) => fire <= made).reverse();
  const runs = (ends[id] ?? []).slice(0, past.length).map((status, index) => {
    const startedAt = past[index] ?? 0;
    const finishedAt = startedAt + usualMinutes * 60;
    return { id: `wr_${id}_${index}`, status, startedAt, ...(status === "running" ? {} : { finishedAt }) };
  });
  return runs.length === 0 ? {} : { lastRuns: runs };
}

/** An interval, a one-time schedule, and one with warnings and parameters. */
function others(span: CalendarData): CalendarSchedule[] {
  const every = Array.from({ length: 400 }, (_, index) => span.from + 600 + index * 90 * 60);
  return [
    calendarSchedule(
      "Inbox sweep",
      every.filter((fire) => fire < span.to),
      {
        id: "prod/inbox-sweep",
        environment: "prod",
        workflow: { title: "Sweep the inbox" },
        kind: "interval",
        intervalSeconds: 5400,
        words: ["Every 90 minutes"],
        usualMinutes: 6,
      },
    ),
    calendarSchedule("Year-end statement", [span.from + 9 * 86_400 + 10 * 3600], {
      id: "prod/year-end-statement",
      environment: "prod",
      workflow: { title: "Download statements" },
      kind: "once",
      runAt: "2026-12-09T10:00:00Z",
      words: ["Once"],
    }),
    cronSchedule("Customs forms", "0 13 * * 3", span, {
      id: "prod/customs-forms",
      environment: "prod",
      workflow: { title: "Customs" },
      words: ["At 13:00, on Wednesday"],
      timezone: "America/New_York",
      warnings: ["The timezone has daylight saving, and the portal closes at 18:00 in Berlin."],
      parameters: { portal: "https://customs.example", user: "finance", password: "[secret]" },
    }),
  ];
}

/** Changes of the clock in the span, and what the next two changes do to the first two schedules. */
function notes(
  span: CalendarData,
  schedules: readonly CalendarSchedule[],
): Pick<CalendarData, "clockChanges" | "schedules"> {
  const year = 365 * 86_400;
  const inSeconds = zoneClock(span.timezone)
    .changesBetween(span.from * 1000, (span.from + year) * 1000)
    .map(({ at, before, after }) => ({
      timezone: span.timezone,
      at: at / 1000,
      before: before / 1000,
      after: after / 1000,
    }));
  const clockNotes = inSeconds.slice(0, 2).map(({ at, before, after }) => ({
    date: new Date((at + before) * 1000).toISOString().slice(0, 10),
    text:
      after < before ? "02:00 comes twice on that day" : "02:00 does not exist on that day; it runs at 03:00",
    effect: after < before ? ("twice" as const) : ("late" as const),
  }));
  const noted = (schedule: CalendarSchedule) =>
    /^prod.nightly/.test(schedule.id) ? { ...schedule, clockNotes } : schedule;
  return { clockChanges: inSeconds.filter(({ at }) => at < span.to), schedules: schedules.map(noted) };
}

/** A pull request that moves one schedule to the crowded Monday, adds one and removes one. */
export function comparedCalendar(): CalendarData {
  const data = teamCalendar();
  const change = (schedule: CalendarSchedule): CalendarSchedule => {
    if (schedule.id === "prod/time-sheets") {
      const before = {
        cronExpression: "0 11 * * 2",
        fires: cronFires("0 11 * * 2", data.timezone, data.from, data.to),
      };
      return { ...schedule, change: { kind: "moved", before } };
    }
    if (schedule.id === "prod/supplier-onboarding") return { ...schedule, change: { kind: "added" } };
    if (schedule.id === "prod/card-statements") return { ...schedule, change: { kind: "added" } };
    if (schedule.id === "prod/archive-index") return { ...schedule, change: { kind: "removed" } };
    if (schedule.id === "prod/customs-forms") {
      return {
        ...schedule,
        change: { kind: "changed", before: { parameters: { portal: "https://old.example" } } },
      };
    }
    return schedule;
  };
  return { ...data, base: "main", schedules: data.schedules.map(change) };
}

/** `count` schedules in three environments with about ten fire times each. */
export function largeCalendar(count: number): CalendarData {
  const data = calendarData({ timezone: "Europe/Berlin", environments: ["prod", "staging", "dev"] });
  const schedules = Array.from({ length: count }, (_, index) => {
    const first = data.from + ((index * 7919) % (30 * 60)) * 60;
    const fires = Array.from({ length: 10 }, (_, run) => first + run * 32 * 3600).filter(
      (fire) => fire < data.to,
    );
    const environment = data.environments[index % 3] ?? "prod";
    return calendarSchedule(`Schedule ${index + 1} of the portal`, fires, {
      id: `${environment}/schedule-${index + 1}`,
      environment,
      workflow: { title: `Workflow ${Math.floor(index / 12) + 1}` },
      words: ["Every 32 hours"],
      usualMinutes: 5 + (index % 50),
    });
  });
  return { ...data, schedules };
}

/** Names that a page must show as text. */
export function hostileCalendar(): CalendarData {
  const data = calendarData();
  const names = [
    '<script>document.title = "broken"</script>',
    '"><img src=x onerror="document.title=1">',
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "تقرير الفواتير الليلي",
    "דוח שבועי (prod)",
    "{{constructor.constructor('return 1')()}}",
    "x".repeat(300),
    "$& $1 $$",
  ];
  const schedules = names.map((name, index) =>
    calendarSchedule(name, [instant("2026-11-30T08:00:00Z") + index * 60], {
      id: `hostile/${index}`,
      workflow: { title: name },
      parameters: { [name]: name },
      warnings: [name],
    }),
  );
  return { ...data, title: names[0] ?? "", schedules };
}
