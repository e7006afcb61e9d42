import { CST, Lexer, Parser } from "yaml";
import { mostErrors } from "../finding";

const deepest = 50;
/** A large file of the usual form has about 300,000. */
const mostWords = 600_000;

export type Tokens =
  | { readonly tokens: readonly CST.Token[] }
  /** Why the text was not read to its end, and where. */
  | { readonly rule: string; readonly message: string; readonly offset: number };

/**
 * The parts of a YAML text. It is given up before its form could cost more than its size: the composer calls itself
 * for each level, and parser and composer take a while for each word and each error.
 */
export function yamlTokens(text: string): Tokens {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let words = 0;
  let errors = 0;
  for (const word of new Lexer().lex(text)) {
    for (const token of parser.next(word)) {
      tokens.push(token);
      if (token.type === "error") errors++;
    }
    const innermost = parser.stack.at(-1);
    if (parser.stack.length > deepest + 1 && innermost !== undefined && CST.isCollection(innermost)) {
      return tooDeep(innermost.offset);
    }
    if (++words > mostWords) {
      const message = `The file has more than ${mostWords} words, signs and lines. Split it into several sets.`;
      return { rule: "too-large", message, offset: parser.offset };
    }
    if (errors > mostErrors) break;
  }
  tokens.push(...parser.end());
  const beyond = tokens.map(firstBeyondDepth).find((offset) => offset !== undefined);
  return beyond === undefined ? { tokens } : tooDeep(beyond);
}

function tooDeep(offset: number): Tokens {
  return { rule: "too-deep", message: `The file is nested more than ${deepest} levels deep.`, offset };
}

/** Where nesting goes beyond {@link deepest}: a key can hold levels that were never open at the same time. */
function firstBeyondDepth(root: CST.Token): number | undefined {
  const rest: { readonly token: CST.Token; readonly depth: number }[] = [{ token: root, depth: 0 }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    if (token.type === "document" && token.value !== undefined) rest.push({ token: token.value, depth });
    for (const { key, value } of CST.isCollection(token) ? token.items : []) {
      for (const inner of [key, value]) {
        if (inner !== null && inner !== undefined) rest.push({ token: inner, depth: depth + 1 });
      }
    }
  }
  return undefined;
}

/** Whether a path that aliases have made leads deeper than a text may nest. */
export function isTooDeep(path: readonly unknown[]): boolean {
  return path.length > deepest;
}
