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

describe("the messages of the package", () => {
  // keybase/node-client#124, P-H-C/phc-winner-argon2#19, coursera-dl/coursera-dl#43
  it("never advise a secret on a command line, which a shell's history and a list of processes show", () => {
    const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.endsWith(".ts"),
    );
    const advice = files
      .flatMap((file) => messagesIn(file))
      .filter((message) => message.includes("--secret"));
    expect(advice.length).toBeGreaterThan(2);
    expect(
      advice.filter((message) => /--secret(?:=| )[^`.,]*\b(?:VALUE|PASSWORD|KEY)\b/i.test(message)),
    ).toEqual([]);
    const all = files.flatMap((file) => messagesIn(file)).join("\n");
    expect(all).not.toMatch(/--(?:api-?key|password|token)[= ]/i);
  });

  // Users search for them, so a change of wording is to be seen in review.
  it("match the list (to update it: `npm test -- project/messages --updateSnapshot`)", () => {
    const files = readdirSync(src, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".ts") && !file.startsWith("sandbox/") && !tables.test(file))
      .sort();
    const list = files.flatMap((file) => {
      const messages = messagesIn(file);
      return messages.length === 0 ? [] : [`${file}:`, ...messages.map((message) => `  ${message}`), ""];
    });
    expect(list.length).toBeGreaterThan(100);
    expect(list.join("\n")).toMatchSnapshot();
  });
});
