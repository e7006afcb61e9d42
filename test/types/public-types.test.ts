import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import * as ts from "typescript";

/**
 * Programs against the compiled package, as a user has it. In a bad one, the comment `// refused: TEXT` says
 * that the compiler refuses the next line with one error whose message contains TEXT.
 */
const folder = join(__dirname, "../fixtures/types");
const files = readdirSync(folder).map((name) => join(folder, name));

interface Refusal {
  readonly line: number;
  readonly text: string;
}

describe("the public types", () => {
  let program: ts.Program;
  beforeAll(() => {
    program = ts.createProgram(files, {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.Node16,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedSideEffectImports: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    });
  });

  it.each(files.map((file) => basename(file)))("accept and refuse what %s says", (name) => {
    const source = program.getSourceFile(join(folder, name));
    expect(source).toBeDefined();
    if (source === undefined) return;
    const expected = expectations(source.text);
    const found = ts
      .getPreEmitDiagnostics(program, source)
      .map((diagnostic): Refusal => refusal(source, diagnostic));
    expect(found).toEqual(expected.map(({ line, text }) => ({ line, text: expect.stringContaining(text) })));
    expect(expected.length > 0).toBe(name.startsWith("bad"));
  });
});

function expectations(text: string): Refusal[] {
  return text.split("\n").flatMap((line, index) => {
    const [, message] = /^\s*\/\/ refused: (.+)$/.exec(line) ?? [];
    return message === undefined ? [] : [{ line: index + 2, text: message }];
  });
}

function refusal(source: ts.SourceFile, { start, messageText }: ts.Diagnostic): Refusal {
  const { line } = source.getLineAndCharacterOfPosition(start ?? 0);
  return { line: line + 1, text: ts.flattenDiagnosticMessageText(messageText, "\n") };
}
