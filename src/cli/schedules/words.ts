import type { CronExpression } from "../../calendar/cron/expression";
import { plainExpressions } from "./plain-expressions";

/** The languages of cronstrue, by its names. `my` is Malay. */
export const languages = [
  ...[
    "af",
    "ar",
    "az",
    "be",
    "bg",
    "ca",
    "cs",
    "da",
    "de",
    "en",
    "es",
    "fa",
    "fi",
    "fr",
    "he",
    "hr",
    "hu",
    "id",
  ],
  ...["it", "ja", "ko", "my", "nb", "nl", "nn", "pl", "pt_BR", "pt_PT", "ro", "ru", "sk", "sl", "sr", "sv"],
  ...["sw", "tg", "th", "tr", "uk", "vi", "zh_CN", "zh_TW"],
] as const;

export type Language = (typeof languages)[number];

/** The language that a person means: `pt-br` is `pt_BR`. Undefined if the library does not have it. */
export function languageOf(text: string): Language | undefined {
  const wanted = text.replace("-", "_").toLowerCase();
  return languages.find((one) => one.toLowerCase() === wanted);
}

/**
 * An expression in words. If there are several texts, the expression fires when one of them applies. None if it would take
 * more than four: nobody reads that many.
 *
 * The only place that uses cronstrue. It never sees the expression as it is written, because it reads some forms
 * differently from Skyvern: see {@link plainExpressions}.
 */
export function cronWords(expression: CronExpression, language: Language): readonly string[] {
  // Loaded here, not at the top: other commands do not need it.
  const cronstrue = require("cronstrue") as typeof import("cronstrue");
  require(`cronstrue/locales/${language}`);
  return plainExpressions(expression).map((plain) =>
    cronstrue
      .toString(plain, {
        locale: language,
        use24HourTimeFormat: true,
        dayOfWeekStartIndexZero: true,
        verbose: true,
        throwExceptionOnParseError: true,
      })
      .trim(),
  );
}
