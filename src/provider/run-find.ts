import { isSkyvernError } from "../errors";
import type { SkyvernClient } from "../skyvern/client";
import { hasTag, listTaggedRuns, readRun } from "../skyvern/runs";
import type { WireRun, WireRunRow } from "../skyvern/wire";
import { runTagKey } from "./run-key";

/** The runs of a workflow that were started under this key, newest first; none where the server knows no tags. */
export async function runsOfKey(
  client: SkyvernClient,
  workflowId: string,
  key: string,
): Promise<readonly WireRunRow[]> {
  const rows = (await taggedRows(client, workflowId, key)).filter(
    (row) => row.workflow_permanent_id === undefined || row.workflow_permanent_id === workflowId,
  );
  const own: WireRunRow[] = [];
  for (const row of rows) {
    // A server that ignores the filter lists every run.
    const isOwn = await hasTag(client, row.run_id, runTagKey, key);
    if (isOwn === undefined) return [];
    if (isOwn) own.push(row);
  }
  return own;
}

async function taggedRows(
  client: SkyvernClient,
  workflowId: string,
  key: string,
): Promise<readonly WireRunRow[]> {
  try {
    return await listTaggedRuns(client, workflowId, runTagKey, key);
  } catch (error) {
    if (isSkyvernError(error, "unsupported", "invalid")) return [];
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

/** The run; undefined when the server cannot show it, or no longer. */
export async function readableRun(client: SkyvernClient, runId: string): Promise<WireRun | undefined> {
  try {
    return await readRun(client, runId);
  } catch (error) {
    if (isSkyvernError(error, "not-found", "invalid")) return undefined;
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
