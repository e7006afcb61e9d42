import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { effectiveStatus, readRun } from "../skyvern/runs";

/** A run as the server shows it now. Times are ISO 8601, UTC. */
export interface RunResult {
  readonly runId: string;
  /** As a `WorkflowRun` has it: a run that failed and is to be tried again is `running`. */
  readonly status: string;
  readonly output: unknown;
  readonly failureReason: string | undefined;
  readonly errors: readonly unknown[];
  readonly appUrl: string | undefined;
  readonly createdAt: string;
  readonly startedAt: string | undefined;
  readonly finishedAt: string | undefined;
  /** Signed and expiring, as the next two are. */
  readonly downloadedFiles: readonly unknown[];
  readonly recordingUrl: string | undefined;
  readonly screenshotUrls: readonly string[];
}

/** @throws SkyvernError, `not-found` when there is no such run */
export async function lookUpRun(client: SkyvernClient, runId: string): Promise<RunResult> {
  const run = await readRun(client, runId);
  return {
    runId: run.run_id,
    status: effectiveStatus(run),
    output: run.output ?? undefined,
    failureReason: run.failure_reason,
    errors: run.errors ?? [],
    appUrl: run.app_url,
    createdAt: inUtc(run.created_at),
    startedAt: run.started_at && inUtc(run.started_at),
    finishedAt: run.finished_at && inUtc(run.finished_at),
    downloadedFiles: run.downloaded_files ?? [],
    recordingUrl: run.recording_url,
    screenshotUrls: run.screenshot_urls ?? [],
  };
}
