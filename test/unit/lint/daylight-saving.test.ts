import fc from "fast-check";
import { TIMEZONE_NAMES } from "../../../src/calendar/zone/timezone-names";
import { zoneClock } from "../../../src/calendar/zone/zone-clock";
import { lintSchedules } from "../../../src/schedule-file/lint/lint";
import { zoneFrom } from "../../../src/schedule-file/lint/zone";

const now = new Date("2026-11-26T12:00:00Z");
const before = new Date("2026-10-01T12:00:00Z");

function sentences(cronExpression: string, timezone: string, from = now): string[] {
  const subject = { key: "a", name: "a", workflow: "x", cronExpression, timezone, enabled: false };
  const warnings = lintSchedules([subject], from);
  for (const warning of warnings) expect(warning).toMatchObject({ rule: "daylight-saving", keys: ["a"] });
  return warnings.map(({ message }) => message);
}

const spring = "on 2027-03-14 in America/New_York, where the clock goes from 02:00 to 03:00:";
const outside = (from: string, until: string) =>
  `a time outside ${from} to ${until}, or the timezone "UTC", avoids that`;

describe("a local time that a change to daylight saving skips", () => {
  it.each([
    ["30 2 * * *", `02:30 does not exist ${spring} the run of that day starts between 03:00 and 03:30;`],
    ["0 2 * * SUN", `02:00 does not exist ${spring} the run of that day starts at 03:00;`],
    [
      "0,30 2 * * *",
      `02:00 and 02:30 do not exist ${spring} its runs of that hour start between 03:00 and 03:30;`,
    ],
    [
      "*/10 2 * * *",
      `02:00, 02:10, 02:20 and 3 more do not exist ${spring} its runs of that hour start between 03:00 and 03:50;`,
    ],
    ["0,30 2,3 * * *", undefined],
    ["15 * * * *", undefined],
    ["*/5 * * * *", undefined],
    ["30 2 * * MON-FRI", undefined],
    ["30 3 * * *", undefined],
    ["59 1 * * *", undefined],
  ])("is reported with its date and the start of the run: %s", (cron, sentence) => {
    const skips = sentences(cron, "America/New_York").filter((text) => text.includes("not exist"));
    expect(skips).toEqual(sentence === undefined ? [] : [`${sentence} ${outside("02:00", "03:00")}`]);
  });

  it("may be at midnight, or half an hour long", () => {
    expect(sentences("30 0 * * *", "Asia/Beirut")[0]).toBe(
      "00:30 does not exist on 2027-03-28 in Asia/Beirut, where the clock goes from 00:00 to 01:00: the run of " +
        `that day starts between 01:00 and 01:30; ${outside("00:00", "01:00")}`,
    );
    expect(sentences("15 2 * * *", "Australia/Lord_Howe")).toEqual([
      "02:15 does not exist on 2027-10-03 in Australia/Lord_Howe, where the clock goes from 02:00 to 02:30: the " +
        `run of that day starts between 02:30 and 02:45; ${outside("02:00", "02:30")}`,
    ]);
  });
});

describe("a local time that a change from daylight saving doubles", () => {
  const back = "on 2026-11-01 in America/New_York, where the clock goes from 02:00 back to 01:00:";

  it("is reported with its date, as one run", () => {
    expect(sentences("30 1 * * *", "America/New_York", before)).toEqual([
      `01:30 comes twice ${back} the open-source server runs it once, the first time; ${outside("01:00", "02:00")}`,
    ]);
    expect(sentences("0,20 1 1 * *", "America/New_York", before)).toEqual([
      `01:00 and 01:20 come twice ${back} the open-source server runs each once, the first time; ` +
        outside("01:00", "02:00"),
    ]);
  });

  it.each([
    ["0 * * * *", "120 minutes"],
    ["*/30 * * * *", "90 minutes"],
    ["*/5 1-8 * * *", "65 minutes"],
  ])("is a gap for a schedule that fires each hour: %s", (cron, length) => {
    expect(sentences(cron, "America/New_York", before)).toEqual([
      `does not fire for ${length} on 2026-11-01 in America/New_York, where 01:00 to 02:00 comes twice: the ` +
        'open-source server leaves out the second time; the timezone "UTC" avoids that',
    ]);
  });

  it("is not reported after it is over, or if the schedule does not fire on that day", () => {
    expect(sentences("30 1 1 11 *", "America/New_York", before)).toHaveLength(1);
    expect(sentences("30 1 1 11 *", "America/New_York", new Date("2026-11-01T06:00:00Z"))).toEqual([]);
    expect(sentences("30 1 * * MON-SAT", "America/New_York", before)).toEqual([]);
  });

  it("can also be skipped on another day", () => {
    expect(sentences("30 1 * * *", "Europe/London")).toEqual([
      expect.stringContaining("01:30 does not exist on 2027-03-28 in Europe/London"),
      expect.stringContaining("01:30 comes twice on 2027-10-31 in Europe/London"),
    ]);
  });
});

describe("a zone without changes", () => {
  it.each(["UTC", "Asia/Kolkata", "America/Phoenix"])("%s gives no warning", (zone) => {
    expect(sentences("*/30 * * * *", zone)).toEqual([]);
    expect(sentences("30 2 * * *", zone)).toEqual([]);
  });
});

describe("the zones that lint works with", () => {
  it("agree with the clock of the zone, on every day of the next 400", () => {
    const minute = 60_000;
    const ahead = fc.integer({ min: -24 * 60, max: 398 * 24 * 60 });
    const zone = fc.constantFrom(...TIMEZONE_NAMES);
    fc.assert(
      fc.property(zone, fc.array(ahead, { minLength: 5, maxLength: 20 }), (timezone, minutes) => {
        const clock = zoneClock(timezone);
        const { start, wallAt, instantOf, changes } = zoneFrom(timezone, now);
        const near = changes.flatMap(({ at }) => [at - 1, at, at + 30 * minute, at - 30 * minute]);
        for (const instant of [...near, ...minutes.map((count) => start + count * minute)]) {
          expect(wallAt(instant)).toBe(clock.wallAt(instant));
          const wall = clock.wallAt(instant);
          expect(instantOf(wall)).toBe(clock.instantOf(wall));
        }
        const skipped = changes.filter(({ before, after }) => after > before);
        for (const { at, before } of skipped) {
          expect(instantOf(at + before + minute)).toBe(clock.instantOf(at + before + minute));
        }
      }),
      { numRuns: 120 },
    );
  });
});
