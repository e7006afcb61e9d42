import { nearest } from "../../src/nearest";

const inputs = ["workflowId", "cronExpression", "timezone", "parameters", "enabled"];

describe("the nearest name", () => {
  it.each([
    ["timezone", "timezone"],
    ["timeZone", "timezone"],
    ["time", "timezone"],
    ["cron", "cronExpression"],
    ["cronExpresion", "cronExpression"],
    ["workflowID", "workflowId"],
    ["params", undefined],
    ["paramters", "parameters"],
    ["enable", "enabled"],
    ["enabledByDefault", "enabled"],
    ["tz", undefined],
    ["", undefined],
    ["schedule", undefined],
  ])("to %j is %s", (word, meant) => expect(nearest(word, inputs)).toBe(meant));

  it("is undefined without candidates, and the nearer of two candidates", () => {
    expect(nearest("timezone", [])).toBeUndefined();
    expect(nearest("vendr", ["vender", "vendor", "vendr"])).toBe("vendr");
    expect(nearest("count", ["amount", "counter"])).toBe("counter");
    expect(nearest("corn", ["cron", "name"])).toBe("cron");
  });
});
