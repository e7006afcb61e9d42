import type { Store, StoredWorkflow } from "../server/store";
import { shownSettings } from "./settings";

/** A workflow as the routes that write it show it. */
export function workflowAnswer(store: Store, workflow: StoredWorkflow): object {
  return answer(store, workflow, {}, null);
}

/** A workflow as the route that reads it shows it. */
export function workflowDetails(store: Store, workflow: StoredWorkflow): object {
  return answer(store, workflow, { effective_default_engine: null }, null);
}

/** A workflow as lists show it. */
export function workflowListItem(store: Store, workflow: StoredWorkflow): object {
  const firstVersion = store.versions.get(workflow.workflowId)?.[0];
  return answer(store, workflow, {}, firstVersion?.createdAt ?? null);
}

function answer(
  store: Store,
  workflow: StoredWorkflow,
  details: object,
  original_created_at: string | null,
): object {
  const { description, is_saved_task, folder_id, recording_id, ...settings } = shownSettings(
    workflow.settings,
  );
  const { version, ...definition } = workflow.definition;
  return {
    workflow_id: workflow.versionId,
    organization_id: store.organizationId,
    title: workflow.title,
    workflow_permanent_id: workflow.workflowId,
    version: workflow.version,
    is_saved_task,
    is_template: false,
    description,
    workflow_definition: {
      version,
      parameters: workflow.parameters,
      blocks: workflow.blocks,
      ...definition,
    },
    ...settings,
    folder_id,
    import_error: null,
    created_by: null,
    edited_by: null,
    copilot_authored: false,
    ...details,
    original_created_by: null,
    original_created_at,
    created_at: workflow.createdAt,
    modified_at: workflow.modifiedAt,
    deleted_at: workflow.deletedAt,
    agent_id: workflow.workflowId,
  };
}
