import { SkyvernError } from "../errors";
import { type CronExpression, readCronExpression } from "./cron/expression";
import { firingDays } from "./cron/firing-days";

const MINUTES_OF_DAY = 24 * 60;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** After which the Gregorian calendar repeats itself, weekdays included. */
const CYCLE = { years: 400, days: 146_097 } as const;
/** 1 January 2000, with which the walk begins. */
const SATURDAY = 6;

/**
 * The shortest time between two fire times of a cron expression that follow each other, in minutes: 30 for
 * `0,30 9-17 * * *`, 1440 for a daily one, 40320 (28 days) for `0 0 1 * *`. It holds for every date, and is
 * computed without a clock and without the network. Times are those of the clock on the wall: what a change
 * to or from daylight saving does to them is not looked at. Skyvern's minimum of 5 minutes is no part of it.
 *
 * @throws SkyvernError of kind `invalid` when the expression cannot be read, or never fires.
 */
export function shortestInterval(cronExpression: string): number {
  const reading = readCronExpression(cronExpression);
  const refuse = (problem: string): SkyvernError =>
    new SkyvernError("invalid", `Cannot tell how often "${cronExpression}" fires: ${problem}.`);
  if ("problem" in reading) throw refuse(reading.problem);
  const days = shortestDistanceOfDays(reading.expression);
  if (days === undefined) throw refuse("its days never come");
  const times = timesOfDay(reading.expression);
  const [first = 0, last = 0] = [times[0], times.at(-1)];
  const acrossDays = days * MINUTES_OF_DAY + first - last;
  const within = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  return Math.min(acrossDays, ...within);
}

/** Minutes since midnight, ascending. */
function timesOfDay({ hours, minutes }: CronExpression): number[] {
  return hours.flatMap((hour) => minutes.map((minute) => 60 * hour + minute));
}

/** How many days lie at least between two days on which it fires; undefined where there is none. */
function shortestDistanceOfDays(expression: CronExpression): number | undefined {
  let shortest = Number.POSITIVE_INFINITY;
  let first: number | undefined;
  let last: number | undefined;
  for (const day of daysOfCycle(expression)) {
    if (last !== undefined) shortest = Math.min(shortest, day - last);
    if (shortest === 1) return 1;
    first ??= day;
    last = day;
  }
  if (first === undefined || last === undefined) return undefined;
  return Math.min(shortest, first + CYCLE.days - last);
}

/** The days on which it fires, counted from the first of the cycle. */
function* daysOfCycle(expression: CronExpression): Generator<number> {
  let start = 0;
  for (let year = 0; year < CYCLE.years; year++) {
    for (const [index, usual] of MONTHS.entries()) {
      const length = index === 1 && isLeap(year) ? 29 : usual;
      if (expression.months.includes(index + 1)) {
        const days = firingDays(expression, length, (SATURDAY + start) % 7);
        for (let day = 0; day < length; day++) if (((days >> day) & 1) === 1) yield start + day;
      }
      start += length;
    }
  }
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
