import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Files that hold data, and no messages. */
const tables = /^calendar\/zone\/(?:timezone-names|windows-zones|meant-zones)\.ts$/;
const src = join(__dirname, "../../../src");

/** The text of a string, or of a template with `{…}` for what is filled in; undefined for every other node. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{…}${literal.text}`).join("");
}

/** Three words or more, at least two of them of letters, which leaves out cron expressions. */
function isSentence(text: string): boolean {
  return /\S\s+\S+\s+\S/.test(text) && (text.match(/\b[A-Za-z]{2,}\b/g)?.length ?? 0) > 1;
}

/** Every text of a file that a person may read. */
function messagesIn(file: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node)?.trim();
    if (text !== undefined && isSentence(text)) found.push(text.replaceAll("\n", "\\n"));
    ts.forEachChild(node, visit);
  };
  const code = readFileSync(join(src, file), "utf8");
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true));
  return found;
}

const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !tables.test(file))
  .sort();

const messagesOf = new Map(sources.map((file) => [file, messagesIn(file)]));
const allMessages = [...messagesOf.values()].flat();

/** The messages in the tables of docs/errors.md, without those of the engine. */
function documentedMessages(): readonly string[] {
  const text = readFileSync(join(src, "../docs/errors.md"), "utf8");
  const [own = ""] = text.split("\n## Errors of the engine");
  const cells = [...own.matchAll(/(?<=^\|.*)(?<=\| )(`+) ?(.+?) ?\1(?= \|)/gm)].map(
    ([, , cell = ""]) => cell,
  );
  return cells.filter(isSentence);
}

/** What Skyvern or a program fills in, in words, in messages of docs/errors.md. */
const filledIn =
  /failOn|tsconfig.json, index|completed, failed, terminated, canceled, timed_out|login block failed.*password\.|adopts wfs_456: cronExpression/g;

/** More than the values that stand between the words of a message. */
const mostUnknown = 0.5;

/** The largest share of words in a sentence that no text of the package has, without quotes, parentheses, addresses and code. */
function unknownShare(message: string, pieces: readonly string[]): number {
  const blank = (part: string) => " ".repeat(part.length);
  const plain = message
    .replace(filledIn, blank)
    .replace(/"[^"]*"|\([^)]*\)|https?:\S+|\/home\/\S+|`[^`]*`/g, blank);
  const known = new Set<number>();
  for (const piece of pieces)
    for (let at = message.indexOf(piece); at >= 0; at = message.indexOf(piece, at + 1)) {
      const end = at + piece.length;
      if (/\w\w/.test(message.slice(at - 1, at + 1)) || /\w\w/.test(message.slice(end - 1, end + 1)))
        continue;
      for (let index = at; index < end; index++) known.add(index);
    }
  const shares = [...plain.matchAll(/\S.*?(?:[.?!;:](?= )|$)/g)].map(({ 0: sentence, index: start }) => {
    const words = [...sentence.matchAll(/(?<![\w.])[A-Za-z]{3,}(?!\w)/g)];
    return words.filter(({ index }) => !known.has(start + index)).length / Math.max(words.length, 3);
  });
  return Math.max(...shares);
}

describe("the messages of the package", () => {
  // Users search for what they read. A text of the package is known by its sentences and the parts between values.
  it("contain most words of each message in the tables of docs/errors.md", () => {
    const texts = allMessages.flatMap((text) => text.split(/\{…\}|(?<=[.?!;:]) /));
    const pieces = [...new Set(texts.map((text) => text.trim()).filter(({ length }) => length > 2))];
    const messages = documentedMessages();
    expect(messages.length).toBeGreaterThan(100);
    expect(messages.filter((message) => unknownShare(message, pieces) > mostUnknown)).toEqual([]);
    const reworded = "Could not create schedule wfs_1: the account forbids it (HTTP 409).";
    expect(unknownShare(reworded, pieces)).toBeGreaterThan(mostUnknown);
  });

  // keybase/node-client#124, P-H-C/phc-winner-argon2#19, coursera-dl/coursera-dl#43
  it("never advise a secret on a command line, which a shell's history and a list of processes show", () => {
    const advice = allMessages.filter((message) => message.includes("--secret"));
    expect(advice.length).toBeGreaterThan(2);
    expect(
      advice.filter((message) => /--secret(?:=| )[^`.,]*\b(?:VALUE|PASSWORD|KEY)\b/i.test(message)),
    ).toEqual([]);
    expect(allMessages.join("\n")).not.toMatch(/--(?:api-?key|password|token)[= ]/i);
  });

  // Users search for them, so a change of wording is to be seen in review.
  it("match the list (to update it: `npm test -- project/messages --updateSnapshot`)", () => {
    const list = [...messagesOf].flatMap(([file, messages]) => {
      return messages.length === 0 || file.startsWith("sandbox/")
        ? []
        : [`${file}:`, ...messages.map((message) => `  ${message}`), ""];
    });
    expect(list.length).toBeGreaterThan(100);
    expect(list.join("\n")).toMatchSnapshot();
  });
});
