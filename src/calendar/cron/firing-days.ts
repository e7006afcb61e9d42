import type { CronExpression } from "./cron-expression";

const EVERY_DAY = 2 ** 31 - 1;
/** Days 1, 8, 15, 22 and 29, as bits 0, 7, 14, 21 and 28. */
const EVERY_SEVENTH = 0x10204081;

/**
 * The days on which `expression` fires in a month of `length` days (28 to 31) whose first day is the weekday
 * `first` (0 is Sunday), as bits: bit 0 is the 1st. Whether the month is one of its months is not looked at.
 */
export function firingDays(expression: CronExpression, length: number, first: number): number {
  return daysThatFit(expression, length, first) & (2 ** length - 1);
}

function daysThatFit(expression: CronExpression, length: number, first: number): number {
  const { everyDayOfMonth, everyDayOfWeek, nthWeekdays } = expression;
  if (nthWeekdays.length > 0) return daysOfNthWeekdays(expression, length, first);
  if (everyDayOfMonth) return everyDayOfWeek ? EVERY_DAY : daysOfWeekdays(expression, first);
  const days = daysOfNumbers(expression, length);
  return everyDayOfWeek ? days : days | daysOfWeekdays(expression, first);
}

function daysOfNumbers(expression: CronExpression, length: number): number {
  let days = expression.lastDayOfMonth ? 1 << (length - 1) : 0;
  for (const day of expression.daysOfMonth) days |= 1 << (day - 1);
  return days;
}

function daysOfWeekdays(expression: CronExpression, first: number): number {
  let days = 0;
  for (const weekday of expression.daysOfWeek) days |= EVERY_SEVENTH << ((weekday - first + 7) % 7);
  return days;
}

function daysOfNthWeekdays(expression: CronExpression, length: number, first: number): number {
  let days = 0;
  for (const { weekday, nth } of expression.nthWeekdays) {
    const week = nth === "last" ? ((1 << 7) - 1) << (length - 7) : ((1 << 7) - 1) << (7 * (nth - 1));
    days |= (EVERY_SEVENTH << ((weekday - first + 7) % 7)) & week;
  }
  return days;
}
