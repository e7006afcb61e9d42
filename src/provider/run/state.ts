import { isFinalRunStatus } from "../../run-status";
import { inUtc } from "../../skyvern/in-utc";
import { redactValues } from "../../skyvern/redact";
import { withoutEcho } from "../../skyvern/refusal";
import { effectiveStatus } from "../../skyvern/runs";
import type { Json, WireRun } from "../../skyvern/wire";
import type { WorkflowRunInputs } from "./inputs";

/** A run as state holds it: the inputs, and what the server last reported. */
export interface WorkflowRunState extends WorkflowRunInputs {
  /** `wr_…`. */
  readonly runId: string;
  /** As the server names it, or {@link unreadable}. */
  readonly status: string;
  readonly output?: Json;
  readonly failureReason?: string;
  readonly errors?: readonly Json[];
  readonly appUrl?: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly downloadedFiles?: readonly Json[];
  readonly recordingUrl?: string;
  readonly screenshotUrls?: readonly string[];
}

/** The status of a run that the server started but cannot show, because it cannot read the parameters. It does nothing. */
export const unreadable = "unreadable";

/** Whether a run has ended. A failed run with a pending retry has not. */
export function hasEnded(run: {
  readonly status: string;
  readonly retry_pending?: boolean | undefined;
}): boolean {
  return !mayGoOn(run.status) && run.retry_pending !== true;
}

/** Whether a run with this status may still be active. */
export function mayGoOn(status: string): boolean {
  return !isFinalRunStatus(status);
}

/** The inputs, and what the server reports now. Signed URLs are stored but never compared. */
export function runStateOf(inputs: WorkflowRunInputs, run: WireRun): WorkflowRunState {
  const said = {
    runId: run.run_id,
    status: effectiveStatus(run),
    output: run.output ?? undefined,
    failureReason:
      run.failure_reason === undefined ? undefined : withoutInputs(inputs, withoutEcho(run.failure_reason)),
    errors: run.errors?.length ? errorsWithoutInputs(inputs, run.errors) : undefined,
    appUrl: run.app_url,
    createdAt: inUtc(run.created_at),
    startedAt: run.started_at === undefined ? undefined : inUtc(run.started_at),
    finishedAt: run.finished_at === undefined ? undefined : inUtc(run.finished_at),
    downloadedFiles: run.downloaded_files,
    recordingUrl: run.recording_url,
    screenshotUrls: run.screenshot_urls,
  };
  const present = Object.entries(said).filter(([, value]) => value !== undefined);
  return { ...inputs, ...Object.fromEntries(present) } as WorkflowRunState;
}

/** A text of the server without the values of the inputs, because any of them may be secret. */
export function withoutInputs(inputs: WorkflowRunInputs, text: string): string {
  const { parameters, extraHttpHeaders, totpUrl, totpIdentifier, webhookUrl, browserAddress } = inputs;
  const values = [parameters, extraHttpHeaders, totpUrl, totpIdentifier, webhookUrl, browserAddress];
  return redactValues(text, values);
}

/** Errors of a run, with {@link withoutInputs} applied to each string so that they stay valid JSON. */
function errorsWithoutInputs(inputs: WorkflowRunInputs, errors: readonly Json[]): readonly Json[] {
  const redacted = (_: string, value: Json): Json =>
    typeof value === "string" ? withoutInputs(inputs, value) : value;
  return JSON.parse(JSON.stringify(errors), redacted);
}
