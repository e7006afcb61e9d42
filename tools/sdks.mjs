import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./command.mjs";
import { mustGo } from "./go.mjs";

/**
 * Writes the SDKs for Python and Go into a folder, from src/plugin/schema.json: `node tools/sdks.mjs FOLDER`. The
 * folder gets `python`, which pip installs, and `go/skyvern`, a module to which a program's go.mod points with `replace`.
 */
const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  console.error("Usage: node tools/sdks.mjs FOLDER");
  process.exit(2);
}
const target = resolve(folder);
if (existsSync(join(target, "python")) || existsSync(join(target, "go"))) {
  console.error(
    `${target} already contains an SDK. Name another folder, or delete its folders python and go first.`,
  );
  process.exit(1);
}
const file = join(root, "src", "plugin", "schema.json");
// Without the same flags as for the engine, Go would compile all packages again.
const command = ["run", "-trimpath", "-ldflags", "-s -w", ".", file, target, "go", "python"];
try {
  await mustGo("sdk-gen", command);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
writeFileSync(join(target, "go", "skyvern", "go.mod"), goModule());
console.log(`Wrote ${join(target, "python")} and ${join(target, "go", "skyvern")}.`);

/** @returns {string} A go.mod that requires the SDK of the engine's version. */
function goModule() {
  /** @type {{language: {go: {importBasePath: string}}}} */
  const { language } = JSON.parse(readFileSync(file, "utf8"));
  const pinned = readFileSync(join(root, "tools", "engine", "sdk-gen", "go.mod"), "utf8");
  const [go] = /^go .*$/m.exec(pinned) ?? [];
  const [sdk] = /github\.com\/pulumi\/pulumi\/sdk\/v3 v\S+/.exec(pinned) ?? [];
  return `module ${language.go.importBasePath}\n\n${go}\n\nrequire ${sdk}\n`;
}
