import type { YAMLParseError, YAMLWarning } from "../yaml";
import { cronProblem, namedBlank, oddBlanks, problemWith } from "./text-problems";

/** An error of the parser, or a warning. */
export type YamlError = YAMLParseError | YAMLWarning;

export const mergeKeys = "Merge keys (<<) are not supported. Use defaults, or a group.";
export const slashComment = 'A comment begins with "#", not with "//" or "/*". Write "#".';
const starInQuotes =
  'A value that begins with a star must be in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';
const templates = `Templates such as {{ … }} are not filled in. Write \${config:key}, \${secret:key} or \${env:KEY}, in quotes.`;
const innerQuotes = {
  '"': `The text ends at this quote, but more follows. Write \\" for a quote inside double quotes, or put the text in single quotes.`,
  "'": "The text ends at this quote, but more follows. Write '' for a quote inside single quotes, or put the text in double quotes.",
};
const listAmongKeys =
  "This line is the item of a list, but the lines around it are keys. Remove the hyphen, or put the list under a key of its own.";
const badEscape =
  "In double quotes a backslash begins a code such as \\n. Write two backslashes, or put the text in single quotes.";
const referenceSign = "$" + "{";
const flowReference = (reference: string | undefined) =>
  reference === undefined
    ? "In braces and brackets, put the whole text with the reference in quotes."
    : `In braces and brackets, a reference must be in quotes: "${reference}".`;
const blockText = 'A text that begins with ">" or "|" must be in quotes.';
const extraComma = "Remove this comma: only values in braces or brackets have commas between them.";
/** Where YAML needs a plain space: after a colon or a quote, before a comment, and at the end of the line. */
const blankInPlaceOfSpace = new RegExp(`(?<=[:_])${oddBlanks.source}|${oddBlanks.source}(?=[ \\t]*(?:#|$))`);
/** The beginning of a longer line is enough to name a slip. */
const mostOfLine = 2000;
/** Keys of a schedule file that can follow the key of a mapping in the same line by mistake. */
const innerKeys =
  /^(workflow|cron|every|at|startingAt|timezone|description|parameters|enabled|group|name|title|absent|adopt|aliases|spread|schedules|id):/;
/** Keys whose texts are not secret, so that a message may show them. */
const shownKeys = /^(description|name|title|paused|cron|timezone)$/;

/** The message about an alias without an anchor. */
export function unknownAlias(name: string): string {
  if (/^[/\d,-]|^$/.test(name)) return starInQuotes;
  return `The alias *${name} has no anchor: there is no &${name} before it.`;
}

/** The message about a special blank at the beginning of a line, which looks like a space; undefined if there is none. */
export function oddBlank(line: string): string | undefined {
  const blank = namedBlank(/^[ \t]*(.)/.exec(line)?.[1] ?? "");
  return blank === undefined ? undefined : `A ${blank} indents this line. Use plain spaces.`;
}

/** The slip of a single line that caused an error, if any; with its offset if the error has another one. */
export function slipAt(
  text: string,
  { code, message, pos: [offset] }: YamlError,
): { readonly message: string; readonly offset?: number } | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = lineFrom(text, start);
  const star = /:[ \t]+\*(?=[/\d\s,-]|$)/.exec(line);
  if (star !== null) return { message: starInQuotes, offset: start + star.index + star[0].length - 1 };
  if (code === "TAB_AS_INDENT") return { message: "A tab indents this line. Use spaces." };
  const blank = oddBlank(line);
  if (blank !== undefined) return { message: blank, offset: start };
  const rest = line.slice(offset - start);
  if (code === "TAG_RESOLVE_FAILED") {
    const tags = "Tags (words that begin with !) are not supported. Leave the tag out.";
    return { message: rest.startsWith("!!merge") ? mergeKeys : tags };
  }
  const unquoted = line
    .slice(0, mostOfLine)
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
  const template = /\$?\{\{/.exec(unquoted);
  if (template !== null) return { message: templates, offset: start + template.index };
  const odd = blankInPlaceOfSpace.exec(unquoted);
  if (odd !== null) {
    const sentence = `This is a ${namedBlank(odd[0])}. Write a plain space.`;
    return { message: sentence, offset: start + odd.index };
  }
  const bracket = unquoted.search(/(?<!\$)[[{]/);
  const opening =
    bracket < 0
      ? unquoted.indexOf(referenceSign, offset - 1 - start)
      : unquoted.indexOf(referenceSign, bracket);
  if (opening >= 0 && /\bflow\b/.test(message)) {
    const isWhole = /[:,[{]\s*$/.test(line.slice(0, opening));
    const [reference] = (isWhole && /^\$\{[\w.:/-]+\}(?=\s*(?:[,\]}]|$))/.exec(line.slice(opening))) || [];
    return { message: flowReference(reference), offset: start + opening };
  }
  if (/^Block scalar header/.test(message))
    return { message: blockText, offset: start + line.slice(0, offset - start).search(/[>|][^>|]*$/) };
  const question = /:[ \t]+(?=\?[ \t])/.exec(unquoted);
  if (question !== null && /compact mappings/.test(message)) {
    const value = question.index + question[0].length;
    return { message: badFirstSign(line.slice(0, value), line.slice(value), "?"), offset: start + value };
  }
  // The parser's message shows a part of the value.
  if (code === "BAD_DQ_ESCAPE") return { message: badEscape };
  if (/at node end$/.test(message)) {
    if (/^,\s*(?:#|$)/.test(rest)) return { message: extraComma };
    const quote = line[offset - start - 1];
    if (quote === '"' || quote === "'") return { message: innerQuotes[quote] };
  }
  const isItem = /^\s*-(?:\s|$)/.test(line) && line.slice(0, offset - start).trim() === "";
  if (isItem && /implicit/i.test(message)) return { message: listAmongKeys };
  const comment = /(?:^|[^:\w])\/[/*]/.exec(unquoted);
  if (comment !== null)
    return { message: slashComment, offset: start + unquoted.indexOf("/", comment.index) };
  const sign = /^Plain value cannot start with .*(.)$/.exec(message)?.[1];
  if (sign !== undefined) return { message: badFirstSign(line.slice(0, offset - start), rest, sign) };
  const isColon = /Nested mappings|Block collections are not allowed|Implicit keys/.test(message);
  return isColon ? colonSlip(text, start, line.slice(0, mostOfLine)) : undefined;
}

/** Quotes do not help `cron: @daily`, so the message gives the advice for cron. */
function badFirstSign(before: string, value: string, sign: string): string {
  const cron = /(?:^|[\s{,])cron:\s*$/.test(before)
    ? cronProblem(value.replace(/[#,}].*/, "").trim())
    : undefined;
  return cron === undefined
    ? `A text that begins with "${sign}" must be in quotes.`
    : `${problemWith("cron", cron)}.`;
}

/** A colon inside a text, a missing blank after a colon, or a key below a line that has a value. */
function colonSlip(text: string, start: number, line: string): ReturnType<typeof slipAt> {
  const inner =
    /^((?:\s*(?:- +)*|.*?[{,]\s*)([\w.$-]+):[ \t]+)(?=([^"'[{|>&*!#\s][^,}]*?:(?:[ \t][^,}#]*|$)))/.exec(
      line,
    );
  if (inner !== null) {
    const [, before = "", key = "", value = ""] = inner;
    const [, innerKey] = innerKeys.exec(value) ?? [];
    const isInBraces = /[{,]\s*[\w.$-]+:[ \t]+$/.test(before);
    if (innerKey !== undefined && !shownKeys.test(key)) {
      const mapping = isInBraces
        ? `Put the keys of "${key}" in braces: ${key}: { ${innerKey}: … }.`
        : `Put "${innerKey}:" on the next line, and indent it deeper than "${key}:".`;
      const message = `${mapping} If this is one text, put it in quotes: ${key}: "…".`;
      return { message, offset: start + before.length };
    }
    if (isInBraces && /\s[\w.$-]+:[ \t]/.test(value))
      return {
        message: `A comma is missing after the value of "${key}". If this is one text, put it in quotes: ${key}: "…".`,
        offset: start + before.length,
      };
    const shown = shownKeys.test(key) && value.length <= 80 ? value.trim() : "…";
    const message = `YAML reads the colon in this text as the end of a key. Put the text in quotes: ${key}: ${JSON.stringify(shown)}.`;
    return { message, offset: start + before.length };
  }
  const tight = /^\s*(?:- )?([\w.$-]+):[^\s:/]/.exec(line);
  if (tight !== null) return { message: `Write a blank after the colon of "${tight[1]}".` };
  const next = text.indexOf("\n", start) + 1;
  const following = next === 0 ? "" : lineFrom(text, next);
  const blank = oddBlank(following);
  if (blank !== undefined) return { message: blank, offset: next };
  const isDeeper = /^\s+[\w.$-]+:/.test(following) && following.search(/\S/) > line.search(/\S|$/);
  const deeper = "This line is indented deeper than the one before it, which has a value already.";
  return isDeeper ? { message: deeper, offset: next } : undefined;
}

function lineFrom(text: string, start: number): string {
  const newline = text.indexOf("\n", start);
  let end = newline < 0 ? text.length : newline;
  // Other blanks stay: a no-break space is a slip.
  while (end > start && " \t\r".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
