import { laneGroups, overlaps, runSpans } from "../../../src/page/model/lanes";
import { calendarSchedule, instant } from "../../support/page/calendar-data";

const hour = 3600;
const eight = instant("2026-11-30T08:00:00Z");

describe("overlaps", () => {
  const run = (name: string, at: number, parts = {}) =>
    calendarSchedule(name, [at], { usualMinutes: 60, workflow: { title: "One" }, ...parts });

  it("are the times in which two runs of a workflow are in progress", () => {
    const found = overlaps([
      run("first", eight),
      run("second", eight + hour / 2),
      run("third", eight + 3 * hour),
    ]);
    const shared = [{ start: eight + hour / 2, end: eight + hour }];
    expect(Object.fromEntries(found)).toEqual({ first: shared, second: shared });
  });

  it("need the same workflow, the same environment and known durations", () => {
    const other = run("other", eight, { workflow: { title: "Two" } });
    const staging = run("staging", eight, { environment: "staging" });
    const unknown = calendarSchedule("unknown", [eight], { workflow: { title: "One" } });
    const paused = run("paused", eight, { state: "paused" });
    expect(overlaps([run("first", eight), other, staging, unknown, paused]).size).toBe(0);
  });

  it("are none if a run ends in the moment in which another starts", () => {
    const [first, second] = [run("first", eight), run("second", eight + hour)];
    expect(overlaps([first, second]).size).toBe(0);
    expect(overlaps([second, first]).size).toBe(0);
    const both = ["one", "two"].map((name) => run(name, eight + hour));
    const found = overlaps([first, ...both, run("third", eight + 2 * hour)]);
    expect([...found.keys()]).toEqual(["one", "two"]);
  });

  it("are one span if a run starts in the moment in which another one ends", () => {
    const steady = calendarSchedule("steady", [eight, eight + hour], { usualMinutes: 60 });
    const long = calendarSchedule("long", [eight], { usualMinutes: 120 });
    const span = [{ start: eight, end: eight + 2 * hour }];
    for (const both of [
      [steady, long],
      [long, steady],
    ])
      expect(Object.fromEntries(overlaps(both))).toEqual({ steady: span, long: span });
  });

  it("last as long as any two of several runs are in progress", () => {
    const all = [0, 20, 40].map((minutes) => run(`at ${minutes}`, eight + minutes * 60));
    expect(overlaps(all).get("at 20")).toEqual([{ start: eight + 20 * 60, end: eight + 80 * 60 }]);
    expect(overlaps(all).get("at 0")).toEqual([{ start: eight + 20 * 60, end: eight + hour }]);
    expect(overlaps(all).get("at 40")).toEqual([{ start: eight + 40 * 60, end: eight + 80 * 60 }]);
  });

  it("are left out if the workflow of the schedules is unknown", () => {
    const bare = ["one", "two"].map((name) => {
      const { workflow: _, ...schedule } = run(name, eight);
      return schedule;
    });
    expect(overlaps(bare).size).toBe(0);
  });

  it("are found in each run of a schedule, but not between its runs", () => {
    const later = [eight, eight + 24 * hour];
    const regular = calendarSchedule("regular", later, { usualMinutes: 60, workflow: { title: "One" } });
    const others = [
      run("first", eight + hour / 2),
      run("second", eight + 24.5 * hour),
      run("third", eight + 12 * hour),
      run("fourth", eight + 12 * hour),
    ];
    expect(overlaps([regular, ...others]).get("regular")).toEqual([
      { start: eight + hour / 2, end: eight + hour },
      { start: eight + 24.5 * hour, end: eight + 25 * hour },
    ]);
  });

  it("are several in a long run", () => {
    const long = run("long", eight, { usualMinutes: 600 });
    const others = [1, 4].map((hours) => run(`after ${hours}`, eight + hours * hour));
    expect(overlaps([long, ...others]).get("long")).toEqual([
      { start: eight + hour, end: eight + 2 * hour },
      { start: eight + 4 * hour, end: eight + 5 * hour },
    ]);
  });

  it("also arise in one schedule whose runs last longer than its interval", () => {
    const long = calendarSchedule("long", [eight, eight + hour], { usualMinutes: 90 });
    expect(overlaps([long]).get("long")).toEqual([{ start: eight + hour, end: eight + 1.5 * hour }]);
  });
});

describe("the usual times of runs", () => {
  it("are none if the usual duration is unknown, or less than a minute", () => {
    const spans = (parts: object) => runSpans(calendarSchedule("a", [eight], parts));
    expect(spans({ usualMinutes: 5 })).toEqual([{ start: eight, end: eight + 300 }]);
    expect(spans({})).toEqual([]);
    expect(spans({ usualMinutes: 0 })).toEqual([]);
  });
});

describe("groups of lanes", () => {
  const schedules = [
    calendarSchedule("a", [], { environment: "prod", workflow: { title: "Invoices" } }),
    calendarSchedule("b", [], { environment: "staging", workflow: { id: "wpid_1" } }),
    calendarSchedule("c", [], { environment: "prod", workflow: { id: "wpid_1" } }),
  ];

  it("have a name also for schedules without a workflow or an environment", () => {
    const { workflow: _, ...bare } = calendarSchedule("bare", []);
    expect(laneGroups([bare], "workflow")[0]?.title).toBe("No workflow");
    expect(laneGroups([bare], "environment")[0]?.title).toBe("No environment");
  });

  it("have keys that differ, also between a workflow and an environment of the same name", () => {
    const same = calendarSchedule("d", [], { environment: "Invoices" });
    const groups = [...laneGroups(schedules, "workflow"), ...laneGroups([same], "environment")];
    expect(new Set(groups.map(({ key }) => key)).size).toBe(3);
  });

  it("are in the order of the schedules, by workflow or environment", () => {
    const shown = (grouping: "workflow" | "environment" | "none") =>
      laneGroups(schedules, grouping).map(({ title, schedules: members }) => [
        title,
        members.map(({ name }) => name),
      ]);
    expect(shown("workflow")).toEqual([
      ["Invoices", ["a"]],
      ["wpid_1", ["b", "c"]],
    ]);
    expect(shown("environment")).toEqual([
      ["prod", ["a", "c"]],
      ["staging", ["b"]],
    ]);
    expect(shown("none")).toEqual([["All schedules", ["a", "b", "c"]]]);
  });
});
