import { quote } from "./field-problem";

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

/**
 * What is wrong with an expression as a whole, and how to write it; undefined when only a field can tell.
 * `parts` is the text between its blanks. Called for a refused expression only.
 */
export function expressionProblem(text: string, parts: readonly string[]): string | undefined {
  const first = parts[0] ?? "";
  if (text.trim() === "")
    return 'the expression is empty; write five fields, such as "0 9 * * 1-5": minute, hour, day of month, month, day of week';
  if (first.startsWith("@")) return aliasProblem(first);
  const zone = /^(?:CRON_)?TZ=(.*)$/i.exec(first);
  if (zone !== null)
    return `a timezone does not belong in the expression: drop ${quote(first)} and set the timezone property to ${quote(zone[1] ?? "")}`;
  const comment = text.indexOf("#");
  if (comment >= 0 && /(?:^|\s)#/.test(text))
    return `comments are not allowed: drop ${quote(text.slice(text.search(/(?:^|\s)#/)).trim())}`;
  if (text.includes(";")) return 'the expression has a stray ";"; leave it out';
  const ascii = text.normalize("NFKC").trim().replace(/\s+/g, " ");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(parts.join(" ")))
    return "the expression holds control characters; use spaces between the fields, and ASCII characters in them";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
  if (/[^\u0000-\u007f]/.test(parts.join(" "))) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: everything that is not ASCII
    const readable = !/[^\u0000-\u007f]/.test(ascii);
    return `only ASCII characters are allowed (${quote(parts.join(" "))})${readable ? `; write ${quote(ascii)}` : ""}`;
  }
  return parts.length === 5 ? undefined : countProblem(parts);
}

function aliasProblem(alias: string): string {
  const known = ALIASES.get(alias.toLowerCase());
  if (known !== undefined) return `aliases are not allowed: write "${known}" for ${quote(alias)}`;
  return `${quote(alias)} is no cron expression; write five fields, such as "*/5 * * * *" for every five minutes`;
}

function countProblem(parts: readonly string[]): string {
  const count = parts.length;
  if (count < 5)
    return `five fields are needed (minute, hour, day of month, month, day of week), here ${count === 1 ? "is 1" : `are ${count}`}`;
  if (count > 7)
    return `five fields are needed (minute, hour, day of month, month, day of week), here are ${count}`;
  const five = parts.slice(0, 5).join(" ");
  if (count === 7)
    return `five fields are needed, here are 7: Skyvern takes the sixth (${quote(parts[5] ?? "")}) for seconds and the seventh (${quote(parts[6] ?? "")}) for the year; drop both: ${quote(five)}`;
  const leading = parts.slice(1).join(" ");
  return `five fields are needed, here are 6: Skyvern takes the last one (${quote(parts[5] ?? "")}) for seconds; drop it (${quote(five)}), or the first, if that was meant as seconds (${quote(leading)})`;
}
