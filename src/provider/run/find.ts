import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import { incompleteList, mayBeCutOff } from "../../skyvern/lists/pages";
import { findRunRow, listTaggedRuns } from "../../skyvern/lists/runs";
import { hasTag, keepsTags, readRun } from "../../skyvern/runs";
import type { WireRun, WireRunRow } from "../../skyvern/wire";
import { runTagKey } from "./key";

/**
 * The runs of a workflow that were started under this key, newest first. Empty if the server has no tags.
 *
 * @throws SkyvernError if the server cannot be asked, so that no duplicate run is started
 */
export async function runsOfKey(
  client: SkyvernClient,
  workflowId: string,
  key: string,
): Promise<readonly WireRunRow[]> {
  try {
    const listed = await listTaggedRuns(client, workflowId, runTagKey, key);
    const rows = listed.filter(
      (row) => row.workflow_permanent_id === undefined || row.workflow_permanent_id === workflowId,
    );
    const own: WireRunRow[] = [];
    for (const row of rows) {
      // A server that ignores the filter lists every run.
      if (await hasTag(client, row.run_id, runTagKey, key)) own.push(row);
    }
    if (own.length === 0 && mayBeCutOff(listed)) {
      const operation = `look for a run of workflow ${workflowId} with the tag ${runTagKey}`;
      throw incompleteList(operation, `${client.baseUrl} lists runs without this tag instead`);
    }
    return own;
  } catch (error) {
    if (isSkyvernError(error, "unsupported") && !(await keepsTags(client))) return [];
    throw error;
  }
}

/** A listed run as `GET /v1/runs/{id}` shows it. If that fails, with the values of the list, because it exists. */
export async function runOfRow(client: SkyvernClient, row: WireRunRow): Promise<WireRun> {
  try {
    return await readRun(client, row.run_id);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    return startedRun(row.run_id, row.status, row.created_at);
  }
}

/** The run, or undefined if the server can never show it, or not any more. */
export async function readableRun(client: SkyvernClient, runId: string): Promise<WireRun | undefined> {
  try {
    return await readRun(client, runId);
  } catch (error) {
    if (isSkyvernError(error, "not-found", "wrong-parameter")) return undefined;
    throw error;
  }
}

/**
 * Whether it is certain that the run never did anything, so that a new run may replace it: the server cannot read its
 * parameters, and does not list it as completed. If the server cannot be asked, it is not certain.
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

/** A run that was started, before it is read for the first time. */
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
