// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of schedule files look the same
import { findingPlace, findingText } from "../../../src/schedule-file/finding";
import {
  complete,
  objectErrors,
  resolveObject,
  ScheduleFileFolder,
} from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

const environments = "environments: { dev: }\n";
const withSchedule = (more: string) =>
  `schedules:\n  a: { workflow: wpid_1, cron: 0 2 * * *${more} }\n${environments}`;

describe("a finding", () => {
  it.each([
    ["empty", ""],
    ["syntax", "a: @x\n"],
    ["syntax", "schedules: {\n//comment: 1 }\n"],
    ["several-documents", "schedules: {}\n---\nschedules: {}\n"],
    ["too-deep", `a: ${"[".repeat(60)}`],
    ["encoding", "# \u0001\n"],
    ["key", withSchedule(", parameters: { __proto__: 1 }")],
    ["key", withSchedule("").replace("a:", '"a b":')],
    ["duplicate-key", withSchedule(", name: a, name: b")],
    ["alias", withSchedule(", parameters: { b: *none }")],
    ["alias", withSchedule(", parameters: &p { b: *p }")],
    ["value", withSchedule(", name: 5")],
    ["value", withSchedule(", parameters: { b: 010 }")],
    ["value", withSchedule(", parameters: { b: c, d }")],
    ["unknown-key", withSchedule(", nam: a")],
    ["missing", "schedules: {}\n"],
    ["missing", withSchedule("").replace("cron: 0 2 * * *", "name: a")],
    ["missing", withSchedule("").replace("workflow: wpid_1, ", "")],
    ["unknown-workflow", withSchedule("").replace("wpid_1", "none")],
    ["unknown-group", withSchedule(", group: none")],
    ["unknown-schedule", withSchedule("").replace("dev:", "dev: { schedules: { b: {} } }")],
    ["unknown-schedule", withSchedule("").replace("dev:", "dev: { protect: [b] }")],
    ["unused-workflow", withSchedule("").replace("dev:", "dev: { workflows: { w: { id: wpid_2 } } }")],
    ["unused-group", withSchedule("").replace("dev:", "dev: { groups: { g: {} } }")],
    [
      "same-schedule",
      withSchedule("").replace("environments", "  b: { workflow: wpid_1, cron: 0 2 * * * }\nenvironments"),
    ],
    [
      "same-alias",
      withSchedule(", aliases: [old]").replace(
        "environments",
        "  b: { workflow: wpid_2, cron: 0 3 * * *, aliases: [old] }\nenvironments",
      ),
    ],
    ["needless-null", withSchedule(", parameters: { b: null }")],
    ["shared-adopt", withSchedule(", adopt: true").replace("dev:", "dev: {}, prod: {}")],
    ["reference", withSchedule(', name: "${x}"')],
  ])("has the rule %s, which stays the same: %j", (rule, text) => {
    expect(folder.validate(text).findings.map((one) => [one.severity, one.rule])).toEqual([["error", rule]]);
  });

  it.each([
    ["group", { groups: { nightli: {} } }, "nightly"],
    ["workflow", { workflows: { invoicse: { id: "wpid_2" } } }, "invoices"],
  ])("about an unused %s has the nearest name that is used", (kind, dev, meant) => {
    const file = {
      workflows: { invoices: { id: "wpid_1" } },
      groups: { nightly: {} },
      schedules: { a: { ...complete, workflow: "invoices", group: "nightly" } },
      environments: { dev },
    };
    expect(objectErrors(file)).toEqual([
      expect.stringMatching(
        new RegExp(`: No schedule has the ${kind} "\\w+"\\. Did you mean "${meant}"\\?$`),
      ),
    ]);
  });

  it.each([
    [
      "a list with a wrong item",
      { schedules: { a: { ...complete, aliases: ["b", 5], group: "none" } } },
      "aliases[1]",
    ],
    ["an environment", { environments: { dev: 5 }, schedules: { a: { ...complete, group: "none" } } }, "dev"],
  ])("about %s does not hide what else is wrong, and causes no other one", (_, more, wrong) => {
    const found = objectErrors({ environments: { dev: {} }, ...more });
    expect(found).toEqual([
      expect.stringContaining(`${wrong}: `),
      expect.stringContaining('There is no group "none"'),
    ]);
  });

  it("about an unknown name names ten that exist, and counts more", () => {
    const named = (count: number) => {
      const groups = Object.fromEntries(Array.from({ length: count }, (_, index) => [`group-${index}`, {}]));
      const a = { ...complete, group: "x" };
      return objectErrors({ groups, schedules: { a }, environments: { dev: {} } }).join();
    };
    expect(named(10)).toMatch(/ group-8, group-9\.( \(in dev\))?$/);
    expect(named(12)).toMatch(/ group-9 and 2 more\.( \(in dev\))?$/);
  });

  it("about an unknown environment or a wrong reference has a rule too", () => {
    const file = { schedules: { a: { ...complete, name: "${config:blank}" } }, environments: { dev: {} } };
    expect(resolveObject(file, "x").findings).toMatchObject([{ rule: "unknown-environment" }]);
    const source = {
      config: () => ({ value: " ", isSecret: false }),
      secret: () => undefined,
      environmentVariables: new Set<string>(),
      env: () => undefined,
      join: () => undefined,
    };
    expect(resolveObject(file, "dev", source).findings).toMatchObject([
      { rule: "value", environment: "dev" },
    ]);
  });

  it("has the parts of its place that are known", () => {
    const finding = { severity: "error", rule: "value", message: "x is wrong." } as const;
    expect(findingPlace({ ...finding, place: { file: "a.yaml", path: "" } })).toBe("a.yaml");
    expect(findingPlace({ ...finding, place: { file: "a.yaml", line: 3, path: "" } })).toBe("a.yaml:3");
    expect(findingText({ ...finding, place: { path: "" } })).toBe("x is wrong.");
    expect(findingText({ ...finding, place: { path: "" }, environment: "dev" })).toBe("x is wrong. (in dev)");
  });

  it("is one of at most a hundred in an environment, or in an object", () => {
    const schedules = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, {}]));
    expect(objectErrors({ schedules, environments: { dev: {} } })).toHaveLength(100);
    const parameters = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`k${index}`, () => 1]));
    expect(
      objectErrors({ schedules: { a: { ...complete, parameters } }, environments: { dev: {} } }),
    ).toHaveLength(100);
  });

  it("about too many environments is at the key environments", () => {
    const names = Array.from({ length: 201 }, (_, index) => `  e${index}:\n`).join("");
    expect(folder.findings(`schedules: {}\nenvironments:\n${names}`)).toEqual([
      "2:1: environments: The file has 201 environments; at most 200 are read. Split it into several sets.",
    ]);
    expect(folder.findings(`schedules: {}\nenvironments:\n${names.replace("  e0:\n", "")}`)).toEqual([]);
  });

  it("about schedules times environments counts both, and also workflows and groups", () => {
    const entries = (name: string, count: number, entry: string) =>
      `${name}:\n${Array.from({ length: count }, (_, index) => `  k${index}: ${entry}\n`).join("")}`;
    const file = (groups: number) =>
      `${entries("schedules", 300, "{ workflow: k0, cron: 0 2 * * *, absent: true }")}${entries("workflows", 150, "{ id: wpid_1 }")}${entries("groups", groups, "{}")}${entries("environments", 100, "{}")}`;
    expect(folder.findings(file(50))).toEqual([]);
    expect(folder.findings(file(51))).toEqual([
      "505:1: environments: 100 environments of 501 schedules, workflows and groups are too many: multiplied, at most 50000. Split the file into several sets.",
    ]);
  });

  it("is about the file if the whole is no mapping", () => {
    expect(objectErrors(undefined)).toEqual(["The file must be a mapping of keys and values."]);
    expect(objectErrors(null)).toEqual([
      "The file must be a mapping of keys and values. The value is empty.",
    ]);
  });

  it("has a message of at most 1000 characters, and an ellipsis if it is longer", () => {
    const sentence = (length: number) =>
      objectErrors({
        schedules: { a: { ...complete, workflow: "w".repeat(length) } },
        environments: { dev: {} },
      })[0] ?? "";
    const start = 'schedules.a.workflow: There is no workflow "';
    const whole = sentence(500);
    expect(whole).toBe(`${start}${"w".repeat(500)}". The file names none. (in dev)`);
    const ends = '". The file names none.'.length + 'There is no workflow "'.length;
    expect(sentence(1000 - ends)).toMatch(/The file names none\. \(in dev\)$/);
    expect(sentence(1001 - ends)).toMatch(/The file names none… \(in dev\)$/);
  });
});
