import { existsSync, realpathSync, rmSync } from "node:fs";
import { basename, dirname } from "node:path";
import { isMain } from "./command.mjs";
import { builtFolder, cacheFolder, findEngine, onPath, tryEngine, withPath } from "./engine.mjs";
import { buildEngine } from "./engine-source.mjs";

/** @import { Engine, Say } from "./engine.mjs" */

/**
 * Later engines start a policy pack through the language host, which the host built here with Go
 * (tools/engine/language-nodejs) cannot do. This engine starts it through a script of its own SDK.
 */
const version = "3.220.0";
const module = `pulumi-${version}`;
const scripts = ["pulumi-analyzer-policy"];

/**
 * An engine that runs policy packs. An installed engine, or one that the official npm launcher downloaded, can do that.
 * Instead of an engine that was built with Go, this builds another version once.
 *
 * @param {Say} [say]
 * @returns {Promise<Engine>}
 * @throws {Error} that says what to install, if there is no way to get one.
 */
export async function findPolicyEngine(say = console.log) {
  const usual = await findEngine(say);
  if (!isBuilt(usual)) return usual;

  const folder = builtFolder(version);
  const source = "built with Go, for policy packs";
  const kept = await tryEngine([folder], source);
  if (kept !== undefined) return kept;
  rmSync(folder, { recursive: true, force: true }); // the existing build did not run
  await buildEngine(folder, version, say, { module, scripts });
  const fresh = await tryEngine([folder], source);
  if (fresh === undefined) throw new Error(`The engine built into ${folder} does not start.`);
  return fresh;
}

/**
 * @param {Engine} engine
 * @returns {boolean} Whether it is one of this project's own builds, which tests also have on PATH.
 */
function isBuilt({ path }) {
  const file = onPath("pulumi", withPath(path).PATH ?? "");
  if (file === undefined || !existsSync(cacheFolder())) return false;
  const folder = dirname(realpathSync(file));
  return basename(folder).startsWith("engine-") && dirname(folder) === realpathSync(cacheFolder());
}

if (isMain(import.meta.url)) {
  try {
    const engine = await findPolicyEngine((line) => console.error(line));
    console.log(JSON.stringify(engine));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
