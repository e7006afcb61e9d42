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
import { isMain, root, runBin } from "./command.mjs";
import { ensureInstalled } from "./install.mjs";

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

/** @returns {string[]} The compiled files whose source was deleted. */
function orphans() {
  return files(output).filter((file) => {
    if (file === jsonSchema) return false;
    const source = file.replace(output, join(root, "src")).replace(/(\.d\.ts|\.js)$/, ".ts");
    return !existsSync(source);
  });
}

/** @returns {boolean} Whether dist holds each source, compiled after its last change, and nothing else. */
function upToDate() {
  const settings = ["tsconfig.json", "tsconfig.build.json"].map((name) => join(root, name));
  const settingsTime = Math.max(...settings.map((file) => statSync(file).mtimeMs));
  const current = files(join(root, "src")).every((source) => {
    const compiled = source.replace(join(root, "src"), output).replace(/\.ts$/, ".js");
    if (!existsSync(compiled)) return false;
    return statSync(compiled).mtimeMs >= Math.max(statSync(source).mtimeMs, settingsTime);
  });
  return current && existsSync(jsonSchema) && orphans().length === 0;
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
  const { code } = await runBin("tsc", ["-p", "tsconfig.build.json", "--noEmitOnError"]);
  if (code !== 0) throw new Error("The build failed: see the errors of the TypeScript compiler above.");
  for (const file of orphans()) rmSync(file);
  // npm makes the file executable when it installs the package, but not when a clone links to it.
  chmodSync(join(output, "cli", "main.js"), 0o755);
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
