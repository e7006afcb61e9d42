import { unknownValue } from "../../../src/provider/unknown";
import { parameterFailures } from "../../../src/provider/workflow/check";
import type { Json, WireWorkflow } from "../../../src/skyvern/wire";

type Parameter = WireWorkflow["workflow_definition"]["parameters"][number];

const declare = (key: string, type: string | undefined, fallback?: Json): Parameter => ({
  parameter_type: "workflow",
  key,
  workflow_parameter_type: type,
  ...(fallback === undefined ? {} : { default_value: fallback as Parameter["default_value"] }),
});

const workflow = (...parameters: readonly Parameter[]): WireWorkflow => ({
  workflow_permanent_id: "wpid_1",
  description: undefined,
  title: "Invoices",
  workflow_definition: { parameters: [...parameters] },
});

const asked: string[] = [];
const known = async (credentialId: string) => {
  asked.push(credentialId);
  return credentialId === "cred_1";
};
beforeEach(() => {
  asked.length = 0;
});

const failuresOf = (of: WireWorkflow, parameters: { readonly [key: string]: Json }) =>
  parameterFailures(of, parameters, known);
const ofType = (type: string, value: Json) => failuresOf(workflow(declare("p", type)), { p: value });

describe("a parameter of a schedule", () => {
  it.each<[string, Json]>([
    ["string", ""],
    ["string", "x"],
    ["integer", 0],
    ["integer", -5],
    ["float", 1],
    ["float", 1.5],
    ["boolean", false],
    // References of a schedule file: docker/compose#2730, rancher/rancher#2340
    ["integer", "1024"],
    ["integer", "-8080"],
    ["integer", "9007199254740993"],
    ["float", "0.5"],
    ["float", "2132320"],
    // AMD-AGI/Primus#886, EntityProcess/agentv#1203
    ["boolean", "False"],
    ["boolean", "true"],
    ["json", {}],
    ["json", []],
    ["json", '{"a":1}'],
    ["json", "5"],
    ["file_url", "https://files.example/a.pdf"],
    ["file_url", { s3uri: "s3://bucket/a.pdf" }],
    ["credential_id", "cred_1"],
    ["some_later_type", 5],
  ])("of type %s may be %j", async (type, value) => expect(await ofType(type, value)).toEqual([]));

  it.each<[string, Json, string]>([
    ["string", 5, "declares it as a string; this is a whole number"],
    ["string", ["x"], "declares it as a string; this is a list"],
    ["integer", "five", "declares it as a whole number; this is a string"],
    // Texts that arrive as another number than they show, or as none.
    ["integer", "007", "declares it as a whole number; this is a string"],
    ["integer", " 5", "declares it as a whole number; this is a string"],
    ["integer", "1_000", "declares it as a whole number; this is a string"],
    ["integer", "1e3", "declares it as a whole number; this is a string"],
    ["integer", "1.5", "declares it as a whole number; this is a string"],
    ["integer", "true", "declares it as a whole number; this is a string"],
    ["float", "1.5.0", "declares it as a number; this is a string"],
    ["float", "nan", "declares it as a number; this is a string"],
    // actions/setup-java#1160: a typo that counts as false
    ["boolean", "ture", "true or false; this is a string"],
    ["boolean", "yes", "true or false; this is a string"],
    // hashicorp/packer#1654: true that became 1
    ["boolean", "1", "true or false; this is a string"],
    ["integer", 1.5, "declares it as a whole number; this is a number with a fraction"],
    ["integer", true, "declares it as a whole number; this is true or false"],
    ["float", "1.5.0", "a number"],
    ["boolean", 1, "true or false"],
    ["json", "{a", "a string of JSON"],
    ["json", "", "this is an empty string"],
    ["json", 5, "an object, a list"],
    ["file_url", "", "the URL of a file"],
    ["file_url", 5, "the URL of a file"],
    ["file_url", {}, "this is an object"],
    ["file_url", { s3uri: "" }, "the URL of a file"],
    ["credential_id", 5, "the id of a credential"],
    ["credential_id", " ", "the id of a credential"],
  ])("of type %s may not be %j", async (type, value, reason) => {
    expect(await ofType(type, value)).toEqual([
      { property: "parameters.p", reason: expect.stringContaining(reason) },
    ]);
  });

  it("may be unknown, or contain an unknown value", async () => {
    expect(await ofType("integer", unknownValue)).toEqual([]);
    expect(await ofType("file_url", { s3uri: unknownValue })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is required if the workflow has no default for it, unless it is a credential", async () => {
    const of = workflow(
      declare("target", "string"),
      declare("label", "string", "x"),
      declare("login", "credential_id"),
      declare("odd key", undefined),
    );
    expect(await failuresOf(of, {})).toEqual([
      {
        property: "parameters.target",
        reason: 'The workflow "Invoices" requires this parameter (string), and it is missing.',
      },
      { property: 'parameters["odd key"]', reason: expect.stringContaining("(any type)") },
    ]);
  });

  it.each(["constructor", "toString"])("is missing also when it is called %s", async (key) => {
    expect(await failuresOf(workflow(declare(key, "string")), {})).toEqual([
      { property: `parameters.${key}`, reason: expect.stringContaining("it is missing") },
    ]);
  });

  it("is refused if the workflow does not declare it, with the nearest name or all names", async () => {
    const of = workflow(declare("target", "string", "x"), declare("count", "integer", 1));
    const reasons = (await failuresOf(of, { targt: "y", zzz: 1 })).map(({ reason }) => reason);
    expect(reasons).toEqual([
      'The workflow "Invoices" has no parameter "targt". Did you mean target?',
      'The workflow "Invoices" has no parameter "zzz". Its parameters are target, count.',
    ]);
    expect((await failuresOf(workflow(), { a: 1 }))[0]?.reason).toContain("It has no parameters.");
  });

  it("cannot be an output or a secret of the workflow", async () => {
    const of = workflow({ ...declare("secret", "string"), parameter_type: "aws_secret" });
    expect(await failuresOf(of, {})).toEqual([]);
    expect(await failuresOf(of, { secret: "x" })).toHaveLength(1);
  });
});

describe("a credential of a schedule", () => {
  it("must exist, even if it is the workflow's default", async () => {
    const of = workflow(declare("login", "credential_id", "cred_2"));
    expect(await failuresOf(of, {})).toEqual([
      { property: "parameters.login", reason: expect.stringContaining("default credential") },
    ]);
    expect(await failuresOf(of, { login: "cred_1" })).toEqual([]);
    expect(await failuresOf(of, { login: "cred_3" })).toHaveLength(1);
    expect(asked).toEqual(["cred_2", "cred_1", "cred_3"]);
  });

  it("is not looked up if the workflow's default is not a text", async () => {
    expect(await failuresOf(workflow(declare("login", "credential_id", 5)), {})).toEqual([]);
    expect(asked).toEqual([]);
  });

  it("is not looked up if the value is empty", async () => {
    expect(await failuresOf(workflow(declare("login", "credential_id")), {})).toEqual([]);
    expect(asked).toEqual([]);
  });
});
