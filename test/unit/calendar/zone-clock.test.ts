import { zoneClock } from "../../../src/calendar/zone/zone-clock";
import { SkyvernError } from "../../../src/errors";

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(`${text}Z`);

describe("the clock of a timezone", () => {
  it("changes with the first moment of daylight saving, and with the first moment after it", () => {
    const { wallAt } = zoneClock("America/New_York");
    expect(wallAt(at("2027-03-14T06:59:59.999"))).toBe(at("2027-03-14T01:59:59.999"));
    expect(wallAt(at("2027-03-14T07:00"))).toBe(at("2027-03-14T03:00"));
    expect(wallAt(at("2026-11-01T05:59:59.999"))).toBe(at("2026-11-01T01:59:59.999"));
    expect(wallAt(at("2026-11-01T06:00"))).toBe(at("2026-11-01T01:00"));
  });

  it("shows a doubled time first before the change, and a skipped time as much later as the clock jumps", () => {
    const { instantOf } = zoneClock("America/New_York");
    expect(instantOf(at("2026-11-01T00:59"))).toBe(at("2026-11-01T04:59"));
    expect(instantOf(at("2026-11-01T01:00"))).toBe(at("2026-11-01T05:00"));
    expect(instantOf(at("2026-11-01T01:59"))).toBe(at("2026-11-01T05:59"));
    expect(instantOf(at("2026-11-01T02:00"))).toBe(at("2026-11-01T07:00"));
    expect(instantOf(at("2027-03-14T01:59"))).toBe(at("2027-03-14T06:59"));
    expect(instantOf(at("2027-03-14T02:30"))).toBe(at("2027-03-14T07:30"));
    expect(instantOf(at("2027-03-14T03:00"))).toBe(at("2027-03-14T07:00"));
  });

  it.each(["America/New_York", "Pacific/Chatham", "Australia/Lord_Howe", "Africa/Casablanca"])(
    "finds the first moment that shows a time in %s, also on the days around a change",
    (timezone) => {
      const { wallAt, instantOf, changesBetween } = zoneClock(timezone);
      const changes = changesBetween(at("2026-01-01T00:00"), at("2027-12-31T00:00"));
      expect(changes.length).toBeGreaterThan(3);
      const quarters = Array.from({ length: 2 * 4 * 96 }, (_, index) => (index - 4 * 96) * 15 * 60_000);
      const moments = changes.flatMap((change) => quarters.map((distance) => change.at + distance));
      const isFirst = (moment: number) =>
        !changes.some((one) => moment >= one.at && moment < one.at + one.before - one.after);
      expect(moments.filter((moment) => (instantOf(wallAt(moment)) === moment) !== isFirst(moment))).toEqual(
        [],
      );
    },
  );

  it("has its changes exactly to the second, with the offsets before and after", () => {
    expect(
      zoneClock("America/New_York").changesBetween(at("2027-01-01T00:00"), at("2027-12-31T00:00")),
    ).toEqual([
      { at: at("2027-03-14T07:00"), before: -5 * HOUR, after: -4 * HOUR },
      { at: at("2027-11-07T06:00"), before: -4 * HOUR, after: -5 * HOUR },
    ]);
    // The clock of Liberia was 44 minutes and 30 seconds behind UTC.
    expect(
      zoneClock("Africa/Monrovia").changesBetween(at("1972-01-01T00:00"), at("1972-01-31T00:00")),
    ).toEqual([{ at: at("1972-01-07T00:44:30"), before: -44.5 * 60_000, after: 0 }]);
  });

  it("has the changes on the days that begin within the time in question", () => {
    const { changesBetween } = zoneClock("America/New_York");
    const changes = (from: string, until: string) => changesBetween(at(from), at(until)).length;
    expect(changes("2027-03-14T12:00", "2027-03-15T00:00")).toBe(1);
    expect(changes("2027-03-13T00:00", "2027-03-14T00:00")).toBe(1);
    expect(changes("2027-03-12T00:00", "2027-03-13T23:59")).toBe(0);
    expect(changes("2027-03-15T00:00", "2027-03-16T00:00")).toBe(0);
  });

  it("is a configuration error with the cause if this Node.js does not know the timezone", () => {
    const open = () => zoneClock("Mars/Phobos");
    expect(open).toThrow(SkyvernError);
    expect(open).toThrow('does not know the timezone "Mars/Phobos"; update Node.js.');
    expect(open).toThrow(expect.objectContaining({ kind: "configuration", cause: expect.any(RangeError) }));
  });
});
