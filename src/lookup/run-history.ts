import type { SkyvernClient } from "../skyvern/client";
import { type CompletedRunRow, listCompletedRuns } from "../skyvern/runs";

/**
 * When the newest runs of a workflow that completed started and ended, as far as the server still knows them; one
 * request. Empty for a workflow that is not there.
 *
 * @throws SkyvernError
 */
export function completedRuns(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly CompletedRunRow[]> {
  return listCompletedRuns(client, workflowId);
}
