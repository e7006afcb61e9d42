import type { CronExpression } from "./cron-expression";
import type { FieldProblem } from "./field-problem";
import { DAY_OF_MONTH, DAY_OF_WEEK, HOUR, MINUTE, MONTH } from "./fields";
import { readField } from "./read-field";

export type { CronExpression } from "./cron-expression";

const FIVE_FIELDS = "five fields are needed: minute, hour, day of month, month, day of week";

/** Longer than any useful expression: a list of every value of every field takes under 500. */
const MAX_LENGTH = 1000;

type Refusal = FieldProblem | { readonly problem: string };
type FiveTexts = readonly [string, string, string, string, string];
type Reading = { readonly expression: CronExpression } | Refusal;

/**
 * Reads a cron expression strictly: exactly five fields, blanks around and between them free. croniter reads what is
 * accepted here in the same way; docs/cron.md lists what is refused although the server takes it. How often it
 * fires is not checked: see `intervalProblem`.
 */
export function readCronExpression(text: string): Reading {
  if (text.length > MAX_LENGTH)
    return { problem: `the expression has ${text.length} characters; ${MAX_LENGTH} are allowed` };
  const tidy = isTidy(text) ? text : text.trim().replace(/\s+/g, " ");
  const reading = readFields(tidy);
  return "problem" in reading ? { problem: explained(tidy, reading) } : reading;
}

/** Loaded here, not at the top: only a refused expression needs the advice, and the timezones that it knows. */
function explained(text: string, refusal: Refusal): string {
  const { expressionProblem } = require("./expression-problem") as typeof import("./expression-problem");
  const { repairedProblem } = require("./repair") as typeof import("./repair");
  const whole = expressionProblem(text, text.split(" "), (five) => {
    const reading = readFields(five);
    return "expression" in reading ? reading.expression : undefined;
  });
  return whole ?? repairedProblem(text, refusal, readFields);
}

function readFields(text: string): Reading {
  const parts: readonly string[] = text.split(" ");
  if (parts.length !== 5) return { problem: FIVE_FIELDS };
  const [minuteText, hourText, dayText, monthText, weekdayText] = parts as FiveTexts;

  const minute = readField(MINUTE, minuteText);
  if ("problem" in minute) return minute;
  const hour = readField(HOUR, hourText);
  if ("problem" in hour) return hour;
  const day = readField(DAY_OF_MONTH, dayText);
  if ("problem" in day) return day;
  const month = readField(MONTH, monthText);
  if ("problem" in month) return month;
  const weekday = readField(DAY_OF_WEEK, weekdayText);
  if ("problem" in weekday) return weekday;

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

/** Whether the text is already in the form that is sent: single spaces, and none at the ends. */
function isTidy(text: string): boolean {
  return /^\S+(?: \S+)*$/.test(text);
}

/** Each field is right alone, but croniter reads them together in a way that nobody expects. */
function combinationProblem(expression: CronExpression, hasStarWeekday: boolean): string | undefined {
  const { daysOfMonth, daysOfWeek, nthWeekdays, lastDayOfMonth, everyDayOfMonth } = expression;
  if (nthWeekdays.length > 0 && (daysOfWeek.length > 0 || hasStarWeekday))
    return 'day of week mixes plain weekdays with "1#2" or "L5"; write two schedules, or only one of the two kinds';
  if (nthWeekdays.length > 0 && !everyDayOfMonth && daysOfMonth.length < 31)
    return 'day of month is ignored by Skyvern beside "1#2" or "L5" in day of week; write "*" in day of month, or two schedules';
  if (lastDayOfMonth && !everyDayOfMonth && (daysOfMonth.at(-1) ?? 0) > 28)
    return 'day of month has "L" together with 29, 30 or 31, which makes Skyvern miss the last day of shorter months; write "L" without them';
  return undefined;
}
