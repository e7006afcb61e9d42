import type { CronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import { addMinute, LOOKED_AT_DAYS, type MinuteSet, noMinutes } from "./minutes";
import type { Zone } from "./zone";

const MINUTE = 60_000;
const DAY = 86_400_000;

/** The minutes in which `expression` fires in the next 14 days, counted from `Zone.start`; none for undefined. */
export function fireMinutes(expression: CronExpression | undefined, zone: Zone): MinuteSet {
  const minutes = noMinutes();
  if (expression === undefined) return minutes;
  const from = zone.wallAt(zone.start) - DAY;
  for (const wall of fireTimes(expression, from, from + (LOOKED_AT_DAYS + 2) * DAY)) {
    addMinute(minutes, (zone.instantOf(wall) - zone.start) / MINUTE);
  }
  return minutes;
}
