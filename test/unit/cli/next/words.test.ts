import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkCron } from "../../../../src/calendar/cron/check-cron";
import { fireTimes } from "../../../../src/calendar/fire-times";
import { cronWords, type Language, languageOf, languages } from "../../../../src/cli/schedules/words";
import { cronGenerator, seededRandom } from "../../../support/cron/generator";
import { accepted } from "../../../support/cron/reading";
import { readWords } from "../../../support/cron/words";

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Two years, one of them a leap year. */
const [FROM, UNTIL] = [Date.UTC(2027, 0, 1), Date.UTC(2029, 0, 1)];

const english = (text: string) => cronWords(accepted(text), "en");

/** The first moment at which the words and the expression differ; undefined if they agree for two years. */
function difference(text: string, words: readonly string[]): string | undefined {
  const claims = words.map(readWords);
  const real = [...fireTimes(accepted(text), FROM, UNTIL)];
  let next = 0;
  for (let midnight = FROM; midnight < UNTIL; midnight += DAY) {
    const minutes = new Set(claims.filter(({ isDay }) => isDay(midnight)).flatMap((one) => [...one.minutes]));
    for (const minute of [...minutes].sort((one, other) => one - other)) {
      const claimed = midnight + minute * MINUTE;
      if (real[next] !== claimed) return new Date(Math.min(claimed, real[next] ?? claimed)).toISOString();
      next++;
    }
    const left = real[next];
    if (left !== undefined && left < midnight + DAY) return new Date(left).toISOString();
  }
  return undefined;
}

describe("the words of an expression", () => {
  it.each([
    ["30 2 * * *", ["At 02:30, every day"]],
    ["0 9 * * 1-5", ["At 09:00, Monday through Friday"]],
    ["0 9-17 * * *", ["Every hour, between 09:00 and 17:00, every day"]],
    ["*/15 9-17 * * 1-5", ["Every 15 minutes, between 09:00 and 17:59, Monday through Friday"]],
    ["0 9 * * 1#2", ["At 09:00, on the second Monday of the month"]],
    ["0 9 15-L * *", ["At 09:00, between day 15 and 31 of the month"]],
    // The library does not read these as Skyvern does.
    ["0 9 l * *", ["At 09:00, on the last day of the month"]],
    ["0 9 1,l * *", ["At 09:00, on day 1 and the last day of the month"]],
    ["0 9 1,15 * 1", ["At 09:00, on day 1 and 15 of the month", "At 09:00, only on Monday"]],
    ["0 9 */1 * 1", ["At 09:00, every day"]],
    ["0 9 1 * 0-6", ["At 09:00, every day"]],
    ["0 9 * * 0-7", ["At 09:00, every day"]],
    ["0 9 * * SUN-SUN", ["At 09:00, only on Sunday"]],
    ["0 9 * * 0,7", ["At 09:00, only on Sunday"]],
    ["0 9 * * 5-7", ["At 09:00, only on Sunday, Friday, and Saturday"]],
    ["0 9 * * MON-WED#1", ["At 09:00, on the first Monday, first Tuesday, and first Wednesday of the month"]],
    [
      "0 9 * * L1,L5",
      ["At 09:00, on the last Monday of the month", "At 09:00, on the last Friday of the month"],
    ],
    [
      "0 9 * * 1#1,L5",
      ["At 09:00, on the first Monday of the month", "At 09:00, on the last Friday of the month"],
    ],
    ["0 9 * * 1/2", ["At 09:00, only on Sunday, Monday, Wednesday, and Friday"]],
    ["0 9 * * */2", ["At 09:00, only on Sunday, Tuesday, Thursday, and Saturday"]],
    ["0 9 * 1/5 *", ["At 09:00, every day, only in January, June, and November"]],
    ["0 */5 * * *", ["At 00:00, 05:00, 10:00, 15:00 and 20:00, every day"]],
    ["0 */2 * * *", ["On the hour, every 2 hours, every day"]],
    ["30 */12 * * *", ["At 00:30 and 12:30, every day"]],
    ["*/45 * * * *", ["At 0 and 45 minutes past the hour, every hour, every day"]],
    ["0 9 */10 * *", ["At 09:00, on day 1, 11, 21, and 31 of the month"]],
    ["0 9 *,1 * *", ["At 09:00, every day"]],
    ["0 9 * *,1 1", ["At 09:00, only on Monday"]],
    ["0,30 9,12 * * *", ["At 09:00 and 12:00, every day", "At 09:30 and 12:30, every day"]],
    ["1,57 0 * * *", ["At 1 and 57 minutes past the hour, between 00:00 and 00:59, every day"]],
    [
      "*/15 8-10,14 * * *",
      [
        "Every 15 minutes, between 08:00 and 10:59, every day",
        "Every 15 minutes, between 14:00 and 14:59, every day",
      ],
    ],
  ])("of %s claim the days and hours on which it fires", (text, words) => {
    expect(english(text)).toEqual(words);
    expect(difference(text, english(text))).toBeUndefined();
  });

  it("are left out rather than longer than four texts", () => {
    expect(english("*/15 */2 1 * 1")).toEqual([]);
    expect(english("0,5,10,15,20 0,12,14,16,18 * * *")).toEqual([]);
  });

  it("claim what fires, for 2,000 generated expressions", () => {
    const generate = cronGenerator(seededRandom(7));
    let [described, wrong] = [0, [] as string[]];
    for (let tries = 0; described < 2000 && tries < 60_000; tries++) {
      const reading = checkCron(generate());
      if ("problem" in reading) continue;
      const words = english(reading.text);
      if (words.length === 0) continue;
      described++;
      const at = difference(reading.text, words);
      if (at !== undefined) wrong = [...wrong, `${reading.text}: ${words.join(" | ")}, differ at ${at}`];
    }
    expect(wrong).toEqual([]);
    expect(described).toBe(2000);
  });
});

describe("the languages of the words", () => {
  it("are those of the library", () => {
    const folder = join(dirname(require.resolve("cronstrue/package.json")), "locales");
    const files = readdirSync(folder).filter((file) => /^\w+\.js$/.test(file));
    expect(files.map((file) => file.replace(".js", "")).sort()).toEqual([...languages].sort());
  });

  it.each(languages)("name each day and month, and no other, in %s", (language) => {
    const day = (weekday: number) => cronWords(accepted(`0 9 * * ${weekday}`), language).join();
    const days = Array.from({ length: 7 }, (_, weekday) => day(weekday));
    const months = Array.from({ length: 12 }, (_, month) =>
      cronWords(accepted(`0 9 * ${month + 1} *`), language).join(),
    );
    expect(new Set([...days, ...months]).size).toBe(19);
    for (const text of [...days, ...months]) {
      expect(text).toContain("09:00");
      expect(text).not.toMatch(/undefined|null|%s/);
    }
    const tag = language.replace("_", "-");
    // The others spell the names differently from Intl, or count the months of another calendar.
    if (["ar", "be", "fa", "my", "nn", "sr", "uk", "vi", "zh_TW"].includes(language)) return;
    const begins = (style: Intl.DateTimeFormatOptions, date: number): string =>
      new Intl.DateTimeFormat(tag, { ...style, timeZone: "UTC" })
        .format(date)
        .toLocaleLowerCase(tag)
        .slice(0, 3);
    days.forEach((text, weekday) => {
      const name = begins({ weekday: "long" }, Date.UTC(2026, 10, 1 + weekday));
      expect(text.toLocaleLowerCase(tag)).toContain(name);
    });
    months.forEach((text, month) => {
      expect(text.toLocaleLowerCase(tag)).toContain(begins({ month: "long" }, Date.UTC(2026, month, 5)));
    });
  });

  it.each<[string, Language | undefined]>([
    ["de", "de"],
    ["DE", "de"],
    ["pt-BR", "pt_BR"],
    ["zh_tw", "zh_TW"],
    ["xx", undefined],
  ])("are found by %s in any spelling", (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});
