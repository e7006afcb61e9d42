import { usesPlugin } from "../../../src/cli/engine/plugin-stack";
import { type ImportEntry, importFile } from "../../../src/cli/import/import-file";

const inputs = { workflowId: "wpid_1", cronExpression: "0 2 * * *", name: "nightly" };
const imported = { id: "wpid_1/wfs_1", inputs, outputs: { ...inputs, scheduleId: "wfs_1" } };
const entries = [{ key: "nightly", imported }] as unknown as readonly ImportEntry[];

describe("the file for `pulumi import --file`", () => {
  it("has the plugin's type and no pointer for a stack with the provider plugin", () => {
    const { resources } = importFile("jobs", undefined, entries, new Map(), true);
    expect(resources).toEqual([
      { type: "skyvern:index:ScheduleSet", name: "jobs", component: true },
      { ...imported, type: "skyvern:index:WorkflowSchedule", name: "jobs-nightly", parent: "jobs" },
    ]);
  });

  it("has the dynamic type and the pointer otherwise", () => {
    const { resources } = importFile("jobs", "urn:jobs", entries, new Map(), false);
    const __provider = "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;";
    expect(resources).toMatchObject([
      {
        type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
        inputs: { ...inputs, __provider },
        outputs: { __provider },
      },
    ]);
  });

  it.each([
    ["nodejs", {}, false],
    ["nodejs", { "skyvern:plugin": "false" }, false],
    ["nodejs", { "skyvern:plugin": "true" }, true],
    ["yaml", {}, true],
  ])("is for the plugin if the runtime %s with %j uses it: %s", (runtime, configuration, expected) => {
    expect(usesPlugin(runtime, new Map(Object.entries(configuration)))).toBe(expected);
  });
});
