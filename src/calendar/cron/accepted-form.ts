import { cronAliases } from "./aliases";
import { checkCron } from "./check-cron";

/**
 * An expression of the server, in a form that {@link checkCron} accepts and that fires at the same times. croniter, which
 * the server uses, takes more forms: aliases, digits of other scripts, a second of 0 as a sixth field, and plain
 * weekdays beside `1#2`, which it ignores. Undefined if no equal form is known, as for a random value (`R`) or a year.
 *
 * @example
 * acceptedForm("@daily"); // "0 0 * * *"
 * acceptedForm("0 9 * * 1,1#2"); // "0 9 * * 1#2"
 * acceptedForm("R 9 * * *"); // undefined
 */
export function acceptedForm(expression: string): string | undefined {
  const check = checkCron(expression);
  if ("text" in check) return check.text;
  const text = asciiDigits(expression).replace(PYTHON_BLANKS, " ").trim();
  const alias = cronAliases.get(/^@(\w+)$/.exec(text.toLowerCase())?.[1] ?? "");
  if (alias !== undefined) return alias;
  const five = withoutSecond(text.split(" "));
  if (five === undefined) return undefined;
  const [minute, hour, day, month, weekday = ""] = five;
  const nthWeekdays = weekday.split(",").filter((item) => /#|L\d/i.test(item));
  const equal = nthWeekdays.length === 0 ? five : [minute, hour, day, month, nthWeekdays.join()];
  const again = checkCron(equal.join(" "));
  return "text" in again ? again.text : undefined;
}

/**
 * croniter reads the sixth of six fields as seconds, and the scheduler looks once a minute. Beside a second it reads some
 * weekdays differently, such as 7, so only plain ones are taken, and none beside a day of month.
 */
function withoutSecond(fields: readonly string[]): readonly string[] | undefined {
  if (fields.length === 5) return fields;
  const [, , day, , weekday = "", second = ""] = fields;
  const isPlain = isAny(weekday) || (isAny(day) && PLAIN_WEEKDAYS.test(weekday));
  return fields.length === 6 && /^0+$/.test(second) && isPlain ? fields.slice(0, 5) : undefined;
}

function isAny(field: string | undefined): boolean {
  return field === "*" || field === "?";
}

/** `1-5`, `MON,WED`, but neither 7 nor a range that ends with Sunday. */
const PLAIN_WEEKDAYS = /^(?:[0-6a-z]+(?:-(?!sun)[0-6a-z]+)?(?:,|$))+$/i;

/** What Python's `str.split` divides at; JavaScript's `\s` does not have all of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is meant
const PYTHON_BLANKS = /[\s\u001c-\u001f\u0085]+/g;

/** Python's `int` reads the decimal digits of every script. Each script has its ten digits in a row. */
function asciiDigits(text: string): string {
  return text.replace(/[^\d\P{Nd}]/gu, (digit) => {
    // The digits of mathematics, of which several rows follow each other, and the full-width ones.
    const normal = digit.normalize("NFKC");
    if (/^\d$/.test(normal)) return normal;
    const code = digit.codePointAt(0) ?? 0;
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    return String(code - zero);
  });
}
