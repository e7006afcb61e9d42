import { fixedZoneProblem, placesAt } from "../../../src/calendar/zone/fixed-zone";
import { timezoneProblem } from "../../../src/calendar/zone/timezone";
import { TIMEZONE_NAMES } from "../../../src/calendar/zone/timezone-names";
import { zoneClock } from "../../../src/calendar/zone/zone-clock";

const HOUR = 3_600_000;
const [start, end] = [Date.UTC(2027, 0, 1), Date.UTC(2028, 0, 1)];
const offsetsIn2027 = (zone: string) => {
  const { wallAt, changesBetween } = zoneClock(zone);
  return [wallAt(start) - start, ...changesBetween(start, end).map(({ after }) => after)];
};

describe("a timezone that keeps one offset all year", () => {
  it.each([
    [
      "EST",
      'is UTC-5 and has no daylight saving; write a place, such as "America/New_York" (with daylight saving) or "America/Panama" (without)',
    ],
    [
      "MST",
      'is UTC-7 and has no daylight saving; write a place, such as "America/Denver" (with daylight saving) or "America/Phoenix" (without)',
    ],
    ["HST", 'is UTC-10 and has no daylight saving; write a place, such as "Pacific/Honolulu"'],
    [
      "Etc/GMT+5",
      'is UTC-5, not UTC+5, and has no daylight saving; write a place, such as "America/New_York" (with daylight saving) or "America/Panama" (without); for UTC+5, "Asia/Karachi"',
    ],
    // systemd/systemd#19557 has Etc/GMT+5 too; opnsense/core#3800, ddvk/remarkable-hacks#229, moment/moment-timezone#534
    [
      "Etc/GMT-3",
      'is UTC+3, not UTC-3, and has no daylight saving; write a place, such as "Europe/Istanbul"; for UTC-3, "America/Sao_Paulo"',
    ],
    [
      "Etc/GMT-6",
      'is UTC+6, not UTC-6, and has no daylight saving; write a place, such as "Asia/Dhaka"; for UTC-6, "America/Chicago" (with daylight saving) or "America/Costa_Rica" (without)',
    ],
    [
      "Etc/GMT-14",
      'is UTC+14, not UTC-14, and has no daylight saving; write a place, such as "Pacific/Kiritimati"',
    ],
    [
      "Etc/GMT+12",
      'is UTC-12, not UTC+12, and has no daylight saving; for UTC+12, "Pacific/Auckland" (with daylight saving) or "Pacific/Tarawa" (without)',
    ],
  ])("is reported with its offset and with the places that are probably meant: %s", (zone, sentence) => {
    expect(fixedZoneProblem(zone)).toBe(`timezone "${zone}" ${sentence}`);
  });

  it.each(["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0", "GMT+0", "Zulu"])(
    "is not reported if it is a name of UTC: %s",
    (zone) => expect(fixedZoneProblem(zone)).toBeUndefined(),
  );

  it("leads to a place with daylight saving from the abbreviation in agronholm/apscheduler#574", () => {
    expect(timezoneProblem("SystemV/PST8")).toContain('did you mean "America/Los_Angeles"?');
    expect(fixedZoneProblem("America/Los_Angeles")).toBeUndefined();
  });

  it.each(["EST5EDT", "America/Phoenix", "Pacific/Honolulu", "Asia/Kolkata", "US/Arizona"])(
    "is not reported if it is a place, or has daylight saving: %s",
    (zone) => expect(fixedZoneProblem(zone)).toBeUndefined(),
  );

  it("has the offset that the message says", () => {
    const zones = [...TIMEZONE_NAMES].filter((zone) => fixedZoneProblem(zone) !== undefined);
    expect(zones).toHaveLength(29);
    for (const zone of zones) {
      const hours = Number(/is UTC([+-]\d+)/.exec(fixedZoneProblem(zone) ?? "")?.[1]);
      expect([zone, offsetsIn2027(zone)]).toEqual([zone, [hours * HOUR]]);
    }
  });

  it("is replaced by valid places with that offset, which have daylight saving or not, as the message says", () => {
    const shown = [];
    const changingAlone = ["America/St_Johns", "Australia/Lord_Howe", "Pacific/Chatham"];
    for (let hours = -12; hours <= 14; hours += 0.25) {
      for (const [, zone = "", , note] of (placesAt(hours) ?? "").matchAll(/"([^"]*)"( \((.*?)\))?/g)) {
        const offsets = offsetsIn2027(zone);
        expect([zone, timezoneProblem(zone)]).toEqual([zone, undefined]);
        expect([zone, fixedZoneProblem(zone)]).toEqual([zone, undefined]);
        expect([zone, Math.min(...offsets)]).toEqual([zone, hours * HOUR]);
        const changes = note?.startsWith("with ") ?? changingAlone.includes(zone);
        expect([zone, offsets.length > 1]).toEqual([zone, changes]);
        shown.push(zone);
      }
    }
    expect(shown).toHaveLength(48);
  });
});
