import type { CronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import { nextFireTimes, type ScheduleTimes } from "../../calendar/schedule-times";
import { addMinute, LOOKED_AT_DAYS, type MinuteSet, noMinutes } from "./minutes";
import type { Zone } from "./zone";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The minutes in which `expression` fires in the next 14 days, counted from `Zone.start`. */
export function fireMinutes(expression: CronExpression, zone: Zone): MinuteSet {
  const minutes = noMinutes();
  const from = zone.wallAt(zone.start) - DAY;
  for (const wall of fireTimes(expression, from, from + (LOOKED_AT_DAYS + 2) * DAY)) {
    addMinute(minutes, (zone.instantOf(wall) - zone.start) / MINUTE);
  }
  return minutes;
}

/** The same for an interval or one-time schedule; none for an interval whose beginning Skyvern chooses. */
export function instantMinutes(times: ScheduleTimes, { start }: Zone): MinuteSet {
  const minutes = noMinutes();
  // No schedule fires more often than every five minutes.
  const most = (LOOKED_AT_DAYS * DAY) / (5 * MINUTE);
  for (const time of nextFireTimes(times, most, new Date(start - 1))) {
    addMinute(minutes, Math.floor((time.getTime() - start) / MINUTE));
  }
  return minutes;
}
