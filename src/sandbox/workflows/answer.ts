import type { Store, StoredWorkflow } from "../server/store";

/** A workflow as all workflow routes show it, without the settings that only its runs would use. */
export function workflowAnswer(store: Store, workflow: StoredWorkflow): object {
  return {
    workflow_id: workflow.versionId,
    organization_id: store.organizationId,
    title: workflow.title,
    workflow_permanent_id: workflow.workflowId,
    version: workflow.version,
    is_saved_task: false,
    is_template: false,
    description: workflow.description,
    workflow_definition: {
      version: 1,
      parameters: workflow.parameters,
      blocks: workflow.blocks,
      finally_block_label: null,
      error_code_mapping: null,
      retry_policy: workflow.retryPolicy,
      workflow_system_prompt: null,
      completion_contract: null,
    },
    status: "published",
    run_with: "agent",
    created_at: workflow.createdAt,
    modified_at: workflow.modifiedAt,
    deleted_at: null,
    agent_id: workflow.workflowId,
  };
}
