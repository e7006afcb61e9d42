import type { YAMLParseError, YAMLWarning } from "yaml";

/** What is wrong with the form of a text, in one place. */
export interface SyntaxProblem {
  readonly message: string;
  readonly offset: number;
}

const starInQuotes =
  'A value that begins with a star must stand in quotes, such as "*/15 * * * *": without them YAML takes it for an alias.';

/** What the parser complains of, in words of schedule files; what one slip makes it say of a line is said once. */
export function syntaxProblems(
  text: string,
  errors: readonly (YAMLParseError | YAMLWarning)[],
  lineOf: (offset: number) => number,
): readonly SyntaxProblem[] {
  const stars = new Map<number, number | undefined>();
  const told = new Map<string, SyntaxProblem>();
  for (const error of errors) {
    const line = lineOf(error.pos[0]);
    if (!stars.has(line)) stars.set(line, bareStar(text, error.pos[0]));
    const star = stars.get(line);
    const message = star === undefined ? sentenceOf(error) : starInQuotes;
    const known = `${line} ${message}`;
    if (!told.has(known)) told.set(known, { message, offset: star ?? error.pos[0] });
  }
  return [...told.values()];
}

/** What is said of an alias that no anchor has. */
export function unknownAlias(name: string): string {
  if (/^[/\d,-]|^$/.test(name)) return starInQuotes;
  return `*${name} is an alias, and there is no anchor &${name} before it.`;
}

/** Where, in the line of `offset`, a value begins with a star that can be no alias. */
function bareStar(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  const line = text.slice(start, end < 0 ? undefined : end).trimEnd();
  const found = /:[ \t]+\*(?=[/\d\s,-]|$)/.exec(line);
  return found === null ? undefined : start + found.index + found[0].length - 1;
}

function sentenceOf({ code, message }: YAMLParseError | YAMLWarning): string {
  if (code === "TAB_AS_INDENT") return "A tab indents this line. Use spaces.";
  if (code === "TAG_RESOLVE_FAILED")
    return "Tags (words that begin with !) have no meaning here. Leave it out.";
  return `This is no YAML: ${message.replace(/\.?$/, ".")}`;
}
