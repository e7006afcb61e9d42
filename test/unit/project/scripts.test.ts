import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = join(__dirname, "..", "..", "..");
const { scripts }: { scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const files = [...new Set(Object.values(scripts).map((script) => script.replace(/^node (\S+).*$/, "$1")))];

/** The packages that a file imports before any of its code runs, directly or through other files. */
function packagesOf(file: string, visited = new Set<string>()): readonly string[] {
  if (visited.has(file)) return [];
  visited.add(file);
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ESNext);
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const from = statement.moduleSpecifier;
    if (from === undefined || !ts.isStringLiteral(from)) return [];
    if (from.text.startsWith(".")) return packagesOf(join(dirname(file), from.text), visited);
    return from.text.startsWith("node:") || builtinModules.includes(from.text)
      ? []
      : [`${file.slice(root.length + 1)} imports ${from.text}`];
  });
}

describe("the npm scripts", () => {
  it("are found", () => {
    expect(files).toContain("tools/test.mjs");
    expect(files.length).toBeGreaterThan(8);
  });

  it.each([...files, "tools/prepare-real.mjs"])(
    "work in a fresh clone: before it installs packages, %s imports none",
    (file) => {
      expect(packagesOf(join(root, file))).toEqual([]);
    },
  );
});
