import type { CronExpression } from "./cron/cron-expression";
import { MONTH } from "./cron/fields";
import { type Gap, gapBetweenDays, lengthOf, shortestDistanceOfDays, visitGapsWithinDay } from "./gaps";
import { LONGEST_MONTHS } from "./month-lengths";

/** `MIN_SCHEDULE_INTERVAL_SECONDS` in `skyvern/forge/sdk/workflow/schedules.py`, in minutes. */
const MINIMUM_MINUTES = 5;

/**
 * Why Skyvern would refuse how often `expression` fires, or undefined. It holds for every date of the Gregorian
 * calendar: the server samples 25 hours from now, so its own answer changes with the day. Times are those of the clock
 * on the wall: changes to and from daylight saving are not considered, because the server samples in UTC.
 */
export function intervalProblem(expression: CronExpression): string | undefined {
  const never = neverFires(expression);
  if (never !== undefined) return never;
  const gap = tooSmallGap(expression);
  if (gap === undefined) return undefined;
  const apart = lengthOf(gap) === 1 ? "1 minute apart" : `${lengthOf(gap)} minutes apart`;
  return `fires at ${clock(gap.from)} and ${clock(gap.to)}, ${apart}; Skyvern's minimum is ${MINIMUM_MINUTES} minutes`;
}

/** The smallest gap if it is below the minimum. The days are looked at only if the times around midnight are close. */
function tooSmallGap(expression: CronExpression): Gap | undefined {
  let smallest: Gap | undefined;
  let length = MINIMUM_MINUTES;
  visitGapsWithinDay(expression, (from, to) => {
    if (to - from >= length) return;
    smallest = { from, to };
    length = to - from;
  });
  const acrossMidnight = gapBetweenDays(expression, 1);
  const isSmaller = lengthOf(acrossMidnight) < length;
  return isSmaller && shortestDistanceOfDays(expression) === 1 ? acrossMidnight : smallest;
}

function neverFires(expression: CronExpression): string | undefined {
  const { daysOfMonth, months, everyDayOfWeek } = expression;
  const day = daysOfMonth[0];
  if (day === undefined || months.some((month) => day <= (LONGEST_MONTHS[month - 1] ?? 31))) return undefined;
  const names = months.map((month) => MONTH.names[month - 1]).join(", ");
  const impossible = `${names} ${months.length === 1 ? "has" : "have"} no day ${day}`;
  if (everyDayOfWeek)
    return `never fires: ${impossible}; write a date that exists, and to run it only by hand, also set "enabled: false"`;
  return `${impossible}, and Skyvern refuses such an expression even though its day of week could fire; write "*" in day of month`;
}

function clock(minutes: number): string {
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60];
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}
