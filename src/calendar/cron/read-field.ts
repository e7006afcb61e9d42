import { type FieldProblem, itemProblem, outOfRange, wrapAroundProblem } from "./field-problem";
import { type CronField, DAY_OF_MONTH, DAY_OF_WEEK, FIELDS, numberOf } from "./fields";

/** One weekday of a month: `1#2` is its second Monday, `L5` its last Friday. */
export interface NthWeekday {
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly nth: 1 | 2 | 3 | 4 | 5 | "last";
}

/** The meaning of one field of a cron expression. */
export interface FieldReading {
  /** The numbers it names, ascending, each once; all of them for a star. Sunday is 0. */
  readonly values: readonly number[];
  /** Whether a bare `*` (or `?`) is among its items. */
  readonly hasStar: boolean;
  /** Whether `L`, the last day of the month, is among its items. */
  readonly hasLastDay: boolean;
  /** `1#2` and `L5` in the day of week. */
  readonly nthWeekdays: readonly NthWeekday[];
}

/** `*`, `a`, `a-b`, each with `/step` or without; nothing else is a plain item. */
const ITEM = /^(?:\*|([a-z\d]+)(?:-([a-z\d]+))?)(?:\/(\d+))?$/i;
/** `1#2`, `MON#2`, `MON-FRI#2` or `L5`; croniter takes a range before `#` only when it is written in names. */
const NTH = /^(?:(\d+|[a-z]{3})(?:-([a-z]{3}))?#(\d+)|L(\d+))$/i;

/** Reads one field strictly as croniter 3.0.4 does. */
export function readField(field: CronField, text: string): FieldReading | FieldProblem {
  if (text === "*" || (text === "?" && (field === DAY_OF_MONTH || field === DAY_OF_WEEK)))
    return stars[field.name];
  const values: number[] = [];
  const nthWeekdays: NthWeekday[] = [];
  let hasStar = false;
  let hasLastDay = false;
  for (const item of text.includes(",") ? text.split(",") : [text]) {
    if (item === "*") hasStar = true;
    else if (field === DAY_OF_MONTH && (item === "L" || item === "l")) hasLastDay = true;
    else {
      const nth = field === DAY_OF_WEEK && item.length > 1 ? NTH.exec(item) : null;
      const problem = nth === null ? readItem(field, item, text, values) : readNth(nth, text, nthWeekdays);
      if (problem !== undefined) return problem;
    }
  }
  if (hasStar && nthWeekdays.length === 0) return { ...stars[field.name], hasLastDay };
  return { values: ascending(values), hasStar, hasLastDay, nthWeekdays };
}

const stars = Object.fromEntries(FIELDS.map((field) => [field.name, readStar(field)])) as Readonly<
  Record<CronField["name"], FieldReading>
>;

function readStar(field: CronField): FieldReading {
  const values: number[] = [];
  addRange(field, field.min, field.max, 1, values);
  return { values: ascending(values), hasStar: true, hasLastDay: false, nthWeekdays: [] };
}

/** Reads `*`, `a`, `a-b` and their steps into `values`; gives the problem, if there is one. */
function readItem(field: CronField, item: string, text: string, values: number[]): FieldProblem | undefined {
  const number = oneOrTwoDigits(item);
  if (number >= field.min && number <= field.max) {
    addRange(field, number, number, 1, values);
    return undefined;
  }
  const match = ITEM.exec(item);
  if (match === null) return itemProblem(field, item, text);
  const [, from, to, stepText] = match;
  const step = stepText === undefined ? undefined : Number(stepText);
  const low = from === undefined ? field.min : numberOf(field, from);
  const high = readHigh(field, low, to, step);
  if (low === undefined || high === undefined) return itemProblem(field, item, text);
  if (low < field.min || low > field.max) return outOfRange(field, from ?? item);
  if (high > field.max) return outOfRange(field, to ?? item);
  if (step === 0) return { field, problem: `${field.name} "${item}" has step 0; a step is 1 or more` };
  if (low > high) return wrapAroundProblem(field, item, text, { low, high, step });
  addRange(field, low, high, step ?? 1, values);
  return undefined;
}

/** The number of one or two ASCII digits, else NaN. Most items are such numbers, and this is faster than a regular expression. */
function oneOrTwoDigits(item: string): number {
  const first = item.charCodeAt(0) - 48;
  if (!(first >= 0 && first <= 9) || item.length > 2) return Number.NaN;
  if (item.length === 1) return first;
  const second = item.charCodeAt(1) - 48;
  return second >= 0 && second <= 9 ? 10 * first + second : Number.NaN;
}

/** Where a range ends: `a/n` runs to the field's end, `15-L` to 31, and Sunday as an end is 7 (`MON-SUN`, `5-0`). */
function readHigh(
  field: CronField,
  low: number | undefined,
  to: string | undefined,
  step: number | undefined,
): number | undefined {
  if (to === undefined) return step === undefined ? low : field.max;
  if (field === DAY_OF_MONTH && to.toUpperCase() === "L") return field.max;
  if (field === DAY_OF_WEEK && low !== 0 && (to === "0" || to.toUpperCase() === "SUN")) return 7;
  return numberOf(field, to);
}

function addRange(field: CronField, low: number, high: number, step: number, values: number[]): void {
  for (let value = low; value <= high; value += step) {
    values.push(field === DAY_OF_WEEK ? value % 7 : value);
  }
}

function readNth(match: RegExpExecArray, text: string, nthWeekdays: NthWeekday[]): FieldProblem | undefined {
  const [item, from, to, count, last] = match;
  const first = String(last ?? from);
  const low = numberOf(DAY_OF_WEEK, first);
  if (low === undefined || (to !== undefined && /\d/.test(first)))
    return itemProblem(DAY_OF_WEEK, item, text);
  const high = readHigh(DAY_OF_WEEK, low, to, undefined);
  if (high === undefined) return itemProblem(DAY_OF_WEEK, item, text);
  if (low > 7) return outOfRange(DAY_OF_WEEK, first);
  if (low > high) return wrapAroundProblem(DAY_OF_WEEK, item, text, { low, high, nth: count });
  const nth = count === undefined ? "last" : Number(count);
  if (nth !== "last" && nth !== 1 && nth !== 2 && nth !== 3 && nth !== 4 && nth !== 5)
    return {
      field: DAY_OF_WEEK,
      problem: `${DAY_OF_WEEK.name} "${item}": a month has the 1st to the 5th of a weekday, #1 to #5; for the last one write L${low}`,
    };
  for (let weekday = low; weekday <= high; weekday++) nthWeekdays.push({ weekday: weekday % 7, nth });
  return undefined;
}

/** Sorts and drops doubles; a list that overlaps itself (`1-5,3`) is fine for the server. */
function ascending(values: number[]): readonly number[] {
  for (let index = 1; index < values.length; index++) {
    if ((values[index] ?? 0) <= (values[index - 1] ?? 0))
      return [...new Set(values)].sort((one, other) => one - other);
  }
  return values;
}
