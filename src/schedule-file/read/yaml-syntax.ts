import { mostErrors } from "../finding";
import { CST, type LineCounter, type YAMLParseError, type YAMLWarning } from "../yaml";
import { cronProblem } from "./text-problems";

/** A problem with the syntax of a text, at one offset. */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

type YamlError = YAMLParseError | YAMLWarning;

export const mergeKeys = "Merge keys (<<) are not supported. Use defaults, or a group.";
export const slashComment = 'A comment begins with "#", not with "//" or "/*". Write "#".';
const starInQuotes =
  'A value that begins with a star must be in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';
const templates = `Templates such as {{ … }} are not filled in. Write \${config:key}, \${secret:key} or \${env:KEY}, in quotes.`;
const badEscape =
  "In double quotes a backslash begins a code such as \\n. Write two backslashes, or put the text in single quotes.";
const extraComma = "Remove this comma: only values in braces or brackets have commas between them.";
const oddBlanks = /^[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff])/;
/** The beginning of a longer line is enough to name a slip. */
const mostOfLine = 2000;
/** Keys whose texts are not secret, so that a message may show them. */
const shownKeys = /^(description|name|title|paused|cron|timezone)$/;

/** The parser's messages about more than one line, and their replacements. LINE is where the bracket or quote opens. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/Flow map .*end with a \}/, '"}" is missing: the "{" on line LINE is not closed.'],
  [/Flow sequence .*end with a \]/, '"]" is missing: the "[" on line LINE is not closed.'],
  [/Missing closing .*/, "A closing quote is missing: the quote on line LINE is not closed."],
  [/Unexpected flow-(?:map|seq)-end token .*"(.)"/, 'There is a "$1" too many.'],
  [
    /All mapping items must start at the same column.*/,
    "This line is indented differently. Keys of one mapping begin in the same column.",
  ],
  [
    /Unexpected scalar at node end.*/,
    "Text follows the end of this value. Put the whole value in one pair of quotes.",
  ],
  [/Implicit (?:map )?keys? need.*/, "A key needs a colon, a blank and a value, in one line."],
  [/^(.*?)\.?$/, "Not valid YAML: $1."],
];

/**
 * The parser's errors in plain words: the slips of single lines, one for each line, up to the first error that concerns
 * more than its line. The parser reports a missing brace many times, and its errors after that are not reliable.
 */
export function syntaxProblems(
  text: string,
  tokens: readonly CST.Token[],
  errors: readonly YamlError[],
  lines: LineCounter,
): readonly SyntaxProblem[] {
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const problems = new Map<number, SyntaxProblem>();
  for (const error of [...errors].sort((one, other) => one.pos[0] - other.pos[0])) {
    const [offset] = error.pos;
    const line = lineOf(offset);
    if (problems.has(line)) continue;
    const slip = slipAt(text, error);
    if (problems.size === mostErrors || (slip === undefined && problems.size > 0)) break;
    if (slip === undefined) {
      const shallow = shallowLine(text, tokens, error, lineOf);
      if (shallow !== undefined) return [{ message: shallow, offset }];
      const [pattern, sentence] = sentences.find(([known]) => known.test(error.message)) ?? [/^/, ""];
      const message = error.message.replace(pattern, sentence);
      const opened = () => String(lineOf(unclosedBefore(tokens, offset)));
      return [{ message: message.replace("LINE", opened), offset }];
    }
    problems.set(line, { offset, ...slip });
  }
  return [...problems.values()];
}

/** The message about an alias without an anchor. */
export function unknownAlias(name: string): string {
  if (/^[/\d,-]|^$/.test(name)) return starInQuotes;
  return `The alias *${name} has no anchor: there is no &${name} before it.`;
}

/** The message about a special blank at the beginning of a line, which looks like a space; undefined if there is none. */
export function oddBlank(line: string): string | undefined {
  const [, blank] = oddBlanks.exec(line) ?? [];
  if (blank === undefined) return undefined;
  const code = blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const name = blank === "\u00a0" ? "no-break space" : "special space";
  return `A ${name} (U+${code}) indents this line. Use plain spaces.`;
}

/** The slip of a single line that caused an error, if any; with its offset if the error has another one. */
function slipAt(
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
  // The parser's message shows a part of the value.
  if (code === "BAD_DQ_ESCAPE") return { message: badEscape };
  if (/^,\s*(?:#|$)/.test(rest) && /at node end$/.test(message)) return { message: extraComma };
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
  return cron === undefined ? `A text that begins with "${sign}" must be in quotes.` : `cron ${cron}.`;
}

/** A colon inside a text, a missing blank after a colon, or a key below a line that has a value. */
function colonSlip(text: string, start: number, line: string): ReturnType<typeof slipAt> {
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
  const isDeeper = /^\s+[\w.$-]+:/.test(following) && following.search(/\S/) > line.search(/\S|$/);
  const deeper = "This line is indented deeper than the one before it, which has a value already.";
  return isDeeper ? { message: deeper, offset: next } : undefined;
}

/** The message about a line in braces or brackets that are closed, but which is not indented enough. */
function shallowLine(
  text: string,
  tokens: readonly CST.Token[],
  { message, pos: [offset] }: YamlError,
  lineOf: (offset: number) => number,
): string | undefined {
  if (!/^Flow .* in block collection/.test(message)) return undefined;
  const opening = unclosedBefore(tokens, offset);
  if (!isClosedLater(text.slice(opening))) return undefined;
  const sign = text[opening];
  return `This line is inside the "${sign}" that opens on line ${lineOf(opening)}. Indent it deeper than the key of that line.`;
}

/** Whether the bracket with which a text begins is closed, however its lines are indented. */
function isClosedLater(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|#.*|[{}[\]]/g)) {
    if (/^[{[]/.test(sign)) depth++;
    else if (/^[}\]]/.test(sign) && --depth === 0) return true;
  }
  return false;
}

/** The offset of the innermost brace, bracket or quote before `offset` that is not closed. */
function unclosedBefore(tokens: readonly CST.Token[], offset: number): number {
  let found = 0;
  for (const document of tokens) {
    if (document.type !== "document") continue;
    CST.visit(document, ({ key, value }) => {
      for (const token of [key, value])
        if (isOpen(token) && token.offset < offset) found = Math.max(found, token.offset);
    });
  }
  return found;
}

function isOpen(token: CST.Token | null | undefined): token is CST.Token {
  if (token?.type === "flow-collection") {
    const closing = token.start.source === "{" ? "}" : "]";
    return !token.end.some(({ source }) => source === closing);
  }
  return CST.isScalar(token) && /^["']/.test(token.source) && !/^(["'])[\s\S]*\1$/.test(token.source);
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? undefined : end).trimEnd();
}
