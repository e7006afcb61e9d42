import { mostErrors } from "../finding";
import { CST, type LineCounter } from "../yaml";
import { slipAt, type YamlError } from "./yaml-slips";

/** A problem with the syntax of a text, at one offset. */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

const conflict = "This line is a conflict marker of Git. Resolve the merge conflict.";

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
  [/Block collections are not allowed within .*/, "A comma is missing, or this value must be in quotes."],
  [/Missing , (?:or : )?between flow .*/, "A comma is missing before this value."],
  [
    /Unexpected block-seq-ind on same line with key.*/,
    "A list cannot begin on the line of its key. Begin it on the next line, or write it in brackets: [a, b].",
  ],
  // What follows a colon is a part of the file, and perhaps secret.
  [/^(.*?)(?:: [\s\S]*)?\.?$/, "Not valid YAML: $1."],
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
  const marker = errors.length === 0 ? null : /^(?:<{7}|>{7})(?= |\r?$)/m.exec(text);
  if (marker !== null) return [{ message: conflict, offset: marker.index }];
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
      const beside = lineBesideWhole(text, error);
      if (beside !== undefined) return [{ message: beside, offset }];
      const [pattern, sentence] = sentences.find(([known]) => known.test(error.message)) ?? [/^/, ""];
      const message = error.message.replace(pattern, sentence);
      const opened = () => String(lineOf(unclosedBefore(tokens, offset)));
      return [{ message: message.replace("LINE", opened), offset }];
    }
    problems.set(line, { offset, ...slip });
  }
  return [...problems.values()];
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

/** The message about a line that is no part of the value with which the file begins. */
function lineBesideWhole(text: string, { message, pos: [offset] }: YamlError): string | undefined {
  const indent = offset - text.lastIndexOf("\n", offset - 1) - 1;
  if (!/at node end/.test(message) || text.slice(offset - indent, offset).trim() !== "") return undefined;
  const first = /^(?![ \t]*(?:#|$)|---|%)[ \t]*/m.exec(text)?.[0].length ?? 0;
  if (indent < first)
    return "This line is indented less than the first one. Keys of one mapping begin in the same column.";
  return indent === first
    ? "What begins the file ends before this line. Put everything into one mapping."
    : undefined;
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
