import { createHash } from "node:crypto";
import { checkCron } from "../../calendar/cron/check-cron";
import { type CronExpression, readCronExpression } from "../../calendar/cron/expression";
import { formatInstant } from "../../calendar/instant";
import type { ScheduleTimes } from "../../calendar/schedule-times";

const MINUTE = 60_000;

/**
 * The fire times moved by less than `minutes`. An interval without a first fire time stays as it is: Skyvern chooses
 * when it begins.
 */
export function spreadTimes(times: ScheduleTimes, minutes: number, key: string): ScheduleTimes {
  const { cronExpression, firstFireAt, runAt } = times;
  if (cronExpression !== undefined)
    return { ...times, cronExpression: spreadCron(cronExpression, minutes, key) };
  const later = (instant: string) =>
    formatInstant(Date.parse(instant) + (positionOf(key) % minutes) * MINUTE);
  return {
    ...times,
    ...(firstFireAt === undefined ? {} : { firstFireAt: later(firstFireAt) }),
    ...(runAt === undefined ? {} : { runAt: later(runAt) }),
  };
}

function positionOf(key: string): number {
  return createHash("sha256").update(key).digest().readUInt32BE(0);
}

/**
 * The expression moved to a later time of day, by less than `minutes`. Only `key` decides the amount, so that it stays
 * the same from one `up` to the next. All fire times move by the same amount, so their gaps stay the same. No fire time
 * moves past midnight, to a day that the expression may exclude. If there is no room, the expression stays as it is.
 */
export function spreadCron(cronExpression: string, minutes: number, key: string): string {
  const reading = readCronExpression(cronExpression);
  if ("problem" in reading) return cronExpression;
  const { expression } = reading;
  const amounts = Array.from({ length: minutes }, (_, by) => by).filter((by) => canMove(expression, by));
  const by = amounts[positionOf(key) % Math.max(amounts.length, 1)] ?? 0;
  if (by === 0) return cronExpression;
  const moved = movedExpression(expression, by);
  // The moved expression can be longer than the original.
  return "text" in checkCron(moved) ? moved : cronExpression;
}

/** Whether five fields can express the move, and no fire time passes midnight to another day. */
function canMove({ text, minutes, hours }: CronExpression, by: number): boolean {
  if (hours.length === 24 && text.endsWith(" * * *")) return true;
  const hoursLater = Math.floor(((minutes[0] ?? 0) + by) / 60);
  const isOneAmount = Math.floor(((minutes.at(-1) ?? 0) + by) / 60) === hoursLater;
  return isOneAmount && (hours.at(-1) ?? 0) + hoursLater <= 23;
}

function movedExpression({ text, minutes, hours }: CronExpression, by: number): string {
  const [, , day, month, weekday] = text.split(" ");
  const later = minutes.map((minute) => (minute + by) % 60).sort((one, other) => one - other);
  const hoursLater = Math.floor(((minutes[0] ?? 0) + by) / 60);
  const hour = hours.length === 24 ? "*" : listed(hours.map((one) => one + hoursLater));
  return `${listed(later)} ${hour} ${day} ${month} ${weekday}`;
}

/** `9-17` for a range, otherwise `5,20,35`. */
function listed(values: readonly number[]): string {
  const [first = 0] = values;
  const isRun = values.length > 2 && values.every((value, index) => value === first + index);
  return isRun ? `${first}-${values.at(-1)}` : values.join();
}
