import fc from "fast-check";
import { checkCron } from "../../../src/calendar/cron/check-cron";
import { nextRuns } from "../../../src/calendar/next-runs";
import { type LintSubject, type LintWarning, lintSchedules } from "../../../src/schedule-file/lint/lint";

const now = new Date("2026-11-26T12:00:00Z");
const consequence = (shared: string) =>
  `two runs would work with ${shared} at once, or one would wait for the other; move one of them`;

function schedule(key: string, cronExpression: string, more: Partial<LintSubject> = {}): LintSubject {
  const workflow = "invoices";
  return { key, name: key, workflow, cronExpression, timezone: "UTC", enabled: true, ...more };
}

function overlaps(
  subjects: readonly LintSubject[],
  usual: Readonly<Record<string, number>> = {},
  from = now,
): readonly LintWarning[] {
  const warnings = lintSchedules(subjects, from, { usualMinutes: new Map(Object.entries(usual)) });
  return warnings.filter(({ rule }) => rule === "overlap");
}

const sentences = (...all: Parameters<typeof overlaps>) => overlaps(...all).map(({ message }) => message);

describe("schedules of one workflow", () => {
  it("overlap when they fire at the same minute, each in its own timezone", () => {
    const first = schedule("a", "0 2 * * MON", { timezone: "America/New_York" });
    const second = schedule("b", "0 7 * * *");
    expect(overlaps([second, first])).toEqual([
      {
        rule: "overlap",
        message:
          'fires at the same minute as "b", first on 2026-11-30 at 02:00 in America/New_York, and once more ' +
          `within 14 days: ${consequence('workflow "invoices"')}`,
        keys: ["a", "b"],
      },
    ]);
  });

  it("overlap if one fires while a run of the other is usually active", () => {
    const pair = [schedule("a", "10 2 * * *"), schedule("b", "0 2 1 * *")];
    const end = `, on 2026-12-01 at 02:10 in UTC: ${consequence('workflow "invoices"')}`;
    expect(sentences(pair)).toEqual([]);
    expect(sentences(pair, { invoices: 10 })).toEqual([]);
    expect(sentences(pair, { invoices: 10.5 })).toEqual([
      `fires during a run of "b", which usually takes 10.5 minutes${end}`,
    ]);
    const next = [schedule("a", "1 2 * * *"), schedule("b", "0 2 1 * *")];
    for (const [usual, spoken] of [
      [1.000_000_01, "1 minute"],
      [1.1, "1.1 minutes"],
      [1.11, "1.2 minutes"],
    ] as const)
      expect(sentences(next, { invoices: usual })[0]).toContain(`which usually takes ${spoken}, on`);
    expect(sentences(next, { invoices: 1 })).toEqual([]);
    const turned = [schedule("b", "10 2 * * *"), schedule("a", "0 2 1 * *")];
    expect(sentences(turned, { invoices: 11 })).toEqual([
      `usually runs for 11 minutes, and "b" fires before that is over${end}`,
    ]);
  });

  it("overlap if two names mean one workflow, and not if they mean two", () => {
    const one = (key: string, id: string) => schedule(key, "0 2 * * *", { workflow: key, reference: { id } });
    expect(sentences([one("a", "wpid_1"), one("b", "wpid_1")])).toEqual([
      expect.stringContaining(`14 days: ${consequence('workflow "a"')}`),
    ]);
    expect(sentences([one("a", "wpid_1"), one("b", "wpid_2")])).toEqual([]);
  });

  it("do not overlap when one of them is disabled, or beyond the 14 days", () => {
    expect(sentences([schedule("a", "0 2 * * *"), schedule("b", "0 2 * * *", { enabled: false })])).toEqual(
      [],
    );
    expect(sentences([schedule("a", "0 2 * * *"), schedule("b", "0 2 11 12 *")])).toEqual([]);
    expect(sentences([schedule("a", "0 2 * * *"), schedule("b", "0 2 10 12 *")])).toHaveLength(1);
  });

  it("get one warning if there are many", () => {
    const keys = ["a", "b", "c", "d", "e", "f"];
    const warnings = overlaps(keys.map((key) => schedule(key, key === "c" ? "0 1,2 * * *" : "0 2 * * *")));
    expect(warnings[0]).toEqual({
      rule: "overlap",
      message:
        'has runs at the same time as 5 other schedules ("b", "c", "d" and 2 more), with "b" first on ' +
        `2026-11-27 at 02:00 in UTC, and 13 more times within 14 days: ${consequence('workflow "invoices"')}`,
      keys,
    });
    expect(warnings.map((warning) => warning.keys.join(""))).toEqual([
      "abcdef",
      "bcdef",
      "cd",
      "ce",
      "cf",
      "de",
      "df",
      "ef",
    ]);
  });

  it("fire at the first of two equal local times only, when the clock goes back", () => {
    const from = new Date("2026-10-30T12:00:00Z");
    const local = schedule("a", "30 1 1 11 *", { timezone: "America/New_York" });
    const at = (cron: string) => sentences([local, schedule("b", cron)], {}, from);
    expect(at("30 5 1 11 *")).toEqual([
      expect.stringContaining("on 2026-11-01 at 01:30 in America/New_York"),
    ]);
    expect(at("30 6 1 11 *")).toEqual([]);
    expect(sentences([local, schedule("b", "30 6 1 11 *")], {}, new Date("2026-11-01T05:45:00Z"))).toEqual(
      [],
    );
  });

  it("fire as much later as the clock jumps, when their local time is left out", () => {
    const local = schedule("a", "30 2 14 3 *", { timezone: "America/New_York" });
    const from = new Date("2027-03-10T12:00:00Z");
    expect(sentences([local, schedule("b", "30 7 14 3 *")], {}, from)).toEqual([
      expect.stringContaining("on 2027-03-14 at 03:30 in America/New_York"),
    ]);
  });
});

describe("schedules of one credential", () => {
  const login = (key: string, parameters: Record<string, unknown>) =>
    schedule(key, "0 2 * * *", { workflow: key, parameters });

  it("overlap although their workflows differ", () => {
    const subjects = [login("a", { login: "cred_1", other: 1 }), login("b", { portal: "cred_1" })];
    expect(sentences(subjects)).toEqual([
      'fires at the same minute as "b", first on 2026-11-27 at 02:00 in UTC, and 13 more times within 14 days: ' +
        consequence("credential cred_1"),
    ]);
  });

  it("are reported once if they also share the workflow", () => {
    const subjects = ["a", "b"].map((key) => schedule(key, "0 2 * * *", { parameters: { x: "cred_1" } }));
    expect(sentences(subjects)).toEqual([
      expect.stringContaining('workflow "invoices" and credential cred_1'),
    ]);
  });

  it("are not reported for other credentials, other texts or unknown values", () => {
    const output = { apply: () => "cred_1" };
    expect(sentences([login("a", { login: "cred_1" }), login("b", { login: "cred_2" })])).toEqual([]);
    for (const text of ["xcred_1", "cred_1-a", "my cred_1"])
      expect(sentences([login("a", { login: text }), login("b", { login: text })])).toEqual([]);
    expect(sentences([login("a", { vendor: "acme" }), login("b", { vendor: "acme" })])).toEqual([]);
    expect(sentences([login("a", { login: output }), login("b", { login: output })])).toEqual([]);
  });
});

describe("overlapping schedules", () => {
  const days = 86_400_000;
  const cron = fc
    .tuple(
      fc.constantFrom("0", "30", "7,58", "59"),
      fc.constantFrom("*/3", "*/6", "2,3", "5-9", "13"),
      fc.constantFrom("*", "*", "1,15", "L"),
      fc.constantFrom("*", "*", "MON-FRI", "L5"),
    )
    .map(([minutes, hours, day, weekday]) =>
      weekday === "L5" ? `${minutes} ${hours} * * ${weekday}` : `${minutes} ${hours} ${day} * ${weekday}`,
    )
    .filter((text) => "text" in checkCron(text));
  const timezone = fc.constantFrom(
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Asia/Kathmandu",
    "Australia/Sydney",
  );
  const parts = fc.record({
    cronExpression: cron,
    timezone,
    minutes: fc.constantFrom(0.5, 45.5, 240, 240),
  });
  // No clock changes in these months, around which the server lists other times than it starts.
  const from = fc.date({
    min: new Date("2026-11-05T00:00:00Z"),
    max: new Date("2027-02-01T00:00:00Z"),
    noInvalidDate: true,
  });

  function startsOf(
    { cronExpression, timezone: zone }: { cronExpression: string; timezone: string },
    start: Date,
  ) {
    const first = Math.floor(start.getTime() / 60_000) * 60_000 + 60_000;
    const runs: number[] = [];
    for (let last = start; last.getTime() < first + 14 * days; last = new Date(runs.at(-1) ?? 0))
      runs.push(...nextRuns(cronExpression, zone, 10, last).map((run) => run.getTime()));
    return runs.filter((run) => run < first + 14 * days);
  }

  it("are those that a comparison of all their next runs finds", () => {
    let found = 0;
    fc.assert(
      fc.property(parts, parts, from, (one, other, start) => {
        const [starts, others] = [startsOf(one, start), startsOf(other, start)];
        const during = (time: number, begins: readonly number[], minutes: number) =>
          begins.some((begin) => begin <= time && time < begin + Math.ceil(minutes) * 60_000);
        const meetings = new Set([
          ...starts.filter((time) => during(time, others, other.minutes)),
          ...others.filter((time) => during(time, starts, one.minutes)),
        ]);
        const login = { parameters: { login: "cred_1" } };
        const pair = [
          schedule("a", one.cronExpression, { ...login, workflow: "x", timezone: one.timezone }),
          schedule("b", other.cronExpression, { ...login, workflow: "y", timezone: other.timezone }),
        ];
        const messages = sentences(pair, { x: one.minutes, y: other.minutes }, start);
        if (meetings.size === 0) return expect(messages).toEqual([]);
        found++;
        const first = new Date(Math.min(...meetings));
        const parts = { timeZone: one.timezone, dateStyle: "short", timeStyle: "short" } as const;
        const [date, time] = first.toLocaleString("sv", parts).split(" ");
        const more = { 1: "on", 2: "once more" }[meetings.size] ?? `${meetings.size - 1} more times`;
        expect(messages).toEqual([expect.stringContaining(`on ${date} at ${time} in ${one.timezone}`)]);
        expect(messages).toEqual([expect.stringContaining(more)]);
      }),
      { numRuns: 40 },
    );
    expect(found).toBeGreaterThan(0);
  });

  it("get a bounded number of warnings, and quickly, in a large set", () => {
    const zones = ["America/New_York", "Europe/Berlin", "Asia/Kolkata"];
    const subjects = Array.from({ length: 100 }, (_, index) =>
      schedule(`k${index}`, "*/5 * * * *", { timezone: zones[index % 3] ?? "UTC" }),
    );
    const began = process.cpuUsage();
    const warnings = overlaps(subjects);
    // Many times as long as it takes: to ask for each fire time of each would take minutes.
    expect(process.cpuUsage(began).user / 1000).toBeLessThan(5000);
    expect(warnings).toHaveLength(100 - 4 + 6);
  });
});
