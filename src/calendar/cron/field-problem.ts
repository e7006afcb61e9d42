import { type CronField, DAY_OF_MONTH, DAY_OF_WEEK, numberOf } from "./fields";

const LONG_NAMES =
  "SUNDAY MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER".split(
    " ",
  );

/** Why a field cannot be read. */
export interface FieldProblem {
  readonly field: CronField;
  readonly problem: string;
  /** The whole field as it was probably meant. The rest of the expression may not go with it. */
  readonly instead?: string;
}

/** The name of three letters for a longer one, such as `Tues` or `Thursdays`; any other word as it is. */
export function shortName(field: CronField, word: string): string {
  const start = word.replace(/s$/i, "").toUpperCase();
  const name = start.slice(0, 3);
  return field.names.includes(name) && LONG_NAMES.some((long) => long.startsWith(start)) ? name : word;
}

/** Says that `token` is a number, or a name, beyond what the field takes. */
export function outOfRange(field: CronField, token: string): FieldProblem {
  return { field, problem: `${field.name} ${quote(token)} is out of range: it takes ${allowed(field)}` };
}

/** Says why one item of the list `text` cannot be read. */
export function itemProblem(field: CronField, item: string, text: string): FieldProblem {
  const because = (reason: string, meant?: string): FieldProblem => {
    const problem = `${field.name} ${quote(item)}${reason}`;
    return meant === undefined
      ? { field, problem }
      : { field, problem, instead: replaced(text, item, meant) };
  };
  if (item === "")
    return {
      field,
      problem: `${field.name} has an empty item: a comma stands between two values, and nowhere else`,
    };
  if (item.includes("?"))
    return because(
      ': "?" can only stand alone, and only in day of month or day of week',
      text === "?" ? "*" : undefined,
    );
  if (field === DAY_OF_MONTH && /^(?:LW|WL|\d+W|W\d+)$/i.test(item))
    return because(
      `: Skyvern knows no nearest weekday (W); write a day of the month, "L" for its last day, or weekdays in day of week`,
    );
  if (field === DAY_OF_WEEK) {
    const day = /^(\d+|[a-z]{3})#?L$|^L([a-z]{3})$/i.exec(item);
    const last = numberOf(field, day?.[1] ?? day?.[2] ?? "") ?? Number.POSITIVE_INFINITY;
    if (last <= field.max)
      return because(`: the last such weekday of a month is written "L${last}"`, `L${last}`);
    if (/^L$/i.test(item))
      return because(': write the weekday too, such as "L5" for the last Friday of the month');
    const range = /^([0-7])-([0-7])#([1-5])$/.exec(item);
    const [from, to, nth] = [Number(range?.[1]), Number(range?.[2]), Number(range?.[3])];
    if (from <= to) {
      const days = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      return because(": each weekday is written on its own", days.map((one) => `${one}#${nth}`).join());
    }
  }
  const shortened = item.replace(/[a-z]{4,}/gi, (word) => shortName(field, word));
  if (shortened !== item) return because(": names have three letters", shortened);
  if (/^\*-|-\*|\/\*/.test(item)) return because(": a star cannot be part of a range or a step");
  if (/^-?\d+\.\d+$/.test(item)) return because(": only whole numbers");
  if (/^-/.test(item)) return because(`: negative numbers do not exist here; it takes ${allowed(field)}`);
  if (/\/$/.test(item)) return because(": a number must follow the slash");
  return because(
    ` cannot be read: it takes ${allowed(field)}, "*", ranges "a-b", steps "*/n" or "a-b/n", and lists of them with commas and no blanks`,
  );
}

/** `22-2`, `22-2/3` or `FRI-MON#2`. */
interface BackwardRange {
  readonly low: number;
  readonly high: number;
  readonly step?: number | undefined;
  readonly nth?: string | undefined;
}

/** Says that a range runs backwards. */
export function wrapAroundProblem(
  field: CronField,
  item: string,
  text: string,
  range: BackwardRange,
): FieldProblem {
  const problem = `${field.name} ${quote(item)} runs backwards, which Skyvern refuses`;
  return { field, problem, instead: replaced(text, item, unwrapped(field, item, range)) };
}

function replaced(text: string, item: string, meant: string): string {
  return text
    .split(",")
    .map((other) => (other === item ? meant : other))
    .join();
}

/** `22-2` as `22-23,0-2`; with a step, the values themselves. */
function unwrapped(field: CronField, item: string, { low, high, step, nth }: BackwardRange): string {
  const size = field === DAY_OF_WEEK ? 7 : field.max - field.min + 1;
  if (step !== undefined || nth !== undefined) {
    const values: number[] = [];
    for (let value = low; value <= high + size; value += step ?? 1)
      values.push(((value - field.min) % size) + field.min);
    return values.map((value) => (nth === undefined ? value : `${field.names[value]}#${nth}`)).join(",");
  }
  const named = !/\d/.test(item);
  const show = (value: number) => (named ? (field.names[value - field.min] ?? value) : value);
  const range = (first: number, last: number) =>
    first >= last ? `${show(first)}` : `${show(first)}-${show(last)}`;
  return `${range(low, field.min + size - 1)},${range(field.min, high)}`;
}

function allowed(field: CronField): string {
  const first = field.names[0];
  const names = first === undefined ? "" : ` or ${first} to ${field.names[field.names.length - 1]}`;
  const sunday = field === DAY_OF_WEEK ? " (0 and 7 are Sunday)" : "";
  return `${field.min} to ${field.max}${names}${sunday}`;
}

/** User text in a message: quoted, control characters escaped, never long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
