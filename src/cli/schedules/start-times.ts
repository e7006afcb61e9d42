import { checkCron } from "../../calendar/cron/check-cron";
import { readCronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import { nextFireTimes, type ScheduleTimes } from "../../calendar/schedule-times";
import type { ZonedTimes } from "../../calendar/times-of";
import { timezoneProblem } from "../../calendar/zone/timezone";
import { type ZoneClock, zoneClock } from "../../calendar/zone/zone-clock";
import { isSkyvernError } from "../../errors";
import { cronWords, type Language } from "./words";

const DAY = 86_400_000;
/** The server is written in Python, which has no later dates. */
const END = Date.UTC(9999, 11, 31);

/** Why the fire times of an interval without a start are unknown. */
export const unknownStart =
  "Skyvern chooses the first fire time when it creates the schedule, so the times are not known before. To set it, write startingAt in a schedule file, or firstFireAt in a program.";

/** Why the times cannot be computed, without a full stop. */
export function timesProblem({ cronExpression, timezone }: ZonedTimes): string | undefined {
  const reading = cronExpression === undefined ? undefined : checkCron(cronExpression);
  if (reading !== undefined && "problem" in reading) return reading.problem;
  const problem = timezoneProblem(timezone);
  if (problem !== undefined) return problem;
  return clockOf(timezone) === undefined
    ? `Node.js ${process.version} does not know the timezone "${timezone}"; update Node.js`
    : undefined;
}

/** Undefined if this Node.js does not know the timezone. */
export function clockOf(timezone: string | undefined): ZoneClock | undefined {
  if (timezone === undefined) return undefined;
  try {
    return zoneClock(timezone);
  } catch (error) {
    if (isSkyvernError(error, "configuration")) return undefined;
    throw error;
  }
}

/** The words of a cron expression; nothing for other kinds, and for an expression that Skyvern refuses. */
export function wordsOf(
  { cronExpression }: ScheduleTimes,
  language: Language,
): { readonly words?: readonly string[] } {
  const reading = cronExpression === undefined ? undefined : readCronExpression(cronExpression);
  if (reading === undefined || "problem" in reading) return {};
  return { words: cronWords(reading.expression, language) };
}

/**
 * When the next `count` runs start, in milliseconds since 1970. For a cron expression that is not `nextRuns`: the
 * server lists some times late after its clock goes back, and leaves some out, but starts the runs on time
 * (docs/cron.md).
 */
export function nextStarts(times: ZonedTimes, count: number, from: Date): readonly number[] {
  const reading = times.cronExpression === undefined ? undefined : readCronExpression(times.cronExpression);
  if (reading === undefined || "problem" in reading)
    return nextFireTimes(times, count, from).map((time) => time.getTime());
  const clock = zoneClock(times.timezone);
  const found = new Set<number>();
  // A skipped time is moved behind later ones, by less than a day.
  let until = Number.POSITIVE_INFINITY;
  for (const wall of fireTimes(reading.expression, clock.wallAt(from.getTime()) - DAY, END)) {
    if (wall > until) break;
    const instant = clock.instantOf(wall);
    if (instant > from.getTime()) found.add(instant);
    if (found.size === count) until = Math.min(until, wall + DAY);
  }
  return [...found].sort((one, other) => one - other).slice(0, count);
}

/**
 * When runs start from `from` on and before `until`, all in milliseconds since 1970, ascending. None for an interval
 * whose start is unknown.
 */
export function startsBetween(times: ZonedTimes, from: number, until: number): readonly number[] {
  const { cronExpression, intervalSeconds, firstFireAt, runAt, timezone } = times;
  const within = (instant: number): boolean => instant >= from && instant < until;
  if (runAt !== undefined) return [Date.parse(runAt)].filter(within);
  if (intervalSeconds !== undefined) {
    if (firstFireAt === undefined) return [];
    const [first, step] = [Date.parse(firstFireAt), 1000 * intervalSeconds];
    const found: number[] = [];
    const passed = Math.max(0, Math.ceil((from - first) / step));
    for (let instant = first + passed * step; instant < until; instant += step) found.push(instant);
    return found;
  }
  const reading = cronExpression === undefined ? undefined : readCronExpression(cronExpression);
  if (reading === undefined || "problem" in reading) return [];
  const clock = zoneClock(timezone);
  const walls = fireTimes(reading.expression, clock.wallAt(from) - DAY, clock.wallAt(until) + DAY);
  const found = new Set<number>();
  for (const wall of walls) {
    const instant = clock.instantOf(wall);
    if (within(instant)) found.add(instant);
  }
  return [...found].sort((one, other) => one - other);
}
