import fc from "fast-check";
import { firstView, readAddress, type View, writeAddress } from "../../../src/page/model/address";
import { comparisonText } from "../../../src/page/model/answer/compare-answer";
import { changeTexts, comparison, movedTimes, timesText } from "../../../src/page/model/comparison";
import { crowdText } from "../../../src/page/model/crowding";
import { chosenValues, filtered, isFiltering, noFilter } from "../../../src/page/model/filter";
import {
  calendarData,
  calendarSchedule,
  cronFires,
  cronSchedule,
  instant,
} from "../../support/page/calendar-data";
import { comparedCalendar } from "../../support/page/sample-calendars";

const data = calendarData();

describe("the filter", () => {
  const schedules = [
    calendarSchedule("Zürich invoices", [], { environment: "prod", words: ["Every day", "At noon"] }),
    calendarSchedule("Payroll", [], { environment: "staging", kind: "interval", state: "paused" }),
    calendarSchedule("Tax", [], {
      workflow: { id: "wpid_9", title: "File the return" },
      change: { kind: "added" },
    }),
  ];
  const names = (part: Partial<typeof noFilter>) =>
    filtered(schedules, { ...noFilter, ...part }).map(({ name }) => name);

  it("finds words in names, workflows and times, without accents and capitals", () => {
    expect(names({ text: "zurich DAY" })).toEqual(["Zürich invoices"]);
    expect(names({ text: "wpid_9" })).toEqual(["Tax"]);
    expect(names({ text: "return tax" })).toEqual(["Tax"]);
    expect(names({ text: "  " })).toHaveLength(3);
    expect(names({ text: "nothing like it" })).toEqual([]);
    expect(names({ text: "invoicesprod" })).toEqual([]);
    expect(names({ text: "dayatnoon" })).toEqual([]);
  });

  it("finds a schedule whose workflow is unknown", () => {
    const { workflow: _, ...bare } = calendarSchedule("bare", []);
    expect(filtered([bare], { ...noFilter, text: "bare" })).toEqual([bare]);
  });

  it("narrows by environment, kind, state and change together", () => {
    expect(names({ environments: ["prod", "staging"] })).toEqual(["Zürich invoices", "Payroll"]);
    expect(names({ kinds: ["interval"] })).toEqual(["Payroll"]);
    expect(names({ states: ["active"], changes: ["added"] })).toEqual(["Tax"]);
    expect(names({ environments: ["prod"], kinds: ["interval"] })).toEqual([]);
    expect(names({ changes: ["same"] })).toEqual(["Zürich invoices", "Payroll"]);
  });

  it("knows whether it hides anything", () => {
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ ...noFilter, text: " a" })).toBe(true);
    expect(isFiltering({ ...noFilter, text: "  " })).toBe(false);
    expect(isFiltering({ ...noFilter, states: ["paused"] })).toBe(true);
  });

  it("counts the chosen values, without the text", () => {
    const chosen = { ...noFilter, text: "a", environments: ["prod", "dev"], states: ["paused"] };
    expect(chosenValues(chosen)).toBe(3);
  });
});

describe("the address", () => {
  it("is empty for the first view", () => {
    expect(writeAddress(firstView)).toBe("");
    expect(readAddress("")).toEqual(firstView);
  });

  it("keeps every choice", () => {
    const views = fc.record({
      filter: fc.record({
        text: fc.string({ unit: "grapheme" }),
        environments: fc.array(fc.string({ unit: "grapheme" })),
        kinds: fc.subarray(["cron", "interval", "once"]),
        states: fc.subarray(["active", "paused"]),
        changes: fc.subarray(["moved", "added"]),
      }),
      timezone: fc.constantFrom(undefined, "UTC", "America/New_York"),
      unit: fc.constantFrom("all" as const, "week" as const, "day" as const),
      index: fc.nat(9999),
      grouping: fc.constantFrom("workflow" as const, "environment" as const, "none" as const),
      slot: fc.option(fc.record({ weekday: fc.nat(6), hour: fc.nat(23) }), { nil: undefined }),
      open: fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }),
    });
    fc.assert(
      fc.property(views, (view: View) => expect(readAddress(`#${writeAddress(view)}`)).toEqual(view)),
    );
  });

  it("opens the page with the first week, grouped by workflow", () => {
    expect(readAddress("")).toMatchObject({ unit: "week", index: 0, grouping: "workflow" });
  });

  it("ignores what it does not know", () => {
    expect(readAddress("#show=year&at=-3&by=colour&hour=9-99&else=1")).toEqual(firstView);
    for (const other of ["at=two", "at=1.5", "hour=11-9", "hour=1-99", "hour=1-9-9", "hour="])
      expect(readAddress(`#${other}`)).toEqual(firstView);
  });
});

describe("a comparison", () => {
  it("counts what moved, was added, removed and changed", () => {
    const found = comparison(comparedCalendar(), "Europe/Berlin");
    expect(found && comparisonText(found)).toBe("1 moved, 2 added, 1 removed, 1 changed");
    expect(comparison(data, "UTC")).toBeUndefined();
    const nothing = comparison({ ...data, base: "main" }, "UTC");
    expect(nothing && comparisonText(nothing)).toBe("Nothing changes");
  });

  it("shows the times before and after a move", () => {
    const before = { fires: cronFires("0 11 * * 2", "UTC", data.from, data.to) };
    const moved = cronSchedule("a", "45 7 * * 1", data, { change: { kind: "moved", before } });
    expect(movedTimes(moved, "UTC")).toEqual({ before: "Tuesday 11:00", after: "Monday 07:45" });
    expect(movedTimes({ ...moved, change: { kind: "added" } }, "UTC").before).toBe("");
    expect(movedTimes({ ...moved, change: { kind: "removed" } }, "UTC")).toEqual({
      before: "Monday 07:45",
      after: "",
    });
  });

  it("names a minute as newly crowded only if it was not crowded before", () => {
    const same = ["a", "b"].map((name) => cronSchedule(name, "0 8 * * 1", data));
    const before = { fires: cronFires("0 9 * * 1", "UTC", data.from, data.to) };
    const moved = cronSchedule("c", "0 8 * * 1", data, { change: { kind: "moved", before } });
    const compared = comparison({ ...data, base: "main", schedules: [...same, moved] }, "UTC");
    expect(compared?.newlyCrowded).toMatchObject([{ minute: 480, weekdays: [0], most: 3 }]);
    const busy = [...same, cronSchedule("d", "0 8 * * 1", data), moved];
    expect(comparison({ ...data, base: "main", schedules: busy }, "UTC")?.newlyCrowded).toEqual([]);
    const added = ["a", "b", "c"].map((name) =>
      cronSchedule(name, "30 8 * * 1", data, { change: { kind: "added" } }),
    );
    const [crowd] = comparison({ ...data, base: "main", schedules: added }, "UTC")?.newlyCrowded ?? [];
    expect(crowd && crowdText(crowd)).toBe("Mon 08:30");
  });

  it("describes times in few words", () => {
    const times = (cron: string) => timesText(cronFires(cron, "UTC", data.from, data.to), "UTC");
    expect(times("0 8 * * *")).toBe("Every day 08:00");
    expect(times("0 8,20 * * *")).toBe("Every day 08:00, 20:00");
    expect(times("0 8,12,20 * * *")).toBe("Every day 08:00, 12:00, 20:00");
    expect(times("0 8,12,16,20 * * *")).toBe("56 runs, the first on Monday 08:00");
    expect(times("0 8 * * 1-3")).toBe("Monday 08:00, Tuesday 08:00, Wednesday 08:00");
    expect(times("0 8 * * 1,4")).toBe("Monday 08:00, Thursday 08:00");
    expect(times("23 6,12 * * 1-5")).toBe("Mon–Fri 06:23, 12:23");
    expect(times("0 * * * 1-5")).toBe("240 runs, the first on Monday 00:00");
    expect(times("0 8,12,20 * * 1-5")).toBe("Mon–Fri 08:00, 12:00, 20:00");
    expect(times("0 8 31 1 *")).toBe("");
  });

  it("lists times from Monday, also if the calendar begins later in the week", () => {
    const times = (...texts: readonly string[]) =>
      timesText(
        texts.map((text) => instant(`2026-12-${text}:00Z`)),
        "UTC",
      );
    expect(times("03T08:00", "07T08:00")).toBe("Monday 08:00, Thursday 08:00");
    expect(times("03T08:00", "07T08:00", "08T09:00", "09T08:00")).toBe("4 runs, the first on Monday 08:00");
  });

  it("shows when the runs of a changed schedule start before and after, or that none do", () => {
    const before = { fires: cronFires("0 11 * * 2", "UTC", data.from, data.to) };
    const moved = cronSchedule("a", "45 7 * * 1", data, { change: { kind: "moved", before } });
    expect(changeTexts(moved, "UTC")).toEqual({ before: "Tuesday 11:00", after: "Monday 07:45" });
    const added = cronSchedule("a", "45 7 * * 1", data, { change: { kind: "added" } });
    expect(changeTexts(added, "UTC")).toEqual({ before: "", after: "Monday 07:45" });
    const removed = cronSchedule("a", "45 7 * * 1", data, { change: { kind: "removed" } });
    expect(changeTexts(removed, "UTC")).toEqual({ before: "Monday 07:45", after: "" });
    const idle = { ...moved, change: { kind: "moved" as const, before: { fires: [] } } };
    expect(changeTexts(idle, "UTC")).toEqual({ before: "no runs", after: "Monday 07:45" });
    expect(changeTexts({ ...idle, fires: [], change: { kind: "moved", before } }, "UTC")).toEqual({
      before: "Tuesday 11:00",
      after: "no runs",
    });
  });

  it("shows other values of a schedule whose runs start at the same times", () => {
    const before = { workflow: { id: "wpid_1", title: "Invoices" }, usualMinutes: 5 };
    const changed = cronSchedule("a", "0 8 * * *", data, { change: { kind: "changed", before } });
    expect(changeTexts(changed, "UTC")).toEqual({
      before: 'workflow {"id":"wpid_1","title":"Invoices"}, usualMinutes 5',
      after: 'workflow {"title":"Collect invoices"}, usualMinutes none',
    });
  });
});
