import { randomBytes } from "node:crypto";
import { refusal } from "../server/api-error";
import { naiveTime, type Store, type StoredRun } from "../server/store";
import type { RunRequest } from "./body";
import { readRunParameters } from "./parameters";
import { type AttemptState, runStateAt } from "./state";

const signatureMilliseconds = 3_600_000;
const artifacts = "https://artifacts.skyvern.example";

/** The response to the request that started a run. It repeats the request. */
export function startedRunAnswer(run: StoredRun) {
  return {
    run_id: run.runId,
    status: "created",
    output: null,
    downloaded_files: null,
    recording_url: null,
    recording_archived: false,
    screenshot_urls: null,
    failure_reason: null,
    created_at: run.createdAt,
    modified_at: run.queuedAt,
    queued_at: null,
    started_at: null,
    finished_at: null,
    app_url: `http://localhost:8080/runs/${run.runId}`,
    browser_session_id: null,
    browser_profile_id: null,
    max_screenshot_scrolls: null,
    script_run: null,
    errors: null,
    step_count: null,
    run_type: "workflow_run",
    attempt: 1,
    retry_pending: false,
    next_attempt_at: null,
    attempts: [],
    run_with: run.request.run_with ?? "agent",
    ai_fallback: run.request.ai_fallback,
    script_id: null,
    browser_seed_source: "fresh",
    browser_settings_receipt: null,
    run_request: run.request,
  };
}

/** `GET /v1/runs/{id}`. Throws the server's 404 or 400 for a run that it cannot show. */
export function runAnswer(store: Store, run: StoredRun) {
  const { workflowId } = run.workflow;
  if (!store.workflows.has(workflowId)) {
    throw refusal(404, `Workflow not found. workflow_permanent_id=${workflowId}`);
  }
  const parameters = readRunParameters(run.parameters);
  if ("problem" in parameters) throw refusal(400, parameters.problem);
  const now = store.now().getTime();
  const { attempts, current, retryPending, output } = runStateAt(run, now);
  const hasFiles = run.behaviour.leavesFiles === true && current.status === "completed";
  return {
    ...startedRunAnswer(run),
    status: current.status,
    output,
    downloaded_files: [],
    ...(hasFiles && filesOf(run, now)),
    failure_reason: current.failureReason,
    modified_at: timeOf(current.finishedAt ?? current.startedAt) ?? run.queuedAt,
    queued_at: attempts.length > 1 ? timeOf(current.startedAt) : run.queuedAt,
    started_at: timeOf(current.startedAt),
    finished_at: timeOf(current.finishedAt),
    max_screenshot_scrolls: run.request.max_screenshot_scrolls,
    errors: [],
    step_count: 0,
    attempt: attempts.length,
    retry_pending: retryPending,
    next_attempt_at: retryPending ? timeOf(current.nextAttemptAt) : null,
    attempts: attempts.map(attemptAnswer),
    run_request: { ...shownRequest(run.request), parameters: parameters.values },
  };
}

/** A time of a run's state as the API shows it. */
export function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : naiveTime(milliseconds);
}

/** An attempt of a run as the API shows it. */
export function attemptAnswer(attempt: AttemptState, index: number): object {
  return {
    attempt_number: index + 1,
    status: attempt.status,
    failure_reason: attempt.failureReason,
    error_codes: [],
    started_at: timeOf(attempt.startedAt),
    finished_at: timeOf(attempt.finishedAt),
    retry_decision: attempt.decision,
    decision_reason: attempt.decisionReason,
    next_attempt_at: timeOf(attempt.nextAttemptAt),
    webhook_sent_at: null,
  };
}

// The server rebuilds the request from the stored run, which does not contain all fields.
function shownRequest(request: RunRequest): RunRequest {
  return {
    ...request,
    webhook_url: request.webhook_url || null,
    totp_url: request.totp_url || null,
    reuse_browser_session: null,
    max_elapsed_time_minutes: null,
    extra_http_headers: null,
    cdp_connect_headers: null,
    ai_fallback: null,
    run_with: null,
    run_metadata: null,
    file_ids: null,
  };
}

// As in the cloud, each response has new signatures.
function filesOf({ runId }: StoredRun, now: number) {
  const expires = Math.floor((now + signatureMilliseconds) / 1000);
  const signed = (path: string) =>
    `${artifacts}/${runId}/${path}?expires=${expires}&signature=${randomBytes(16).toString("hex")}`;
  const report = {
    url: signed("downloads/report.csv"),
    checksum: "0".repeat(64),
    filename: "report.csv",
    file_size: 1024,
    modified_at: null,
    artifact_id: `a_${runId}`,
  };
  return {
    downloaded_files: [report],
    recording_url: signed("recording.webm"),
    screenshot_urls: [signed("screenshot-2.png"), signed("screenshot-1.png")],
  };
}
