import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import type { CheckResult, Properties } from "../../../src/provider/lifecycle";
import {
  checkRunInputs,
  publicRunInputs,
  requestKeys,
  type WorkflowRunInputs,
} from "../../../src/provider/run/inputs";
import type { WorkflowRunState } from "../../../src/provider/run/state";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "../../../src/provider/schedule/inputs";
import type { WorkflowScheduleState } from "../../../src/provider/schedule/state";
import { checksWorkflows, readBaseUrl } from "../../../src/provider/settings";
import { WorkflowRun } from "../../../src/resources/workflow-run";
import { WorkflowSchedule } from "../../../src/resources/workflow-schedule";
import { finalRunStatuses } from "../../../src/run-status";
import { RunBench, smoke } from "../../support/bench/run-bench";
import { nightlySchedule, ScheduleBench } from "../../support/bench/schedule-bench";
import { markedSecret, mockEngine, resolved } from "../../support/engine/pulumi-mocks";
import { named, type Property, type Specs, schema, schemaText } from "../../support/package-schema";

const textOf = (path: string): string => readFileSync(join(__dirname, "../../..", path), "utf8");

const schedule = named(schema.resources, "WorkflowSchedule");
const run = named(schema.resources, "WorkflowRun");
const set = named(schema.resources, "ScheduleSet");

const namesWith = (specs: Specs, key: keyof Property): string[] =>
  Object.keys(specs)
    .filter((name) => specs[name]?.[key] !== undefined)
    .sort();
const defaultsOf = (specs: Specs): Properties =>
  Object.fromEntries(namesWith(specs, "default").map((name) => [name, specs[name]?.default]));

/** The docstrings of an interface's members, as the schema words them, without defaults. */
function docsOf(file: string, name: string): Readonly<Record<string, string>> {
  const source = ts.createSourceFile(file, textOf(`src/resources/${file}`), ts.ScriptTarget.Latest, true);
  const found = source.statements.filter(ts.isInterfaceDeclaration).find((one) => one.name.text === name);
  const members = found?.members.filter(ts.isPropertySignature) ?? [];
  return Object.fromEntries(
    members.map((member) => {
      const raw = source.text.slice(member.getFullStart(), member.getStart());
      const doc = raw
        .replaceAll(/\/\*\*|\*\/|^\s*\*(?!\/)/gm, "")
        .replaceAll(/\s+/g, " ")
        .replace(/ @default .*/, "")
        .replaceAll(/\{@link (?:\w+\.)?(\w+)\}/g, "`$1`")
        .replace("`pulumi.getStack()`", "the name of the stack");
      return [member.name.getText(), doc.trim()];
    }),
  );
}

/** The inputs that a check knows: it lists them for an unknown one. */
function inputsOf(check: (before: undefined, inputs: Properties) => CheckResult): string[] {
  const text = check(undefined, { qqqqqqqqqqqq: 1 }).failures.map(({ reason }) => reason);
  const list = /Its inputs are (.*)\.$/.exec(text.find((reason) => reason.includes("Its inputs")) ?? "")?.[1];
  return list?.split(", ").sort() ?? [];
}

describe("the schema of the Pulumi package", () => {
  it.each([
    ["workflow-schedule.ts", "WorkflowScheduleArgs", schedule, []],
    ["workflow-run.ts", "WorkflowRunArgs", run, []],
    // `providers` cannot be expressed.
    ["schedule-set.ts", "ScheduleSetArgs", set, ["providers"]],
    ["provider.ts", "ProviderArgs", schema.provider, []],
  ] as const)("has the inputs and docstrings of %s, %s", (file, name, { inputProperties }, [missing]) => {
    const docs = Object.entries(docsOf(file, name)).filter(([key]) => key !== missing);
    expect(docs.length).toBeGreaterThan(3);
    const added = name === "ProviderArgs" ? ["paused"] : [];
    expect(Object.keys(inputProperties)).toEqual([...docs.map(([key]) => key), ...added]);
    for (const [key, doc] of docs) {
      const [described] = (inputProperties[key]?.description ?? "").split(" Default: ");
      expect(`${key}: ${described}`).toBe(`${key}: ${doc}`);
    }
  });

  it("says that a set has no providers, and takes settings of a set that must be known at once", () => {
    expect(set.description).toContain("`providers` exists only in TypeScript");
    expect(namesWith(set.inputProperties, "plain")).toEqual(["environment", "environmentVariables", "file"]);
    expect(Object.keys(set.properties)).toEqual(["resolved"]);
  });

  it("has the version of the package", () => {
    expect(schema.version).toBe((JSON.parse(textOf("package.json")) as { version: string }).version);
  });

  it("describes every property in words for all languages", () => {
    const undescribed = Object.values({ ...schema.resources, ...schema.functions, ...schema.types })
      .flatMap((one) => ("inputs" in one ? [one.inputs, one.outputs] : [one]))
      .flatMap((one) => Object.entries(one.properties ?? {}))
      .filter(([name, { description }]) => !description && !["schedules", "workflows"].includes(name));
    expect(undescribed).toEqual([]);
    expect(schemaText).not.toMatch(/@\w+ |\{@|\bundefined\b|getStack|"The input\."/i);
  });

  it("has the inputs that the checks accept, and no other", () => {
    expect(Object.keys(schedule.inputProperties).sort()).toEqual(inputsOf(checkScheduleInputs));
    expect(Object.keys(run.inputProperties).sort()).toEqual(inputsOf(checkRunInputs));
    expect([schedule.requiredInputs, run.requiredInputs]).toEqual([["workflowId"], ["workflowId"]]);
  });

  it("has a default only if the provider treats it as if it was left out", () => {
    const least = { workflowId: "wpid_1", cronExpression: "0 2 * * *" };
    expect(checkScheduleInputs(undefined, { ...least, ...defaultsOf(schedule.inputProperties) })).toEqual(
      checkScheduleInputs(undefined, least),
    );
    const { workflowId, failOn, ...constants } = checkRunInputs(undefined, { workflowId: "wpid_1" }).inputs;
    expect(defaultsOf(run.inputProperties)).toEqual(constants);

    const settings = defaultsOf(schema.provider.inputProperties);
    expect(settings).toEqual({ allowInsecure: false, checkWorkflows: true, paused: false });
    const read = (key: string): unknown => String(settings[key.replace("skyvern:", "")] ?? "");
    expect(checksWorkflows(read)).toBe(checksWorkflows(() => undefined));
    const insecure = (allowInsecure: unknown) => () =>
      readBaseUrl((key) => (key.endsWith("allowInsecure") ? allowInsecure : "http://skyvern.example"), {});
    expect(insecure("false")).toThrow("https");
    expect(insecure(undefined)).toThrow("https");
  });

  it("has whole numbers, of which the checks refuse others", () => {
    for (const [{ inputProperties }, check] of [
      [schedule, checkScheduleInputs],
      [run, checkRunInputs],
    ] as const) {
      const whole = Object.keys(inputProperties).filter((key) => inputProperties[key]?.type === "integer");
      expect(whole).not.toEqual([]);
      for (const key of whole) {
        const refused = (value: number) =>
          check(undefined, { workflowId: "wpid_1", [key]: value }).failures.map(({ property }) => property);
        expect(refused(300)).not.toContain(key);
        expect(refused(300.5)).toContain(key);
      }
    }
  });

  it("has enums of the values that the checks accept", () => {
    const values = (name: string) => named(schema.types, name).enum?.map(({ value }) => value);
    expect(values("RunFinalStatus")).toEqual([...finalRunStatuses]);
    const accepted = values("RunWith")?.map((runWith) =>
      checkRunInputs(undefined, { workflowId: "wpid_1", runWith }),
    );
    expect(accepted?.map(({ failures }) => failures)).toEqual([[], []]);
  });

  it("replaces a run for exactly the inputs that the lifecycle replaces it for", () =>
    RunBench.with(async (bench) => {
      const { inputs } = checkRunInputs(undefined, smoke("wpid_1"));
      const state = { ...inputs, runId: "wr_1", status: "completed" } as unknown as WorkflowRunState;
      const replacing = [];
      for (const key of Object.keys(run.inputProperties)) {
        const changed = { ...inputs, [key]: "another" } as unknown as WorkflowRunInputs;
        const { replaces } = await bench.lifecycle().diff("wr_1", state, changed);
        replacing.push(...replaces);
      }
      expect(replacing.sort()).toEqual([...requestKeys].sort());
      expect(namesWith(run.inputProperties, "replaceOnChanges")).toEqual(replacing);
      expect(namesWith(run.properties, "replaceOnChanges")).toEqual(replacing);
    }));

  it("replaces a schedule for the only input whose change always replaces it", async () => {
    const bench = await ScheduleBench.start();
    try {
      const workflowId = bench.workflow();
      const engine = bench.engine();
      await engine.up(nightlySchedule(workflowId, {}));
      const { id = "" } = engine.kept ?? {};
      const state = engine.state as unknown as WorkflowScheduleState;
      const changes = {
        workflowId: bench.workflow(),
        cronExpression: "0 3 * * *",
        timezone: "Europe/Stockholm",
        ...{
          name: "other",
          description: "other",
          parameters: { vendor: "acme" },
          enabled: false,
          adopt: true,
        },
      };
      const replacing = [];
      for (const [key, value] of Object.entries(changes)) {
        const changed = { ...state, [key]: value } as WorkflowScheduleInputs;
        replacing.push(...(await bench.lifecycle().diff(id, state, changed)).replaces);
      }
      expect(replacing).toEqual(["workflowId"]);
      expect(namesWith(schedule.inputProperties, "replaceOnChanges")).toEqual(replacing);
      expect(namesWith(schedule.properties, "replaceOnChanges")).toEqual(replacing);
    } finally {
      await bench.close();
    }
  });

  it("has the secrets and the types of the TypeScript classes", async () => {
    const registered = await mockEngine(({ inputs }) => ({ id: "wr_1", state: inputs }));
    const secret = { totpUrl: "https://codes.example", totpIdentifier: "one", extraHttpHeaders: { a: "b" } };
    const rest = Object.fromEntries(requestKeys.map((key) => [key, {}]));
    await resolved(new WorkflowRun("run", { ...rest, ...secret, workflowId: "wpid_1" }).urn);
    await resolved(new WorkflowSchedule("schedule", { workflowId: "wpid_1" }).urn);
    const sent = registered.get("run")?.inputs ?? {};
    const mark = Object.keys(markedSecret(0))[0] ?? "";
    const secrets = Object.keys(sent).filter((key) => mark in Object(sent[key]));
    expect(namesWith(run.inputProperties, "secret")).toEqual(secrets.sort());
    expect(secrets.filter((key) => publicRunInputs.has(key))).toEqual([]);
    const [, listed = ""] =
      /additionalSecretOutputs: \[([^\]]*)\.\.\./.exec(textOf("src/resources/workflow-run.ts")) ?? [];
    const outputs = [...listed.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
    expect(namesWith(run.properties, "secret")).toEqual([...secrets, ...outputs].sort());
    for (const [name, { aliases }] of [
      ["run", run],
      ["schedule", schedule],
    ] as const)
      expect(aliases).toEqual([{ type: registered.get(name)?.type }]);
  });

  it("keeps the API key secret, in the configuration too", () => {
    const { inputProperties, properties } = schema.provider;
    for (const specs of [inputProperties, properties, schema.config.variables])
      expect(namesWith(specs, "secret")).toEqual(["apiKey"]);
  });
});
