import { isSkyvernError } from "../errors";
import { hasTag, listTaggedRuns, readRun } from "../skyvern/runs";
import type { WireRun } from "../skyvern/wire";
import type { Account } from "./account";
import { runTagKey } from "./run-key";
import { hasEnded } from "./run-state";

/**
 * The run that was started for this key already and is going on, or has completed: one that failed is to be
 * started again. Undefined when there is none, and on a server that knows no tags.
 */
export async function findOwnRun(
  account: Account,
  workflowId: string,
  key: string,
): Promise<WireRun | undefined> {
  for (const row of await rowsOf(account, key)) {
    const isOther = row.workflow_permanent_id !== undefined && row.workflow_permanent_id !== workflowId;
    if (isOther || (hasEnded(row) && row.status !== "completed")) continue;
    // A server that ignores the filter lists every run.
    if (!(await hasTag(account.client, row.run_id, runTagKey, key))) continue;
    const run = await readable(account, row.run_id);
    if (run !== undefined) return run;
  }
  return undefined;
}

async function rowsOf(account: Account, key: string): ReturnType<typeof listTaggedRuns> {
  try {
    return await listTaggedRuns(account.client, runTagKey, key);
  } catch (error) {
    if (isSkyvernError(error, "unsupported", "invalid")) return [];
    throw error;
  }
}

/** A run that the server cannot show will never be of use. */
async function readable(account: Account, runId: string): Promise<WireRun | undefined> {
  try {
    return await readRun(account.client, runId);
  } catch (error) {
    if (isSkyvernError(error, "not-found", "invalid")) return undefined;
    throw error;
  }
}
