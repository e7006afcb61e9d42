import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../command.mjs";
import { docOf, membersOf, readDeclarations } from "./declarations.mjs";
import { functionSpecs } from "./function-specs.mjs";
import { acceptsOutputs, anyObject, isAlwaysSet, TypeSpecs, token } from "./type-specs.mjs";

/** @import { Find } from "./declarations.mjs" */
/** @import { PropertySpec, PropertySpecs, Spec } from "./type-specs.mjs" */

/** A name is not set for a schedule without one. TypeScript programs have had it as a string since 0.1.0. */
const sometimesUnset = new Set(["WorkflowSchedule.name"]);

/** Sentences of docstrings that hold only for programs in TypeScript. Each must still be there. */
const rewordings = [
  ["again when its inputs down to `triggers` change", "again when an input changes that replaces it"],
  ["often `pulumi.getStack()`", "often the name of the stack"],
  [
    "Pass it to resources and lookups as `{ provider }`",
    "Resources and lookups take it in the option `provider`",
  ],
];

/**
 * The schema of the Pulumi package `skyvern`, from the interfaces and docstrings of src: programs in other languages have
 * the same inputs and outputs as those in TypeScript.
 *
 * @returns {Spec}
 */
export function packageSpec() {
  const find = readDeclarations();
  const specs = new TypeSpecs(find);
  /** @type {{version: string, description: string, license: string}} */
  const { version, description, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const provider = providerSpec(find, specs);
  const schedule = scheduleSpec(find, specs);
  const run = runSpec(find, specs);
  const set = setSpec(find, specs);
  const functions = functionSpecs(find, specs);
  const resources = {
    [token("ScheduleSet")]: set,
    [token("WorkflowRun")]: run,
    // `pulumi do` lists schedules with the arguments of the lookup.
    [token("WorkflowSchedule")]: { ...schedule, listInputs: functions[token("getSchedules")]?.inputs },
  };
  const spec = {
    name: "skyvern",
    displayName: "Skyvern",
    version,
    description,
    keywords: ["pulumi", "skyvern", "category/utility", "kind/native"],
    license,
    meta: { moduleFormat: "(.*)" },
    language: {
      csharp: { namespaces: { skyvern: "Skyvern" }, respectSchemaVersion: true },
      go: { importBasePath: "pulumi-skyvern.local/sdk/go/skyvern", respectSchemaVersion: true },
      nodejs: { packageName: "pulumi-skyvern", respectSchemaVersion: true },
      python: { packageName: "pulumi_skyvern", pyproject: { enabled: true }, respectSchemaVersion: true },
    },
    config: { variables: provider.inputProperties },
    types: Object.fromEntries(Object.entries(specs.types).sort(([one], [other]) => (one < other ? -1 : 1))),
    provider,
    resources,
    functions,
  };
  return reworded(spec);
}

/**
 * @param {Spec} spec
 * @returns {Spec}
 */
function reworded(spec) {
  let text = JSON.stringify(spec);
  for (const [before = "", after = ""] of rewordings) {
    if (!text.includes(before)) throw new Error(`No docstring has the words "${before}" any more.`);
    text = text.replaceAll(before, after);
  }
  return JSON.parse(text);
}

/**
 * @param {Find} find
 * @param {TypeSpecs} specs
 */
function providerSpec(find, specs) {
  const { properties } = specs.properties("ProviderArgs");
  /** @type {PropertySpecs} */
  const inputProperties = {
    ...properties,
    apiKey: { ...properties.apiKey, secret: true },
    // In TypeScript, the resource classes read it from the stack's configuration.
    paused: {
      description:
        "While true, every schedule of this provider is paused, except one-time schedules. Default: `false`.",
      type: "boolean",
      default: false,
    },
  };
  // The engine stores a provider's settings as strings, so only strings can be outputs.
  const texts = Object.entries(inputProperties).filter(([, { type }]) => type === "string");
  return {
    description: docOf(find("Provider")),
    inputProperties,
    requiredInputs: [],
    properties: Object.fromEntries(texts),
    required: [],
    aliases: [{ type: "pulumi:providers:pulumi-nodejs" }],
  };
}

/**
 * @param {Find} find
 * @param {TypeSpecs} specs
 */
function scheduleSpec(find, specs) {
  const { properties: inputs, required } = specs.properties("WorkflowScheduleArgs");
  const inputProperties = replacing(inputs, ["workflowId"]);
  const outputs = declaredOutputs(find, specs, "WorkflowSchedule", inputProperties);
  return {
    description: docOf(find("WorkflowSchedule")),
    inputProperties,
    requiredInputs: required,
    ...outputs,
    aliases: [{ type: "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule" }],
  };
}

/**
 * A run has all its inputs as outputs: SDKs replace a resource when an output changes that says so.
 *
 * @param {Find} find
 * @param {TypeSpecs} specs
 */
function runSpec(find, specs) {
  const { properties: inputs, required: requiredInputs } = specs.properties("WorkflowRunArgs");
  const names = Object.keys(inputs);
  const inputProperties = replacing(inputs, names.slice(0, names.indexOf("triggers") + 1));
  const { properties, required } = declaredOutputs(find, specs, "WorkflowRun", inputProperties);
  const echoes = Object.entries(inputProperties).map(([name, input]) => [name, asOutput(input)]);
  return {
    description: docOf(find("WorkflowRun")),
    inputProperties,
    requiredInputs,
    properties: { ...Object.fromEntries(echoes), ...properties },
    required,
    aliases: [{ type: "pulumi-nodejs:dynamic/skyvern:WorkflowRun" }],
  };
}

/**
 * @param {Find} find
 * @param {TypeSpecs} specs
 */
function setSpec(find, specs) {
  const members = membersOf(find, "ScheduleSetArgs").filter(({ name }) => name.getText() !== "providers");
  const inputs = members.map((member) => {
    const name = member.name.getText();
    // Its values may be outputs.
    if (name === "content") return [name, { description: docOf(member), ...anyObject }];
    const plain = acceptsOutputs(member) ? {} : { plain: true };
    return [name, { ...specs.property(member, "ScheduleSetArgs"), ...plain }];
  });
  const instead =
    "The argument `providers` exists only in TypeScript: give the set the option `provider`, and leave `provider` out of the environments of the file.";
  return {
    description: `${docOf(find("ScheduleSet"))} ${instead}`,
    isComponent: true,
    inputProperties: Object.fromEntries(inputs),
    requiredInputs: members.filter(isAlwaysSet).map(({ name }) => name.getText()),
    ...declaredOutputs(find, specs, "ScheduleSet"),
  };
}

/**
 * The outputs that a class declares. "The input." becomes the description of the input.
 *
 * @param {Find} find
 * @param {TypeSpecs} specs
 * @param {string} name
 * @param {PropertySpecs} [inputs]
 * @returns {{properties: PropertySpecs, required: string[]}}
 */
function declaredOutputs(find, specs, name, inputs = {}) {
  const declaration = find(name);
  if (!ts.isClassDeclaration(declaration)) throw new Error(`${name} is not a class.`);
  const members = declaration.members
    .filter(ts.isPropertyDeclaration)
    .filter(({ type }) => type?.getText().startsWith("pulumi.Output<"));
  /** @type {PropertySpecs} */
  const properties = {};
  for (const member of members) {
    const key = member.name.getText();
    const own = specs.property(member, name);
    const input = inputs[key] === undefined ? {} : asOutput(inputs[key]);
    properties[key] = { ...input, ...own, ...(own.description === "The input." ? input : {}) };
  }
  const required = members.filter(isAlwaysSet).map((member) => member.name.getText());
  return { properties, required: required.filter((key) => !sometimesUnset.has(`${name}.${key}`)) };
}

/**
 * @param {PropertySpec} input
 * @returns {PropertySpec}
 */
function asOutput({ default: _, description, ...input }) {
  return { description: description?.replace(/ Default: .*$/, "") ?? "", ...input };
}

/**
 * @param {PropertySpecs} properties
 * @param {readonly string[]} names Of those whose change replaces the resource.
 * @returns {PropertySpecs}
 */
function replacing(properties, names) {
  const marked = Object.entries(properties).map(([name, property]) => [
    name,
    names.includes(name) ? { ...property, replaceOnChanges: true } : property,
  ]);
  return Object.fromEntries(marked);
}
