import { isSkyvernError } from "../errors";
import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { listRecentRuns } from "../skyvern/lists/runs";
import type { RecentRunRow } from "../skyvern/wire";
import { medianMinutes } from "./usual-duration";

/** How many of the newest runs are shown. */
const MOST_RUNS = 5;

/** A run of a workflow; times in milliseconds since 1970. */
interface PastRun {
  readonly id: string;
  readonly status: string;
  readonly startedAt?: number;
  readonly finishedAt?: number;
}

/** What an account knows about the runs of a workflow. */
interface RunHistory {
  /** Undefined for fewer than three runs that completed. */
  readonly usualMinutes: number | undefined;
  /** The newest five, newest first. */
  readonly lastRuns: readonly PastRun[];
}

/**
 * The histories of workflows, with one request for each, several at a time. Leaves out a workflow that the server refuses
 * or does not answer before the signal aborts: without a history, the rest of a calendar is right.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function runHistories(
  client: SkyvernClient,
  workflowIds: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RunHistory>> {
  const found = await Promise.all(
    workflowIds.map(async (id): Promise<readonly (readonly [string, RunHistory])[]> => {
      try {
        const rows = await listRecentRuns(client.until(signal), id);
        return [[id, { usualMinutes: medianMinutes(rows), lastRuns: rows.slice(0, MOST_RUNS).map(pastRun) }]];
      } catch (error) {
        if (signal.aborted || isSkyvernError(error)) return [];
        throw error;
      }
    }),
  );
  return new Map(found.flat());
}

function pastRun({ run_id, status, started_at, finished_at }: RecentRunRow): PastRun {
  const [startedAt, finishedAt] = [started_at, finished_at].map((time) => Date.parse(inUtc(time ?? "")));
  return {
    id: run_id,
    status,
    ...(startedAt === undefined || Number.isNaN(startedAt) ? {} : { startedAt }),
    ...(finishedAt === undefined || Number.isNaN(finishedAt) ? {} : { finishedAt }),
  };
}
