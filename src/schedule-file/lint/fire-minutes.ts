import type { CronExpression } from "../../calendar/cron/expression";
import { firingDays } from "../../calendar/cron/firing-days";
import { addMinute, LOOKED_AT_DAYS, type MinuteSet, noMinutes } from "./minutes";
import type { Zone } from "./zone";

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * The minutes in which `expression` fires in the next 14 days, counted from `Zone.start`; none for undefined. From
 * its fields, since to ask for one fire time after the other is a hundred times slower.
 */
export function fireMinutes(expression: CronExpression | undefined, zone: Zone): MinuteSet {
  const minutes = noMinutes();
  if (expression === undefined) return minutes;
  const from = zone.wallAt(zone.start) - DAY;
  for (const wall of wallFireTimes(expression, from, from + (LOOKED_AT_DAYS + 2) * DAY)) {
    addMinute(minutes, (zone.instantOf(wall) - zone.start) / MINUTE);
  }
  return minutes;
}

/** The fire times on the wall's clock from `from` on and before `until`, ascending, in milliseconds. */
export function wallFireTimes(expression: CronExpression, from: number, until: number): readonly number[] {
  const times: number[] = [];
  for (const day of daysThatFire(expression, from, until)) {
    for (const hour of expression.hours) {
      for (const minute of expression.minutes) {
        const time = day + (60 * hour + minute) * MINUTE;
        if (time >= from && time < until) times.push(time);
      }
    }
  }
  return times;
}

/** The midnights of the days that fire, of all days that touch the time from `from` on and before `until`. */
export function daysThatFire(expression: CronExpression, from: number, until: number): readonly number[] {
  const days: number[] = [];
  const start = new Date(from);
  for (let month = start.getUTCMonth(); ; month++) {
    const first = Date.UTC(start.getUTCFullYear(), month, 1);
    if (first >= until) return days;
    const length = (Date.UTC(start.getUTCFullYear(), month + 1, 1) - first) / DAY;
    if (!expression.months.includes((month % 12) + 1)) continue;
    const bits = firingDays(expression, length, new Date(first).getUTCDay());
    for (let day = 0; day < length; day++) {
      const midnight = first + day * DAY;
      if (((bits >> day) & 1) === 1 && midnight > from - DAY && midnight < until) days.push(midnight);
    }
  }
}
