import { createHash } from "node:crypto";
import { refusal } from "../server/api-error";
import { integer, optional, text } from "../server/fields";
import { readBody, readQuery } from "../server/model";
import type { Route } from "../server/route";
import type { Store, StoredWorkflow } from "../server/store";
import { workflowAnswer, workflowDetails } from "./answer";
import { createWorkflow, updateWorkflow, type WorkflowDefinition, workflowDefinition } from "./definition";
import { listWorkflows } from "./list";
import { readYamlDefinition } from "./yaml/read-yaml";

const requestModel = { json_definition: optional(workflowDefinition), yaml_definition: optional(text) };
const longestKey = 255;

/** `/v1/workflows` and its alias `/v1/agents`. */
export function workflowRoutes(store: Store): readonly Route[] {
  const listPaths = ["/v1/workflows", "/v1/agents"];
  const itemPaths = listPaths.map((list) => `${list}/:workflowId`);
  return [
    {
      method: "POST",
      paths: listPaths,
      readsBody: true,
      async handle({ body, header }) {
        const request = readBody(requestModel, body);
        const key = readIdempotencyKey(header("idempotency-key"));
        const definition = await definitionIn(request);
        return workflowAnswer(store, createOnce(store, definition, key));
      },
    },
    {
      method: "POST",
      paths: itemPaths,
      readsBody: true,
      async handle({ body, workflowId }) {
        const definition = await definitionIn(readBody(requestModel, body));
        return workflowAnswer(store, updateWorkflow(store, definition, workflowId));
      },
    },
    {
      method: "POST",
      paths: itemPaths.map((item) => `${item}/delete`),
      handle({ workflowId }) {
        store.deleteWorkflow(workflowId);
        return null;
      },
    },
    {
      method: "GET",
      paths: listPaths,
      handle: ({ query }) => listWorkflows(store, query),
    },
    {
      method: "GET",
      paths: itemPaths.map((item) => `${item}/versions`),
      handle: ({ workflowId }) =>
        [...existingVersions(store, workflowId)].reverse().map((version) => workflowAnswer(store, version)),
    },
    {
      method: "GET",
      paths: itemPaths,
      handle({ workflowId, query }) {
        const { version } = readQuery({ version: optional(integer()) }, query);
        return workflowDetails(store, findVersion(store, workflowId, version || null));
      },
    },
  ];
}

async function definitionIn(request: {
  readonly json_definition: WorkflowDefinition | null;
  readonly yaml_definition: string | null;
}): Promise<WorkflowDefinition> {
  if (request.yaml_definition) return await readYamlDefinition(request.yaml_definition);
  if (request.json_definition !== null) return request.json_definition;
  const ways = "Workflow should be provided in either yaml or json format.";
  throw refusal(422, `Invalid workflow definition. ${ways}`);
}

/** A request with a key that was used returns the first version of its workflow, even if that was deleted. */
function createOnce(store: Store, definition: WorkflowDefinition, key: string | undefined): StoredWorkflow {
  if (key === undefined) return createWorkflow(store, definition);
  const identity = `create_workflow\0${store.organizationId}\0${key}`;
  const workflowId = `wpid_${createHash("sha256").update(identity).digest("hex")}`;
  return store.versions.get(workflowId)?.[0] ?? createWorkflow(store, definition, {}, workflowId);
}

function readIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined || (/^[\x21-\x7e]+$/.test(key) && key.length <= longestKey)) return key;
  throw refusal(422, `Idempotency-Key must contain 1 to ${longestKey} visible ASCII bytes.`);
}

function existingVersions(store: Store, workflowId: string): readonly StoredWorkflow[] {
  return (store.versions.get(workflowId) ?? []).filter(({ deletedAt }) => deletedAt === null);
}

function findVersion(store: Store, workflowId: string, version: number | null): StoredWorkflow {
  const found =
    version === null
      ? store.workflows.get(workflowId)
      : existingVersions(store, workflowId).find((one) => one.version === version);
  if (found !== undefined) return found;
  const which = version === null ? "" : `, version=${version}`;
  throw refusal(404, `Workflow not found. workflow_permanent_id=${workflowId}${which}`);
}
