import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { ScheduleSet, WorkflowRun, WorkflowSchedule } from "../../src";
import { plainJson } from "../../src/resources/plain-json";
import { mockEngine, resolved } from "../support/engine/pulumi-mocks";

const at = new Date("2026-11-29T00:00:00Z");
const isDate = "It is a Date, which JSON cannot hold. Call .toISOString() on it.";
const required = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };

beforeAll(() => mockEngine(({ name, inputs }) => ({ id: `${name}-id`, state: inputs })));

/** What the SDK reports of a program that makes a run with these triggers, an expression of its own process. */
async function reported(triggers: string): Promise<string> {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const at = new Date(0);
    const later = (value) => pulumi.output(1).apply(() => value);
    const seen = new Set();
    process.on("unhandledRejection", (error) => seen.add(error.message));
    process.on("exit", () => console.log([...seen].join("|")));
    const mocks = { newResource: () => { seen.add("registered"); return { id: "wr_1", state: {} }; }, call: () => ({}) };
    pulumi.runtime.setMocks(mocks, "project", "stack", false).then(() => {
      const { WorkflowRun } = require(${JSON.stringify(join(__dirname, "../../dist/index.js"))});
      new WorkflowRun("smoke", { workflowId: "wpid_1", triggers: ${triggers} });
    });`;
  const folder = { cwd: join(__dirname, "../..") };
  const ended = promisify(execFile)(process.execPath, ["-e", program], folder);
  // A program whose resource is refused ends with a failure; what it reported counts.
  const { stdout } = await ended.catch((failure: { readonly stdout: string }) => failure);
  return stdout.trim();
}

describe("values that JSON cannot hold", () => {
  it("are refused in the parameters of a schedule", () => {
    expect(() => new WorkflowSchedule("nightly", { ...required, parameters: { at } })).toThrow(
      `WorkflowSchedule "nightly": parameters.at: ${isDate}`,
    );
  });

  it("are refused in the parameters and the triggers of a run", () => {
    const parameters = { list: [1, { "two words": new Map() }] };
    expect(() => new WorkflowRun("smoke", { workflowId: "wpid_1", parameters })).toThrow(
      'WorkflowRun "smoke": parameters.list[1]["two words"]: It is a Map',
    );
    expect(() => new WorkflowRun("smoke", { workflowId: "wpid_1", triggers: { at } })).toThrow(
      `WorkflowRun "smoke": triggers.at: ${isDate}`,
    );
  });

  it("are refused all at once, and the error is one that Pulumi shows without a stack trace", () => {
    const refuse = () => new WorkflowRun("smoke", { workflowId: "wpid_1", triggers: { at, size: 1n } });
    expect(refuse).toThrow(/triggers\.at.*\n.*triggers\.size/);
    expect(refuse).toThrow(pulumi.RunError);
  });

  it("are refused in the content of a set, with their place", () => {
    const content = {
      schedules: { a: { workflow: "wpid_1", cron: "0 2 * * *", parameters: { at } } },
      environments: { dev: {} },
    };
    expect(() => new ScheduleSet("set", { content, environment: "dev" })).toThrow(
      `schedules.a.parameters.at: ${isDate}`,
    );
  });

  // pulumi/pulumi#7106, pulumi/pulumi#9787, camunda/camunda-8-js-sdk#254, faastjs/faast.js#43, neume-network/strategies#257
  it.each<[string, unknown, string, string]>([
    ["a Map of settings", { config: new Map([["retention.ms", "1200000"]]) }, "config", "It is a Map"],
    ["a Set in a variable", { variables: { seen: new Set(["a"]) } }, "variables.seen", "It is a Set"],
    ["a Buffer as an argument", { args: [Buffer.from("a")] }, "args[0]", "It is a buffer of bytes"],
    ["a function in a list", { args: [15458985, () => 1] }, "args[1]", "It is a function"],
    ["a number that is none", { args: [1, Number("x")] }, "args[1]", "It is NaN"],
    // dominictarr/json-buffer#7
    [
      "an undefined item",
      { args: [1, undefined] },
      "args[1]",
      "It is undefined, which a list cannot hold. Write null, or leave it out.",
    ],
    [
      "a hole in a list",
      { args: Object.assign([1], { 2: 3 }) },
      "args[1]",
      "It is undefined, which a list cannot hold.",
    ],
  ])("are refused before they are changed without a word: %s", (_, parameters, path, sentence) => {
    const refusals = [
      () => new WorkflowSchedule("nightly", { ...required, parameters } as never),
      () => new WorkflowRun("smoke", { workflowId: "wpid_1", parameters } as never),
      () => new WorkflowRun("smoke", { workflowId: "wpid_1", triggers: parameters } as never),
      () => {
        const schedules = { a: { workflow: "wpid_1", cron: "0 2 * * *", parameters } };
        return new ScheduleSet("set", {
          content: { schedules, environments: { dev: {} } } as never,
          environment: "dev",
        });
      },
    ];
    for (const refuse of refusals) expect(refuse).toThrow(`${path}: ${sentence}`);
  });

  it("are refused where a resource itself is passed, not one of its outputs", () => {
    const other = new WorkflowSchedule("other", required);
    const refuse = () => new WorkflowSchedule("wrong", { ...required, parameters: { other } });
    expect(refuse).toThrow(
      "parameters.other: It is a resource. Pass one of its outputs, such as resource.id.",
    );
  });

  it.each([
    ["an output", "later({ at })", "triggers.at"],
    ["an output inside", "{ deep: later([at]) }", "triggers.deep[0]"],
    ["an output inside an output", "{ deep: later({ deeper: later({ at }) }) }", "triggers.deep.deeper.at"],
    ["a promise", "Promise.resolve({ at })", "triggers.at"],
    ["a promise in a list", "{ list: [Promise.resolve(at)] }", "triggers.list[0]"],
    ["a promise of an output", "Promise.resolve({ a: later(at) })", "triggers.a"],
  ])("are refused if %s brings them, before the resource is registered", async (_, triggers, path) => {
    expect(await reported(triggers)).toBe(`WorkflowRun "smoke": ${path}: ${isDate}`);
  });

  it("are the only ones that are refused from outputs and promises", async () => {
    expect(await reported("{ a: later({ b: later([1]) }), c: Promise.resolve({ d: 2 }) }")).toBe(
      "registered",
    );
  });

  it("do not include what is JSON, which arrives as it was given", async () => {
    const given = {
      none: undefined,
      empty: null,
      list: [1, "a", { b: true }],
      output: pulumi.output({ c: [1] }),
      promise: Promise.resolve({ d: 2 }),
    };
    const checked = plainJson("it", "parameters", given);
    expect(Object.keys(checked)).toEqual(Object.keys(given));
    expect(await resolved(pulumi.output(checked))).toEqual({
      empty: null,
      list: [1, "a", { b: true }],
      output: { c: [1] },
      promise: { d: 2 },
    });
  });

  it("do not include secrets, which stay secret", async () => {
    const checked = plainJson("it", "parameters", { key: pulumi.secret("hunter2") });
    expect(await pulumi.isSecret(pulumi.output(checked))).toBe(true);
  });

  it("include what contains itself", () => {
    const circle: Record<string, unknown> = {};
    circle.again = { circle };
    expect(() => plainJson("it", "parameters", circle)).toThrow(
      "it: parameters.again.circle: Circular reference: it contains itself.",
    );
  });
});
