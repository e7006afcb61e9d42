import { docOf, tagOf } from "./declarations.mjs";
import { token } from "./type-specs.mjs";

/** @import ts from "typescript" */
/** @import { Find } from "./declarations.mjs" */
/** @import { PropertySpecs, Spec, TypeSpecs } from "./type-specs.mjs" */

/**
 * The lookups, as functions of the package.
 *
 * @param {Find} find
 * @param {TypeSpecs} specs
 * @returns {Record<string, Spec>}
 */
export function functionSpecs(find, specs) {
  const runId = { description: parameterDoc(find("getRun")), type: "string" };
  const { properties: oneWorkflow } = specs.properties("WorkflowQuery");
  /** @type {readonly [string, Spec, {properties: PropertySpecs, required: string[]} & Spec][]} */
  const lookups = [
    ["getRun", { properties: { runId }, required: ["runId"] }, described(find, specs, "RunResult")],
    ["getSchedules", specs.properties("ScheduleQuery"), listOf(find, specs, "schedules", "ScheduleResult")],
    ["getWorkflow", { properties: oneWorkflow }, described(find, specs, "WorkflowResult")],
    ["getWorkflows", specs.properties("WorkflowsQuery"), listOf(find, specs, "workflows", "WorkflowResult")],
  ];
  return Object.fromEntries(
    lookups.map(([name, inputs, outputs]) => {
      const isChoice = name === "getWorkflow" ? " Set either `workflowId` or `title`." : "";
      const description = `${docOf(find(name))}${isChoice}`;
      return [token(name), { description, inputs: { type: "object", ...inputs }, outputs }];
    }),
  );
}

/**
 * @param {Find} find
 * @param {TypeSpecs} specs
 * @param {string} name
 */
function described(find, specs, name) {
  return { description: docOf(find(name)), type: "object", ...specs.properties(name) };
}

/**
 * The result of a function is an object, so a list is its only property.
 *
 * @param {Find} find
 * @param {TypeSpecs} specs
 * @param {string} key
 * @param {string} name
 */
function listOf(find, specs, key, name) {
  specs.types[token(name)] = described(find, specs, name);
  const items = { $ref: `#/types/${token(name)}` };
  return { type: "object", properties: { [key]: { type: "array", items } }, required: [key] };
}

/**
 * @param {ts.Node} declaration
 * @returns {string} What the docstring says of the parameter `args`.
 */
function parameterDoc(declaration) {
  const text = tagOf(declaration, "param") ?? "";
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
