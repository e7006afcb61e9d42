import { SkyvernError } from "../errors";
import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { effectiveStatus, readRun } from "../skyvern/runs";
import { checkArguments } from "./check-arguments";

/**
 * A run as the server shows it now (`GET /v1/runs/{id}`). Times are ISO 8601, UTC.
 *
 * @example
 * import { getRun, type RunResult } from "pulumi-skyvern";
 *
 * const isOver = ({ finishedAt }: RunResult): boolean => finishedAt !== undefined;
 * export const over = getRun({ runId: "wr_123" }).then(isOver);
 */
export interface RunResult {
  /** The id of the run, `wr_…`. */
  readonly runId: string;
  /** The status, as a `WorkflowRun` has it. A failed run that Skyvern will try again is `running`. */
  readonly status: string;
  /** The workflow's result. A failed run may have one. */
  readonly output: unknown;
  /** Why the run failed, in words. */
  readonly failureReason: string | undefined;
  /** The errors that the workflow reported. */
  readonly errors: readonly unknown[];
  /** The run's page in Skyvern. */
  readonly appUrl: string | undefined;
  /** When the server accepted it. */
  readonly createdAt: string;
  /** When it started. */
  readonly startedAt: string | undefined;
  /** When it ended. */
  readonly finishedAt: string | undefined;
  /** The files that it downloaded, with signed URLs that expire. */
  readonly downloadedFiles: readonly unknown[];
  /** A signed URL that expires. */
  readonly recordingUrl: string | undefined;
  /** Signed URLs that expire. */
  readonly screenshotUrls: readonly string[];
}

/**
 * @throws SkyvernError, `not-found` if the run does not exist, `invalid` for other arguments
 */
export async function lookUpRun(
  client: SkyvernClient,
  query: { readonly runId: string },
): Promise<RunResult> {
  checkArguments("getRun", query);
  if (query?.runId === undefined) throw new SkyvernError("invalid", "getRun needs a runId.");
  const run = await readRun(client, query.runId);
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
