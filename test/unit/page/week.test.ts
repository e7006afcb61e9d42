import { answers } from "../../../src/page/model/answers";
import { clockDays, directionText, effectText } from "../../../src/page/model/clock-days";
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

  it("counts the hours that are as busy as the busiest, which is the first of them", () => {
    const evening = cronSchedule("evening", "0 20 * * 1,4", data);
    const { busiest, equallyBusy } = heatMap([monday, evening], "UTC");
    expect([busiest && hourText(busiest), equallyBusy]).toEqual(["Monday 08:00–09:00", 2]);
    expect(answers(data, [monday, evening], "UTC")[0]?.detail).toBe(
      "1 run on Mon 30 Nov, as in 2 other hours",
    );
  });

  it("names the first day of an hour on which the most runs start", () => {
    const [first, second] = [instant("2026-12-02T08:00:00Z"), instant("2026-12-09T08:00:00Z")];
    const rising = calendarSchedule("rising", [first, second, second + 60]);
    expect(heatMap([rising], "UTC").busiest).toMatchObject({ most: 2, day: instant("2026-12-09") / 86_400 });
    const [one, other] = [calendarSchedule("one", [first]), calendarSchedule("other", [second])];
    for (const both of [
      [one, other],
      [other, one],
    ])
      expect(heatMap(both, "UTC").busiest).toMatchObject({ most: 1, day: instant("2026-12-02") / 86_400 });
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

  it("include those of a schedule whose state is unknown", () => {
    expect(startsOf({ ...daily, state: "unknown" })).toEqual(daily.fires);
  });

  it("in a part of the week begin with its first minute, and end before its last", () => {
    const fires = ["17:59", "18:00", "18:59", "19:00"].map((time) => instant(`2026-11-30T${time}:00Z`));
    const [found] = startsWithin([calendarSchedule("a", fires)], "UTC", 18 * 60, 60);
    expect(found?.minutes).toEqual([18 * 60, 18 * 60 + 59]);
    expect(found?.fires).toEqual(fires.slice(1, 3));
  });

  it("at the same time are listed by the names of their schedules", () => {
    const found = startsWithin([cronSchedule("b", "0 8 * * 1", data), monday, daily], "UTC", 0, 24 * 60);
    expect(found.map(({ schedule }) => schedule.name)).toEqual(["b", "daily", "monday"]);
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

  it("are the most crowded first, then those of more days, then the earlier ones", () => {
    const at = (hour: number, days: string, count: number) =>
      Array.from({ length: count }, (_, index) =>
        cronSchedule(`${hour}-${index}`, `0 ${hour} * * ${days}`, data),
      );
    const all = [...at(7, "1", 3), ...at(6, "2", 3), ...at(9, "1,2", 3), ...at(10, "1", 4)];
    expect(crowds(all, "UTC").map(({ minute }) => minute / 60)).toEqual([10, 9, 6, 7]);
  });

  it("show the schedules of their most crowded day", () => {
    const fourth = cronSchedule("fourth", "0 8 * * 3", data);
    const [crowd] = crowds([daily, third, fourth, cronSchedule("fifth", "0 8 * * 2-4", data)], "UTC");
    expect(crowd?.schedules.map(({ name }) => name)).toEqual(["daily", "third", "fourth", "fifth"]);
    expect(crowd).toMatchObject({ weekdays: [1, 2, 3], at: instant("2026-12-02T08:00:00Z") });
  });

  it("begin on the first of several equally crowded days", () => {
    const [first, second] = [instant("2026-12-01T08:00:00Z"), instant("2026-12-02T08:00:00Z")];
    const all = [[second], [first, second], [first, second], [first]].map((fires, index) =>
      calendarSchedule(String(index), fires),
    );
    expect(crowds(all, "UTC")).toMatchObject([{ most: 3, weekdays: [1, 2], at: first }]);
  });

  it("name their weekdays from Monday, also if the calendar begins later in the week", () => {
    const fires = ["2026-12-03T08:30:00Z", "2026-12-07T08:30:00Z"].map(instant);
    const [crowd] = crowds(
      ["a", "b", "c"].map((name) => calendarSchedule(name, fires)),
      "UTC",
    );
    expect(crowd && crowdText(crowd)).toBe("Mon, Thu 08:30");
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
      label: "Clocks go forward on 28 Mar 2027",
      value: "later runs late",
    });
  });

  it.each([
    ["2027-09-05", "America/Santiago", "2027-09-05T04:00:00Z", -4],
    ["2027-04-04", "America/Santiago", "2027-04-04T03:00:00Z", -3],
    ["2027-04-30", "Africa/Cairo", "2027-04-29T22:00:00Z", 2],
    ["2027-09-26", "Pacific/Auckland", "2027-09-25T14:00:00Z", 12],
  ])("are one day for a change and its notes, also at midnight: %s in %s", (date, timezone, at, hours) => {
    const [noted, other] = ["noted", "other"].map((name) =>
      calendarSchedule(name, [], { timezone, clockNotes: [{ date, text: "a note", effect: "late" }] }),
    );
    const schedules = [noted ?? daily, other ?? daily];
    const [later, ...more] = clockDays(calendarData({ schedules }));
    expect(more).toEqual([]);
    expect(later).toMatchObject({ day: instant(date) / 86_400, late: [{}, {}] });
    expect(later?.changes).toMatchObject([{ timezone, at: instant(at), before: hours * 3600 }]);
    const clockChanges = [...(later?.changes ?? [])];
    expect(clockDays(calendarData({ schedules, clockChanges }))).toEqual([later]);
  });

  it("have no schedule that is affected if none has a note", () => {
    const [day] = clockDays(calendarData({ clockChanges: [back] }));
    expect(day && effectText(day)).toBe("No schedule is affected");
    const affected = {
      twice: [{ schedule: calendarSchedule("a", []), text: "a note" }],
      skipped: [],
      late: [],
    };
    expect(effectText({ changes: [], ...affected })).toBe("1 schedule is due twice");
  });

  it("name their timezones if these are three at most", () => {
    const zones = ["Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid"];
    const detailOf = (...timezones: readonly string[]) => {
      const clockChanges = timezones.map((timezone) => ({ ...back, timezone }));
      const all = answers(calendarData({ clockChanges }), [], "UTC");
      return all.find(({ key }) => key === "clocks")?.detail;
    };
    expect(detailOf(...zones.slice(1))).toBe("Europe/Paris, Europe/Rome, Europe/Madrid");
    expect(detailOf(...zones)).toBe("4 timezones");
  });

  it("say the direction of both hemispheres", () => {
    const forward = { ...back, before: 3600, after: 7200 };
    expect(directionText([forward])).toBe("Clocks go forward");
    expect(directionText([back, forward])).toBe("Clocks go back and forward");
  });
});
