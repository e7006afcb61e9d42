import { readCronExpression } from "./cron/expression";
import { fireTimes } from "./fire-times";
import { timezoneProblem } from "./zone/timezone";
import { zoneClock } from "./zone/zone-clock";

/**
 * Whether `nextRuns` may list a run from `from` until `until`, in milliseconds since 1970, at most a minute later. False
 * only if it does not. True if the expression or the timezone is invalid, which `nextRuns` refuses. It takes a small part
 * of the time of `nextRuns`, and does not load cron-parser.
 *
 * @throws SkyvernError of kind `configuration` when this Node.js does not know the timezone.
 */
export function mayFire(cronExpression: string, timezone: string, from: number, until: number): boolean {
  const reading = readCronExpression(cronExpression);
  if ("problem" in reading || timezoneProblem(timezone) !== undefined) return true;
  const clock = zoneClock(timezone);
  return !fireTimes(reading.expression, clock.wallAt(from), clock.wallAt(until) + 1).next().done;
}
