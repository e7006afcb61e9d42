import type { Store, StoredRun } from "../server/store";
import { attemptAnswer, runAnswer, timeOf } from "./answer";
import { type RunState, runStateAt } from "./state";

const browser = {
  browser_session_id: null,
  browser_profile_id: null,
  browser_seed_source: "fresh",
  browser_sink_profile_id: null,
};

/** `GET /api/v1/workflows/runs/{id}`. */
export function workflowRunAnswer(store: Store, run: StoredRun): object {
  // It fails for the same runs as the newer route.
  const shown = runAnswer(store, run);
  const state = runStateAt(run, store.now().getTime());
  const { attempts, output } = state;
  const { request, workflow } = run;
  return {
    workflow_id: workflow.workflowId,
    workflow_run_id: run.runId,
    ...progressOf(state),
    attempts: attempts.map(attemptAnswer),
    ...failureOf(state),
    retried_from_workflow_run_id: null,
    retried_by_workflow_run_id: null,
    ...callsOf(run),
    ...headersOf(run),
    ...timesOf(run, state),
    parameters: shown.run_request.parameters ?? {},
    screenshot_urls: shown.screenshot_urls,
    recording_url: shown.recording_url,
    recording_urls: null,
    recording_archived: false,
    downloaded_files: shown.downloaded_files,
    downloaded_file_urls: null,
    outputs: output,
    total_steps: null,
    total_cost: null,
    credits_used: 0,
    cached_credits_used: 0,
    task_v2: null,
    workflow_title: workflow.title,
    ...browser,
    max_screenshot_scrolls: request.max_screenshot_scrolls,
    browser_address: request.browser_address,
    run_with: request.run_with ?? "agent",
    browser_type: null,
    script_run: null,
    script_id: null,
    errors: [],
    agent_id: workflow.workflowId,
    agent_run_id: run.runId,
  };
}

/** A run as the lists of workflow runs show it. */
export function workflowRunRow(store: Store, run: StoredRun): object {
  const state = runStateAt(run, store.now().getTime());
  const { request, workflow } = run;
  return {
    workflow_run_id: run.runId,
    workflow_id: workflow.versionId,
    workflow_permanent_id: workflow.workflowId,
    organization_id: store.organizationId,
    ...browser,
    start_fresh_browser: request.start_fresh_browser,
    reuse_browser_session: null,
    debug_session_id: null,
    ...progressOf(state),
    attempts: [],
    ...headersOf(run),
    ...callsOf(run),
    ...failureOf(state),
    retried_from_workflow_run_id: null,
    fallback_attempt: null,
    parent_workflow_run_id: null,
    workflow_title: workflow.title,
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
    ...timesOf(run, state),
  };
}

function progressOf({ attempts, current, retryPending }: RunState): object {
  return {
    status: current.status,
    attempt: attempts.length,
    retry_pending: retryPending,
    next_attempt_at: retryPending ? timeOf(current.nextAttemptAt) : null,
  };
}

function failureOf({ current }: RunState): object {
  const unknown = { category: "UNKNOWN", confidence_float: 0.5, reasoning: "No keyword match found" };
  return {
    failure_reason: current.failureReason,
    failure_category: current.status === "failed" ? [unknown] : null,
  };
}

function callsOf({ request }: StoredRun): object {
  return {
    proxy_location: request.proxy_location,
    webhook_callback_url: request.webhook_url,
    webhook_failure_reason: null,
    totp_verification_url: request.totp_url,
    totp_identifier: request.totp_identifier,
  };
}

function headersOf({ request }: StoredRun): object {
  return { extra_http_headers: request.extra_http_headers, cdp_connect_headers: null };
}

function timesOf(run: StoredRun, { attempts, current }: RunState): object {
  return {
    queued_at: attempts.length > 1 ? timeOf(current.startedAt) : run.queuedAt,
    started_at: timeOf(current.startedAt),
    finished_at: timeOf(current.finishedAt),
    created_at: run.createdAt,
    modified_at: timeOf(current.finishedAt ?? current.startedAt) ?? run.queuedAt,
  };
}
