import type { Store, StoredRun } from "../server/store";
import { timeOf } from "./answer";
import type { RunStatus } from "./behaviour";
import { runStateAt } from "./state";

/**
 * A run with the sixteen fields of `GET /v1/runs`, in the server's order. Times are UTC with microseconds and without
 * an offset, the server's format for its own times.
 *
 * @example
 * import { type RunRow, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const isActive = ({ finished_at }: RunRow): boolean => finished_at === null;
 * export const active = startSandbox().then((sandbox) => sandbox.runs().filter(isActive));
 */
export interface RunRow {
  /** `tr_…`, or the id of the run if the run never started. */
  readonly task_run_id: string;
  /** `wr_…`. */
  readonly run_id: string;
  /** The sandbox has only runs of workflows. */
  readonly task_run_type: "workflow_run";
  /** The status now. */
  readonly status: RunStatus;
  /** The workflow's title. */
  readonly title: string;
  /** Null before it starts. */
  readonly started_at: string | null;
  /** Null before it ends. */
  readonly finished_at: string | null;
  /** When the server accepted it. */
  readonly created_at: string;
  /** `wpid_…`. */
  readonly workflow_permanent_id: string;
  /** Whether its workflow was deleted since. */
  readonly workflow_deleted: boolean;
  /** The sandbox runs no scripts. */
  readonly script_run: false;
  /** What started it. */
  readonly trigger_type: StoredRun["trigger"];
  /** The sandbox has no users. */
  readonly created_by: null;
  /** The current attempt, from 1. */
  readonly attempt: number;
  /** Whether it failed and will be tried again. */
  readonly retry_pending: boolean;
  /** When it will be tried again; null without a retry. */
  readonly next_attempt_at: string | null;
}

/** The current row of a run. */
export function runListRow(store: Store, run: StoredRun): RunRow {
  const { attempts, current, retryPending } = runStateAt(run, store.now().getTime());
  return {
    task_run_id: run.taskRunId ?? run.runId,
    run_id: run.runId,
    task_run_type: "workflow_run",
    status: current.status,
    title: run.workflow.title,
    started_at: timeOf(current.startedAt),
    finished_at: timeOf(current.finishedAt),
    created_at: run.createdAt,
    workflow_permanent_id: run.workflow.workflowId,
    workflow_deleted: !store.workflows.has(run.workflow.workflowId),
    script_run: false,
    trigger_type: run.trigger,
    created_by: null,
    attempt: attempts.length,
    retry_pending: retryPending,
    next_attempt_at: retryPending ? timeOf(current.nextAttemptAt) : null,
  };
}
