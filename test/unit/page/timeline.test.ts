import { dayText, momentText, spanText, usableZone, weekMinuteText } from "../../../src/page/model/clock";
import { inZone } from "../../../src/page/model/in-zone";
import {
  countWithin,
  markPath,
  nearestRun,
  nearestStart,
  runMarks,
  runText,
  shapeOf,
  spanMarks,
  spanPath,
  startMarks,
} from "../../../src/page/model/lane-marks";
import { axisLines, rangeOf } from "../../../src/page/model/range";
import { calendarData, calendarSchedule, instant } from "../../support/page/calendar-data";

const data = calendarData();
const hour = 3600;
const eight = instant("2026-11-30T08:00:00Z");
const range = { start: eight, end: eight + 10 * hour };

describe("the marks of a lane", () => {
  it("are where runs start, and join when they would touch", () => {
    const fires = [eight - hour, eight, eight + hour, eight + hour + 60, eight + 10 * hour];
    expect(startMarks(fires, range, 1000, "bar")).toEqual([
      { x: 0, width: 3 },
      { x: 100, width: 4.7 },
    ]);
    const apart = (pixels: number) => startMarks([eight, eight + pixels * 36], range, 1000, "bar");
    expect(apart(4)).toEqual([{ x: 0, width: 7 }]);
    expect(apart(5)).toEqual([
      { x: 0, width: 3 },
      { x: 5, width: 3 },
    ]);
  });

  it("are counted within the range, its first moment but not its end", () => {
    const fires = [eight - 1, eight, eight + hour, eight + 10 * hour];
    expect(countWithin(fires, range)).toBe(2);
  });

  it("have another shape for each kind of schedule", () => {
    expect(shapeOf({ kind: "cron" })).toBe("bar");
    expect(shapeOf({ kind: "interval" })).toBe("dot");
    expect(shapeOf({ kind: "once" })).toBe("diamond");
    const [bar, dot, diamond] = (["bar", "dot", "diamond"] as const).map((shape) =>
      markPath(startMarks([eight], range, 100, shape), shape, 10),
    );
    expect(bar).toBe("M0 3h3v14h-3z");
    expect(dot).toContain("a3.5 3.5");
    expect(diamond).toContain("l4.5-4.5");
  });

  it("become a low rectangle in a lane of dots when they join, and stay bars in a lane of bars", () => {
    const two = [
      { x: 0, width: 20 },
      { x: 50, width: 7 },
    ];
    expect(markPath(two, "dot", 10)).toBe("M0 7h20v6h-20zM50 10a3.5 3.5 0 1 1 7 0a3.5 3.5 0 1 1-7 0z");
    expect(markPath(two, "bar", 10)).toBe("M0 3h20v14h-20zM50 3h7v14h-7z");
  });

  it("of durations are cut at the ends of the range", () => {
    expect(spanMarks([{ start: eight - hour, end: eight + hour }], range, 100)).toEqual([
      { x: 0, width: 10 },
    ]);
    expect(spanMarks([{ start: eight - hour, end: eight }], range, 100)).toEqual([]);
    expect(spanMarks([{ start: range.end, end: range.end + hour }], range, 100)).toEqual([]);
    expect(spanMarks([{ start: range.end + hour, end: range.end + 2 * hour }], range, 100)).toEqual([]);
  });

  it("of durations are rectangles, lower than the bars of starts", () => {
    const marks = [
      { x: 0, width: 10 },
      { x: 20, width: 1 },
    ];
    expect(spanPath(marks, 10)).toBe("M0 5h10v10h-10zM20 5h1v10h-1z");
  });

  it("are found near the pointer", () => {
    const fires = [eight, eight + hour];
    expect(nearestStart(fires, range, 100, 11, 5)).toBe(eight + hour);
    expect(nearestStart(fires, range, 100, 3, 5)).toBe(eight);
    expect(nearestStart(fires, range, 100, 40, 5)).toBeUndefined();
    expect(nearestStart(fires, range, 100, 4, 20)).toBe(eight);
    expect(nearestStart(fires, range, 100, 6, 20)).toBe(eight + hour);
    expect(nearestStart(fires, range, 100, 15, 5)).toBe(eight + hour);
    expect(nearestStart(fires, range, 100, 16, 5)).toBeUndefined();
  });

  it("are not found outside of the range", () => {
    expect(nearestStart([eight - 60], range, 100, 0, 5)).toBeUndefined();
    expect(nearestStart([range.end], range, 100, 100, 5)).toBeUndefined();
    expect(nearestStart([], range, 100, 50, 100)).toBeUndefined();
  });
});

describe("the last runs on a lane", () => {
  const run = (id: string, startedAt?: number, finishedAt?: number) => ({
    id,
    status: "timed_out",
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  });
  const done = run("done", eight + hour, eight + 2 * hour);
  const going = run("going", eight + 4 * hour);
  const early = run("early", eight - 1, eight + hour);

  it("are where they started, and last until they end, or until now", () => {
    const runs = [going, done, early, run("queued")];
    expect(runMarks(runs, range, 100, eight + 5 * hour)).toEqual([
      { run: going, mark: { x: 40, width: 10 } },
      { run: done, mark: { x: 10, width: 10 } },
    ]);
  });

  it("are shown if they end in the second in which they start, also at the start of the range", () => {
    const short = run("short", eight, eight);
    expect(runMarks([short], range, 100, eight + hour)).toEqual([{ run: short, mark: { x: 0, width: 1 } }]);
  });

  it("are not shown if they start at the end of the range or later", () => {
    expect(runMarks([run("next", range.end), run("later", range.end + 1)], range, 100, range.end)).toEqual(
      [],
    );
  });

  it("are found near the pointer, and have a text", () => {
    for (const runs of [
      [done, going],
      [going, done],
    ]) {
      expect(nearestRun(runs, range, 100, 42, 5)).toBe(going);
      expect(nearestRun(runs, range, 100, 12, 5)).toBe(done);
    }
    expect(nearestRun([done, going, run("queued")], range, 100, 25, 5)).toBeUndefined();
    expect(runText(done, "UTC")).toBe("timed out, Mon 30 Nov 09:00");
  });
});

describe("the days of a calendar", () => {
  const at = (text: string) => instant(`2026-${text}:00Z`);
  const one = calendarSchedule("one", [at("11-30T00:00"), at("12-13T23:00")], {
    besideFires: [at("11-29T20:00"), at("12-14T03:00"), at("12-14T06:00")],
  });
  const days = ({ from, to }: { from: number; to: number }, timezone: string) => {
    const { firstDay, days: count } = rangeOf({ from, to }, { unit: "all", index: 0 }, timezone);
    return [dayText(firstDay), count];
  };

  it.each([
    ["America/New_York", ["12-13T23:00", "12-14T03:00"]],
    ["Asia/Tokyo", ["11-29T20:00", "11-30T00:00"]],
    ["Pacific/Kiritimati", ["11-29T20:00", "11-30T00:00"]],
    ["UTC", ["11-30T00:00", "12-13T23:00"]],
  ])("are the same in %s, with the runs that start in them there", (timezone, fires) => {
    const there = inZone(calendarData({ schedules: [one] }), timezone);
    expect(days(there, timezone)).toEqual(["Mon 30 Nov", 14]);
    expect(there.schedules[0]?.fires).toEqual(fires.map(at));
  });

  it("leave a comparison alone that changes no times", () => {
    const change = { kind: "changed" as const, before: { name: "former" } };
    const [there] = inZone(calendarData({ schedules: [{ ...one, change }] }), "Asia/Tokyo").schedules;
    expect(there?.change).toEqual(change);
  });

  it("are the same on both sides of a comparison", () => {
    const moved = {
      ...one,
      change: { kind: "moved" as const, before: { ...one, fires: [at("12-01T00:00")] } },
    };
    const [there] = inZone(calendarData({ schedules: [moved] }), "America/New_York").schedules;
    expect(there?.change?.before?.fires).toEqual([at("12-01T00:00"), at("12-14T03:00")]);
  });
});

describe("the range of the timeline", () => {
  it("is a week, a day or all, and stays within the data", () => {
    const days = (unit: "day" | "week" | "all", index: number) => {
      const { firstDay, days: count, index: chosen } = rangeOf(data, { unit, index }, "UTC");
      return [dayText(firstDay), count, chosen];
    };
    expect(days("week", 1)).toEqual(["Mon 7 Dec", 7, 1]);
    expect(days("week", 99)).toEqual(["Mon 7 Dec", 7, 1]);
    expect(days("day", 2)).toEqual(["Wed 2 Dec", 1, 2]);
    expect(days("all", 0)).toEqual(["Mon 30 Nov", 14, 0]);
  });

  it("ends with the data, also in the middle of a week", () => {
    const part = { from: data.from, to: instant("2026-12-10") };
    const last = rangeOf(part, { unit: "week", index: 1 }, "UTC");
    expect([dayText(last.firstDay), last.days, last.end]).toEqual(["Mon 7 Dec", 3, part.to]);
  });

  it("names its first day and its Mondays in a narrow window, and has a strong line at Mondays", () => {
    const part = { from: instant("2026-12-02"), to: instant("2026-12-16") };
    const lines = axisLines(rangeOf(part, { unit: "all", index: 0 }, "UTC"), "UTC", 100);
    expect(lines.flatMap(({ text }, index) => (text === "" ? [] : [`${index}: ${text}`]))).toEqual([
      "0: 2 Dec",
      "5: 7 Dec",
      "12: 14 Dec",
    ]);
    expect(lines.flatMap(({ isStrong }, index) => (isStrong ? [index] : []))).toEqual([5, 12]);
  });

  it("has lines at half hours after a change of the clock by half an hour", () => {
    const spring = { from: instant("2026-10-03T13:30:00Z"), to: instant("2026-10-04T13:00:00Z") };
    const day = rangeOf(spring, { unit: "day", index: 0 }, "Australia/Lord_Howe");
    const texts = axisLines(day, "Australia/Lord_Howe", 1200).map(({ text }) => text);
    expect(texts.slice(0, 4)).toEqual(["00:00", "01:00", "02:30", "03:30"]);
  });

  it("has 25 hours on the day on which clocks go back", () => {
    const autumn = { from: instant("2026-10-24T22:00:00Z"), to: instant("2026-10-25T23:00:00Z") };
    const day = rangeOf(autumn, { unit: "day", index: 0 }, "Europe/Berlin");
    expect((day.end - day.start) / hour).toBe(25);
    expect(
      axisLines(day, "Europe/Berlin", 1200)
        .map(({ text }) => text)
        .slice(1, 5),
    ).toEqual(["01:00", "02:00", "02:00", "03:00"]);
  });

  it("names fewer days when there is less room", () => {
    const week = rangeOf(data, { unit: "week", index: 0 }, "UTC");
    const texts = (width: number) => axisLines(week, "UTC", width).map(({ text }) => text);
    expect(texts(1000).slice(0, 2)).toEqual(["Mon 30 Nov", "Tue 1 Dec"]);
    expect(texts(7 * 68).slice(0, 2)).toEqual(["Mon 30", "Tue 1"]);
    expect(texts(7 * 40 + 1).slice(0, 2)).toEqual(["Mon 30", "Tue 1"]);
    expect(texts(7 * 40).slice(0, 2)).toEqual(["Mo", "Tu"]);
    expect(texts(7 * 22 + 1).slice(0, 2)).toEqual(["Mo", "Tu"]);
    expect(texts(7 * 22).slice(0, 2)).toEqual(["30 Nov", ""]);
    expect(texts(200).slice(0, 2)).toEqual(["Mo", "Tu"]);
    expect(texts(50)).toEqual(["30 Nov", "", "", "", "", "", ""]);
  });
});

describe("the hours of a day", () => {
  const day = rangeOf(data, { unit: "day", index: 0 }, "UTC");
  const lines = (width: number) => axisLines(day, "UTC", width);

  it.each([
    [901, ["00:00", "01:00", "02:00"], 24],
    [900, ["00:00", "03:00", "06:00"], 8],
    [421, ["00:00", "03:00", "06:00"], 8],
    [420, ["00:00", "06:00", "12:00"], 4],
  ])("have fewer names when there is less room: %i pixels", (width, first, count) => {
    const named = lines(width).filter(({ text }) => text !== "");
    expect(named.slice(0, 3).map(({ text }) => text)).toEqual(first);
    expect(named).toHaveLength(count);
  });

  it("have a line for each hour, which is strong at midnight and noon", () => {
    expect(lines(100).map(({ at }) => (at - day.start) / hour)).toEqual(
      Array.from({ length: 24 }, (_, index) => index),
    );
    expect(lines(100).flatMap(({ isStrong }, index) => (isStrong ? [index] : []))).toEqual([0, 12]);
  });
});

describe("times in words", () => {
  it("are in the timezone, with the weekday", () => {
    expect(momentText(eight, "Asia/Tokyo")).toBe("Mon 30 Nov 17:00");
    expect(weekMinuteText(-30)).toBe("Sunday 23:30");
    expect(dayText(Math.floor(eight / 86_400), "long")).toBe("Monday, 30 November");
  });

  it("of a span name the year once, unless it changes", () => {
    const day = (text: string) => instant(text) / 86_400;
    expect(spanText(day("2026-11-30"), day("2026-12-13"))).toBe("30 Nov – 13 Dec 2026");
    expect(spanText(day("2026-12-28"), day("2027-01-10"))).toBe("28 Dec 2026 – 10 Jan 2027");
    expect(spanText(day("2026-12-28"), day("2026-12-28"))).toBe("28 Dec 2026");
  });

  it("are in UTC if the timezone is unknown", () => {
    expect(usableZone("Europe/Berlin")).toBe("Europe/Berlin");
    expect(usableZone("Mars/Olympus")).toBe("UTC");
  });
});
