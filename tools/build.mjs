import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bundle, licences, shared } from "./bundle.mjs";
import { isMain, root, runTsc } from "./command.mjs";
import { ensureInstalled } from "./install.mjs";
import { buildPages, isBundled, pageFiles, pagesUpToDate } from "./pages.mjs";
import { ignoreList, writeIgnoreList } from "./unloaded.mjs";

const output = join(root, "dist");
/** The JSON Schema of a schedule file, which is made from the compiled package. */
const jsonSchema = join(output, "schedules.schema.json");
/** The schema of the Pulumi package, which the compiler does not copy. */
const packageSchema = join("plugin", "schema.json");

/**
 * @param {string} folder
 * @returns {string[]} Every file below the folder.
 */
function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The files of dist that are not compiled from one source. */
const generated = [jsonSchema, licences, ignoreList, shared, ...pageFiles];

/** @returns {string[]} The compiled files whose source was deleted. */
function orphans() {
  return files(output).filter((file) => {
    if (generated.includes(file)) return false;
    const source = file.replace(output, join(root, "src")).replace(/(\.d\.ts|\.js)$/, ".ts");
    return !existsSync(source);
  });
}

/** A change of one of these changes what is made of the same sources. */
const settings = [
  "tsconfig.json",
  "tsconfig.build.json",
  "package.json",
  "package-lock.json",
  "tools/build.mjs",
  "tools/bundle.mjs",
  "tools/unloaded.mjs",
].map((name) => join(root, name));

/**
 * @returns {boolean} Whether dist holds each source, compiled after its last change, and nothing else; and whether the
 * build that compiled it came to its end, the file that it writes last.
 */
function upToDate() {
  if (!existsSync(jsonSchema)) return false;
  const endTime = statSync(jsonSchema).mtimeMs;
  const settingsTime = Math.max(...settings.map((file) => statSync(file).mtimeMs));
  const compiledSources = files(join(root, "src")).filter((source) => !isBundled(source));
  const current = compiledSources.every((source) => {
    const compiled = source.replace(join(root, "src"), output).replace(/\.ts$/, ".js");
    if (!existsSync(compiled)) return false;
    const wantedTime = Math.max(statSync(source).mtimeMs, settingsTime);
    return Math.min(statSync(compiled).mtimeMs, endTime) >= wantedTime;
  });
  return current && generated.every(existsSync) && pagesUpToDate() && orphans().length === 0;
}

/**
 * Compiles src into dist, unless dist is newer than every source.
 *
 * @param {{force?: boolean}} [options]
 * @throws {Error} if the compiler fails. It has then printed why.
 */
export async function build({ force = false } = {}) {
  await ensureInstalled();
  if (!force && upToDate()) return;
  console.log("Compiling src into dist.");
  const { code } = await runTsc(["-p", "tsconfig.build.json", "--noEmitOnError"]);
  if (code !== 0) throw new Error("The build failed: see the errors of the TypeScript compiler above.");
  await bundle();
  for (const file of orphans()) rmSync(file);
  await writeIgnoreList();
  // npm makes the file executable when it installs the package, but not when a clone links to it.
  chmodSync(join(output, "cli", "main.js"), 0o755);
  await buildPages();
  mkdirSync(join(output, dirname(packageSchema)), { recursive: true });
  copyFileSync(join(root, "src", packageSchema), join(output, packageSchema));
  const { scheduleFileJsonSchema } = createRequire(import.meta.url)(
    join(output, "schedule-file", "json-schema.js"),
  );
  writeFileSync(jsonSchema, `${JSON.stringify(scheduleFileJsonSchema(), undefined, 2)}\n`);
}

if (isMain(import.meta.url)) {
  try {
    await build({ force: process.argv.includes("--force") });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
