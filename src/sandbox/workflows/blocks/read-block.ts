import {
  boolean,
  dictionary,
  identifier,
  integer,
  list,
  object,
  optional,
  text,
  withDefault,
} from "../../server/fields";
import type { JsonObject } from "../../server/json";
import { type Field, type Model, readFields, within } from "../../server/model";
import { readTag } from "../tag";
import { type BlockType, nullableIntegers } from "./block-type";
import { blockTypes } from "./block-types";

const criteria = object({
  criteria_type: withDefault("jinja2_template", text),
  expression: text,
  description: optional(text),
});
const branch = object({
  criteria: optional(criteria),
  next_block_label: optional(text),
  description: optional(text),
  is_default: withDefault(false, boolean),
});
const smtpKey = optional(text);

/** References of a block to parameters and other blocks. Its responses show them in another form. */
const references: Readonly<Record<string, Model>> = {
  for_loop: { loop_blocks: list(readBlock), loop_over_parameter_key: withDefault("", text) },
  while_loop: { loop_blocks: list(readBlock), condition: criteria },
  conditional: { branch_conditions: withDefault([], list(branch)) },
  send_email: {
    smtp_host_secret_parameter_key: smtpKey,
    smtp_port_secret_parameter_key: smtpKey,
    smtp_username_secret_parameter_key: smtpKey,
    smtp_password_secret_parameter_key: smtpKey,
  },
};

const models = new Map(Object.entries(blockTypes).map(([name, type]) => [name, modelOf(name, type)]));

/** A block of a definition with all its defaults. Unknown fields are dropped, as on the server. */
export function readBlock(value: unknown): JsonObject {
  const block = dictionary(value);
  const type = readTag("block_type", Object.keys(blockTypes).map(enumName), block);
  const model = models.get(type) ?? {};
  const read = within(type, () => readFields(model, block));
  return { block_type: type, ...read, ...blockTypes[type]?.fixed } as JsonObject;
}

function modelOf(name: string, { required = [], fields, takesParameters, engine }: BlockType): Model {
  const own = Object.entries(fields).map(([key, fallback]) => {
    if (required.includes(key)) return [key, fallback === "" ? text : given];
    return [key, fieldOf(key, fallback)];
  });
  return {
    label: identifier("label"),
    next_block_label: optional(text),
    continue_on_failure: withDefault(false, boolean),
    model: optional(dictionary),
    // Only blocks that work on a page have a cache.
    disable_cache: "task_type" in fields ? withDefault(false, boolean) : () => false,
    ignore_workflow_system_prompt: withDefault(false, boolean),
    next_loop_on_failure: withDefault(false, boolean),
    ...Object.fromEntries(own),
    ...(engine !== undefined && { engine: () => engine }),
    ...(takesParameters && { parameter_keys: optional(list(text)) }),
    ...references[name],
  };
}

function fieldOf(key: string, fallback: unknown): Field<unknown> {
  if (typeof fallback === "boolean") return withDefault(fallback, boolean);
  if (typeof fallback === "string") return withDefault(fallback, text);
  if (typeof fallback === "number") return withDefault(fallback, integer());
  if (nullableIntegers.includes(key)) return withDefault(fallback, optional(integer()));
  return (value) => value ?? fallback;
}

// Of a value that must not be missing, the sandbox does not check the type.
function given(value: unknown): unknown {
  return value === undefined ? text(value) : value;
}

function enumName(type: string): readonly [name: string, tag: string] {
  return [type === "task_v2" ? "BlockType.TaskV2" : `BlockType.${type.toUpperCase()}`, type];
}
