import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMain, root, runBin } from "./command.mjs";
import { ensureInstalled } from "./install.mjs";

const reference = join(root, "docs", "reference");

/**
 * Writes the reference of all public exports from their docstrings, as typedoc.json says. An export without a
 * docstring, a type that is used and not exported, and a dead link are errors. A document that a docstring names
 * becomes a link: typedoc would copy a linked document into the reference.
 *
 * @param {string} folder Its former content is deleted.
 * @returns {Promise<{code: number, output: string}>} As a command would answer.
 */
async function generate(folder) {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  const result = await runBin("typedoc", ["--out", folder, "--logLevel", "Warn"], { quiet: true, env });
  if (result.code !== 0) return result;
  for (const [name, text] of pages(folder)) {
    const linked = text.replaceAll(/\bdocs\/([\w-]+\.md)\b/g, "[$1](../$1)");
    writeFileSync(join(folder, name), linked);
  }
  return result;
}

/**
 * Compares docs/reference with the docstrings.
 *
 * @returns {Promise<{code: number, output: string}>} As a command would answer.
 */
export async function checkReference() {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-reference-"));
  try {
    const { code, output } = await generate(folder);
    if (code !== 0) return { code, output };
    const [wanted, found] = [pages(folder), pages(reference)];
    const names = [...new Set([...wanted.keys(), ...found.keys()])].sort();
    const differing = names.filter((name) => wanted.get(name) !== found.get(name));
    if (differing.length === 0) return { code: 0, output: "" };
    const files = differing.map((name) => `docs/reference/${name}`).join(", ");
    return { code: 1, output: `docs/reference is out of date: run npm run reference (${files}).` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {ReadonlyMap<string, string>} The texts of its files by their paths below it.
 */
function pages(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".md"),
  );
  return new Map(files.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name), "utf8")]));
}

if (isMain(import.meta.url)) {
  await ensureInstalled();
  const { code, output } = await generate(reference);
  console.log(code === 0 ? "Wrote docs/reference." : output.trim());
  process.exitCode = code;
}
