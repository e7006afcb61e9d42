import { intervalProblem } from "../interval";
import { meantTimezone, nearestTimezone } from "../zone/nearest-timezone";
import { TIMEZONE_NAMES } from "../zone/timezone-names";
import { cronAliases } from "./aliases";
import type { CronExpression } from "./cron-expression";
import { fromEventBridge, readingsOf } from "./dialects";
import { cronEvery, intervalAdvice, minutesOfRate, spokenInterval } from "./every";
import { quote, shortName } from "./field-problem";
import { type CronField, DAY_OF_WEEK, FIELDS, MINUTE, MONTH, numberOf } from "./fields";
import { fixedItem } from "./fixed-item";

/** Reads five fields; undefined if Skyvern would refuse them. */
type ReadFive = (text: string) => CronExpression | undefined;

const NEEDED = "five fields are needed (minute, hour, day of month, month, day of week)";

/**
 * What is wrong with an expression as a whole, and how to write it; undefined if only a field is wrong. An expression
 * is proposed only if it is accepted and fires when the author meant. `parts` is the text between its blanks.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function expressionProblem(
  text: string,
  parts: readonly string[],
  readFive: ReadFive,
): string | undefined {
  const isGood = (proposal: string | undefined): proposal is string => {
    const expression = proposal === undefined ? undefined : readFive(proposal);
    return expression !== undefined && intervalProblem(expression) === undefined;
  };
  const write = (proposal: string | undefined) => (isGood(proposal) ? `; write "${proposal}"` : "");
  if (text === "")
    return 'the expression is empty; write five fields, such as "0 9 * * 1-5": minute, hour, day of month, month, day of week';
  const alias = cronAliases.get(text.replace(/^@/, "").toLowerCase());
  if (alias !== undefined) return `aliases are not allowed: write "${alias}" for ${quote(text)}`;
  const rate = rateProblem(text, write);
  if (rate !== undefined) return rate;
  const wrapped = /^(?:cron|schedule)\((.*)\)$/i.exec(text)?.[1];
  if (wrapped !== undefined) {
    const fields = wrapped.trim().split(" ");
    const proposal = write(fromEventBridge(fields));
    const needed = `; ${NEEDED}${/\d/.test(fields[5] ?? "") ? ", without a year" : ""}`;
    return `${quote(text)} is the form of Amazon EventBridge, which Skyvern does not know${proposal === "" ? needed : proposal}`;
  }
  if (/^(?:RRULE:|FREQ=)/i.test(text))
    return `${quote(text)} is a recurrence rule of iCalendar, not a cron expression; ${NEEDED}`;
  const zone = zoneProblem(parts, write);
  if (zone !== undefined) return zone;
  const nth = nthProblem(text, isGood);
  if (nth !== undefined) return nth;
  const comment = text.search(/(?:^|\s)#/);
  if (comment >= 0) return `comments are not allowed: drop ${quote(text.slice(comment).trim())}`;
  if (/^[^;]*;$/.test(text)) return `remove the ";" at the end${write(text.slice(0, -1).trim())}`;
  if (text.includes(";"))
    return `";" is not allowed; separate the values of a list with commas${write(plainText(text.replaceAll(";", ",")))}`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text))
    return "the expression has control characters; use spaces between the fields, and ASCII characters in them";
  const plain = plainText(text);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
  if (/[^\u0000-\u007f]/.test(text))
    return `only ASCII characters are allowed (${quote(text)})${write(plain)}`;
  if (/^["'`]|["'`]$/.test(text)) return `the quotes are part of the expression${write(plain)}`;
  const isFive = plain.split(" ").length === 5;
  if (isGood(plain) || (isFive && parts.length > 5))
    return `ranges, lists and steps take no blanks${write(plain)}`;
  const fixed = fixedProblem(parts, write);
  if (fixed !== undefined) return fixed;
  return parts.length === 5 ? undefined : countProblem(parts, readFive, isGood);
}

/** ASCII digits, dashes and quotes, no quotes around it, no blanks inside a field. */
function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/^["'`\u2018-\u201f\u00ab\u00bb]+|["'`\u2018-\u201f\u00ab\u00bb]+$/g, "")
    .replace(/[\u200b\u2060\ufeff]/g, "")
    .trim()
    .replace(/\s*([,/-])\s*/g, "$1")
    .replace(/\s+/g, " ");
}

function rateProblem(text: string, write: (proposal: string | undefined) => string): string | undefined {
  const minutes = minutesOfRate(text);
  if (minutes === undefined)
    return /^@|^rate\(/i.test(text) ? `${quote(text)} is not a cron expression; ${NEEDED}` : undefined;
  const proposal = write(cronEvery(minutes));
  if (proposal !== "") return `${quote(text)} is not a cron expression${proposal}`;
  const advice = minutes < 5 ? "Skyvern's minimum is 5 minutes" : intervalAdvice(minutes);
  return `${quote(text)} is not a cron expression, and five fields cannot express every ${spokenInterval(minutes)}; ${advice}`;
}

/** A timezone in front (`CRON_TZ=…`), or behind the fields. */
function zoneProblem(
  parts: readonly string[],
  write: (proposal: string | undefined) => string,
): string | undefined {
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const assigned = /^(?:CRON_)?TZ=(.*)/i.exec(first)?.[1];
  // A comment may end with the name of a place.
  const isCommented = parts.some((part) => part.startsWith("#"));
  const named = parts.length > 5 && !isCommented ? [last, first].find(isZone) : undefined;
  const written = assigned ?? named;
  if (written === undefined) return undefined;
  const zone = TIMEZONE_NAMES.has(written) ? written : nearestTimezone(written);
  const set = `set the timezone property${zone === undefined ? "" : ` to ${quote(zone)}`}`;
  const [dropped, rest] =
    assigned === undefined && named === last ? [last, parts.slice(0, -1)] : [first, parts.slice(1)];
  return `a timezone does not belong in the expression: drop ${quote(dropped)} and ${set}${write(rest.join(" "))}`;
}

/** Whether a part names a timezone, and no weekday or month. */
function isZone(part: string): boolean {
  const [word = ""] = part.split("/");
  const isName = (field: CronField) => numberOf(field, shortName(field, word)) !== undefined;
  if ([DAY_OF_WEEK, MONTH].some(isName)) return false;
  return /^[a-z]/i.test(part) && (/^[a-z_]{4,}\/[a-z_/-]+$/i.test(part) || meantTimezone(part) !== undefined);
}

/** A blank before `#1` or `#L`, which would become a comment: without it the schedule fires every week. */
function nthProblem(text: string, isGood: (proposal: string) => boolean): string | undefined {
  const [, before = "", weekdays = "", sign = "", nth = ""] =
    /^(.* )(\S+)( # ?|# )([1-5L])(?: #.*)?$/i.exec(text) ?? [];
  const numbers = weekdays.split(/[,-]/).map((item) => numberOf(DAY_OF_WEEK, item));
  if (!numbers.every((number) => number !== undefined && number <= DAY_OF_WEEK.max)) return undefined;
  const isLast = /L/i.test(nth);
  if (numbers.length > 1) {
    // Behind several weekdays, "# 1" is a comment.
    if (sign === " # ") return undefined;
    return isLast
      ? '"#L" is not known; the last Friday of a month is "L5"'
      : `"#${nth}" belongs to a single weekday; write it directly after each weekday that it is for`;
  }
  const meant = before + (isLast ? `L${numbers[0]}` : `${weekdays}#${nth}`);
  const proposal = isGood(meant) ? `; write "${meant}"` : "";
  return `"#${nth}" belongs to the weekday before it, without a blank${proposal}`;
}

/** `H` of Jenkins, `R` of croniter. */
function fixedProblem(
  parts: readonly string[],
  write: (proposal: string | undefined) => string,
): string | undefined {
  if (parts.length !== 5) return undefined;
  const index = parts.findIndex((part) =>
    part.split(",").some((item) => fixedItem(MINUTE, item) !== undefined),
  );
  const field = FIELDS[index];
  if (field === undefined) return undefined;
  const fixed = parts.map((part, at) =>
    part
      .split(",")
      .map((item) => fixedItem(FIELDS[at] ?? MINUTE, item) ?? item)
      .join(),
  );
  const kind = /H/i.test(parts[index] ?? "") ? "hashed" : "random";
  const proposal = write(fixed.join(" "));
  return `${field.name} ${quote(parts[index] ?? "")} asks for a ${kind} value, which would not be the same everywhere${proposal === "" ? "; write a fixed one" : proposal}`;
}

function countProblem(
  parts: readonly string[],
  readFive: ReadFive,
  isGood: (text: string) => boolean,
): string {
  const count = parts.length;
  const here = `${NEEDED}, here ${count === 1 ? "is 1" : `are ${count}`}`;
  const readings = readingsOf(parts).flatMap((reading) => {
    const expression = readFive(reading.text);
    return expression === undefined
      ? []
      : [{ ...reading, times: JSON.stringify({ ...expression, text: undefined }) }];
  });
  // A meaning that five fields cannot have is perhaps the one that was meant: no other is proposed then.
  if (readings.some(({ isComplete, text }) => !isComplete || !isGood(text)))
    return `${here}; they cannot have seconds or a year, and Skyvern's minimum is 5 minutes`;
  const different = [...new Map(readings.map((reading) => [reading.times, reading])).values()];
  const [only] = different;
  if (only === undefined) return here;
  if (different.length === 1) return `${here}; write "${only.text}"`;
  return `${here}; write ${different.map(({ text, condition }) => `"${text}" ${condition}`).join(", or ")}`;
}
