import { CST, type YAMLParseError, type YAMLWarning } from "yaml";
import { mostErrors } from "../finding";
import { cronProblem } from "./schema";

/** What is wrong with the syntax of a text, at one offset. */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

/** A problem of one line alone: those of other lines are reported beside it. */
interface Slip {
  readonly message: string;
  readonly offset?: number | undefined;
}

export const mergeKeys = "Merge keys (<<) are not supported. Use defaults, or a group.";
export const slashComment = 'A comment begins with "#", not with "//" or "/*". Write "#".';
const starInQuotes =
  'A value that begins with a star must be in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';
const oddBlanks = /^[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])/;
/** Of a longer line, its beginning is enough to name a slip. */
const mostOfLine = 2000;
/** Keys whose texts are not secret, so that a message may show them. */
const shownKeys = /^(description|name|title|paused|cron|timezone)$/;

/**
 * The parser's errors in words of schedule files: slips of single lines, one for each line, up to the first error
 * that concerns more than its line. The parser reports one missing brace many times, and nothing after it is certain.
 */
export function syntaxProblems(
  text: string,
  tokens: readonly CST.Token[],
  errors: readonly (YAMLParseError | YAMLWarning)[],
  lineOf: (offset: number) => number,
): readonly SyntaxProblem[] {
  const problems = new Map<number, SyntaxProblem>();
  for (const error of [...errors].sort((one, other) => one.pos[0] - other.pos[0])) {
    const [offset] = error.pos;
    const line = lineOf(offset);
    if (problems.has(line)) continue;
    const slip = slipAt(text, error);
    if (problems.size === mostErrors || (slip === undefined && problems.size > 0)) break;
    const message = slip?.message ?? sentenceOf(error, unclosedBefore(tokens, offset), lineOf);
    problems.set(line, { message, offset: slip?.offset ?? offset });
    if (slip === undefined) break;
  }
  return [...problems.values()];
}

/** The message about an alias without an anchor. */
export function unknownAlias(name: string): string {
  if (/^[/\d,-]|^$/.test(name)) return starInQuotes;
  return `The alias *${name} has no anchor: there is no &${name} before it.`;
}

/** The message about the blank with which a plain key begins, or undefined: a person does not see which blank it is. */
export function oddBlank(line: string): string | undefined {
  const [, blank] = oddBlanks.exec(line) ?? [];
  if (blank === undefined) return undefined;
  const code = blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const name = blank === "\u00a0" ? "no-break space" : "special space";
  return `A ${name} (U+${code}) indents this line. Use plain spaces.`;
}

function slipAt(
  text: string,
  { code, message, pos: [offset] }: YAMLParseError | YAMLWarning,
): Slip | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const line = lineFrom(text, start);
  const star = /:[ \t]+\*(?=[/\d\s,-]|$)/.exec(line);
  if (star !== null) return { message: starInQuotes, offset: start + star.index + star[0].length - 1 };
  if (code === "TAB_AS_INDENT") return { message: "A tab indents this line. Use spaces." };
  const blank = oddBlank(line);
  if (blank !== undefined) return { message: blank, offset: start };
  if (code === "TAG_RESOLVE_FAILED") {
    const isMerge = line.slice(offset - start).startsWith("!!merge");
    return {
      message: isMerge ? mergeKeys : "Tags (words that begin with !) are not supported. Leave the tag out.",
    };
  }
  const unquoted = line
    .slice(0, mostOfLine)
    .replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
  const comment = /(?:^|[^:\w])\/[/*]/.exec(unquoted);
  if (comment !== null)
    return { message: slashComment, offset: start + unquoted.indexOf("/", comment.index) };
  const sign = /^Plain value cannot start with .*(.)$/.exec(message)?.[1];
  if (sign !== undefined) return { message: badFirstSign(line.slice(offset - start), sign, line) };
  if (/^Nested mappings|^Block collections are not allowed|^Implicit keys/.test(message))
    return colonSlip(text, start);
  return undefined;
}

/** `cron: @daily` would be refused in quotes too: its own advice is given at once. */
function badFirstSign(value: string, sign: string, line: string): string {
  const cron = /(?:^|[\s{,])cron:\s*$/.test(line.slice(0, line.length - value.length))
    ? cronProblem((/^[^#,}]*/.exec(value)?.[0] ?? "").trim())
    : undefined;
  return cron === undefined ? `A text that begins with "${sign}" must be in quotes.` : `cron ${cron}.`;
}

/** A colon inside a text, no blank after a colon, or a key below a line that has a value. */
function colonSlip(text: string, start: number): Slip | undefined {
  const line = lineFrom(text, start).slice(0, mostOfLine);
  const inner =
    /^((?:\s*(?:- +)*|.*?[{,]\s*)([\w.$-]+):[ \t]+)(?=([^"'[{|>&*!#\s][^,}]*?:(?:[ \t][^,}#]*|$)))/.exec(
      line,
    );
  if (inner !== null) {
    const [, before = "", key = "", value = ""] = inner;
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
  const depthOf = (one: string): number => one.search(/\S|$/);
  return /^\s+[\w.$-]+:/.test(following) && depthOf(following) > depthOf(line)
    ? {
        message: "This line is indented deeper than the one before it, which has a value already.",
        offset: next,
      }
    : undefined;
}

function sentenceOf(
  { message }: YAMLParseError | YAMLWarning,
  unclosed: CST.Token | undefined,
  lineOf: (offset: number) => number,
): string {
  const missing = /^Flow (?:map|sequence) .*end with a (.)$|^Missing closing (.)quote/.exec(message);
  const [, bracket, quote] = missing ?? [];
  const opened = unclosed === undefined ? "" : ` on line ${lineOf(unclosed.offset)}`;
  if (bracket !== undefined)
    return `"${bracket}" is missing: the "${bracket === "}" ? "{" : "["}"${opened} is not closed.`;
  if (quote !== undefined) return `A closing quote is missing: the quote${opened} is not closed.`;
  const extra = /^Unexpected flow-(?:map|seq)-end token .*"(.)"$/.exec(message)?.[1];
  if (extra !== undefined) return `There is a "${extra}" too many.`;
  if (/^All mapping items must start at the same column/.test(message))
    return "This line is indented differently. Keys of one mapping begin in the same column.";
  if (/^Unexpected scalar at node end/.test(message))
    return "Text follows the end of this value. Put the whole value in one pair of quotes.";
  if (/^Implicit (?:map )?keys? need/.test(message))
    return "A key needs a colon, a blank and a value, in one line.";
  return `Not valid YAML: ${message.replace(/\.?$/, ".")}`;
}

/** The innermost brace, bracket or quote that opens before `offset` and is not closed. */
function unclosedBefore(tokens: readonly CST.Token[], offset: number): CST.Token | undefined {
  let found: CST.Token | undefined;
  const rest: (CST.Token | null | undefined)[] = [...tokens];
  for (let token = rest.pop(); rest.length > 0 || token !== undefined; token = rest.pop()) {
    if (token === undefined || token === null) continue;
    if (token.type === "document") rest.push(token.value);
    if (CST.isCollection(token)) for (const { key, value } of token.items) rest.push(key, value);
    const isOpen =
      (token.type === "flow-collection" &&
        !token.end.some(({ type }) => /^flow-(map|seq)-end$/.test(type))) ||
      (/-quoted-scalar$/.test(token.type) && "source" in token && !/^(["'])[\s\S]*\1$/.test(token.source));
    if (isOpen && token.offset < offset && token.offset >= (found?.offset ?? 0)) found = token;
  }
  return found;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).trimEnd();
}
