import { checkScheduleInputs } from "../../../src/provider/schedule/inputs";
import { unknownValue } from "../../../src/provider/unknown";

const good = { workflowId: "wpid_1", cronExpression: "0 2 * * *", name: "nightly" };
const failuresOf = (inputs: object, before?: Record<string, unknown>) =>
  checkScheduleInputs(before, { ...good, ...inputs }).failures;

describe("the inputs of a schedule", () => {
  it.each(["enabled", "paused", "as before"])("may carry %s as what the end of a hold does", (afterHold) => {
    expect(failuresOf({ enabled: false, afterHold })).toEqual([]);
  });

  it("are unchanged, with the default timezone", () => {
    const all = { description: "", parameters: { a: 1 }, enabled: false, adopt: "wfs_1" };
    expect(checkScheduleInputs(undefined, { ...good, ...all })).toEqual({
      inputs: { ...good, ...all, timezone: "UTC" },
      failures: [],
    });
  });

  it("leave out nulls, as which outputs of the resource class arrive", () => {
    const result = checkScheduleInputs(undefined, {
      ...good,
      scheduleId: null,
      createdAt: null,
      enabled: null,
    });
    expect(result).toEqual({ inputs: { ...good, timezone: "UTC" }, failures: [] });
  });

  it("keep an alias in the program if state has the equal expression, as after a refresh", () => {
    const stored = { ...good, cronExpression: "0 0 * * *", timezone: "UTC" };
    expect(checkScheduleInputs(stored, { ...good, cronExpression: "@daily" })).toEqual({
      inputs: stored,
      failures: [],
    });
    expect(checkScheduleInputs(stored, { ...good, cronExpression: "@hourly" }).failures).toHaveLength(1);
    expect(checkScheduleInputs(undefined, { ...good, cronExpression: "@daily" }).failures).toHaveLength(1);
  });

  it("leave out an empty name, which stands for a schedule without one", () => {
    expect(checkScheduleInputs(undefined, { ...good, name: "" })).toEqual({
      inputs: {
        ...Object.fromEntries(Object.entries(good).filter(([key]) => key !== "name")),
        timezone: "UTC",
      },
      failures: [],
    });
  });

  it("do not change if they are checked again", () => {
    const once = checkScheduleInputs(undefined, { ...good, cronExpression: " 0\t2 * * *\n", parameters: {} });
    expect(checkScheduleInputs(once.inputs, once.inputs)).toEqual(once);
    expect(once.inputs).toEqual({ ...good, timezone: "UTC" });
  });

  it.each([
    ["workflowId", 5, "must be a string"],
    ["workflowId", "invoices", "is not a workflow id"],
    ["workflowId", "wpid_1/x", "is not a workflow id"],
    ["workflowId", "w_1", "one version of a workflow"],
    ["cronExpression", 5, "cronExpression must be a string of five fields"],
    ["cronExpression", "* * * * *", "5 minutes"],
    ["cronExpression", "@daily", "0 0 * * *"],
    ["timezone", 5, "timezone must be a string, an IANA name"],
    ["timezone", "utc", '"UTC"'],
    ["name", " ", "Leave it out"],
    ["name", " \n", "Leave it out"],
    ["name", 5, "name must be a string."],
    ["description", 5, "description must be a string."],
    ["parameters", "x", "must be an object"],
    ["enabled", "true", "true or false"],
    ["adopt", 5, "wfs_…"],
    ["adopt", "nightly", "wfs_…"],
    ["adopt", "xwfs_1", "wfs_…"],
    ["adopt", ["wfs_1"], "wfs_…"],
    ["adopt", "wfs_1/x", "wfs_…"],
    ["timezones", "UTC", "Did you mean timezone?"],
    ["cron", "0 2 * * *", "Did you mean cronExpression?"],
    ["toString", "x", "has no input"],
  ])("refuse %s %j: %s", (property, value, reason) => {
    expect(failuresOf({ [property]: value })).toEqual([
      { property, reason: expect.stringContaining(reason) },
    ]);
  });

  it("accept a refused value that is unchanged in state", () => {
    const inputs = { ...good, cronExpression: " */4 * * * * ", parameters: { n: 2 ** 53 } };
    const first = checkScheduleInputs(undefined, inputs);
    expect(first.failures).toHaveLength(2);
    expect(checkScheduleInputs(first.inputs, inputs).failures).toEqual([]);
  });

  it("refuse a changed value and a new one", () => {
    const before = { ...good, cronExpression: "*/4 * * * *" };
    expect(failuresOf({ cronExpression: "*/3 * * * *" }, before)).toHaveLength(1);
    expect(failuresOf({ timezone: "utc" }, before)).toHaveLength(1);
  });

  it("are refused as missing even if they were in state before", () => {
    const failures = checkScheduleInputs(good, { name: "nightly" }).failures;
    expect(failures.map(({ property }) => property)).toEqual(["workflowId", ""]);
  });

  it.each([
    "workflowId",
    "cronExpression",
    "timezone",
    "name",
    "description",
    "parameters",
    "enabled",
    "adopt",
  ])("may hold an unknown %s", (key) => {
    const result = checkScheduleInputs(undefined, { ...good, [key]: unknownValue });
    expect(result.failures).toEqual([]);
    expect(result.inputs).toHaveProperty(key, unknownValue);
  });
});
