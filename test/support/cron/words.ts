/** What an English description of an expression claims, read by rules of its own. */
export interface Claim {
  /** Minutes of the day. */
  readonly minutes: ReadonlySet<number>;
  /** Whether it fires on a day, given as its midnight in UTC. */
  readonly isDay: (midnight: number) => boolean;
}

const DAY = 86_400_000;
const weekdayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const monthNames =
  "January February March April May June July August September October November December".split(" ");
const ordinals = ["first", "second", "third", "fourth", "fifth"];

const clock = "\\d\\d:\\d\\d";
const listOf = (item: string): string => `${item}(?:, ${item})*(?:,? and ${item})?`;
const weekday = `(?:${weekdayNames.join("|")})`;
const month = `(?:${monthNames.join("|")})`;

const whole = new RegExp(
  `^(?<time>At ${listOf(clock)}|(?:Every hour|On the hour|Every \\d+ minutes|At ${listOf("\\d+")} minutes past the hour)` +
    `(?:, (?:every hour|every \\d+ hours|between ${clock} and ${clock}))?)` +
    `(?:, (?<day>every day|only on ${listOf(weekday)}|${weekday} through ${weekday}|between day \\d+ and \\d+ of the month|` +
    `on day ${listOf("(?:\\d+|the last day)")} of the month|on the last day of the month|on the last ${weekday} of the month|` +
    `on the ${listOf(`(?:${ordinals.join("|")}) ${weekday}`)} of the month))` +
    `(?:, (?<month>only in ${listOf(month)}|${month} through ${month}))?$`,
);

/** @throws if the text is not one of the known sentences */
export function readWords(text: string): Claim {
  const { time = "", day = "", month: months } = whole.exec(text)?.groups ?? {};
  if (time === "") throw new Error(`This is not a sentence that the test knows: ${text}`);
  const isMonth = monthsOf(months);
  const isDate = datesOf(day);
  return {
    minutes: minutesOf(time),
    isDay: (midnight) => isMonth(new Date(midnight).getUTCMonth()) && isDate(midnight),
  };
}

const minuteOf = (time: string): number => 60 * Number(time.slice(0, 2)) + Number(time.slice(3));

function minutesOf(time: string): ReadonlySet<number> {
  const all = Array.from({ length: 1440 }, (_, minute) => minute);
  const clocks = (time.match(new RegExp(clock, "g")) ?? []).map(minuteOf);
  if (time.startsWith("At ") && !time.includes("past")) return new Set(clocks);
  const [early = 0, late = 1439] = clocks;
  const everyMinutes = Number(/^Every (\d+) minutes/.exec(time)?.[1] ?? 60);
  const everyHours = Number(/every (\d+) hours/.exec(time)?.[1] ?? 1);
  const past = /^At (.*) minutes past/.exec(time)?.[1]?.match(/\d+/g)?.map(Number);
  return new Set(
    all.filter(
      (minute) =>
        minute >= early &&
        minute <= late &&
        Math.floor(minute / 60) % everyHours === 0 &&
        (past?.includes(minute % 60) ?? (minute % 60) % everyMinutes === 0),
    ),
  );
}

function namesIn(text: string, names: readonly string[]): readonly number[] {
  const found = (text.match(/[A-Z][a-z]+/g) ?? []).map((name) => names.indexOf(name));
  const [from = 0, to = 0] = found;
  return text.includes(" through ")
    ? names.flatMap((_, one) => (one >= from && one <= to ? [one] : []))
    : found;
}

function monthsOf(text: string | undefined): (month: number) => boolean {
  if (text === undefined) return () => true;
  const found = namesIn(text, monthNames);
  return (one) => found.includes(one);
}

function datesOf(text: string): (midnight: number) => boolean {
  const dateOf = (midnight: number): number => new Date(midnight).getUTCDate();
  const weekdayOf = (midnight: number): number => new Date(midnight).getUTCDay();
  const isLast = (midnight: number, days: number): boolean => dateOf(midnight + days * DAY) <= days;
  if (text === "every day") return () => true;
  if (text === "on the last day of the month") return (midnight) => isLast(midnight, 1);
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const [low = 0, high = 0] = numbers;
  if (text.startsWith("between day"))
    return (midnight) => dateOf(midnight) >= low && dateOf(midnight) <= high;
  if (text.startsWith("on day"))
    return (midnight) =>
      numbers.includes(dateOf(midnight)) || (text.includes("the last day") && isLast(midnight, 1));
  if (text.startsWith("on the last")) {
    const [only] = namesIn(text, weekdayNames);
    return (midnight) => weekdayOf(midnight) === only && isLast(midnight, 7);
  }
  if (!text.startsWith("on the")) {
    const found = namesIn(text, weekdayNames);
    return (midnight) => found.includes(weekdayOf(midnight));
  }
  const pairs = [...text.matchAll(/(first|second|third|fourth|fifth) ([A-Z]\w+)/g)];
  return (midnight) =>
    pairs.some(
      ([, nth = "", name = ""]) =>
        weekdayNames[weekdayOf(midnight)] === name &&
        Math.ceil(dateOf(midnight) / 7) === ordinals.indexOf(nth) + 1,
    );
}
