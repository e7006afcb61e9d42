import { twinsOf } from "../../../src/schedule-file/resolve/twins";
import type { ScheduleFile } from "../../../src/schedule-file/schedule-file";
import { complete, objectErrors, resolveObject } from "../../support/bench/schedule-set-file";

const file = (more: object): ScheduleFile => ({
  schedules: { invoices: complete },
  environments: { dev: {} },
  ...more,
});
const errors = (more: object, environment?: string) => objectErrors(file(more), environment);
const ofEnvironment = (dev: object, more: object = {}) => errors({ environments: { dev }, ...more });

describe("names in a schedule file", () => {
  it("of environments must be in the file", () => {
    expect(errors({ environments: { production: null } }, "prodution")).toEqual([
      'environments: There is no environment "prodution". Did you mean "production"?',
    ]);
    expect(errors({ environments: { dev: null, prod: null } }, "x")).toEqual([
      'environments: There is no environment "x". The file has dev, prod.',
    ]);
    expect(errors({ environments: {} }, "dev")).toEqual([
      "environments: environments must name at least one environment, such as prod: {}.",
    ]);
    expect(errors({}, "constructor")).toHaveLength(1);
  });

  it("of workflows must be in the file or in the environment", () => {
    const schedules = { a: { ...complete, workflow: "invoces" } };
    expect(errors({ schedules, workflows: { invoices: { id: "wpid_1" } } })).toEqual([
      'schedules.a.workflow: There is no workflow "invoces". Did you mean "invoices"? (in dev)',
    ]);
    expect(ofEnvironment({ workflows: { invoces: { id: "wpid_1" } } }, { schedules })).toEqual([]);
  });

  it("with a hidden blank are unknown, and the message names the blank", () => {
    expect(errors({ schedules: { a: { ...complete, workflow: "wpid_1\u00a0" } } })).toEqual([
      'schedules.a.workflow: There is no workflow "wpid_1\u00a0". The name has a no-break space (U+00A0): remove it. The file names none. (in dev)',
    ]);
  });

  it("of groups must be in the file or in the environment", () => {
    const schedules = { a: { ...complete, group: "nightly" } };
    expect(errors({ schedules })).toEqual([
      'schedules.a.group: There is no group "nightly". The file names none. (in dev)',
    ]);
    expect(ofEnvironment({ groups: { nightly: {} } }, { schedules })).toEqual([]);
  });

  it("of workflows must not look like ids, because a schedule would run the workflow with that id", () => {
    const workflows = { wpid_1: { id: "wpid_2" }, "wpid_1.a": { id: "wpid_2" } };
    const sentence =
      '"wpid_1" looks like the id of a workflow, so a schedule would run that workflow: choose another name.';
    expect(errors({ workflows })).toEqual([`workflows.wpid_1: ${sentence}`]);
    expect(ofEnvironment({ workflows: { wpid_1: { title: "x" } } })[0]).toBe(
      `environments.dev.workflows.wpid_1: ${sentence}`,
    );
  });

  it("in an environment are not reported as unused if a schedule has a wrong value", () => {
    const schedules = { invoices: { ...complete, group: 5, workflow: 5 } };
    const dev = { groups: { nightly: {} }, workflows: { w: { id: "wpid_1" } } };
    expect(ofEnvironment(dev, { schedules })).toHaveLength(2);
  });

  it("are checked also if a parameter with the name of a section has a wrong value", () => {
    for (const name of ["groups", "workflows", "schedules", "environments"]) {
      const schedules = { [name]: { ...complete, cron: 5 }, b: { ...complete, workflow: "none" } };
      expect(errors({ schedules })).toEqual([
        expect.stringContaining(`schedules.${name}.cron: cron must be a text`),
        expect.stringContaining('schedules.b.workflow: There is no workflow "none"'),
      ]);
    }
  });

  it("in an environment must be those of schedules, workflows and groups that the file uses", () => {
    const dev = {
      schedules: { invoces: {} },
      protect: ["invoics"],
      workflows: { unused: { id: "wpid_1" } },
      groups: { nightly: {} },
    };
    expect(ofEnvironment(dev)).toEqual([
      'environments.dev.schedules.invoces: There is no schedule "invoces". Did you mean "invoices"?',
      'environments.dev.protect[0]: There is no schedule "invoics". Did you mean "invoices"?',
      'environments.dev.workflows.unused: No schedule has the workflow "unused".',
      'environments.dev.groups.nightly: No schedule has the group "nightly".',
    ]);
  });

  it("of absent schedules may be protected and changed", () => {
    expect(ofEnvironment({ schedules: { invoices: { absent: true } }, protect: ["invoices"] })).toEqual([]);
  });

  it("are listed up to ten in the error about an unknown one", () => {
    const schedules = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`k${index}`, {}]));
    expect(ofEnvironment({ ...complete, protect: ["zzzzzz"] }, { schedules })[0]).toBe(
      'environments.dev.protect[0]: There is no schedule "zzzzzz". The file has k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 and 3 more.',
    );
  });

  it("that are unknown are reported once, even if many schedules share them", () => {
    const schedules = { a: {}, b: {}, c: {} };
    const more = { schedules, defaults: { cron: "0 2 * * *", workflow: "none" } };
    expect(errors(more)).toEqual([
      'defaults.workflow: There is no workflow "none". The file names none. (in dev)',
    ]);
  });
});

describe("two schedules of a file", () => {
  const twins = (one: object, other: object) =>
    errors({ schedules: { a: { ...complete, ...one }, b: { ...complete, ...other } } });
  const same =
    'schedules.b: "b" runs the same workflow at the same times with the same parameters as "a", so the job would run twice. Remove one of them. (in dev)';

  it.each<[object, object]>([
    [{}, {}],
    [{ name: "x" }, { description: "y", enabled: false }],
    [{ cron: "0 2 * * 1-5" }, { cron: "0  2 * * MON-FRI" }],
    [{ parameters: { a: 1, b: { c: 1, d: [1] } } }, { parameters: { b: { d: [1], c: 1 }, a: 1 } }],
    [{ parameters: {} }, {}],
    [{ cron: "0 2 * * MON#1,FRI#2" }, { cron: "0 2 * * FRI#2,MON#1" }],
    [{ timezone: "Etc/UTC" }, {}],
    [{ parameters: { a: { b: 1 } } }, { parameters: { a: Object.assign(Object.create(null), { b: 1 }) } }],
  ])("are duplicates with %j and %j", (one, other) => expect(twins(one, other)).toEqual([same]));

  it.each<[object, object]>([
    [{}, { cron: "0 3 * * *" }],
    [{}, { timezone: "Asia/Tokyo" }],
    [{ timezone: "Etc/UTC" }, { timezone: "Etc/GMT-1" }],
    [{ cron: "0 2 * * MON#1" }, { cron: "0 2 * * MON#2" }],
    [{}, { workflow: "wpid_2" }],
    [{}, { parameters: { a: 1 } }],
    [{ parameters: { a: 1 } }, { parameters: { a: "1" } }],
    [{ parameters: { a: [1, 2] } }, { parameters: { a: [2, 1] } }],
    [{ parameters: { a: [] } }, { parameters: { a: {} } }],
    [{ parameters: { a: Promise.resolve(1) } }, { parameters: { a: Promise.resolve(1) } }],
    [{}, { absent: true }],
  ])("are not duplicates with %j and %j", (one, other) => expect(twins(one, other)).toEqual([]));

  it("are duplicates even if a spread moves them apart", () => {
    const groups = { g: { ...complete, spread: "2h" } };
    expect(errors({ groups, schedules: { a: { group: "g" }, b: { group: "g" } } })).toEqual([same]);
  });

  it("are duplicates if the only difference is a removed parameter", () => {
    const defaults = { parameters: { a: 1 } };
    const schedules = {
      a: { ...complete, parameters: { a: null } },
      b: { ...complete, parameters: { a: null } },
    };
    expect(errors({ defaults, schedules })).toEqual([same]);
  });

  it("are duplicates if a spread gives them the same times", () => {
    const groups = { g: { spread: "2h" } };
    const b = { ...complete, group: "g" };
    const moved = resolveObject(file({ groups, schedules: { b } })).schedules[0]?.cronExpression;
    expect(moved).not.toBe(complete.cron);
    expect(errors({ groups, schedules: { a: { ...complete, cron: moved }, b } })).toEqual([same]);
  });

  it("are not duplicates if the times of one before its spread are those of the other after it", () => {
    const groups = { g: { spread: "2h" } };
    const b = { ...complete, group: "g" };
    const moved = resolveObject(file({ groups, schedules: { b } })).schedules[0]?.cronExpression;
    expect(errors({ groups, schedules: { a: { ...b, cron: moved }, b } })).toEqual([]);
  });

  it("are each reported with the first if there are three duplicates", () => {
    const schedules = Object.fromEntries(["a", "b", "c"].map((key) => [key, complete]));
    const { schedules: resolved } = resolveObject({ schedules, environments: { dev: null } }, "dev");
    expect(twinsOf(resolved).map(({ key, message }) => [key, message.includes('as "a"')])).toEqual([
      ["b", true],
      ["c", true],
    ]);
  });

  it("cannot share an alias", () => {
    const parameters = { b: 1 };
    expect(twins({ aliases: ["old"] }, { aliases: ["old"], parameters })).toEqual([
      'schedules.b: "b" has the alias "old", which is also the key or an alias of "a". Only one can take that state over. Remove the alias from the one that never had this name. (in dev)',
    ]);
    expect(twins({}, { aliases: ["a"], parameters })).toHaveLength(1);
    expect(twins({ aliases: ["b"] }, { parameters })).toHaveLength(1);
    expect(twins({ aliases: ["one"] }, { aliases: ["two"], parameters })).toEqual([]);
  });
});
