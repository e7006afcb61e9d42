import { SkyvernError } from "../errors";
import { type CronExpression, readCronExpression } from "./cron/expression";
import { intervalProblem } from "./interval";
import { wallTimes } from "./wall-times";
import { timezoneProblem } from "./zone/timezone";
import { type ZoneClock, zoneClock } from "./zone/zone-clock";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The next `count` fire times after `after`, as the open-source server lists them in `next_runs`
 * (`calculate_next_runs`: croniter 3.0.4, started in the timezone). It follows croniter around changes to and from
 * daylight saving: an hour that comes twice fires once, the first daily fire time after the clock goes back may be an
 * hour late, and a skipped time is late by as much as the clock jumped. Skyvern's cloud has another scheduler and may
 * differ there.
 *
 * @throws SkyvernError of kind `invalid` when the server would refuse the expression or the timezone;
 *   of kind `configuration` when this Node.js does not know the timezone.
 */
export function nextRuns(cronExpression: string, timezone: string, count: number, after: Date): Date[] {
  const expression = validExpression(cronExpression);
  const problem = timezoneProblem(timezone);
  if (problem !== undefined) throw new SkyvernError("invalid", `Cannot compute fire times: ${problem}.`);
  const clock = zoneClock(timezone);
  const branches = wallTimes(expression);
  const runs: Date[] = [];
  let current = after.getTime();
  let anchor = current;
  while (runs.length < count) {
    const from = clock.wallAt(Math.floor(current / 1000) * 1000 + MINUTE);
    const minute = Math.floor(from / MINUTE) * MINUTE;
    const found = Math.min(...branches.map((next) => clock.instantOf(next(minute))));
    const adjusted = adjustForClockChange(clock, anchor, found);
    if (adjusted !== undefined) anchor = adjusted;
    current = adjusted ?? found;
    runs.push(new Date(current));
  }
  return runs;
}

function validExpression(cronExpression: string): CronExpression {
  const reading = readCronExpression(cronExpression);
  const problem = "problem" in reading ? reading.problem : intervalProblem(reading.expression);
  if ("problem" in reading || problem !== undefined)
    throw new SkyvernError("invalid", `Cannot compute fire times of "${cronExpression}": ${problem}.`);
  return reading.expression;
}

/**
 * How croniter moves a fire time that a clock change separates from `anchor`, on another day (`_get_next`, "DST Handling
 * for cron job spanning across days"); undefined if it does not move it.
 */
function adjustForClockChange(clock: ZoneClock, anchor: number, found: number): number | undefined {
  const anchorWall = clock.wallAt(anchor);
  const foundWall = clock.wallAt(found);
  const lag = foundWall - found - (anchorWall - anchor);
  if (lag === 0) return undefined;
  const untilMidnight = (24 - new Date(anchorWall).getUTCHours()) * HOUR;
  const distance = Math.abs(foundWall - anchorWall) + Math.max(-lag, 0);
  return distance >= untilMidnight ? clock.instantOf(foundWall - lag) : undefined;
}
