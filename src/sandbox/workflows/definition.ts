import type { Json } from "../../skyvern/wire";
import type { RunBehaviour } from "../runs/behaviour";
import { refusal } from "../server/api-error";
import { dictionary, list, object, optional, text } from "../server/fields";
import type { JsonObject } from "../server/json";
import { type Read, readBody } from "../server/model";
import type { Store, StoredWorkflow } from "../server/store";

// What the sandbox reads of `{"json_definition": {title, workflow_definition: {parameters, blocks}}}`.
const model = {
  title: text,
  description: optional(text),
  workflow_definition: object({
    parameters: list(dictionary),
    blocks: list(dictionary),
    retry_policy: optional(dictionary),
  }),
};

/** The part of a workflow that its author defines. */
export type WorkflowDefinition = Read<typeof model>;

/** Reads a JSON definition. Does not read YAML. */
export function readWorkflowDefinition(body: unknown): WorkflowDefinition {
  const { json_definition } = readBody({ json_definition: optional(object(model)) }, body);
  if (json_definition !== null) return json_definition;
  const ways = "Workflow should be provided in either yaml or json format.";
  throw refusal(422, `Invalid workflow definition. ${ways}`);
}

/**
 * Stores `definition` as a new workflow, or as the next version of `previous`. `run` defines what its runs do. A new
 * version inherits it.
 */
export function saveWorkflow(
  store: Store,
  definition: WorkflowDefinition,
  previous?: StoredWorkflow,
  run: RunBehaviour = previous?.run ?? {},
): StoredWorkflow {
  const versionId = store.newId("w");
  const createdAt = store.timestamp();
  const { parameters, blocks, retry_policy: retryPolicy } = definition.workflow_definition;
  const workflow: StoredWorkflow = {
    workflowId: previous?.workflowId ?? store.newId("wpid"),
    versionId,
    version: (previous?.version ?? 0) + 1,
    title: definition.title,
    description: definition.description,
    parameters: [
      ...blocks.map((block) => outputParameter(store, versionId, createdAt, block)),
      ...parameters.map((parameter) => storedParameter(store, versionId, createdAt, parameter)),
    ],
    blocks,
    retryPolicy,
    run,
    createdAt,
    modifiedAt: store.timestamp(),
  };
  // Deleted first to keep the map in the order of the newest versions, as the list route shows them.
  store.workflows.delete(workflow.workflowId);
  store.workflows.set(workflow.workflowId, workflow);
  return workflow;
}

function storedParameter(store: Store, versionId: string, time: string, parameter: JsonObject): JsonObject {
  if (parameter.parameter_type !== "workflow") return parameter;
  return {
    parameter_type: "workflow",
    key: parameter.key ?? null,
    description: parameter.description ?? null,
    workflow_parameter_id: store.newId("wp"),
    workflow_parameter_type: parameter.workflow_parameter_type ?? null,
    workflow_id: versionId,
    default_value: parameter.default_value ?? null,
    created_at: `${time}Z`,
    modified_at: `${time}Z`,
    deleted_at: null,
  };
}

// Each block has an output parameter. Readers of the input parameters must skip it.
function outputParameter(store: Store, versionId: string, time: string, block: JsonObject): JsonObject {
  const label: Json = block.label ?? null;
  return {
    parameter_type: "output",
    key: `${label}_output`,
    description: `Output parameter for block ${label}`,
    output_parameter_id: store.newId("op"),
    workflow_id: versionId,
    created_at: time,
    modified_at: time,
    deleted_at: null,
  };
}
