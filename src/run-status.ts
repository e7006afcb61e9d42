/** The statuses with which a run ends (`WorkflowRunStatus` in Skyvern's `workflow/models/workflow.py`). */
export const finalRunStatuses = ["completed", "failed", "terminated", "canceled", "timed_out"] as const;

/** Whether a run with this status has ended. */
export function isFinalRunStatus(status: string): status is (typeof finalRunStatuses)[number] {
  return (finalRunStatuses as readonly string[]).includes(status);
}
