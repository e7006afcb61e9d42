import fc from "fast-check";
import { readCronExpression } from "../../../src/calendar/cron/expression";
import { gaps } from "../../../src/calendar/gaps";
import { shortestInterval } from "../../../src/calendar/shortest-interval";
import { SkyvernError } from "../../../src/errors";

const DAY = 24 * 60;

describe("the shortest interval of a cron expression", () => {
  it.each([
    ["* * * * *", 1],
    ["*/15 * * * *", 15],
    ["0,10,45 9 * * *", 10],
    ["*/7 * * * *", 4],
    ["0 2 * * *", DAY],
    ["0 9-17 * * MON-FRI", 60],
    ["30 0,23 * * *", 60],
    ["30 0,22 * * MON,WED", 22 * 60],
    ["0 8 * * MON", 7 * DAY],
    ["0 8 * * MON,THU", 3 * DAY],
    ["0 0 1 * *", 28 * DAY],
    ["0 0 L * *", 28 * DAY],
    ["0 0 31 * *", 31 * DAY],
    ["0 0 1 1 *", 365 * DAY],
    ["0 0 29 2 *", (4 * 365 + 1) * DAY],
    ["0 0 * * 1#1", 28 * DAY],
    ["0 0 15 * MON", DAY],
    [" 0  2 * * * ", DAY],
  ])("is for %j %d minutes", (text, minutes) => expect(shortestInterval(text)).toBe(minutes));

  it("looks at every year of the calendar: the fifth Monday of a February is a rare one", () => {
    const days: number[] = [];
    for (let year = 2000; year < 2900; year++) {
      const day = new Date(Date.UTC(year, 1, 29));
      if (day.getUTCDate() === 29 && day.getUTCDay() === 1) days.push(day.getTime() / 86_400_000);
    }
    const distances = days.slice(1).map((day, index) => day - (days[index] ?? 0));
    expect(shortestInterval("0 0 * 2 1#5")).toBe(Math.min(...distances) * DAY);
  });

  it("is the shortest one between the fire times of two weeks that are written out", () => {
    const values = (max: number) =>
      fc.uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(values(59), values(23), values(6), (minutes, hours, weekdays) => {
        const times: number[] = [];
        for (let time = 0; time < 14 * DAY; time++) {
          const fires = minutes.includes(time % 60) && hours.includes(Math.floor(time / 60) % 24);
          if (fires && weekdays.includes(Math.floor(time / DAY) % 7)) times.push(time);
        }
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(shortestInterval(`${minutes} ${hours} * * ${weekdays}`)).toBe(Math.min(...gaps));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ["0 2 * *", "five fields are needed"],
    ["0 0 30 2 *", "its days never come"],
  ])("is an error with the reason for %j", (text, reason) => {
    expect(() => shortestInterval(text)).toThrow(SkyvernError);
    expect(() => shortestInterval(text)).toThrow(expect.objectContaining({ kind: "invalid" }));
    expect(() => shortestInterval(text)).toThrow(`Cannot compute how often "${text}" fires: ${reason}`);
  });
});

describe("the gaps between the fire times of a cron expression", () => {
  const gapsOf = (text: string) => {
    const reading = readCronExpression(text);
    if ("problem" in reading) throw new Error(reading.problem);
    return gaps(reading.expression);
  };

  it("are those within an hour, between hours and between days", () => {
    expect(gapsOf("0,20 9,12 * * *")).toEqual([
      { from: 9 * 60, to: 9 * 60 + 20 },
      { from: 9 * 60 + 20, to: 12 * 60 },
      { from: 12 * 60 + 20, to: DAY + 9 * 60 },
    ]);
  });

  it("are only those within a day if its days never come", () => {
    expect(gapsOf("0,20 9 30 2 *")).toEqual([{ from: 9 * 60, to: 9 * 60 + 20 }]);
  });
});
