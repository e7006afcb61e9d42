import type { Json } from "../../../skyvern/wire";
import { isJsonObject, type JsonObject } from "../../server/json";

/** New names of labels or keys, by their old names. */
type Renames = Map<string, string>;

/**
 * Replaces labels and keys that are not identifiers, and what refers to them, as the server does for YAML: `My block`
 * becomes `My_block`. In JSON, it refuses such names.
 */
export function renameIdentifiers(workflow: JsonObject): JsonObject {
  const definition = workflow.workflow_definition;
  if (definition === undefined || !isJsonObject(definition)) return workflow;
  const labels: Renames = new Map();
  const keys: Renames = new Map();
  const blocks = renameBlocks(definition.blocks ?? null, labels, new Set());
  const parameters = renameParameters(definition.parameters ?? null, keys, new Set());
  if (labels.size === 0 && keys.size === 0) return workflow;
  const references: Renames = new Map([
    ...[...labels].flatMap(([old, next]): [string, string][] => [
      [`${old}_output`, `${next}_output`],
      [old, next],
    ]),
    ...keys,
  ]);
  const { workflow_system_prompt: prompt, error_code_mapping: codes, finally_block_label: last } = definition;
  return {
    ...workflow,
    workflow_definition: {
      ...definition,
      ...(blocks !== null && { blocks: renameLinks(inTemplates(blocks, references), labels, keys) }),
      ...(parameters !== null && {
        parameters: renameSources(inTemplates(parameters, references), references),
      }),
      ...(prompt !== undefined && { workflow_system_prompt: inTemplates(prompt, references) }),
      ...(codes !== undefined && { error_code_mapping: inTemplates(codes, references) }),
      ...(last !== undefined && { finally_block_label: renamed(last, labels) }),
    },
  };
}

function renameBlocks(blocks: Json, labels: Renames, seen: Set<string>): Json {
  return mapObjects(blocks, (block) => ({
    ...block,
    ...(typeof block.label === "string" && { label: claim(block.label, "block", labels, seen) }),
    ...(block.loop_blocks !== undefined && { loop_blocks: renameBlocks(block.loop_blocks, labels, seen) }),
  }));
}

function renameParameters(parameters: Json, keys: Renames, seen: Set<string>): Json {
  return mapObjects(parameters, (parameter) => ({
    ...parameter,
    ...(typeof parameter.key === "string" && { key: claim(parameter.key, "parameter", keys, seen) }),
  }));
}

function renameLinks(blocks: Json, labels: Renames, keys: Renames): Json {
  return mapObjects(blocks, (block) => {
    const { next_block_label: next, parameter_keys: used, loop_blocks: inner } = block;
    return {
      ...block,
      ...(next !== undefined && { next_block_label: renamed(next, labels) }),
      ...(Array.isArray(used) && { parameter_keys: used.map((key) => renamed(key, keys)) }),
      ...(inner !== undefined && { loop_blocks: renameLinks(inner, labels, keys) }),
    };
  });
}

// The server also renames values of parameters that are exactly an old name, such as `source_parameter_key`.
function renameSources(value: Json, references: Renames): Json {
  if (Array.isArray(value)) return value.map((one) => renameSources(one, references));
  if (!isJsonObject(value)) return renamed(value, references);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renameSources(one, references)]));
}

/** Replaces names in `{{ name }}`. */
function inTemplates(value: Json, references: Renames): Json {
  if (Array.isArray(value)) return value.map((one) => inTemplates(one, references));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inTemplates(one, references)]));
  }
  if (typeof value !== "string") return value;
  let text = value;
  for (const [old, next] of references) {
    const escaped = old.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    text = text.replace(
      new RegExp(`\\{\\{(\\s*)${escaped}(?![a-zA-Z0-9_])`, "g"),
      (_, blank) => `{{${blank}${next}`,
    );
  }
  return text;
}

function renamed(value: Json, renames: Renames): Json {
  return typeof value === "string" ? (renames.get(value) ?? value) : value;
}

function mapObjects(values: Json, change: (value: JsonObject) => JsonObject): Json {
  if (!Array.isArray(values)) return values;
  return values.map((value) => (isJsonObject(value) ? change(value) : value));
}

/** An identifier for this name that no other one has. */
function claim(name: string, fallback: string, renames: Renames, seen: Set<string>): string {
  const candidate = identifierOf(name, fallback);
  let free = candidate;
  for (let count = 2; seen.has(free); count += 1) free = `${candidate}_${count}`;
  seen.add(free);
  if (free !== name) renames.set(name, free);
  return free;
}

function identifierOf(name: string, fallback: string): string {
  const joined = name
    .replace(/[^a-zA-Z0-9_]/g, "_")
    .replace(/_+/g, "_")
    .replace(/^_|_$/g, "");
  if (/^\d/.test(joined)) return `_${joined}`;
  return joined === "" ? fallback : joined;
}
