import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import { findRunRow, hasTag, keepsTags, listTaggedRuns, readRun } from "../../skyvern/runs";
import type { WireRun, WireRunRow } from "../../skyvern/wire";
import { runTagKey } from "./key";

/**
 * The runs of a workflow that were started under this key, newest first; none where the server keeps no tags.
 *
 * @throws SkyvernError where they cannot be told, so that no run is started beside one that was not found
 */
export async function runsOfKey(
  client: SkyvernClient,
  workflowId: string,
  key: string,
): Promise<readonly WireRunRow[]> {
  try {
    const rows = (await listTaggedRuns(client, workflowId, runTagKey, key)).filter(
      (row) => row.workflow_permanent_id === undefined || row.workflow_permanent_id === workflowId,
    );
    const own: WireRunRow[] = [];
    for (const row of rows) {
      // A server that ignores the filter lists every run.
      if (await hasTag(client, row.run_id, runTagKey, key)) own.push(row);
    }
    return own;
  } catch (error) {
    if (isSkyvernError(error, "unsupported") && !(await keepsTags(client))) return [];
    throw error;
  }
}

/** A run of the list, as `GET /v1/runs/{id}` shows it; where that fails, with what the list says: it is there. */
export async function runOfRow(client: SkyvernClient, row: WireRunRow): Promise<WireRun> {
  try {
    return await readRun(client, row.run_id);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    return startedRun(row.run_id, row.status, row.created_at);
  }
}

/** The run; undefined when the server can never show it, or no longer. */
export async function readableRun(client: SkyvernClient, runId: string): Promise<WireRun | undefined> {
  try {
    return await readRun(client, runId);
  } catch (error) {
    if (isSkyvernError(error, "not-found", "wrong-parameter")) return undefined;
    throw error;
  }
}

/**
 * Whether the run does nothing for certain, and never did, so that another one may take its place: the server cannot
 * read its parameters, and does not list it as completed. Where the server cannot be asked, it is not certain.
 */
export async function isUnreadable(client: SkyvernClient, runId: string): Promise<boolean> {
  try {
    await readRun(client, runId);
  } catch (error) {
    if (isSkyvernError(error, "wrong-parameter")) return isNotCompleted(client, runId);
    if (!isSkyvernError(error)) throw error;
  }
  return false;
}

async function isNotCompleted(client: SkyvernClient, runId: string): Promise<boolean> {
  try {
    return (await findRunRow(client, runId))?.status !== "completed";
  } catch (error) {
    if (isSkyvernError(error)) return false;
    throw error;
  }
}

/** What is known of a run that was started, before it was read. */
export function startedRun(runId: string, status: string, createdAt: string): WireRun {
  return {
    run_id: runId,
    status,
    created_at: createdAt,
    failure_reason: undefined,
    errors: undefined,
    app_url: undefined,
    started_at: undefined,
    finished_at: undefined,
    downloaded_files: undefined,
    recording_url: undefined,
    screenshot_urls: undefined,
    retry_pending: undefined,
  };
}
