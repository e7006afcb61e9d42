import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMain, root, run } from "./command.mjs";
import { keptEngine, withPath } from "./engine.mjs";
import { ensureInstalled } from "./install.mjs";

const file = join(root, "src", "plugin", "schema.json");

/**
 * Makes the schema of the Pulumi package from the interfaces and docstrings of src.
 *
 * @returns {Promise<string>} The text of src/plugin/schema.json.
 */
async function generate() {
  // Loaded here, because it needs the installed dependencies.
  const { packageSpec } = await import("./schema/package-spec.mjs");
  return `${JSON.stringify(packageSpec(), undefined, 2)}\n`;
}

/**
 * Compares src/plugin/schema.json with the interfaces, and lets the engine check it, if the machine has one.
 *
 * @returns {Promise<{code: number, output: string}>} As a command would answer.
 */
export async function checkSchema() {
  const found = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (found !== (await generate()))
    return { code: 1, output: "src/plugin/schema.json is out of date: run npm run schema." };
  const engine = await keptEngine();
  if (engine === undefined) return { code: 0, output: "" };
  const env = { ...withPath(engine.path), PULUMI_SKIP_UPDATE_CHECK: "1" };
  return await run("pulumi", ["schema", "check", file], { env, quiet: true });
}

if (isMain(import.meta.url)) {
  await ensureInstalled();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await generate());
  console.log("Wrote src/plugin/schema.json.");
}
