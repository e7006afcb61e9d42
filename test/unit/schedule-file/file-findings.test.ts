import { complete, objectErrors, ScheduleFileFolder } from "../../support/bench/schedule-set-file";

const folder = new ScheduleFileFolder();
afterAll(() => folder.remove());

/** What is wrong with a file of one schedule, in which these things are added or others. */
const errors = (more: object) =>
  objectErrors({ schedules: { invoices: complete }, environments: { dev: {} }, ...more });

describe("a parameter that is null", () => {
  const sentence = (name: string) =>
    `"${name}" has no value: null removes a parameter that another level sets, and none sets this one. Write a value, in quotes if it begins with "#", or remove the line.`;

  it("removes a parameter that some environment has, and otherwise is an error at its place", () => {
    const groups = { one: { parameters: { portal: "main" } }, two: {} };
    const invoices = { ...complete, group: "two", parameters: { portal: null } };
    expect(errors({ groups, schedules: { invoices } })).toEqual([
      `schedules.invoices.parameters.portal: ${sentence("portal")}`,
    ]);
    const environments = { dev: {}, prod: { schedules: { invoices: { group: "one" } } } };
    expect(errors({ groups, schedules: { invoices }, environments })).toEqual([]);
  });

  it("in an environment removes a parameter of one of its schedules", () => {
    const schedules = {
      a: { ...complete, parameters: { portal: "main" } },
      b: { ...complete, cron: "0 3 * * *" },
    };
    const dev = { parameters: { portal: null, vendor: null } };
    expect(errors({ environments: { dev }, schedules })).toEqual([
      `environments.dev.parameters.vendor: ${sentence("vendor")}`,
    ]);
  });

  it("removes nothing in the defaults, even if an environment sets the parameter later", () => {
    const dev = { parameters: { vendor: "acme" } };
    expect(errors({ environments: { dev }, defaults: { parameters: { vendor: null } } })).toEqual([
      `defaults.parameters.vendor: ${sentence("vendor")}`,
    ]);
  });

  it("is reported at its line, also in an environment that is not checked", () => {
    const text = `schedules:
  invoices:
    workflow: wpid_1
    cron: 0 2 * * *
    parameters:
      vendor: # globex
environments: { dev: { parameters: { vendor: acme } }, prod: {} }
`;
    expect(folder.findings(text)).toEqual([
      `6:15: schedules.invoices.parameters.vendor: ${sentence("vendor")}`,
    ]);
  });
});

describe("adopt in the file's own schedules", () => {
  const adopting = { ...complete, adopt: true };
  const refused = (dev: object, prod: object, more: object = {}) =>
    errors({ schedules: { invoices: adopting }, environments: { dev, prod }, ...more });
  const sentence =
    'schedules.invoices.adopt: "invoices" has the same workflow in dev and prod, so with adopt one environment would take over the schedule of another, and change or delete it. Remove adopt here, and set it under "schedules" of the one environment that takes over the existing schedule.';
  const named = {
    workflows: { w: { title: "Invoices" } },
    schedules: { invoices: { ...adopting, workflow: "w" } },
  };

  it("is an error if environments would take over each other's schedule", () => {
    expect(refused({ enabled: false }, {})).toEqual([sentence]);
    expect(refused({ schedules: { invoices: { adopt: true } } }, {})).toEqual([sentence]);
    expect(refused({}, {}, named)).toEqual([sentence]);
    expect(refused({ provider: "one" }, { provider: "one" }, named)).toEqual([sentence]);
    const byId = { schedules: { invoices: { ...adopting, adopt: "wfs_1" } } };
    expect(refused({}, {}, byId)).toEqual([sentence]);
    expect(refused({}, { schedules: { invoices: { name: "x" } } }, byId)).toEqual([sentence]);
  });

  it.each<[string, object, object, object]>([
    ["their workflows differ", {}, { workflow: "wpid_2" }, {}],
    ["a name means other workflows", {}, { workflows: { w: { id: "wpid_2" } } }, named],
    ["their providers differ", {}, { provider: "prod" }, {}],
    ["their names differ", {}, { schedules: { invoices: { name: "x" } } }, {}],
    ["only one has the schedule", { schedules: { invoices: { absent: true } } }, {}, {}],
    ["only one adopts", { schedules: { invoices: { adopt: false } } }, {}, {}],
    ["they take over what has other ids", { schedules: { invoices: { adopt: "wfs_1" } } }, {}, {}],
    ["it is false", {}, {}, { schedules: { invoices: { ...complete, adopt: false } } }],
    [
      "it stands in an environment",
      {},
      { schedules: { invoices: { adopt: true } } },
      { schedules: { invoices: complete } },
    ],
  ])("is accepted if %s", (_, dev, prod, more) => expect(refused(dev, prod, more)).toEqual([]));

  it("is accepted if all environments but one set it to false", () => {
    const not = { schedules: { invoices: { adopt: false } } };
    const environments = { dev: not, staging: not, prod: {} };
    expect(errors({ schedules: { invoices: adopting }, environments })).toEqual([]);
  });
});
