import type { Json } from "../../skyvern/wire";
import type { RunBehaviour } from "../runs/behaviour";
import { invalidRequest, refusal } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { JsonObject, Store, StoredWorkflow } from "../server/store";

/** The part of a workflow that its author defines. */
export interface WorkflowDefinition {
  readonly title: string;
  readonly description: string | null;
  readonly parameters: readonly JsonObject[];
  readonly blocks: readonly JsonObject[];
  readonly retryPolicy: JsonObject | null;
  /** What its runs do. A new version inherits it. */
  readonly run?: RunBehaviour;
}

/** Reads `{"json_definition": {title, workflow_definition: {parameters, blocks}}}`. Does not read YAML. */
export function readWorkflowDefinition(body: unknown): WorkflowDefinition {
  if (body === undefined || body === null) {
    throw invalidRequest({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  }
  const outer = isJsonObject(body) ? body.json_definition : undefined;
  if (!isJsonObject(outer)) {
    const ways = "Workflow should be provided in either yaml or json format.";
    throw refusal(422, `Invalid workflow definition. ${ways}`);
  }
  const location = ["body", "json_definition"];
  const fields = new RequestFields(outer, location);
  const title = fields.requiredString("title");
  const description = fields.optionalString("description");
  const inner = fields.requiredObject("workflow_definition");
  const innerFields = new RequestFields(inner ?? {}, [...location, "workflow_definition"]);
  const parameters = inner ? innerFields.requiredObjects("parameters") : [];
  const blocks = inner ? innerFields.requiredObjects("blocks") : [];
  const retryPolicy = innerFields.optionalObject("retry_policy");
  const failures = [...fields.failures, ...innerFields.failures];
  if (failures.length > 0) throw invalidRequest(...failures);
  return { title, description, parameters, blocks, retryPolicy };
}

/** Stores `definition` as a new workflow, or as the next version of `previous`. */
export function saveWorkflow(
  store: Store,
  definition: WorkflowDefinition,
  previous?: StoredWorkflow,
): StoredWorkflow {
  const versionId = store.newId("w");
  const createdAt = store.timestamp();
  const workflow: StoredWorkflow = {
    workflowId: previous?.workflowId ?? store.newId("wpid"),
    versionId,
    version: (previous?.version ?? 0) + 1,
    title: definition.title,
    description: definition.description,
    parameters: [
      ...definition.blocks.map((block) => outputParameter(store, versionId, createdAt, block)),
      ...definition.parameters.map((parameter) => storedParameter(store, versionId, createdAt, parameter)),
    ],
    blocks: definition.blocks,
    retryPolicy: definition.retryPolicy,
    run: definition.run ?? previous?.run ?? {},
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
