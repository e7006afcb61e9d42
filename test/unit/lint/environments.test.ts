import { readScheduleObject } from "../../../src/schedule-file/read/read-schedule-file";
import { validateSource } from "../../../src/schedule-file/validate-file";

const now = new Date("2026-11-26T12:00:00Z");

/** Two schedules of different workflows that fire at the same time, in these environments. */
function warningsOf(environments: object): readonly string[] {
  const source = readScheduleObject({
    workflows: { invoices: { title: "Invoices" }, orders: { title: "Orders" } },
    schedules: {
      a: { workflow: "invoices", cron: "0 2 * * *" },
      b: { workflow: "orders", cron: "0 2 * * *", parameters: { vendor: "b" } },
    },
    environments,
  });
  const { findings } = validateSource(source, { now });
  return findings.map(({ rule, schedule, environment = "all" }) => `${rule} ${schedule} ${environment}`);
}

describe("the warnings of several environments", () => {
  it("are those of an environment whose schedules share a credential, also if the others differ in nothing else", () => {
    const shared = { parameters: { login: "cred_1" } };
    const own = { schedules: { a: shared, b: { parameters: { login: "cred_2" } } } };
    expect(warningsOf({ dev: own, prod: shared, test: own })).toEqual(["overlap a prod"]);
  });

  it("are those of an environment with a secret in clear, also if the others differ in nothing else", () => {
    const warnings = warningsOf({ dev: {}, prod: { parameters: { password: "hunter2" } } });
    expect(warnings).toEqual(["plain-secret a prod", "plain-secret b prod"]);
  });

  it.each([
    ["time", { cron: "0 3 * * *" }],
    ["timezone", { timezone: "Asia/Tokyo" }],
    ["pause", { enabled: false }],
    ["workflow", { workflow: "orders" }],
  ])("are not those of an environment with another %s", (_, other) => {
    const meeting = { workflow: "invoices" };
    const apart = { ...meeting, schedules: { b: other } };
    expect(warningsOf({ dev: meeting, prod: apart })).toEqual(["overlap a dev"]);
    expect(warningsOf({ dev: apart, prod: meeting })).toEqual(["overlap a prod"]);
  });

  it("are reported once for environments that share them", () => {
    expect(warningsOf({ dev: { workflow: "invoices" }, prod: { workflow: "invoices" } })).toEqual([
      "overlap a all",
    ]);
  });
});
