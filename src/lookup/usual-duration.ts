import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { listCompletedRuns } from "../skyvern/lists/runs";
import type { CompletedRunRow } from "../skyvern/wire";

const MINUTE = 60_000;
/** The first run of a workflow is often a trial. */
const FEWEST_RUNS = 3;

/**
 * How long a run of a workflow usually takes, in minutes, from its newest runs that the server still knows; one
 * request. Undefined for too few runs, and for a workflow that does not exist.
 *
 * @throws SkyvernError
 */
export async function usualMinutes(client: SkyvernClient, workflowId: string): Promise<number | undefined> {
  return medianMinutes(await listCompletedRuns(client, workflowId));
}

/** The median of the runs that completed. Undefined for fewer than three; rows without both times do not count. */
export function medianMinutes(runs: readonly CompletedRunRow[]): number | undefined {
  const lengths = runs
    .filter(({ status }) => status === "completed")
    .map(({ started_at, finished_at }) => (timeOf(finished_at) - timeOf(started_at)) / MINUTE)
    .filter((minutes) => minutes >= 0)
    .sort((one, other) => one - other);
  if (lengths.length < FEWEST_RUNS) return undefined;
  const middle = Math.floor(lengths.length / 2);
  const upper = lengths[middle] ?? 0;
  return lengths.length % 2 === 1 ? upper : (upper + (lengths[middle - 1] ?? 0)) / 2;
}

/** NaN, which compares as false, for anything but a time. */
function timeOf(time: string | null | undefined): number {
  return Date.parse(inUtc(time ?? ""));
}
