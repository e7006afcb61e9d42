import type { CalendarSchedule } from "../../../src/cli/calendar/calendar-data";
import { answers } from "../../../src/page/model/answers";
import { changedFields } from "../../../src/page/model/comparison";
import { calendarData, calendarSchedule, instant } from "../../support/page/calendar-data";
import { comparedCalendar, teamCalendar } from "../../support/page/sample-calendars";

const data = calendarData();

describe("the answers at the top", () => {
  it("name the busiest hour, Sunday night, the clock changes and the crowding in words", () => {
    const found = answers(teamCalendar(), teamCalendar().schedules, "Europe/Berlin");
    expect(found.map(({ key, value }) => [key, value])).toEqual([
      ["busiest", "Monday 08:00–09:00"],
      ["sunday", "5 schedules run"],
      ["clocks", "Nightly invoices is due twice"],
      ["crowding", "Up to 6 start at once"],
    ]);
    expect(found[0]?.detail).toBe("8 runs of 7 schedules on Mon 30 Nov");
    expect(found[0]?.items).toHaveLength(7);
    expect(found[1]?.items.map(({ schedule, note }) => `${note}: ${schedule.name}`)).toContain(
      "Sun 22:30: Sunday backup of receipts",
    );
  });

  it("count the schedules of the busiest hour only on its day", () => {
    const tuesdays = [instant("2026-12-01T08:00:00Z"), instant("2026-12-08T08:00:00Z")];
    const every = calendarSchedule("every", tuesdays);
    const once = calendarSchedule("once", [(tuesdays[0] ?? 0) + 60, (tuesdays[0] ?? 0) + 120]);
    const other = calendarSchedule("other week", tuesdays.slice(1));
    const [busiest] = answers(data, [every, once, other], "UTC");
    expect(busiest?.detail).toBe("3 runs of 2 schedules on Tue 1 Dec");
    expect(busiest?.items).toEqual([
      { schedule: every, note: "08:00" },
      { schedule: once, note: "08:01", more: 1 },
    ]);
    expect(answers(data, [every], "UTC")[0]?.detail).toBe("1 run on Tue 1 Dec");
  });

  it("name the jobs that are due twice on the day on which clocks go back", () => {
    const span = { from: instant("2026-10-19"), to: instant("2026-11-02"), made: instant("2026-10-19") };
    const autumn = teamCalendar(span);
    const clocks = answers(autumn, autumn.schedules, "Europe/Berlin").find(({ key }) => key === "clocks");
    expect(clocks).toMatchObject({
      label: "Clocks go back on Sun 25 Oct",
      value: "Nightly invoices is due twice",
      detail: "02:00 happens twice; Skyvern's open-source server runs it once",
    });
    expect(clocks?.items.map(({ schedule, note }) => [schedule.name, note])).toEqual([
      ["Nightly invoices", "twice"],
    ]);
    expect(clocks?.later).toEqual([
      { day: instant("2027-03-28") / 86_400, text: "28 Mar 2027: 1 schedule runs late" },
    ]);
  });

  it("lead with the day on which clocks go back, even if they go forward before", () => {
    const notes = (name: string, ...effects: readonly ("twice" | "late")[]) =>
      calendarSchedule(name, [], {
        timezone: "Europe/Berlin",
        clockNotes: effects.map((effect) => ({
          date: effect === "late" ? "2027-03-28" : "2027-10-31",
          text: "a note",
          effect,
        })),
      });
    const clocks = (...schedules: readonly CalendarSchedule[]) =>
      answers(calendarData({ schedules }), schedules, "UTC").find(({ key }) => key === "clocks");
    const [both, twice, long] = [
      notes("both", "late", "twice"),
      notes("b", "twice"),
      notes("x".repeat(33), "twice"),
    ];
    expect(clocks(both, twice)).toMatchObject({
      label: "Clocks go back on Sun 31 Oct 2027",
      value: "2 schedules are due twice",
      detail: "02:00 to 03:00 happens twice; Skyvern's open-source server runs each once",
    });
    expect(clocks(both, twice)?.items.map(({ schedule, note }) => `${schedule.name}: ${note}`)).toEqual([
      "both: twice",
      "b: twice",
    ]);
    expect(clocks(both, twice)?.later?.map(({ text }) => text)).toEqual([
      "28 Mar 2027: 1 schedule runs late",
    ]);
    expect(clocks(long)?.value).toBe("1 schedule is due twice");
    const extra = calendarSchedule("extra", [], {
      timezone: "Europe/Berlin",
      clockNotes: [{ date: "2027-03-28", text: "a note", effect: "twice" }],
    });
    expect(clocks(extra)?.value).toBe("extra starts one extra time");
    const spring = calendarData({ schedules: [both, extra], to: instant("2027-04-05") });
    expect(answers(spring, spring.schedules, "UTC").find(({ key }) => key === "clocks")).toMatchObject({
      label: "Clocks go forward on Sun 28 Mar",
      value: "1 schedule starts one extra time, 1 runs late",
    });
    expect(clocks(notes("late", "late"))).toMatchObject({
      label: "Clocks go forward on Sun 28 Mar 2027",
      value: "1 schedule runs late",
      detail: "Europe/Berlin",
    });
  });

  it("say from when to when a comparison moves a schedule", () => {
    const compared = comparedCalendar();
    const found = answers(compared, compared.schedules, "Europe/Berlin").find(
      ({ key }) => key === "comparison",
    );
    expect(found?.items.map(({ schedule, note }) => [schedule.name, note])).toEqual([
      ["Time sheets", "Tue 11:00 → Mon 07:45"],
      ["Card statements", "added"],
      ["Supplier onboarding", "added"],
      ["Archive index", "removed"],
      ["Customs forms", "changed"],
    ]);
  });

  it("name the parameters that a comparison changes, without their values", () => {
    const before = { parameters: { vendor: "acme", region: "eu", kept: "1" } };
    const parameters = { vendor: "other", token: "[secret]", kept: "1" };
    const schedule = calendarSchedule("a", [], { parameters, change: { kind: "changed", before } });
    expect(changedFields(schedule)).toEqual({
      before: "parameters vendor, region",
      after: "parameters vendor (changed), token (new)",
    });
    expect(changedFields({ ...schedule, parameters: { kept: "1" } }).after).toBe("no such parameter");
  });

  it("name other values of a schedule whose runs move within the same words, but not the runs themselves", () => {
    const before = { cronExpression: "0 1 * * *", fires: [1], besideFires: [2] };
    const schedule = calendarSchedule("a", [3], {
      cronExpression: "0 2 * * *",
      change: { kind: "moved", before },
    });
    expect(changedFields(schedule)).toEqual({
      before: "cronExpression 0 1 * * *",
      after: "cronExpression 0 2 * * *",
    });
  });

  it("name the environment of crowded schedules only if there are several", () => {
    const crowded = ["a", "b", "c"].map((name) =>
      calendarSchedule(name, [instant("2026-12-01T08:00:00Z")], { environment: "prod" }),
    );
    const notes = (environments: readonly string[]) =>
      answers(calendarData({ environments }), crowded, "UTC")
        .find(({ key }) => key === "crowding")
        ?.items.map(({ note }) => note);
    expect(notes(["prod"])).toEqual(["", "", ""]);
    expect(notes(["prod", "dev"])).toEqual(["prod", "prod", "prod"]);
  });

  it("name the values that a comparison changes, and none for a value that is missing", () => {
    const before = { fires: [1], timezone: "UTC", usualMinutes: 5, environment: "prod" };
    const schedule = calendarSchedule("a", [], {
      timezone: "Asia/Tokyo",
      usualMinutes: 7,
      change: { kind: "changed", before },
    });
    expect(changedFields(schedule)).toEqual({
      before: "timezone UTC, usualMinutes 5, environment prod",
      after: "timezone Asia/Tokyo, usualMinutes 7, environment none",
    });
    expect(changedFields(calendarSchedule("same", []))).toEqual({ before: "", after: "" });
  });

  it("say that nothing runs", () => {
    expect(answers(data, [], "UTC").map(({ value }) => value)).toEqual([
      "None",
      "Nothing runs",
      "None",
      "Not crowded",
    ]);
    expect(answers(data, [], "UTC").flatMap(({ items }) => items)).toEqual([]);
  });
});
