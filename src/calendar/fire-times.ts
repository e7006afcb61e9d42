import type { CronExpression } from "./cron/cron-expression";
import { firingDays } from "./cron/firing-days";
import { LONGEST_MONTHS, MONTH_LENGTHS } from "./month-lengths";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** 1 January 1970. */
const THURSDAY = 4;

/**
 * The fire times on the clock on the wall, ascending, in milliseconds as if the wall hung in UTC. A zone's
 * `instantOf` makes instants of them. It computes them from the fields, a month at a time, so a caller may stop early.
 *
 * @param from the first moment that counts
 * @param until the first moment that no longer counts
 */
export function* fireTimes(expression: CronExpression, from: number, until: number): Generator<number> {
  for (const day of fireDays(expression, from, until)) {
    for (const hour of expression.hours) {
      for (const minute of expression.minutes) {
        const time = day + (60 * hour + minute) * MINUTE;
        if (time >= until) return;
        if (time >= from) yield time;
      }
    }
  }
}

/** The midnights of the days with fire times, of all days that touch the time from `from` until `until`. */
export function* fireDays(expression: CronExpression, from: number, until: number): Generator<number> {
  const start = new Date(from);
  let year = start.getUTCFullYear();
  let month = start.getUTCMonth();
  for (let first = Date.UTC(year, month, 1); first < until; ) {
    const length = (isLeap(year) ? LONGEST_MONTHS : MONTH_LENGTHS)[month] ?? 31;
    const weekday = (((first / DAY + THURSDAY) % 7) + 7) % 7;
    let days = expression.months.includes(month + 1) ? firingDays(expression, length, weekday) : 0;
    for (; days !== 0; days &= days - 1) {
      const midnight = first + (31 - Math.clz32(days & -days)) * DAY;
      if (midnight > from - DAY && midnight < until) yield midnight;
    }
    first += length * DAY;
    month = (month + 1) % 12;
    if (month === 0) year++;
  }
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
