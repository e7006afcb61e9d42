import { mostErrors } from "../finding";
import {
  type Alias,
  Composer,
  CST,
  type Document,
  isAlias,
  Lexer,
  type LineCounter,
  type Node,
  Parser,
  visit,
} from "../yaml";
import { mostLevels } from "./schema";
import { syntaxProblems } from "./yaml-syntax";

export const tooDeep = `The file is nested more than ${mostLevels} levels deep.`;
/** A large file of the usual form has about 300,000. */
const mostWords = 600_000;

type Documents = [Document.Parsed, ...Document.Parsed[]];
type Report = (rule: string, message: string, offset: number) => void;

/** Parses YAML 1.2, which includes JSON. Undefined if something is reported. */
export function parseYaml(text: string, lines: LineCounter, report: Report): Document.Parsed | undefined {
  const { tokens, stop } = tokensOf(text);
  // Explicit, because a %YAML line could choose another schema, in which "yes" is true and a date is not a text.
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    schema: "core",
    merge: false,
    resolveKnownTags: false,
  });
  // It composes a document of an empty text too.
  const [document, second] = [...composer.compose(tokens, true, text.length)] as Documents;
  const errors = [...document.errors, ...document.warnings].filter(
    ({ pos: [offset] }) => offset < (stop?.offset ?? Number.POSITIVE_INFINITY),
  );
  const problems = syntaxProblems(text, tokens, errors, lines);
  for (const { message, offset } of problems) report("syntax", message, offset);
  if (problems.length > 0) return undefined;
  if (second !== undefined) {
    const message = "A second document begins here. A file holds one set. Move the rest to another file.";
    report("several-documents", message, second.range[0]);
  } else if (stop !== undefined) report(stop.rule, stop.message, stop.offset);
  else if (document.contents === null) report("empty", "The file is empty.", 0);
  else return document;
  return undefined;
}

/**
 * The tokens of a text, up to a bound on levels, words and errors: the composer calls itself for each level, and parser
 * and composer take time for each word and each error.
 */
function tokensOf(text: string): {
  readonly tokens: readonly CST.Token[];
  /** Why the rest is left out. */
  readonly stop?: { readonly rule: string; readonly message: string; readonly offset: number };
} {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const stopped = (rule: string, message: string, offset: number) => ({
    tokens: [...tokens, ...parser.end()],
    stop: { rule, message, offset },
  });
  let words = 0;
  let errors = 0;
  for (const word of new Lexer().lex(text)) {
    for (const token of parser.next(word)) {
      tokens.push(token);
      if (token.type === "error") errors++;
    }
    const innermost = parser.stack.at(-1);
    // The document is on the stack too.
    if (parser.stack.length > mostLevels + 1 && CST.isCollection(innermost))
      return stopped("too-deep", tooDeep, innermost.offset);
    if (++words > mostWords) {
      const message = `The file has more than ${mostWords} YAML tokens. Split it into several files, with a ScheduleSet for each.`;
      return stopped("too-large", message, parser.offset);
    }
    if (errors > mostErrors) break;
  }
  return { tokens: [...tokens, ...parser.end()] };
}

/** The node that each alias stands for: the last one before it with the anchor. One walk for all, to take linear time. */
export function aliasedNodes(document: Document.Parsed, text: string): ReadonlyMap<Alias, Node> {
  const anchored = new Map<string, Node>();
  const aliased = new Map<Alias, Node>();
  if (!text.includes("&")) return aliased;
  visit(document, {
    Node: (_, node) => {
      const meant = isAlias(node) ? anchored.get(node.source) : undefined;
      if (isAlias(node) && meant !== undefined) aliased.set(node, meant);
      else if (!isAlias(node) && node.anchor !== undefined) anchored.set(node.anchor, node);
    },
  });
  return aliased;
}
