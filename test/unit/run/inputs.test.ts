import type { Properties } from "../../../src/provider/lifecycle";
import { checkRunInputs, optionKeys, requestKeys, runBody } from "../../../src/provider/run/inputs";
import { unknownValue } from "../../../src/provider/unknown";

const workflowId = "wpid_1";
const check = (changes: Properties = {}, before?: Properties) =>
  checkRunInputs(before, { workflowId, ...changes });
const refused = (changes: Properties): readonly string[] =>
  check(changes).failures.map(({ property }) => property);

describe("the inputs of a run", () => {
  it("need only a workflow, and say how to wait", () => {
    expect(check()).toEqual({
      inputs: {
        workflowId,
        waitForCompletion: true,
        timeout: "1h",
        pollInterval: "5s",
        failOn: ["failed", "terminated", "canceled", "timed_out"],
        cancelOnDelete: true,
        cancelOnTimeout: false,
      },
      failures: [],
    });
    expect(checkRunInputs(undefined, {}).failures).toEqual([
      { property: "workflowId", reason: "It is missing." },
    ]);
  });

  it("are what to run, whose change is a new run, or how to wait, whose change is none", () => {
    expect(requestKeys).toEqual([
      ...["workflowId", "parameters", "title", "proxyLocation", "webhookUrl", "totpUrl", "totpIdentifier"],
      ...["browserSessionId", "browserProfileId", "browserAddress", "extraHttpHeaders"],
      ...["maxScreenshotScrolls", "maxElapsedTimeMinutes", "maxStepsOverride", "runWith", "aiFallback"],
      ...["runMetadata", "startFreshBrowser", "triggers"],
    ]);
    expect(optionKeys).toEqual([
      ...["waitForCompletion", "timeout", "pollInterval", "failOn", "cancelOnDelete", "cancelOnTimeout"],
    ]);
  });

  it.each<[string, unknown[]]>([
    ["workflowId", ["wpid_123"]],
    ["parameters", [{ url: "https://shop.example", list: [1, null], deep: { a: true } }]],
    ["title", ["Smoke test"]],
    [
      "proxyLocation",
      [
        ...["RESIDENTIAL", "RESIDENTIAL_ISP", "RESIDENTIAL_GB", "US-CA", "NONE"],
        { country: "US" },
        { country: "de", subdivision: "BE", city: "Berlin" },
      ],
    ],
    ["webhookUrl", ["https://hooks.example/a?b=c", "http://127.0.0.1:8080/"]],
    ["totpUrl", ["https://codes.example"]],
    ["totpIdentifier", ["somebody@example.com"]],
    ["browserSessionId", ["pbs_1"]],
    ["browserProfileId", ["bp_1"]],
    [
      "browserAddress",
      ["https://a.example", "http://a:1", "ws://127.0.0.1:9222/devtools", "wss://a.example"],
    ],
    ["extraHttpHeaders", [{}, { "x-a": "b" }]],
    ["maxScreenshotScrolls", [0, 5]],
    ["maxElapsedTimeMinutes", [1, 480]],
    ["maxStepsOverride", [1, 100]],
    ["runWith", ["agent", "code"]],
    ["aiFallback", [true, false]],
    ["runMetadata", [{}, { "team.a-b_C": "x".repeat(256) }]],
    ["startFreshBrowser", [true]],
    ["triggers", [{ commit: "a1", list: [1] }]],
    ["waitForCompletion", [false]],
    ["timeout", ["30m", "1h30m", "1ms"]],
    ["pollInterval", ["1s", "250ms"]],
    ["failOn", [[], ["completed", "failed", "terminated", "canceled", "timed_out"]]],
    ["cancelOnDelete", [false]],
    ["cancelOnTimeout", [true]],
  ])("take for %s what the server takes", (key, values) => {
    for (const value of values) {
      expect(check({ [key]: value })).toMatchObject({ inputs: { [key]: value }, failures: [] });
    }
  });

  it.each<[string, unknown[]]>([
    ["workflowId", ["", "w_1", "invoices", 1]],
    ["title", ["", " ", 5]],
    [
      "proxyLocation",
      ["", "MARS", "us-ca", "US", "RESIDENTIAL_USA", { city: "Berlin" }, { country: "DEU" }, 1],
    ],
    [
      "proxyLocation",
      [
        { country: "US", isp: true },
        { country: "US", city: "x".repeat(101) },
      ],
    ],
    ["webhookUrl", ["", "notaurl", "ftp://a.example", "javascript:alert(1)"]],
    ["totpUrl", ["codes.example", "ws://codes.example"]],
    ["totpIdentifier", [""]],
    ["browserSessionId", ["bs_1", "pbs_", ""]],
    ["browserProfileId", ["pbs_1", "profile"]],
    ["browserAddress", ["127.0.0.1:9222", "ftp://a", ""]],
    ["maxScreenshotScrolls", [-1, 1.5, "3"]],
    ["maxElapsedTimeMinutes", [0, 481, 1.5, true, "10"]],
    ["maxStepsOverride", [0, -1, 1.5, "5"]],
    ["runWith", ["code_v2", "human"]],
    ["aiFallback", ["true", 1]],
    ["runMetadata", [["a"], "a"]],
    ["startFreshBrowser", ["yes"]],
    ["waitForCompletion", ["true"]],
    ["timeout", ["", "30", "0s", "soon", 60]],
    ["pollInterval", ["0ms", "5"]],
    ["failOn", ["failed"]],
    ["cancelOnDelete", [1]],
  ])("refuse for %s what the server would refuse, change or ignore", (key, values) => {
    for (const value of values) {
      const { failures } = check({ [key]: value });
      expect({ value, failures }).not.toEqual({ value, failures: [] });
      for (const { property, reason } of failures) {
        expect(property).toMatch(new RegExp(`^${key}`));
        expect(reason).toMatch(/^(It|workflowId|".*") .*\.$/);
      }
    }
  });

  it("refuse a value inside another on its own place", () => {
    expect(refused({ failOn: ["failed", "paused"] })).toEqual(["failOn[1]"]);
    expect(refused({ extraHttpHeaders: { authorization: 5 } })).toEqual(["extraHttpHeaders.authorization"]);
    expect(refused({ runMetadata: { team: 5 } })).toEqual(["runMetadata.team"]);
    expect(refused({ runMetadata: { team: "x".repeat(257) } })).toEqual(["runMetadata.team"]);
  });

  it.each(["skyvern.team", "a b", "", "x".repeat(65), "pulumi-run"])(
    "refuse %j as a key of runMetadata, which is the server's, ours or none",
    (key) => {
      const [failure, ...others] = check({ runMetadata: { [key]: "value" } }).failures;
      expect(others).toEqual([]);
      expect(failure?.property).toMatch(/^runMetadata/);
    },
  );

  it("take as many keys of runMetadata as the server leaves beside our own", () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, "v"]));
    expect(refused({ runMetadata: keys(19) })).toEqual([]);
    expect(refused({ runMetadata: keys(20) })).toEqual(["runMetadata"]);
  });

  it("say which inputs exclude each other", () => {
    const { failures } = check({
      startFreshBrowser: true,
      browserSessionId: "pbs_1",
      browserProfileId: "bp_1",
      browserAddress: "wss://a.example",
    });
    expect(failures).toEqual(
      ["browserSessionId", "browserProfileId", "browserAddress"].map((key) => ({
        property: "startFreshBrowser",
        reason: `It excludes ${key}: leave one of them out.`,
      })),
    );
    expect(refused({ startFreshBrowser: false, browserSessionId: "pbs_1" })).toEqual([]);
    expect(refused({ startFreshBrowser: true, browserSessionId: unknownValue })).toEqual([]);
  });

  it("have a name that is known, and a wrong one is corrected", () => {
    expect(check({ trigger: {} }).failures).toEqual([
      { property: "trigger", reason: 'WorkflowRun has no input "trigger". Did you mean triggers?' },
    ]);
  });

  it("pass in a preview wherever they are not known yet, as a whole or inside", () => {
    for (const key of [...requestKeys, ...optionKeys]) {
      expect(check({ [key]: unknownValue })).toMatchObject({ inputs: { [key]: unknownValue }, failures: [] });
    }
    const inside = {
      parameters: { url: unknownValue },
      triggers: { commit: unknownValue },
      extraHttpHeaders: { authorization: unknownValue },
      runMetadata: { team: unknownValue },
      failOn: [unknownValue],
      proxyLocation: { country: unknownValue },
    };
    expect(check(inside)).toMatchObject({ inputs: inside, failures: [] });
  });

  it("lose the outputs of the resource class, which arrive as null", () => {
    expect(check({ runId: null, title: null, output: undefined })).toEqual(check());
  });

  it("are not refused where they are in state already and unchanged", () => {
    const old = { workflowId, runWith: "human" };
    expect(checkRunInputs(old, old).failures).toEqual([]);
  });

  it("show no value of a secret one in a failure", () => {
    const { failures } = check({
      totpUrl: "hunter2",
      totpIdentifier: { hunter2: "hunter2" },
      extraHttpHeaders: { authorization: ["hunter2"] },
    });
    expect(failures.length).toBe(3);
    expect(JSON.stringify(failures)).not.toContain("hunter2");
  });
});

describe("the body of a run", () => {
  it("has only what was given, and the tag beside the program's own", () => {
    const tag = { key: "pulumi-run", value: "abc" };
    expect(runBody({ workflowId, triggers: { commit: "a1" } }, tag)).toEqual({
      workflow_id: workflowId,
      run_metadata: { "pulumi-run": "abc" },
    });
    expect(runBody({ workflowId, runMetadata: { team: "shop" } }, tag).run_metadata).toEqual({
      team: "shop",
      "pulumi-run": "abc",
    });
  });
});
