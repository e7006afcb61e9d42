import { randomUUID } from "node:crypto";
import type { Json } from "../../../skyvern/wire";
import { refusal } from "../../server/api-error";
import { isJsonObject, type JsonObject } from "../../server/json";
import type { Store } from "../../server/store";
import { storedParameter } from "../parameters";

const longestWait = 1800;
const smtpSecrets = {
  smtp_host: "SKYVERN_SMTP_HOST_AWS_SES",
  smtp_port: "SKYVERN_SMTP_PORT_AWS_SES",
  smtp_username: "SKYVERN_SMTP_USERNAME_SES",
  smtp_password: "SKYVERN_SMTP_PASSWORD_SES",
};

/** What the blocks of one version share. */
export interface BlockContext {
  readonly store: Store;
  readonly versionId: string;
  /** The parameters of the version, by key. Blocks that send mail add some. */
  readonly parameters: Map<string, JsonObject>;
}

/** The labels of all blocks, in the order in which the server lists their outputs. */
export function labelsOf(blocks: readonly JsonObject[]): readonly Json[] {
  return blocks.flatMap((block) => [block.label ?? null, ...labelsOf(innerBlocks(block))]);
}

/** The blocks in a loop. */
function innerBlocks({ loop_blocks }: JsonObject): readonly JsonObject[] {
  return Array.isArray(loop_blocks) ? loop_blocks.filter(isJsonObject) : [];
}

/** Throws the server's 422 for blocks that name undeclared parameters. */
export function refuseUndefinedParameters(
  blocks: readonly JsonObject[],
  parameters: ReadonlyMap<string, JsonObject>,
): void {
  const lines = undefinedIn(blocks, parameters);
  if (lines.length === 0) return;
  const advice =
    "Make sure to define all parameters in the workflow parameters list before using them in blocks.";
  const problem = "Workflow definition has blocks that reference undefined parameters";
  throw refusal(422, `${problem}:\n${lines.join("\n")}\n\n${advice}`);
}

/** A block as the API shows it: with its output, and with parameters in place of their keys. */
export function blockAnswer(block: JsonObject, context: BlockContext): JsonObject {
  refuseBlock(block);
  const { parameters } = context;
  const {
    label,
    next_block_label,
    block_type,
    continue_on_failure,
    model,
    disable_cache,
    ignore_workflow_system_prompt,
    next_loop_on_failure,
    parameter_keys,
    ...rest
  } = block;
  const common = {
    label,
    next_block_label,
    block_type,
    output_parameter: parameters.get(`${label}_output`),
    continue_on_failure,
    model,
    disable_cache,
    ignore_workflow_system_prompt,
    next_loop_on_failure,
  };
  const keys = Array.isArray(parameter_keys) ? parameter_keys : [];
  const named = keys.map((key) => parameters.get(String(key)) ?? null);
  const own = ownFields(block, rest, context);
  const shown = "parameters" in own ? { ...own, parameters: named } : own;
  return { ...common, ...withoutUnsetEngine(shown) } as JsonObject;
}

function ownFields(block: JsonObject, rest: JsonObject, context: BlockContext): JsonObject {
  const loop_blocks = innerBlocks(block).map((inner) => blockAnswer(inner, context));
  if (block.block_type === "for_loop") {
    const { loop_over_parameter_key, ...fields } = rest;
    return { ...fields, loop_blocks, loop_over: loopOver(block, context.parameters) };
  }
  if (block.block_type === "while_loop") return { ...rest, loop_blocks };
  if (block.block_type === "conditional" && Array.isArray(block.branch_conditions)) {
    const branches = block.branch_conditions.filter(isJsonObject);
    return { branch_conditions: branches.map((branch) => ({ id: randomUUID(), ...branch })) };
  }
  return block.block_type === "send_email" ? mailFields(rest, context) : rest;
}

function loopOver(block: JsonObject, parameters: ReadonlyMap<string, JsonObject>): Json {
  const { loop_over_parameter_key: key, loop_variable_reference: reference } = block;
  const referred = typeof reference === "string" ? reference.replace(/^[ {}]+|[ {}]+$/g, "") : "";
  const found = parameters.get(referred) ?? parameters.get(String(key)) ?? null;
  if (found !== null || reference) return found;
  const choices = "requires either loop_over_parameter_key or loop_variable_reference";
  throw refusal(422, `For loop block '${block.label}' ${choices}`);
}

/** The server's own mail account is in secrets, which it adds to the parameters of the workflow. */
function mailFields(rest: JsonObject, { store, versionId, parameters }: BlockContext): JsonObject {
  const usesOther = Boolean(rest.custom_smtp_host) || rest.transport === "gmail";
  const smtp = Object.entries(smtpSecrets).map(([name, aws_key]): [string, JsonObject] => {
    const key = String(rest[`${name}_secret_parameter_key`] ?? name);
    const declared = parameters.get(key);
    if (declared?.parameter_type === "aws_secret") return [name, declared];
    const description = `Skyvern platform SMTP ${name}`;
    const secret = { parameter_type: "aws_secret", key: name, description, aws_key };
    const added = storedParameter(store, versionId, secret);
    if (usesOther) return [name, { ...added, ...unusedSecret(name) }];
    parameters.set(key, added);
    return [name, added];
  });
  const kept = Object.entries(rest).filter(([key]) => !key.endsWith("_secret_parameter_key"));
  return { ...Object.fromEntries(kept), ...Object.fromEntries(smtp) };
}

function unusedSecret(name: string): JsonObject {
  return {
    description: "Unused placeholder; this block sends via custom SMTP.",
    aws_secret_parameter_id: `placeholder_${name}`,
    workflow_id: "",
    aws_key: "UNUSED_CUSTOM_SMTP_PLACEHOLDER",
  };
}

// The server shows the engine of a block only if its author chose one.
function withoutUnsetEngine(fields: JsonObject): JsonObject {
  const unset = { engine: null, engine_pinned: false };
  const isSet = ([key, value]: [string, Json]) =>
    !(key in unset) || unset[key as keyof typeof unset] !== value;
  return Object.fromEntries(Object.entries(fields).filter(isSet));
}

function refuseBlock(block: JsonObject): void {
  const { block_type, label, wait_sec, complete_criterion, terminate_criterion, navigation_goal } = block;
  if (block_type === "wait" && !(Number(wait_sec) > 0 && Number(wait_sec) <= longestWait)) {
    const range = `It must be a whole number of seconds between 1 and ${longestWait}.`;
    throw refusal(422, `Invalid wait time ${wait_sec} for wait block '${label}'. ${range}`);
  }
  if (block_type === "validation" && !complete_criterion && !terminate_criterion) {
    const choices = "requires at least one of complete_criterion or terminate_criterion";
    throw refusal(422, `Validation block '${label}' ${choices}`);
  }
  if (block_type === "action" && !navigation_goal) {
    throw refusal(422, `Action block '${label}' requires navigation_goal`);
  }
}

function undefinedIn(
  blocks: readonly JsonObject[],
  parameters: ReadonlyMap<string, JsonObject>,
): readonly string[] {
  return blocks.flatMap((block) => {
    const { label, parameter_keys, loop_over_parameter_key: looped } = block;
    const keys = Array.isArray(parameter_keys) ? parameter_keys : [];
    const unknown = [...keys, ...(looped ? [looped] : [])].filter((key) => !parameters.has(String(key)));
    const names = unknown.map((key) => `'${key}'`).join(", ");
    const line = `  - Block '${label}' references undefined parameter(s): ${names}`;
    return [...(unknown.length > 0 ? [line] : []), ...undefinedIn(innerBlocks(block), parameters)];
  });
}
