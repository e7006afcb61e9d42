import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./command.mjs";

const output = join(root, "dist");
/** The list of the files that npm leaves out of the package. */
export const ignoreList = join(output, ".npmignore");

/**
 * Lists the compiled files that no entry of the package loads, directly or through others. The package does not need
 * them: bundles contain the code of some, and the declarations of others are not public.
 */
export async function writeIgnoreList() {
  // Loaded here: a fresh clone has no packages before `build()` installs them.
  const { default: ts } = await import("typescript");
  /** @type {{exports: Record<string, string | {types: string, default: string}>, bin: Record<string, string>}} */
  const { exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = [Object.values(exports).map((target) => Object.values(target)), Object.values(bin)].flat(2);
  const loaded = new Set();
  for (const entry of entries) if (/\.(js|d\.ts)$/.test(entry)) visit(join(root, entry), loaded, ts);
  const unloaded = readdirSync(output, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.(js|d\.ts)$/.test(path) && !loaded.has(join(output, path)));
  writeFileSync(
    ignoreList,
    unloaded
      .map((path) => `/${path}\n`)
      .sort()
      .join(""),
  );
}

/**
 * @param {string} file
 * @param {Set<string>} visited
 * @param {typeof import("typescript")} ts
 */
function visit(file, visited, ts) {
  if (visited.has(file)) return;
  visited.add(file);
  const end = file.endsWith(".d.ts") ? ".d.ts" : ".js";
  for (const { fileName } of ts.preProcessFile(readFileSync(file, "utf8"), true, true).importedFiles) {
    if (!fileName.startsWith(".")) continue;
    const path = join(dirname(file), fileName).replace(/\.js$/, "");
    const found = [`${path}${end}`, `${path}/index${end}`].find(existsSync);
    if (found === undefined)
      throw new Error(`${relative(root, file)} imports ${fileName}, which is missing.`);
    visit(found, visited, ts);
  }
}
