import type { CronExpression } from "./cron/cron-expression";

/**
 * Finds the first fire time at or after `from`. Both are times of the clock on the wall, in milliseconds as if
 * the wall hung in UTC; `from` is a whole minute.
 */
export type WallTimes = (from: number) => number;

/**
 * The fire times of `expression` on the wall's clock, by day of month and by day of week apart when neither is
 * a star, because croniter looks for each on its own and takes what comes first (`_get_next`). The only place
 * that uses cron-parser, and it always gets plain lists: it refuses lists that overlap, reads a step in
 * the day of week, a star in a list and `L5` otherwise than croniter, and combines the day fields by other rules.
 */
export function wallTimes(expression: CronExpression): readonly WallTimes[] {
  const { daysOfMonth, daysOfWeek, nthWeekdays, lastDayOfMonth, everyDayOfMonth, everyDayOfWeek } =
    expression;
  if (nthWeekdays.length > 0) {
    const days = nthWeekdays.map(({ weekday, nth }) =>
      nth === "last" ? `${weekday}L` : `${weekday}#${nth}`,
    );
    const each = days.map((day) => iterate(expression, "*", day));
    return [(from) => Math.min(...each.map((next) => next(from)))];
  }
  const numbers = () => [...daysOfMonth, ...(lastDayOfMonth ? ["L"] : [])].join();
  if (everyDayOfMonth) return [iterate(expression, "*", everyDayOfWeek ? "*" : daysOfWeek.join())];
  const byNumber = skippingAfterFebruary(expression, iterate(expression, numbers(), "*"));
  return everyDayOfWeek ? [byNumber] : [byNumber, iterate(expression, "*", daysOfWeek.join())];
}

function iterate({ minutes, hours, months }: CronExpression, days: string, weekdays: string): WallTimes {
  const fields = `${minutes.join()} ${hours.join()} ${days} ${months.join()} ${weekdays}`;
  // Loaded here, not at the top: a program that only declares schedules never needs it, nor what it brings along.
  const { CronExpressionParser } = require("cron-parser") as typeof import("cron-parser");
  const iterator = CronExpressionParser.parse(fields, { tz: "UTC" });
  return (from) => {
    iterator.reset(new Date(from - 1000));
    return iterator.next().getTime();
  };
}

/**
 * croniter looks for a "31st of February" and lands on the 2nd or 3rd of March (`proc_day_of_month` adds days
 * without asking how long the month is): coming from February with none of its days left, `1,31` or a step of 10
 * never lists 1 March. So that what is listed is what the server lists, those days are skipped here too.
 */
function skippingAfterFebruary(expression: CronExpression, next: WallTimes): WallTimes {
  const { daysOfMonth, months } = expression;
  if (!months.includes(2)) return next;
  return (from) => {
    const found = next(from);
    const date = new Date(found);
    const march = Date.UTC(date.getUTCFullYear(), 2, 1);
    const lastOfFebruary = new Date(march - 86_400_000).getUTCDate();
    const beyond = daysOfMonth.find((day) => day > lastOfFebruary);
    if (from >= march || found < march || beyond === undefined || daysOfMonth.includes(lastOfFebruary))
      return found;
    const landing = march + (beyond - lastOfFebruary - 1) * 86_400_000;
    return next(landing);
  };
}
