import { answers } from "../../../src/page/model/answers";
import { clockDays, directionText } from "../../../src/page/model/clock-days";
import { crowds, crowdText, weekdaysText } from "../../../src/page/model/crowding";
import { heatMap, hourText, shadeOf } from "../../../src/page/model/heat-map";
import { startsOf, startsWithin } from "../../../src/page/model/starts";
import { calendarData, calendarSchedule, cronSchedule, instant } from "../../support/page/calendar-data";

const data = calendarData();
const monday = cronSchedule("monday", "0 8 * * 1", data);
const daily = cronSchedule("daily", "0 8 * * *", data);
const late = cronSchedule("late", "30 23 * * 0", data);

describe("the heat map of the week", () => {
  it("counts the starts of each hour in its busiest week", () => {
    const { rows, busiest, equallyBusy } = heatMap([monday, daily, late], "UTC");
    expect(rows.map((row) => row.length)).toEqual([24, 24, 24, 24, 24, 24, 24]);
    expect(rows[0]?.[8]).toMatchObject({ most: 2, total: 4 });
    expect(rows[1]?.[8]).toMatchObject({ most: 1, total: 2 });
    expect(rows[6]?.[23]).toMatchObject({ most: 1, total: 2 });
    expect(busiest).toMatchObject({ weekday: 0, hour: 8, most: 2, day: instant("2026-11-30") / 86_400 });
    expect(busiest && hourText(busiest)).toBe("Monday 08:00–09:00");
    expect(equallyBusy).toBe(0);
  });

  it("moves the starts with the timezone, also to another day", () => {
    const { rows } = heatMap([late], "Asia/Tokyo");
    expect(rows[0]?.[8]).toMatchObject({ most: 1 });
    expect(rows.flat().reduce((sum, { total }) => sum + total, 0)).toBe(2);
  });

  it("has no busiest hour if nothing starts", () => {
    expect(heatMap([], "UTC").busiest).toBeUndefined();
  });

  it("counts both hours of the night in which clocks go back as one hour", () => {
    const fires = [instant("2026-10-25T00:30:00Z"), instant("2026-10-25T01:30:00Z")];
    expect(heatMap([calendarSchedule("both", fires)], "Europe/Berlin").rows[6]?.[2]).toMatchObject({
      most: 2,
    });
  });
});

describe("the shades of the week", () => {
  const shades = (...counts: readonly number[]) => {
    const most = Math.max(...counts);
    return counts.map((count) => shadeOf({ most: count }, { most }));
  };

  it("differ for each number up to eight", () => {
    expect(shades(0, 1, 2, 3, 4, 5, 6, 7, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    for (let most = 1; most <= 8; most++) {
      const numbers = Array.from({ length: most }, (_, index) => index + 1);
      expect(new Set(shades(...numbers)).size).toBe(most);
    }
  });

  it("are light in a quiet week, and dark only in the busiest hours of a busy one", () => {
    expect(shades(1)).toEqual([2]);
    expect(shades(1, 3)).toEqual([2, 6]);
    expect(shades(1, 50, 100)).toEqual([1, 4, 8]);
  });
});

describe("starts", () => {
  it("are none for paused, finished and removed schedules", () => {
    expect(startsOf(daily)).toHaveLength(14);
    expect(startsOf({ ...daily, state: "paused" })).toEqual([]);
    expect(startsOf({ ...daily, state: "over" })).toEqual([]);
    expect(startsOf({ ...daily, change: { kind: "removed" } })).toEqual([]);
  });

  it("in a part of the week that goes beyond Sunday are listed in the order of the night", () => {
    const early = cronSchedule("early", "15 2 * * 1", data);
    const found = startsWithin([early, late, daily], "UTC", (6 * 24 + 18) * 60, 12 * 60);
    expect(found.map(({ schedule }) => schedule.name)).toEqual(["late", "early"]);
    expect(found[0]?.fires).toHaveLength(2);
    expect(found[1]?.minutes).toEqual([2 * 60 + 15]);
  });
});

describe("crowded minutes", () => {
  const third = cronSchedule("third", "0 8 * * 1-5", data);

  it("join the days with the same time of day", () => {
    const fourth = cronSchedule("fourth", "0 8 * * 1-5", data);
    const [crowd, ...others] = crowds([monday, daily, third, fourth], "UTC");
    expect(others).toEqual([]);
    expect(crowd).toMatchObject({ minute: 480, weekdays: [0, 1, 2, 3, 4], most: 4 });
    expect(crowd && crowdText(crowd)).toBe("Mon–Fri 08:00");
  });

  it("need three schedules, not three runs", () => {
    expect(crowds([daily, third], "UTC")).toEqual([]);
    const twice = calendarSchedule("twice", [daily.fires[0] ?? 0, (daily.fires[0] ?? 0) + 30]);
    expect(crowds([daily, twice], "UTC")).toEqual([]);
  });

  it("name their weekdays in short", () => {
    expect(weekdaysText([0, 1, 2, 3, 4, 5, 6])).toBe("Every day");
    expect(weekdaysText([0, 3])).toBe("Mon, Thu");
    expect(weekdaysText([5, 6])).toBe("Sat, Sun");
    expect(weekdaysText([0, 1, 2, 3, 6])).toBe("Sun–Thu");
    expect(weekdaysText([0, 1, 3])).toBe("Mon, Tue, Thu");
  });
});

describe("the days on which clocks change", () => {
  const back = { timezone: "Europe/Berlin", at: instant("2026-10-25T01:00:00Z"), before: 7200, after: 3600 };
  const note = (effect: "twice" | "late" | "skipped" | "none") => ({
    date: "2026-10-25",
    text: "a note",
    effect,
  });

  it("list the schedules that are due twice, late or not, in the local day of the change", () => {
    const schedules = (["twice", "late", "skipped", "none"] as const).map((effect) =>
      calendarSchedule(effect, [], { clockNotes: [note(effect)] }),
    );
    const [day, ...others] = clockDays(calendarData({ schedules, clockChanges: [back] }));
    expect(others).toEqual([]);
    expect(day?.day).toBe(instant("2026-10-25") / 86_400);
    expect(day?.twice.map(({ schedule }) => schedule.name)).toEqual(["twice"]);
    expect(day?.late.map(({ schedule }) => schedule.name)).toEqual(["late"]);
    expect(day?.skipped.map(({ schedule }) => schedule.name)).toEqual(["skipped"]);
    expect(day?.unharmed.map(({ schedule }) => schedule.name)).toEqual(["none"]);
    expect(directionText(day?.changes ?? [])).toBe("Clocks go back");
  });

  it("list no paused, finished or removed schedules", () => {
    const off = [{ state: "paused" }, { state: "over" }, { change: { kind: "removed" } }] as const;
    const schedules = off.map((parts, index) =>
      calendarSchedule(String(index), [], { ...parts, clockNotes: [note("twice")] }),
    );
    expect(clockDays(calendarData({ schedules }))).toEqual([]);
  });

  it("include later days about which a schedule has a note", () => {
    const noted = calendarSchedule("later", [], {
      timezone: "Europe/Berlin",
      clockNotes: [{ date: "2027-03-28", text: "a note", effect: "late" }],
    });
    const later = calendarData({ schedules: [noted] });
    expect(clockDays(later)).toMatchObject([
      {
        day: instant("2027-03-28") / 86_400,
        changes: [{ timezone: "Europe/Berlin", before: 3600, after: 7200 }],
      },
    ]);
    const found = answers(later, later.schedules, "UTC").find(({ key }) => key === "clocks");
    expect(found).toMatchObject({
      label: "Clocks go forward on Sun 28 Mar 2027",
      value: "1 schedule runs late",
    });
  });

  it("say the direction of both hemispheres", () => {
    const forward = { ...back, before: 3600, after: 7200 };
    expect(directionText([forward])).toBe("Clocks go forward");
    expect(directionText([back, forward])).toBe("Clocks go back and forward");
  });
});
