import type { Store, StoredRun } from "../server/store";
import { modifiedAt, timeOf } from "./answer";
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

/** A run as `GET /v1/workflows/runs` and `GET /v1/workflows/{id}/runs` list it, with its headers in clear text. */
export function workflowRunRow(store: Store, run: StoredRun): object {
  const { attempts, current, retryPending } = runStateAt(run, store.now().getTime());
  const { request } = run;
  return {
    workflow_run_id: run.runId,
    workflow_id: run.workflow.versionId,
    workflow_permanent_id: run.workflow.workflowId,
    organization_id: store.organizationId,
    browser_session_id: null,
    browser_profile_id: null,
    browser_seed_source: run.taskRunId === null ? null : "fresh",
    browser_sink_profile_id: null,
    start_fresh_browser: request.start_fresh_browser,
    reuse_browser_session: request.reuse_browser_session,
    debug_session_id: null,
    status: current.status,
    attempt: attempts.length,
    retry_pending: retryPending,
    next_attempt_at: retryPending ? timeOf(current.nextAttemptAt) : null,
    attempts: [],
    extra_http_headers: request.extra_http_headers,
    cdp_connect_headers: request.cdp_connect_headers,
    proxy_location: request.proxy_location,
    webhook_callback_url: request.webhook_url,
    webhook_failure_reason: null,
    totp_verification_url: request.totp_url,
    totp_identifier: request.totp_identifier,
    failure_reason: current.failureReason,
    failure_category: null,
    retried_from_workflow_run_id: null,
    fallback_attempt: null,
    parent_workflow_run_id: null,
    workflow_title: run.workflow.title,
    max_screenshot_scrolls: request.max_screenshot_scrolls,
    max_elapsed_time_minutes: request.max_elapsed_time_minutes,
    browser_address: request.browser_address,
    run_with: request.run_with ?? "agent",
    browser_type: null,
    browser_settings: null,
    browser_settings_receipt: null,
    script_run: null,
    job_id: null,
    depends_on_workflow_run_id: null,
    sequential_key: null,
    sequential_credential_id: null,
    ai_fallback: request.ai_fallback,
    code_gen: null,
    trigger_type: run.trigger,
    workflow_schedule_id: run.scheduleId,
    ignore_inherited_workflow_system_prompt: false,
    copilot_session_id: null,
    created_by: null,
    credits_used: 0,
    cached_credits_used: 0,
    queued_at: run.queuedAt,
    started_at: timeOf(current.startedAt),
    finished_at: timeOf(current.finishedAt),
    created_at: run.createdAt,
    modified_at: modifiedAt(run, current),
  };
}
