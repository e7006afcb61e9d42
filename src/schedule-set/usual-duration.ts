const MINUTE = 60_000;
/** Fewer say little: the first run of a workflow is often a trial. */
const FEWEST_RUNS = 3;

/** When a run started and ended, as the API's lists tell it: without a zone, in UTC. */
export interface RunTimes {
  readonly status: string;
  readonly started_at?: string | null | undefined;
  readonly finished_at?: string | null | undefined;
}

/**
 * How long a run usually takes, in minutes: the median of those that completed. Undefined for fewer than three
 * of them; rows without both times do not count.
 */
export function usualMinutes(runs: readonly RunTimes[]): number | undefined {
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

/** NaN for what is no time, which compares as false. */
function timeOf(time: string | null | undefined): number {
  if (time === undefined || time === null) return Number.NaN;
  return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? time : `${time}Z`);
}
