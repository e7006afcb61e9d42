import type { CronExpression } from "./cron/cron-expression";
import { fireDays } from "./fire-times";

const MINUTES_OF_DAY = 24 * 60;
const DAY = 86_400_000;
/** The Gregorian calendar repeats itself after 400 years, weekdays included. */
const CYCLE = { from: Date.UTC(2000, 0, 1), until: Date.UTC(2400, 0, 1) } as const;

/** Two fire times that follow each other, on the clock on the wall. */
export interface Gap {
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since the same midnight; 1440 or more on a later day. */
  readonly to: number;
}

export const lengthOf = ({ from, to }: Gap): number => to - from;

/**
 * The gaps between fire times, each length at least once: those within an hour, those between hours, and the
 * shortest one between two days. They hold for every date. A change to or from daylight saving is not considered.
 */
export function gaps(expression: CronExpression): readonly Gap[] {
  const found: Gap[] = [];
  visitGapsWithinDay(expression, (from, to) => found.push({ from, to }));
  const days = shortestDistanceOfDays(expression);
  return days === undefined ? found : [...found, gapBetweenDays(expression, days)];
}

/** Calls `visit` with the ends of each gap within a day. It creates no objects, because each check of a schedule calls it. */
export function visitGapsWithinDay(
  { minutes, hours }: CronExpression,
  visit: (from: number, to: number) => void,
): void {
  const hour = 60 * (hours[0] ?? 0);
  for (let index = 1; index < minutes.length; index++)
    visit(hour + (minutes[index - 1] ?? 0), hour + (minutes[index] ?? 0));
  const [first, last] = [minutes[0] ?? 0, minutes[minutes.length - 1] ?? 0];
  for (let index = 1; index < hours.length; index++)
    visit(60 * (hours[index - 1] ?? 0) + last, 60 * (hours[index] ?? 0) + first);
}

/** From the last fire time of a day to the first one that many days later. */
export function gapBetweenDays({ minutes, hours }: CronExpression, days: number): Gap {
  return {
    from: 60 * (hours.at(-1) ?? 0) + (minutes.at(-1) ?? 0),
    to: days * MINUTES_OF_DAY + 60 * (hours[0] ?? 0) + (minutes[0] ?? 0),
  };
}

/** The fewest days from one day with fire times to the next; undefined if no date has any. */
export function shortestDistanceOfDays(expression: CronExpression): number | undefined {
  if (expression.everyDayOfMonth && expression.everyDayOfWeek && expression.months.length === 12) return 1;
  let shortest = Number.POSITIVE_INFINITY;
  let first: number | undefined;
  let last: number | undefined;
  for (const day of fireDays(expression, CYCLE.from, CYCLE.until)) {
    if (last !== undefined) shortest = Math.min(shortest, (day - last) / DAY);
    if (shortest === 1) return 1;
    first ??= day;
    last = day;
  }
  if (first === undefined || last === undefined) return undefined;
  return Math.min(shortest, (first - CYCLE.from + CYCLE.until - last) / DAY);
}
