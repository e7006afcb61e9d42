import { countsText, nameOf, nextText, remarks, timesText } from "../../../../src/cli/calendar/view/summary";
import { calendarData, calendarSchedule, instant } from "../../../support/page/calendar-data";

const eight = instant("2026-11-30T08:00:00Z");
const day = 86_400;

describe("the next run of a schedule", () => {
  const schedule = calendarSchedule("a", [eight, eight + day]);
  const next = (made: number, parts: object = {}) =>
    nextText({ ...schedule, ...parts }, calendarData({ made, timezone: "Asia/Tokyo" }));

  it("is the first one that starts now or later, in the timezone of the calendar", () => {
    expect(next(eight)).toBe("Mon 30 Nov 17:00");
    expect(next(eight + 1)).toBe("Tue 1 Dec 17:00");
    expect(next(eight + day + 1)).toBe("none");
  });

  it("is the state of a schedule that starts none", () => {
    expect(next(eight, { state: "paused" })).toBe("paused");
    expect(next(eight, { state: "unknown", fires: [] })).toBe("unknown");
    expect(next(eight, { change: { kind: "removed" } })).toBe("removed");
  });
});

describe("the counts of a calendar", () => {
  const schedules = [
    calendarSchedule("a", [eight]),
    calendarSchedule("b", [eight], { state: "paused" }),
    calendarSchedule("c", [], { state: "over" }),
    calendarSchedule("d", [], { state: "over" }),
    calendarSchedule("e", [], { state: "unknown" }),
    calendarSchedule("f", [eight], { change: { kind: "removed" } }),
  ];

  it("are those of the schedules by state, and of the runs that start, without removed schedules", () => {
    expect(countsText(calendarData({ schedules }))).toBe(
      "5 schedules (1 paused, 2 over, 1 unknown); 1 run starts",
    );
    expect(countsText(calendarData({ schedules: schedules.slice(0, 1) }))).toBe("1 schedule; 1 run starts");
    expect(countsText(calendarData())).toBe("0 schedules; 0 runs start");
  });
});

describe("a schedule in a terminal", () => {
  const one = calendarSchedule("prod/a", [], { name: "a" });

  it("has its id as its name if there are several environments, and beside it if the name is shared", () => {
    const name = (parts: object) => nameOf(one, calendarData({ schedules: [one], ...parts }));
    expect(name({ environments: ["prod"] })).toBe("a");
    expect(name({ environments: ["dev", "prod"] })).toBe("prod/a");
    expect(name({ schedules: [one, { ...one, id: "other" }] })).toBe("a prod/a");
  });

  it("shows its interval, its expression, or that it fires once", () => {
    expect(timesText({ ...one, intervalSeconds: 5400 })).toBe("every 1h30m");
    expect(timesText({ ...one, cronExpression: "0 2 * * *" })).toBe("0 2 * * *");
    expect(timesText({ ...one, kind: "once" })).toBe("once");
    expect(timesText({ ...one, kind: "unknown" })).toBe("unknown");
  });

  it("has remarks: its warnings, and why its times are unknown, unless it is removed", () => {
    const parts = { warnings: ["is odd"], reason: "Only a stack knows." } as const;
    const schedules = [
      calendarSchedule("open", [], { ...parts, state: "unknown" }),
      calendarSchedule("off", [], { ...parts, state: "paused" }),
      calendarSchedule("gone", [], { ...parts, state: "unknown", change: { kind: "removed" } }),
    ];
    expect(remarks(calendarData({ schedules }))).toEqual([
      "open: Only a stack knows.",
      "open: is odd",
      "off: is odd",
    ]);
  });
});
