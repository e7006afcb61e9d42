import { DAY_OF_WEEK, MINUTE, numberOf } from "./fields";
import { readField } from "./read-field";

/** What six or seven fields mean in one dialect of cron. */
export interface DialectReading {
  /** The same in five fields. */
  readonly text: string;
  /** How to recognise the dialect: "if …". */
  readonly condition: string;
  /** Whether five fields can express it: no year, and no seconds but a fixed one. */
  readonly isComplete: boolean;
}

const LEADING_SECONDS = "if the first field is seconds";
const TRAILING_SECONDS = "if the last field is seconds, as in croniter";
const TRAILING_YEAR = "if the last field is the year";
const QUARTZ = "if 1 is Sunday, as in Quartz";
const SPRING = "if 1 is Monday, as in Spring";

/** The possible meanings of six or seven fields. The text may still contain a field that Skyvern does not accept. */
export function readingsOf(parts: readonly string[]): readonly DialectReading[] {
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const hasQuestionMark = parts.includes("?");
  const readings: DialectReading[] = [];
  const add = (fields: readonly string[], condition: string, isComplete: boolean, sunday: 0 | 1 = 0) =>
    readings.push({ text: inFive(fields, sunday), condition, isComplete });
  if (parts.length === 6) {
    const five = parts.slice(1);
    const isAmbiguous = hasQuestionMark && hasNumber(five[4] ?? "");
    if (isSeconds(first)) {
      if (isAmbiguous) add(five, QUARTZ, isOneSecond(first), 1);
      add(five, isAmbiguous ? SPRING : LEADING_SECONDS, isOneSecond(first));
    }
    // EventBridge demands a "?", and counts its weekdays from 1 for Sunday.
    if (isYear(last)) add(parts, TRAILING_YEAR, last === "*", hasQuestionMark ? 1 : 0);
    if (isSeconds(last) && last !== "*") add(parts, TRAILING_SECONDS, isOneSecond(last));
  }
  if (parts.length === 7 && isYear(last)) {
    const five = parts.slice(1, 6);
    const isAmbiguous = !hasQuestionMark && hasNumber(five[4] ?? "");
    const isComplete = isOneSecond(first) && last === "*";
    if (isSeconds(first)) {
      add(five, isAmbiguous ? QUARTZ : LEADING_SECONDS, isComplete, 1);
      if (isAmbiguous) add(five, SPRING, isComplete);
    }
    const sixth = parts[5] ?? "";
    if (isSeconds(sixth) && sixth !== "*")
      add(parts, TRAILING_SECONDS.replace("last", "sixth"), isOneSecond(sixth) && last === "*");
  }
  return readings;
}

/** `cron(…)` of EventBridge has the year at the end and counts weekdays from 1 for Sunday; undefined for a year. */
export function fromEventBridge(parts: readonly string[]): string | undefined {
  if (parts.length === 5) return parts.join(" ");
  return parts.length === 6 && parts[5] === "*" ? inFive(parts, 1) : undefined;
}

/**
 * Takes the first five fields.
 *
 * @param sunday the number of Sunday in the dialect
 */
function inFive(parts: readonly string[], sunday: 0 | 1): string {
  const [minute, hour, day = "", month, weekday = ""] = parts;
  const items = weekday.split(",").map((item) => weekdayItem(item, sunday));
  return [minute, hour, day === "?" ? "*" : day, month, items.join()].join(" ");
}

function weekdayItem(item: string, sunday: 0 | 1): string {
  if (item === "?") return "*";
  const last = numberOf(DAY_OF_WEEK, /^(\w+?)#?L$/i.exec(item)?.[1] ?? "");
  if (last !== undefined) return `L${/\d/.test(item) ? last - sunday : last}`;
  // The week of Quartz ends with Saturday, where a step from a weekday on ends as well.
  const bounded = sunday === 1 ? item.replace(/^(\w+)\//, "$1-7/") : item;
  return bounded.replace(/(?<![/#\d])\d+/g, (number) => String(Number(number) - sunday));
}

function hasNumber(weekday: string): boolean {
  return /(?<![/#\d])\d/.test(weekday);
}

function isSeconds(text: string): boolean {
  return !("problem" in readField(MINUTE, text));
}

function isOneSecond(text: string): boolean {
  return /^\d+$/.test(text);
}

function isYear(text: string): boolean {
  return /^(?:\*|(?:19|20)\d\d(?:[-,/]\d+)*)$/.test(text);
}
