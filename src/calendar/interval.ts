import type { CronExpression } from "./cron/expression";
import { MONTH } from "./cron/fields";
import { firingDays } from "./cron/firing-days";

/** `MIN_SCHEDULE_INTERVAL_SECONDS` in `skyvern/forge/sdk/workflow/schedules.py`, in minutes. */
const MINIMUM_MINUTES = 5;
const MINUTES_OF_DAY = 24 * 60;
/** The longest that each month gets, January first. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

interface Gap {
  /** Minutes since midnight. */
  readonly from: number;
  /** Minutes since midnight; past {@link MINUTES_OF_DAY} on the next day. */
  readonly to: number;
}

/**
 * Why Skyvern would refuse how often `expression` fires, or undefined. A proof over every date of the
 * Gregorian calendar: the server samples 25 hours from now, so its own answer changes with the day. Times are
 * those of the clock on the wall; what a change to or from daylight saving does to them is not looked at, as
 * the server's rule samples in UTC.
 */
export function intervalProblem(expression: CronExpression): string | undefined {
  const never = neverFires(expression);
  if (never !== undefined) return never;
  const within = smallestGapWithinDay(expression);
  const across = gapAcrossMidnight(expression);
  const isAcrossSmaller = across.to - across.from < Math.min(within.to - within.from, MINIMUM_MINUTES);
  const gap = isAcrossSmaller && firesTwoDaysRunning(expression) ? across : within;
  const minutes = gap.to - gap.from;
  if (minutes >= MINIMUM_MINUTES) return undefined;
  const apart = minutes === 1 ? "1 minute apart" : `${minutes} minutes apart`;
  return `fires at ${clock(gap.from)} and ${clock(gap.to)}, ${apart}; Skyvern's minimum is ${MINIMUM_MINUTES} minutes`;
}

function neverFires(expression: CronExpression): string | undefined {
  const { daysOfMonth, lastDayOfMonth, everyDayOfMonth, everyDayOfWeek, nthWeekdays } = expression;
  const day = daysOfMonth[0];
  if (everyDayOfMonth || lastDayOfMonth || nthWeekdays.length > 0 || day === undefined || day <= 28)
    return undefined;
  if (expression.months.some((month) => day <= (LONGEST_MONTHS[month - 1] ?? 31))) return undefined;
  const names = expression.months.map((month) => MONTH.names[month - 1]).join(", ");
  const impossible = `day ${day} of the month never comes in ${names}`;
  if (everyDayOfWeek) return `never fires: ${impossible}`;
  return `${impossible}, and Skyvern refuses such an expression even though its day of week could fire; write "*" in day of month`;
}

/** The smallest gap between two times of one day; a whole day when it has only one. */
function smallestGapWithinDay({ minutes, hours }: CronExpression): Gap {
  const hour = hours[0] ?? 0;
  let smallest: Gap = { from: 0, to: MINUTES_OF_DAY };
  for (let index = 1; index < minutes.length; index++) {
    const [from, to] = [minutes[index - 1] ?? 0, minutes[index] ?? 0];
    if (to - from < smallest.to - smallest.from) smallest = { from: 60 * hour + from, to: 60 * hour + to };
  }
  const [firstMinute, lastMinute] = [minutes[0] ?? 0, minutes[minutes.length - 1] ?? 0];
  for (let index = 1; index < hours.length; index++) {
    const from = 60 * (hours[index - 1] ?? 0) + lastMinute;
    const to = 60 * (hours[index] ?? 0) + firstMinute;
    if (to - from < smallest.to - smallest.from) smallest = { from, to };
  }
  return smallest;
}

function gapAcrossMidnight({ minutes, hours }: CronExpression): Gap {
  return {
    from: 60 * (hours[hours.length - 1] ?? 0) + (minutes[minutes.length - 1] ?? 0),
    to: MINUTES_OF_DAY + 60 * (hours[0] ?? 0) + (minutes[0] ?? 0),
  };
}

/**
 * Whether there are two days in a row on which `expression` fires. In the Gregorian calendar's 400 years every
 * month begins on each of the seven weekdays, February in both of its lengths, so that looking at all of these
 * months, and at the 1st after each, looks at every pair of days there ever is.
 */
function firesTwoDaysRunning(expression: CronExpression): boolean {
  const { everyDayOfMonth, everyDayOfWeek } = expression;
  if (everyDayOfMonth && everyDayOfWeek) return true;
  const weekdays = everyDayOfWeek ? 1 : 7;
  for (const month of expression.months) {
    const longest = LONGEST_MONTHS[month - 1] ?? 31;
    const isFollowed = expression.months.includes((month % 12) + 1);
    for (let length = month === 2 ? 28 : longest; length <= longest; length++) {
      for (let first = 0; first < weekdays; first++) {
        const days = firingDays(expression, length, first);
        const firesOnLast = ((days >> (length - 1)) & 1) === 1;
        if ((days & (days >> 1)) !== 0) return true;
        if (firesOnLast && isFollowed && firesOnFirst(expression, (first + length) % 7)) return true;
      }
    }
  }
  return false;
}

/** Whether the 1st of a month fires when it is the weekday `first`; the month's length has no part in that. */
function firesOnFirst(expression: CronExpression, first: number): boolean {
  return (firingDays(expression, 31, first) & 1) === 1;
}

function clock(minutes: number): string {
  const time = minutes % MINUTES_OF_DAY;
  return `${String(Math.floor(time / 60)).padStart(2, "0")}:${String(time % 60).padStart(2, "0")}`;
}
