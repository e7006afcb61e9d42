import { expressionProblem } from "./expression-problem";
import { DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH } from "./fields";
import { type NthWeekday, readField } from "./read-field";

/**
 * A cron expression of five fields, read as Skyvern's server (croniter 3.0.4) reads it.
 * All lists ascend and hold each value once.
 */
export interface CronExpression {
  /** As written, without outer blanks and with one space between fields. */
  readonly text: string;
  /** 0 to 59. */
  readonly minutes: readonly number[];
  /** 0 to 23. */
  readonly hours: readonly number[];
  /** 1 to 31; all of them for a star. */
  readonly daysOfMonth: readonly number[];
  /** Whether `L`, the last day of each month, belongs to the days of the month. */
  readonly lastDayOfMonth: boolean;
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 0 (Sunday) to 6; all of them for a star, none when {@link CronExpression.nthWeekdays} has any. */
  readonly daysOfWeek: readonly number[];
  /** `1#2` and `L5`. */
  readonly nthWeekdays: readonly NthWeekday[];
  /**
   * Whether the day of month restricts nothing, so that the day of week decides alone. When neither field is
   * a star, a day fires that fits either. A field that names every value counts as a star only beside a day
   * field with a `*` in it (`_expand` in croniter: "avoid over-optimization").
   */
  readonly everyDayOfMonth: boolean;
  /** The same for the day of week. */
  readonly everyDayOfWeek: boolean;
}

const FIVE_FIELDS = "five fields are needed: minute, hour, day of month, month, day of week";

/** Longer than any expression that says something: every value of every field, listed, takes under 500. */
const MAX_LENGTH = 1000;

/**
 * Reads a cron expression strictly: exactly five fields, blanks around and between them free. What is read
 * here, croniter reads the same way; see docs/cron.md for what is refused although the server takes it.
 * Says nothing about how often it fires: see `intervalProblem`.
 */
export function readCronExpression(
  text: string,
): { readonly expression: CronExpression } | { readonly problem: string } {
  if (text.length > MAX_LENGTH)
    return { problem: `the expression has ${text.length} characters; ${MAX_LENGTH} are allowed` };
  if (!isTidy(text)) {
    const tidy = text.trim().replace(/\s+/g, " ");
    if (tidy !== "") return readCronExpression(tidy);
  }
  const parts = text.split(" ");
  const refuse = (problem: string) => ({ problem: expressionProblem(text, parts) ?? problem });
  const [minuteText, hourText, dayText, monthText, weekdayText, extra] = parts;
  if (minuteText === undefined || hourText === undefined || dayText === undefined) return refuse(FIVE_FIELDS);
  if (monthText === undefined || weekdayText === undefined || extra !== undefined) return refuse(FIVE_FIELDS);

  const minute = readField(MINUTE, minuteText);
  if ("problem" in minute) return refuse(minute.problem);
  const hour = readField(HOUR, hourText);
  if ("problem" in hour) return refuse(hour.problem);
  const day = readField(DAY_OF_MONTH, dayText);
  if ("problem" in day) return refuse(day.problem);
  const month = readField(MONTH, monthText);
  if ("problem" in month) return refuse(month.problem);
  const weekday = readField(DAY_OF_WEEK, weekdayText);
  if ("problem" in weekday) return refuse(weekday.problem);

  const expression: CronExpression = {
    text,
    minutes: minute.values,
    hours: hour.values,
    daysOfMonth: day.values,
    lastDayOfMonth: day.hasLastDay,
    months: month.values,
    daysOfWeek: weekday.values,
    nthWeekdays: weekday.nthWeekdays,
    everyDayOfMonth: day.hasStar || (day.values.length === 31 && weekdayText.includes("*")),
    everyDayOfWeek: weekday.hasStar || (weekday.values.length === 7 && dayText.includes("*")),
  };
  const problem = combinationProblem(expression, weekday.hasStar);
  return problem === undefined ? { expression } : { problem };
}

/** Whether single spaces are the only blanks, and none is outside, so that the text is already in the form that is sent. */
function isTidy(text: string): boolean {
  return /^\S+(?: \S+)*$/.test(text);
}

/** What each field may hold alone, but croniter takes together for something that nobody would expect. */
function combinationProblem(expression: CronExpression, hasStarWeekday: boolean): string | undefined {
  const { daysOfMonth, daysOfWeek, nthWeekdays, lastDayOfMonth, everyDayOfMonth } = expression;
  if (nthWeekdays.length > 0 && (daysOfWeek.length > 0 || hasStarWeekday))
    return 'day of week mixes plain weekdays with "1#2" or "L5"; write two schedules, or only one of both kinds';
  if (nthWeekdays.length > 0 && !everyDayOfMonth && daysOfMonth.length < 31)
    return 'day of month is ignored by Skyvern beside "1#2" or "L5" in day of week; write "*" in day of month, or two schedules';
  if (lastDayOfMonth && !everyDayOfMonth && (daysOfMonth.at(-1) ?? 0) > 28)
    return 'day of month has "L" together with 29, 30 or 31, which makes Skyvern miss the last day of shorter months; write "L" without them';
  return undefined;
}
