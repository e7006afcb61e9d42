import type { CalendarData, CalendarSchedule } from "../../../src/cli/calendar/calendar-data";
import { answers } from "../../../src/page/model/answers";
import { clockChangesBetween } from "../../../src/page/model/clock";
import { changedFields } from "../../../src/page/model/comparison";
import { calendarData, calendarSchedule, instant } from "../../support/page/calendar-data";
import { comparedCalendar, teamCalendar } from "../../support/page/sample-calendars";

const data = calendarData();

type Effect = CalendarSchedule["clockNotes"][number]["effect"];

describe("the answers at the top", () => {
  it("name the busiest hour, Sunday night, the clock changes and the crowding in words", () => {
    const found = answers(teamCalendar(), teamCalendar().schedules, "Europe/Berlin");
    expect(found.map(({ key, value }) => [key, value])).toEqual([
      ["busiest", "Monday 08:00–09:00"],
      ["sunday", "5 schedules run"],
      ["clocks", "Nightly invoices runs late"],
      ["crowding", "Up to 6 start at once"],
    ]);
    expect(found[2]?.second?.value).toBe("Nightly invoices is due twice");
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
      detail: "02:00 happens twice, but Skyvern's open-source server runs it once",
    });
    expect(clocks?.items.map(({ schedule, note }) => [schedule.name, note])).toEqual([
      ["Nightly invoices", "02:00 twice"],
    ]);
    expect(clocks).toMatchObject({
      others: [
        {
          day: instant("2027-03-28") / 86_400,
          text: "Clocks go forward on 28 Mar 2027: 1 schedule runs late",
        },
      ],
    });
    expect(clocks?.second).toBeUndefined();
  });

  describe("to what the clocks do", () => {
    const noted = (name: string, ...dates: readonly (readonly [string, Effect, string?])[]) =>
      calendarSchedule(name, [], {
        timezone: dates[0]?.[2] ?? "Europe/Berlin",
        clockNotes: dates.map(([date, effect]) => ({ date, effect, text: "a note" })),
      });
    const clocks = (schedules: readonly CalendarSchedule[], parts: Partial<CalendarData> = {}) => {
      const found = answers(calendarData({ schedules, ...parts }), schedules, "UTC");
      return found.find(({ key }) => key === "clocks");
    };
    const [forward, back] = ["2027-03-28", "2027-10-31"] as const;

    it("begin with the next change, and name what is due twice when clocks go back after it", () => {
      const found = clocks([
        noted("both", [forward, "late"], [back, "twice"]),
        noted("extra", [forward, "twice"]),
        noted("b", [back, "twice"]),
      ]);
      expect(found).toMatchObject({
        label: "Clocks go forward on 28 Mar 2027",
        value: "1 schedule has an extra run, 1 runs late",
        detail: "On Skyvern's open-source server",
        isFolded: true,
        others: [],
        second: {
          label: "Clocks go back on 31 Oct 2027",
          value: "2 schedules are due twice",
          detail: "02:00 to 03:00 happens twice, but Skyvern's open-source server runs each once",
          others: [],
        },
      });
      const notes = (part = found) => part?.items.map(({ schedule, note }) => `${schedule.name}: ${note}`);
      expect(notes()).toEqual(["extra: extra run", "both: late run"]);
      expect(found?.second?.items.map(({ schedule, note }) => `${schedule.name}: ${note}`)).toEqual([
        "both: twice",
        "b: twice",
      ]);
      expect(found?.second?.isFolded).toBeUndefined();
    });

    it("say that nothing is due twice when clocks go back, if they first go forward", () => {
      expect(clocks([noted("extra", [forward, "twice"], [back, "none"])])).toMatchObject({
        value: "extra has an extra run",
        second: { label: "When clocks go back", value: "No schedule is due twice", items: [] },
      });
    });

    it("have the change before the second one in their first part, and the later one in their second part", () => {
      const found = clocks([
        noted("ny", ["2027-03-14", "twice", "America/New_York"], ["2027-11-07", "twice"]),
        noted("berlin", [forward, "late"], [back, "twice"]),
      ]);
      expect(found?.label).toBe("Clocks go forward on 14 Mar 2027");
      expect(found?.others?.map(({ text }) => text)).toEqual([
        "Clocks go forward on 28 Mar 2027: 1 schedule runs late",
      ]);
      expect(found?.second?.label).toBe("Clocks go back on 31 Oct 2027");
      expect(found?.second?.others?.map(({ text }) => text)).toEqual([
        "Clocks go back on 7 Nov 2027: 1 schedule is due twice",
      ]);
    });

    it("are in the same form for each effect", () => {
      const late = noted("late", [forward, "late"]);
      const skipped = noted("skipped", [forward, "skipped"]);
      const extra = noted("extra", [forward, "twice"]);
      expect(clocks([late, skipped, extra, late, skipped, extra])?.value).toBe(
        "2 schedules have an extra run, 2 skip a run, 2 run late",
      );
      expect(clocks([late, skipped, extra])?.value).toBe(
        "1 schedule has an extra run, 1 skips a run, 1 runs late",
      );
      expect(clocks([late])).toMatchObject({ value: "late runs late", detail: "Europe/Berlin" });
      expect(clocks([noted("x".repeat(33), [back, "twice"])])?.value).toBe("1 schedule is due twice");
    });

    it("begin with a change in the calendar that affects a schedule, or else with any in the calendar", () => {
      const parts = { from: instant("2027-03-08"), to: instant("2027-04-05") };
      const clockChanges = ["America/New_York", "Europe/Berlin"].flatMap((timezone) =>
        clockChangesBetween(parts.from, parts.to, timezone),
      );
      const late = noted("late", [forward, "late"], [back, "twice"]);
      expect(clocks([late], { ...parts, clockChanges })?.label).toBe("Clocks go forward on Sun 28 Mar");
      const twice = noted("twice", [back, "twice"]);
      expect(clocks([twice], { ...parts, clockChanges })).toMatchObject({
        label: "Clocks go forward on Sun 14 Mar",
        value: "No schedule is affected",
        detail: "America/New_York",
        second: { label: "Clocks go back on Sun 31 Oct", value: "twice is due twice" },
      });
    });

    it("give the repeated hour of the timezones in which something is due twice", () => {
      const london = noted("late", [back, "none", "Europe/London"]);
      expect(clocks([london, noted("a", [back, "twice"])])?.detail).toBe(
        "02:00 to 03:00 happens twice, but Skyvern's open-source server runs it once",
      );
    });

    it("give the time of each run that comes twice, on the clock of its own timezone", () => {
      const parts = { from: instant("2026-10-26"), to: instant("2026-11-09") };
      const runs = (timezone: string, ...times: readonly string[]): CalendarSchedule => ({
        ...noted(timezone, ["2026-11-01", "twice", timezone]),
        fires: times.map((time) => instant(`2026-11-01T${time}:00Z`)),
      });
      const newYork = runs("America/New_York", "05:15", "06:15");
      const losAngeles = runs("America/Los_Angeles", "08:45", "09:45");
      const found = clocks([newYork, losAngeles], parts);
      expect(found?.items.map(({ note }) => note)).toEqual(["01:15 twice", "01:45 twice"]);
      expect(found?.detail).toBe(
        "01:00 to 02:00 happens twice, but Skyvern's open-source server runs each once",
      );
      expect(clocks([losAngeles], parts)?.detail).toBe(
        "01:45 happens twice, but Skyvern's open-source server runs it once",
      );
    });

    it("do not name an hour if different hours come twice", () => {
      const [berlin, london] = ["Europe/Berlin", "Europe/London"].map((timezone) =>
        noted(timezone, [back, "twice", timezone]),
      );
      expect(clocks([berlin, london].flatMap((one) => one ?? []))?.detail).toBe(
        "An hour happens twice, but Skyvern's open-source server runs each once",
      );
    });
  });

  it("are four with and without a comparison, which has the place of the crowding", () => {
    const compared = comparedCalendar();
    const keys = answers(compared, compared.schedules, "Europe/Berlin").map(({ key }) => key);
    expect(keys).toEqual(["comparison", "busiest", "sunday", "clocks"]);
  });

  it("say from when to when a comparison moves a schedule", () => {
    const compared = comparedCalendar();
    const found = answers(compared, compared.schedules, "Europe/Berlin").find(
      ({ key }) => key === "comparison",
    );
    expect(found?.items.map(({ schedule, note }) => [schedule.name, note])).toEqual([
      ["Card statements", "added"],
      ["Supplier onboarding", "added"],
      ["Archive index", "removed"],
      ["Time sheets", "Tue 11:00 → Mon 07:45"],
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
    const { environment: _, ...bare } = crowded[0] ?? calendarSchedule("a", []);
    crowded[0] = bare;
    expect(notes(["prod", "dev"])).toEqual(["", "prod", "prod"]);
  });

  it("say when schedules start at once, and at how many other times", () => {
    const at = (...times: readonly string[]) => {
      const fires = times.map((time) => instant(`2026-12-0${time}:00Z`));
      const schedules = ["a", "b", "c"].map((name) => calendarSchedule(name, fires));
      return answers(data, schedules, "UTC").find(({ key }) => key === "crowding");
    };
    expect(at("1T08:00")).toMatchObject({ value: "3 start at once", detail: "Tue 08:00" });
    expect(at("1T08:00", "3T08:00", "4T09:00")).toMatchObject({
      value: "Up to 3 start at once",
      detail: "Tue, Thu 08:00, and 1 other time",
    });
    expect(at("1T08:00", "3T08:00", "4T09:00", "4T10:00")?.detail).toBe("Tue, Thu 08:00, and 2 other times");
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
