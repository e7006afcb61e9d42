import type { Properties } from "../../../src/provider/lifecycle";
import {
  checkRunInputs,
  optionKeys,
  publicRunInputs,
  requestKeys,
  runBody,
} from "../../../src/provider/run/inputs";
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
        { country: "DE", subdivision: "x".repeat(10), city: "x".repeat(100) },
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
    ["runMetadata", [{}, { "team.a-b_C": "x".repeat(256) }, { ["x".repeat(64)]: "", "pulumi-runs": "1" }]],
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
      [
        ...["", "MARS", "us-ca", "US", "US-C", "US-CAL", "XUS-CA", "NONE1", "ANONE", 1],
        ...[
          "RESIDENTIAL_",
          "RESIDENTIAL_G",
          "RESIDENTIAL_USA",
          "RESIDENTIAL_gb",
          "RESIDENTIALX",
          "XRESIDENTIAL",
        ],
        ...[{ city: "Berlin" }, { country: "DEU" }, { country: "D1" }, { country: "" }],
      ],
    ],
    [
      "proxyLocation",
      [
        { country: "US", isp: true },
        { country: "US", city: "x".repeat(101) },
      ],
    ],
    ["webhookUrl", ["", "notaurl", "ftp://a.example", "xhttp://a.example", "javascript:alert(1)"]],
    ["totpUrl", ["codes.example", "ws://codes.example"]],
    ["totpIdentifier", [""]],
    ["browserSessionId", ["bs_1", "pbs_", "xpbs_1", "pbs_1/x", ""]],
    ["browserProfileId", ["pbs_1", "profile"]],
    ["browserAddress", ["127.0.0.1:9222", "ftp://a", "xws://a", ""]],
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
    ["cancelOnTimeout", ["true"]],
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

  it.each<[string, unknown, string, string]>([
    ["title", 5, "title", "It must be a string."],
    ["title", " ", "title", "It is empty. Leave it out instead."],
    ...[1, "MARS", ["US"]].map((value): [string, unknown, string, string] => [
      "proxyLocation",
      value,
      "proxyLocation",
      'It must be a name such as "RESIDENTIAL", "RESIDENTIAL_GB", "US-CA" or "NONE", or an object such as { country: "US", subdivision: "CA", city: "San Francisco" }.',
    ]),
    ["proxyLocation", { country: 5 }, "proxyLocation.country", "It must be a string."],
    ["proxyLocation", { country: "US", subdivision: 5 }, "proxyLocation.subdivision", "It must be a string."],
    [
      "proxyLocation",
      { country: "US", subdivision: "x".repeat(11) },
      "proxyLocation.subdivision",
      "It is longer than 10 characters.",
    ],
    ["proxyLocation", { country: "US", city: 5 }, "proxyLocation.city", "It must be a string."],
    [
      "proxyLocation",
      { country: "US", isp: true },
      "proxyLocation",
      "It has keys other than country, subdivision and city.",
    ],
    ["extraHttpHeaders", "a", "extraHttpHeaders", "It must be an object of strings."],
    ["extraHttpHeaders", { a: 5 }, "extraHttpHeaders.a", "A header's value must be a string."],
    ["maxScreenshotScrolls", "3", "maxScreenshotScrolls", "It must be a whole number."],
    ["aiFallback", "true", "aiFallback", "It must be true or false."],
    ["runWith", "human", "runWith", 'It must be "agent" or "code".'],
    ["runMetadata", "a", "runMetadata", "It must be an object of strings."],
    ["runMetadata", { team: 5 }, "runMetadata.team", "It must be a string."],
    ["failOn", "failed", "failOn", `It must be a list of final statuses, such as ["failed", "timed_out"].`],
    [
      "failOn",
      ["paused"],
      "failOn[0]",
      "It must be one of completed, failed, terminated, canceled, timed_out.",
    ],
    ["timeout", 60, "timeout", "It must be a string."],
  ])("explain what is wrong with %s: %j", (key, value, property, reason) => {
    expect(check({ [key]: value }).failures).toEqual([{ property, reason }]);
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
    const all = [...requestKeys, ...optionKeys].join(", ");
    expect(check({ extraordinary: 1 }).failures).toEqual([
      {
        property: "extraordinary",
        reason: `WorkflowRun has no input "extraordinary". Its inputs are ${all}.`,
      },
    ]);
  });

  it("are secret or may be, unless they are names, ids, numbers or choices", () => {
    const secret = ["parameters", "webhookUrl", "totpUrl", "totpIdentifier", "browserAddress"];
    const mayBe = ["extraHttpHeaders", "runMetadata", "triggers", "failOn"];
    const all = [...requestKeys, ...optionKeys];
    expect(all.filter((key) => !publicRunInputs.has(key)).sort()).toEqual([...secret, ...mayBe].sort());
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
    const browser = {
      browserSessionId: "pbs_1",
      browserProfileId: "bp_1",
      browserAddress: "wss://a.example",
      startFreshBrowser: true,
    };
    expect(runBody({ workflowId, ...browser }, tag)).toEqual({
      workflow_id: workflowId,
      browser_session_id: "pbs_1",
      browser_profile_id: "bp_1",
      browser_address: "wss://a.example",
      start_fresh_browser: true,
      run_metadata: { "pulumi-run": "abc" },
    });
    expect(runBody({ workflowId, runMetadata: { team: "shop" } }, tag).run_metadata).toEqual({
      team: "shop",
      "pulumi-run": "abc",
    });
  });
});
