import type { CronExpression } from "../../../calendar/cron/expression";
import { fireTimes } from "../../../calendar/fire-times";

/** Some calendar programs change longer days than this one event at a time. */
const mostRules = 24;
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
/** Of longer days, Outlook makes the last day of a shorter month. */
const lastCertainDay = 28;

/** A part of an expression that one RRULE says exactly. */
export interface CronRule {
  /** `FREQ=WEEKLY;BYDAY=MO,TU`. */
  readonly rule: string;
  /** Its fire times from `from` on and before `until`, on the clock on the wall. */
  readonly walls: (from: number, until: number) => Iterable<number>;
}

/**
 * Rules that together have the fire times of an expression, each with one time of the day, in the forms that Google
 * Calendar, Outlook and Apple's Calendar all understand: daily, weekly on days, monthly on one day or one nth weekday.
 * Undefined if the expression needs another form, or more than 24 rules.
 */
export function cronRules(expression: CronExpression): readonly CronRule[] | undefined {
  const { hours, minutes } = expression;
  const days = dayRules(expression);
  if (days === undefined || days.length * hours.length * minutes.length > mostRules) return undefined;
  return days.flatMap(({ rule, part }) =>
    hours.flatMap((hour) =>
      minutes.map((minute) => ({
        rule,
        walls: (from, until) =>
          fireTimes({ ...expression, ...part, hours: [hour], minutes: [minute] }, from, until),
      })),
    ),
  );
}

interface DayRule {
  readonly rule: string;
  readonly part: Partial<CronExpression>;
}

/** Rules about days, of which no two have the same day. */
function dayRules(expression: CronExpression): readonly DayRule[] | undefined {
  const { months, nthWeekdays, everyDayOfMonth, everyDayOfWeek, daysOfMonth, daysOfWeek, lastDayOfMonth } =
    expression;
  if (months.length < 12) return undefined;
  if (nthWeekdays.length > 0) return nthWeekdays.length > 1 ? undefined : nthRule(expression);
  if (everyDayOfMonth && everyDayOfWeek) return [{ rule: "FREQ=DAILY", part: {} }];
  if (everyDayOfMonth)
    return [{ rule: `FREQ=WEEKLY;BYDAY=${daysOfWeek.map((day) => weekdays[day]).join()}`, part: {} }];
  if (!everyDayOfWeek) return undefined;
  const last = daysOfMonth.at(-1) ?? 0;
  if (last > lastCertainDay || (lastDayOfMonth && last === lastCertainDay)) return undefined;
  return [
    ...daysOfMonth.map((day) => ({
      rule: `FREQ=MONTHLY;BYMONTHDAY=${day}`,
      part: { daysOfMonth: [day], lastDayOfMonth: false },
    })),
    ...(lastDayOfMonth
      ? [{ rule: "FREQ=MONTHLY;BYMONTHDAY=-1", part: { daysOfMonth: [], lastDayOfMonth: true } }]
      : []),
  ];
}

/** Not the fifth one: Outlook reads it as the last. An expression with one has all days of the month. */
function nthRule({ nthWeekdays }: CronExpression): readonly DayRule[] | undefined {
  const [only] = nthWeekdays;
  if (only === undefined || only.nth === 5) return undefined;
  const nth = only.nth === "last" ? "-1" : only.nth;
  return [{ rule: `FREQ=MONTHLY;BYDAY=${nth}${weekdays[only.weekday]}`, part: {} }];
}
