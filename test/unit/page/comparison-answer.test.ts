import { comparisonText } from "../../../src/page/model/answer/compare-answer";
import { shiftNote, shiftOf, shiftText, shortShift } from "../../../src/page/model/answer/shift";
import { answers } from "../../../src/page/model/answers";
import { cadence } from "../../../src/page/model/cadence";
import { changeTexts, comparison } from "../../../src/page/model/comparison";
import { calendarData, calendarSchedule, cronFires, cronSchedule } from "../../support/page/calendar-data";

const data = calendarData({ base: "main" });
const moved = (name: string, from: string, to: string) =>
  cronSchedule(name, to, data, {
    change: { kind: "moved", before: { fires: cronFires(from, "UTC", data.from, data.to) } },
  });
const answer = (key: string, schedules: (typeof data.schedules)[number][]) =>
  answers(data, schedules, "UTC").find((one) => one.key === key);

describe("by how much a comparison moves schedules", () => {
  it("is in the headline if all of them move by the same time", () => {
    const added = calendarSchedule("new", [], { change: { kind: "added" } });
    const schedules = [
      moved("a", "23 6 * * 1-5", "23 7 * * 1-5"),
      moved("b", "0 9 * * 2", "0 10 * * 2"),
      added,
    ];
    expect(answer("comparison", schedules)?.value).toBe("2 moved 1 hour later, 1 added");
    expect(answer("comparison", schedules.slice(1))?.value).toBe("1 moved 1 hour later, 1 added");
    const mixed = [...schedules, moved("c", "0 9 * * 1", "0 8 * * 1")];
    expect(answer("comparison", mixed)?.value).toBe("3 moved, 1 added");
  });

  it("is left out of the headline if it takes three units", () => {
    const found = comparison({ ...data, schedules: [moved("a", "0 11 * * 2", "45 7 * * 1")] }, "UTC");
    expect(found && comparisonText(found)).toBe("1 moved");
    expect(answer("comparison", [moved("a", "0 6 * * *", "30 7 * * *")])?.value).toBe(
      "1 moved 1 h 30 min later",
    );
  });

  it("is unknown if runs move by different times, or their number differs", () => {
    expect(shiftOf(moved("a", "0 6 * * *", "0 7 * * *"))).toBe(3600);
    expect(shiftOf(moved("a", "0 6,13 * * *", "0 7,13 * * *"))).toBe(3600);
    expect(shiftOf(moved("a", "0 6 * * *", "0 7 * * 1-5"))).toBeUndefined();
    expect(shiftOf(moved("a", "0 6 * * 1,2", "0 7 * * 1,3"))).toBeUndefined();
    expect(shiftOf(cronSchedule("a", "0 6 * * *", data))).toBeUndefined();
  });

  it("has at most three units, and a direction", () => {
    expect([3600, -7200, 5400, -1800, 86_400].map(shiftText)).toEqual([
      "1 hour later",
      "2 hours earlier",
      "1 h 30 min later",
      "30 minutes earlier",
      "1 day later",
    ]);
    expect([3600, -98_100].map(shortShift)).toEqual(["+1 h", "−1 d 3 h 15 min"]);
  });

  it("is in the list as the first time before and after, with weekdays only if these differ", () => {
    expect(shiftNote(moved("a", "23 6 * * 1-5", "23 7 * * 1-5"), "UTC")).toEqual({ note: "06:23 → 07:23" });
    expect(shiftNote(moved("a", "23 6,14 * * 1", "23 7,15 * * 1"), "UTC")).toEqual({
      note: "06:23 → 07:23",
      more: 1,
      isPerDay: true,
    });
    expect(shiftNote(moved("a", "23 6,13 * * 1", "23 7,13 * * 1"), "UTC")).toEqual({
      note: "06:23 → 07:23",
    });
    expect(shiftNote(moved("a", "0 11 * * 2", "45 7 * * 1"), "UTC")).toEqual({
      note: "Tue 11:00 → Mon 07:45",
    });
    const fewer = moved("a", "0 6,7,8,9 * * *", "0 7,8,9,10 * * 1-5");
    expect(answer("comparison", [fewer])?.items[0]?.note).toBe("56 → 40 runs");
    const weekdays = moved("a", "0 6 * * *", "0 7 * * 1-5");
    expect(answer("comparison", [weekdays])?.items[0]?.note).toBe("Every day 06:00 → Mon–Fri 07:00");
    const uneven = moved("a", "0 6,7,8,9 * * 1,2", "0 7,8,9,10 * * 1,3");
    expect(answer("comparison", [uneven])?.items[0]?.note).toBe("moved");
  });
});

describe("paused schedules of a comparison", () => {
  const paused = { state: "paused" } as const;
  const idle = { ...moved("idle", "23 6 * * 1-5", "23 7 * * 1-5"), ...paused };
  const there = moved("there", "0 9 * * 2", "0 10 * * 2");
  const added = cronSchedule("new", "0 7 * * 1", data, { ...paused, change: { kind: "added" } });
  const removed = cronSchedule("old", "0 18 * * 5", data, { ...paused, change: { kind: "removed" } });

  it("come last, with the times at which they would start runs, and are counted", () => {
    const found = answer("comparison", [idle, there, added]);
    expect(found?.value).toBe("2 moved 1 hour later, 1 added");
    expect(found?.detail).toBe("2 of these are paused. No newly crowded minute");
    expect(found?.items.map(({ schedule, note }) => `${schedule.name}: ${note}`)).toEqual([
      "there: 09:00 → 10:00",
      "new: added, paused",
      "idle: 06:23 → 07:23, paused",
    ]);
    expect(answer("comparison", [idle])?.detail).toMatch(/^It is paused\. /);
    expect(answer("comparison", [idle, added])?.detail).toMatch(/^All of these are paused\. /);
    expect(answer("comparison", [idle, there])?.detail).toMatch(/^1 of these is paused\. /);
  });

  it("have these times in the table, marked as paused", () => {
    expect(changeTexts(idle, "UTC")).toEqual({
      before: "Mon–Fri 06:23 (paused)",
      after: "Mon–Fri 07:23 (paused)",
    });
    expect(changeTexts(added, "UTC")).toEqual({ before: "", after: "Monday 07:00 (paused)" });
    expect(changeTexts(removed, "UTC")).toEqual({ before: "Friday 18:00 (paused)", after: "" });
  });

  it("do not count as paused if the comparison pauses them", () => {
    const change = { kind: "moved", before: { state: "active" } } as const;
    const newlyPaused = cronSchedule("a", "0 7 * * 1", data, { ...paused, change });
    expect(changeTexts(newlyPaused, "UTC")).toEqual({ before: "Monday 07:00", after: "no runs" });
    expect(answer("comparison", [newlyPaused])?.detail).not.toContain("paused");
  });
});

describe("the busiest hour of a comparison", () => {
  const there = cronSchedule("there", "30 7 * * 1", data);
  const comers = ["a", "b"].map((name) => moved(name, "5 6 * * 1", "5 7 * * 1"));

  it("counts the schedules that move there, and names the former busiest hour", () => {
    expect(answer("busiest", [there, ...comers])).toMatchObject({
      value: "Monday 07:00–08:00",
      remark: "2 of these schedules move here. Busiest before: Monday 06:00–07:00, 2 runs",
    });
    expect(answer("comparison", [there, ...comers])?.detail).toBe("No newly crowded minute");
  });

  it("counts one schedule that moves there", () => {
    const [comer] = comers;
    expect(answer("busiest", [there, comer ?? there])?.remark).toMatch(/^1 of these schedules moves here\. /);
  });

  it("is not in the answer if the number of its runs stays the same", () => {
    const elsewhere = moved("a", "0 3 * * 3", "0 4 * * 3");
    expect(answer("comparison", [there, elsewhere])?.detail).toBe("No newly crowded minute");
  });

  it("has only the former number if it stays the busiest", () => {
    const others = ["c", "d", "e"].map((name) => cronSchedule(name, "10 7 * * 1", data));
    const added = cronSchedule("added", "20 7 * * 1", data, { change: { kind: "added" } });
    expect(answer("busiest", [...others, added])?.remark).toBe("1 is new. Before: 3 runs");
    const another = { ...added, id: "another" };
    expect(answer("busiest", [...others, added, another])?.remark).toBe("2 are new. Before: 3 runs");
  });

  it("has no remark if nothing about it changes, or without a comparison", () => {
    const elsewhere = moved("a", "0 3 * * 3", "0 4 * * 3");
    const twice = cronSchedule("also there", "40 7 * * 1", data);
    expect(answer("busiest", [there, twice, elsewhere])?.remark).toBeUndefined();
    const plain = answers(calendarData(), [there, ...comers], "UTC").find(({ key }) => key === "busiest");
    expect(plain?.remark).toBeUndefined();
  });
});

describe("the answer for Sunday night", () => {
  it("is about every Sunday if all are alike", () => {
    const weekly = cronSchedule("weekly", "30 23 * * 0", data);
    const early = cronSchedule("early", "0 3 * * 1", data);
    expect(answer("sunday", [weekly, early])).toMatchObject({
      value: "2 schedules run",
      detail: "Every Sunday from 18:00 to Monday 06:00",
    });
  });

  it("counts one schedule", () => {
    expect(answer("sunday", [cronSchedule("weekly", "30 23 * * 0", data)])?.value).toBe("1 schedule runs");
  });

  it("is about one week if the calendar has no second Sunday", () => {
    const week = calendarData({ to: data.from + 7 * 86_400 });
    const schedules = ["30 23 * * 0", "0 3 * * 1"].map((cron) => cronSchedule(cron, cron, week));
    expect(answers(week, schedules, "UTC").find(({ key }) => key === "sunday")).toMatchObject({
      value: "2 schedules run",
      detail: "From Sunday 18:00 to Monday 06:00",
    });
  });

  it("names the night in which the most schedules run, and counts the other ones", () => {
    const weekly = cronSchedule("weekly", "30 23 * * 0", data);
    const monthly = cronSchedule("monthly", "15 2 7 * *", data);
    const other = cronSchedule("other", "0 20 13 * *", data);
    expect(answer("sunday", [weekly, monthly, other])).toMatchObject({
      value: "2 schedules run",
      detail: "Night of Sun 6 Dec, 18:00 to 06:00",
      remark: "1 other schedule runs on other Sundays",
      items: [
        { schedule: weekly, note: "Sun 23:30" },
        { schedule: monthly, note: "Mon 02:15" },
      ],
    });
  });
});

describe("the cadence of a lane", () => {
  const text = (cronExpression: string) =>
    cadence({ ...calendarSchedule("a", []), cronExpression, words: ["words"] });

  it("is short if the expression has only times and weekdays", () => {
    expect(text("12 4,14 * * 1-5")).toBe("Mon–Fri 04:12, 14:12");
    expect(text("12 14,4 * * MON-FRI")).toBe("Mon–Fri 04:12, 14:12");
    expect(text("0 8 * * *")).toBe("Every day 08:00");
    expect(text("0 8 * * 0,6")).toBe("Sat, Sun 08:00");
    expect(text("0 8 * * 5-7")).toBe("Fri–Sun 08:00");
    expect(text("0 8 * * sun")).toBe("Sun 08:00");
    expect(text("0 6,12,18 * * ?")).toBe("Every day 06:00, 12:00, 18:00");
    expect(text("  0  8 * *   1-5 ")).toBe("Mon–Fri 08:00");
  });

  it.each([
    "*/5 8 * * *",
    "0 8 1 * *",
    "0 8 * 1 *",
    "0 1,2,3,4 * * *",
    "0 8 * * 1#2",
    "0 8 * * 5-1",
    "0 8 * * 1-3-5",
    "0 8 * * foo",
    "0 8 * * foo-5",
    "0 8 * * 1-foo",
    "0 8 * * 17",
    "0 8 * * 1x",
  ])("is in words for %s", (expression) => {
    expect(text(expression)).toBe("words");
  });

  it("has all texts of an expression that needs several", () => {
    const words = ["On day 1 of the month", "on Monday"];
    const both = { ...calendarSchedule("a", []), cronExpression: "0 8 1 * 1", words };
    expect(cadence(both)).toBe("On day 1 of the month; on Monday");
  });

  it("is the expression if there are no words", () => {
    expect(cadence({ ...calendarSchedule("a", []), cronExpression: "*/5 * * * *" })).toBe("*/5 * * * *");
  });
});
