import { nextRuns } from "./next-runs";

/** When a schedule fires: `cronExpression` in `timezone`, or `intervalSeconds` from `firstFireAt` on, or `runAt` once. */
export interface ScheduleTimes {
  readonly cronExpression?: string;
  readonly timezone?: string;
  readonly intervalSeconds?: number;
  /** Undefined while it is not known: Skyvern chooses it when the schedule is created. */
  readonly firstFireAt?: string;
  readonly runAt?: string;
}

type Given<Values> = { readonly [Key in keyof Values]?: Values[Key] | undefined };

/**
 * The next `count` fire times after `after`, as the open-source server lists them in `next_runs`; fewer for a one-time
 * schedule. None if it is unknown when the interval began.
 *
 * @throws SkyvernError as {@link nextRuns} does
 */
export function nextFireTimes(times: Given<ScheduleTimes>, count: number, after: Date): readonly Date[] {
  const { cronExpression, timezone = "UTC", intervalSeconds, firstFireAt, runAt } = times;
  if (runAt !== undefined) return Date.parse(runAt) > after.getTime() ? [new Date(runAt)] : [];
  if (intervalSeconds !== undefined) {
    if (firstFireAt === undefined) return [];
    const [first, step] = [Date.parse(firstFireAt), 1000 * intervalSeconds];
    const passed = Math.max(0, Math.floor((after.getTime() - first) / step) + 1);
    return Array.from({ length: count }, (_, index) => new Date(first + (passed + index) * step));
  }
  return cronExpression === undefined ? [] : nextRuns(cronExpression, timezone, count, after);
}
