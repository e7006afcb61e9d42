import { dynamicType, nameIn, originOf, pluginType, typeIn, urnOf } from "../../../src/plugin/tokens";

const urn = (types: string, name = "nightly") => `urn:pulumi:dev::shop::${types}::${name}`;

describe("the URN of a resource of the plugin", () => {
  it.each([
    ["a schedule", "skyvern:index:WorkflowSchedule", "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule"],
    ["a run", "skyvern:index:WorkflowRun", "pulumi-nodejs:dynamic/skyvern:WorkflowRun"],
    [
      "a run below a component",
      "acme:index:Portal$skyvern:index:WorkflowRun",
      "acme:index:Portal$pulumi-nodejs:dynamic/skyvern:WorkflowRun",
    ],
    [
      "a schedule of a set, whose own type is the same at both doors",
      "acme:index:Portal$skyvern:index:ScheduleSet$skyvern:index:WorkflowSchedule",
      "acme:index:Portal$skyvern:index:ScheduleSet$pulumi-nodejs:dynamic/skyvern:WorkflowSchedule",
    ],
    [
      "a run whose parent is a schedule",
      "skyvern:index:WorkflowSchedule$skyvern:index:WorkflowRun",
      "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule$pulumi-nodejs:dynamic/skyvern:WorkflowRun",
    ],
    [
      "a type that only ends alike",
      "acmeskyvern:index:WorkflowRun$skyvern:index:WorkflowRun",
      "acmeskyvern:index:WorkflowRun$pulumi-nodejs:dynamic/skyvern:WorkflowRun",
    ],
  ])("and that of the dynamic resource follow from each other: %s", (_, plugin, dynamic) => {
    expect(originOf(urn(plugin))).toBe(urn(dynamic));
    expect(urnOf(urn(dynamic))).toBe(urn(plugin));
  });

  it.each([
    "skyvern:index:WorkflowRun",
    "a::skyvern:index:WorkflowRun::b",
    "pulumi-nodejs:dynamic/skyvern:WorkflowRun",
    "$skyvern:index:WorkflowSchedule",
    "::",
  ])("keeps a name that contains a type: %s", (name) => {
    const [plugin, dynamic] = [pluginType("WorkflowRun"), dynamicType("WorkflowRun")];
    expect(originOf(urn(plugin, name))).toBe(urn(dynamic, name));
    expect(urnOf(urn(dynamic, name))).toBe(urn(plugin, name));
    expect(nameIn(urn(plugin, name))).toBe(name);
    expect(typeIn(urn(`acme:index:Portal$${plugin}`, name))).toBe(plugin);
  });

  it("of another type stays as it is", () => {
    const others = ["skyvern:index:ScheduleSet", "skyvern:index:WorkflowRunner", "acme:index:WorkflowRun"];
    for (const other of others) expect(originOf(urn(other))).toBe(urn(other));
    expect(originOf("not a URN")).toBe("not a URN");
    expect(typeIn("not a URN")).toBe("");
  });
});
