import { type Sandbox, type SandboxParameter, startSandbox } from "../../../src/sandbox";

describe("a sandbox", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());

  it.each<[readonly unknown[], string]>([
    [
      ["A", [{ key: "vendor", type: "string", default: "acme" }]],
      'Unknown key "default" in parameters[0]. Did you mean "defaultValue"?',
    ],
    [
      ["A", [{ name: "vendor", type: "string" }]],
      'Unknown key "name" in parameters[0]. A parameter is { key: "vendor", type: "string" }, with a defaultValue if it is optional.',
    ],
    [
      ["A", [{ key: "vendor", type: "text" }]],
      "parameters[0].type must be one of string, integer, float, boolean, json, file_url, credential_id.",
    ],
    [
      ["A", [{ key: "vendor" }]],
      "parameters[0].type must be one of string, integer, float, boolean, json, file_url, credential_id.",
    ],
    [["A", [{ key: "", type: "string" }]], "parameters[0].key must be a text that is not empty."],
    [
      [
        "A",
        [
          { key: "a", type: "json" },
          { key: "a", type: "json" },
        ],
      ],
      'Duplicate key "a" in parameters[1].',
    ],
    [
      ["A", [{ key: "my-key", type: "string" }]],
      'parameters[0].key may have letters, digits and underscores, and does not begin with a digit: "my-key".',
    ],
    [
      ["A", [{ key: "count", type: "integer", defaultValue: "many" }]],
      "parameters[0].defaultValue is not a value of the type integer.",
    ],
    // psu-libraries/cho#1012: the key of another tool
    [
      ["A", [{ key: "count", type: "integer", default_value: 3 }]],
      'Unknown key "default_value" in parameters[0]. Did you mean "defaultValue"?',
    ],
    // mavoweb/mavo#809: a text that is neither true nor false
    [
      ["A", [{ key: "dry_run", type: "boolean", defaultValue: "no" }]],
      "parameters[0].defaultValue is not a value of the type boolean.",
    ],
    // vadimdemedes/minimist-options#5: NaN
    [
      ["A", [{ key: "count", type: "integer", defaultValue: Number.NaN }]],
      "parameters[0].defaultValue: It is NaN, which JSON cannot hold.",
    ],
    [
      ["A", [{ key: "count", type: "integer", defaultValue: 1.5 }]],
      "parameters[0].defaultValue is not a value of the type integer.",
    ],
    [
      ["A", [{ key: "options", type: "json", defaultValue: { from: new Date(0) } }]],
      "parameters[0].defaultValue: It is a Date, which JSON cannot hold.",
    ],
    [
      ["A", [{ key: "options", type: "json", defaultValue: "{" }]],
      "parameters[0].defaultValue is not a value of the type json.",
    ],
    [["A", { vendor: "string" }], "parameters must be a list."],
    [["A", ["vendor"]], "parameters[0] must be an object."],
    [["A", [], { ends: "failed" }], 'Unknown key "ends" in run. Did you mean "end"?'],
    [["A", [], "failed"], "run must be an object."],
    [[""], "title must be a text that is not empty."],
  ])("refuses to add a workflow with wrong arguments: %j", (given, problem) => {
    const add = () => Reflect.apply(sandbox.addWorkflow, sandbox, given);
    expect(add).toThrow(`addWorkflow: ${problem}`);
    expect(add).toThrow(expect.objectContaining({ kind: "configuration" }));
  });

  // vadimdemedes/minimist-options#5, SBoudrias/Inquirer.js#101, opsmill/infrahub#4034
  it.each([
    ["boolean", false, false],
    ["boolean", "false", false],
    ["integer", 0, 0],
    ["float", 0, 0],
    ["string", "", ""],
    ["json", [], []],
  ])(
    "gives a run the default of a parameter of the type %s that counts as nothing: %j",
    async (type, given, used) => {
      const parameter = { key: "value", type, defaultValue: given } as SandboxParameter;
      const { workflowId } = sandbox.addWorkflow("Defaults", [parameter]);
      const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
      const body = JSON.stringify({ workflow_id: workflowId });
      const started = await fetch(`${sandbox.url}/v1/run/workflows`, { method: "POST", headers, body });
      const { run_id } = (await started.json()) as { run_id: string };
      const run = await fetch(`${sandbox.url}/v1/runs/${run_id}`, { headers });
      expect(await run.json()).toMatchObject({ run_request: { parameters: { value: used } } });
    },
  );

  it.each([
    ["GET", "/v1/workflows?tags=a:b", undefined, "the filter tags of workflows"],
    ["POST", "/v1/workflows", { folder_id: "fld_1" }, "the field folder_id of a workflow"],
    ["POST", "/v1/workflows", { browser_type: "chrome" }, "the field browser_type of a workflow"],
  ])("answers 501 for what it cannot do: %s %s %j", async (method, path, settings, what) => {
    const json_definition = { title: "A", workflow_definition: { parameters: [], blocks: [] }, ...settings };
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      ...(settings && { body: JSON.stringify({ json_definition }) }),
    });
    const detail = `The sandbox does not implement ${what}. Leave it out, or use a Skyvern server.`;
    expect([response.status, await response.json()]).toEqual([501, { detail }]);
  });
});
