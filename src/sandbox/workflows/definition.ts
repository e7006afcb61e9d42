import type { RunBehaviour } from "../runs/behaviour";
import { refusal } from "../server/api-error";
import {
  dictionary,
  integer,
  list,
  object,
  oneOf,
  optional,
  text,
  texts,
  withDefault,
} from "../server/fields";
import type { JsonObject } from "../server/json";
import { type Field, type Read, refuse } from "../server/model";
import { unimplemented } from "../server/settings";
import type { Store, StoredWorkflow } from "../server/store";
import { type BlockContext, blockAnswer, labelsOf, refuseUndefinedParameters } from "./blocks/block-answer";
import { readBlock } from "./blocks/read-block";
import { outputParameter, readParameter, storeParameters } from "./parameters";
import { nextSettings, settingsModel } from "./settings";

const retryRule = object({
  status: oneOf("literal_error", ["completed", "failed", "terminated", "canceled", "timed_out"]),
  error_codes: optional(list(text)),
});
const retryPolicy = object({
  max_retries: withDefault(1, strictInteger(1, 5)),
  delay_seconds: withDefault(0, strictInteger(0, 3600)),
  webhook_on_retry: withDefault("final_only", oneOf("literal_error", ["final_only", "every_attempt"])),
  retry_on: filled(list(retryRule)),
});
const definitionModel = {
  version: optional(integer()),
  parameters: list(readParameter),
  blocks: list(readBlock),
  finally_block_label: optional(text),
  error_code_mapping: optional(texts),
  retry_policy: optional(retryPolicy),
  workflow_system_prompt: optional(text),
  completion_contract: optional(dictionary),
  browser_settings: optional(unimplemented("a workflow", "browser_settings")),
};
const workflowModel = {
  title: text,
  ...settingsModel,
  workflow_definition: object(definitionModel, objectionToDefinition),
};

/** What an author defines of a workflow. */
export interface WorkflowDefinition extends Read<typeof workflowModel> {
  /** The fields that the author wrote. */
  readonly given: ReadonlySet<string>;
}

/** A workflow in the request that creates it or updates it. */
export const workflowDefinition: Field<WorkflowDefinition> = (value) => {
  const read = object(workflowModel)(value);
  return { ...read, given: new Set(Object.keys(dictionary(value))) };
};

/** Stores `definition` as version 1 of a new workflow with that id. `run` defines what its runs do. */
export function createWorkflow(
  store: Store,
  definition: WorkflowDefinition,
  run: RunBehaviour = {},
  workflowId: string = store.newId("wpid"),
): StoredWorkflow {
  return saveVersion(store, definition, workflowId, run, undefined);
}

/** Stores `definition` as the next version of a workflow, also of a deleted one, which exists again. */
export function updateWorkflow(
  store: Store,
  definition: WorkflowDefinition,
  workflowId: string,
): StoredWorkflow {
  const previous = store.versions.get(workflowId)?.at(-1);
  if (previous === undefined) {
    throw refusal(404, `Workflow not found. workflow_permanent_id=${workflowId}`);
  }
  return saveVersion(store, definition, workflowId, previous.run, previous);
}

function saveVersion(
  store: Store,
  { title, workflow_definition, given, ...settings }: WorkflowDefinition,
  workflowId: string,
  run: RunBehaviour,
  previous: StoredWorkflow | undefined,
): StoredWorkflow {
  const versionId = store.newId("w");
  const createdAt = store.timestamp();
  const { parameters: declared, blocks, browser_settings, version, ...rest } = workflow_definition;
  const labels = labelsOf(blocks);
  refuseDuplicates(labels);
  const outputs = labels.map((label) => outputParameter(store, versionId, label));
  const parameters = storeParameters(store, versionId, outputs, declared);
  refuseUndefinedParameters(blocks, parameters);
  const context: BlockContext = { store, versionId, parameters };
  const shownBlocks = blocks.map((block) => blockAnswer(block, context));
  refuseUnknownLinks(blocks);
  const workflow: StoredWorkflow = {
    workflowId,
    versionId,
    version: (previous?.version ?? 0) + 1,
    title,
    settings: nextSettings(settings, given, previous?.settings),
    definition: { version: version ?? (hasLinks(blocks) ? 2 : 1), ...rest } as JsonObject,
    parameters: [...parameters.values()],
    blocks: shownBlocks,
    retryPolicy: rest.retry_policy as JsonObject | null,
    run,
    createdAt,
    modifiedAt: store.timestamp(),
    deletedAt: null,
  };
  store.addVersion(workflow);
  return workflow;
}

function objectionToDefinition(definition: Read<typeof definitionModel>): string | undefined {
  const { blocks, version, finally_block_label: last } = definition;
  const labels = blocks.map(({ label }) => String(label));
  const duplicates = duplicatesIn(labels).sort().join(", ");
  if (duplicates !== "") {
    return `Block labels must be unique within a workflow. Found duplicate label(s): ${duplicates}`;
  }
  if (last && !labels.includes(last)) {
    const available = labels.length > 0 ? labels.join(", ") : "(none)";
    return `finally_block_label '${last}' does not reference a valid block. Available labels: ${available}`;
  }
  if (version !== null && version < 2 && hasLinks(blocks)) {
    return "workflow_definition.version must be 2 or greater when using conditional blocks or explicit next_block_label routing.";
  }
  return undefined;
}

function hasLinks(blocks: readonly JsonObject[]): boolean {
  return blocks.some((block) => block.block_type === "conditional" || block.next_block_label !== null);
}

function refuseUnknownLinks(blocks: readonly JsonObject[]): void {
  const labels = blocks.map(({ label }) => label);
  for (const { label, next_block_label: next } of blocks) {
    if (next === undefined || next === null || labels.includes(next)) continue;
    throw refusal(422, `Block ${label} references unknown next_block_label ${next}`);
  }
}

// Labels of one list are compared while the request is read. These are those of loops, too.
function refuseDuplicates(labels: readonly unknown[]): void {
  const duplicates = duplicatesIn(labels.map(String));
  if (duplicates.length === 0) return;
  const rule = "Each block needs to have a unique label";
  throw refusal(
    422,
    `WorkflowDefinition has blocks with duplicate labels. ${rule}. Duplicate label(s): ${duplicates.join(",")}`,
  );
}

function duplicatesIn(labels: readonly string[]): string[] {
  return [...new Set(labels.filter((label, index) => labels.indexOf(label) !== index))];
}

function strictInteger(least: number, most: number): Field<number> {
  const inRange = integer(least, most);
  return (value) => {
    if (typeof value !== "number") refuse("int_type", "Input should be a valid integer", value);
    return inRange(value);
  };
}

function filled<T>(field: Field<readonly T[]>): Field<readonly T[]> {
  return (value) => {
    const read = field(value);
    if (read.length > 0) return read;
    const ctx = { field_type: "List", min_length: 1, actual_length: 0 };
    return refuse("too_short", "List should have at least 1 item after validation, not 0", value, ctx);
  };
}
