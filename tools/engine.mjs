import { accessSync, constants, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { isMain, run } from "./command.mjs";
import { downloadEngine } from "./engine-launcher.mjs";
import { buildEngine } from "./engine-source.mjs";

/** The engine that is fetched or built where the machine has none; tools/engine/pulumi/go.mod pins the same. */
const engineVersion = "3.259.0";

/**
 * @typedef {(line: string) => void} Say Takes a line of progress.
 *
 * @typedef {object} Engine
 * @property {readonly string[]} path Folders to put in front of PATH; empty if the engine is on PATH.
 * @property {string} version For example `3.259.0`.
 * @property {string} source Where it comes from, in a few words.
 */

/** @returns {string} Where fetched and built engines are kept, outside the repository. */
export function cacheFolder() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "pulumi-skyvern");
}

/**
 * @param {readonly string[]} path
 * @returns {NodeJS.ProcessEnv} This process's environment with those folders in front of PATH.
 */
export function withPath(path) {
  return { ...process.env, PATH: [...path, process.env.PATH ?? ""].join(delimiter) };
}

/**
 * @param {string} name Of a command.
 * @param {string} path As the variable PATH holds it.
 * @returns {string | undefined} The file that it starts.
 */
export function onPath(name, path) {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const files = folders.flatMap((folder) => names.map((file) => join(folder, file)));
  return files.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Tries an engine: it must start, be of major version 3 and have its Node language host.
 *
 * @param {readonly string[]} path Where it has to be; none for the one on PATH.
 * @param {string} source
 * @returns {Promise<Engine | undefined>}
 */
export async function tryEngine(path, source) {
  const env = withPath(path);
  // If folders are given, the engine must be in them. Another engine on PATH does not count.
  const folders = path.length === 0 ? (env.PATH ?? "") : path.join(delimiter);
  const needed = ["pulumi", "pulumi-language-nodejs"];
  if (needed.some((name) => onPath(name, folders) === undefined)) return undefined;
  const quick = { ...env, PULUMI_SKIP_UPDATE_CHECK: "1" };
  const { code, output } = await run("pulumi", ["version"], { env: quick, quiet: true, timeoutMs: 60_000 });
  const version = /^v(3\.\S+)$/m.exec(output)?.[1];
  return code === 0 && version !== undefined ? { path, version, source } : undefined;
}

/** @returns {Promise<Engine | undefined>} The engine on PATH or in the cache. */
export async function keptEngine() {
  return (
    (await tryEngine([], "found on PATH")) ??
    (await tryEngine([downloadedFolder()], "fetched by the official npm launcher")) ??
    (await tryEngine([builtFolder()], "built with Go"))
  );
}

const downloadedFolder = () => join(cacheFolder(), "versions", engineVersion, "bin");

/**
 * @param {string} [version] Of the engine.
 * @returns {string} Where an engine is kept that was built with Go. The last number counts the changes of its files.
 */
export function builtFolder(version = engineVersion) {
  return join(cacheFolder(), `engine-${version}-4`);
}

/**
 * Finds a Pulumi engine, or gets one: from PATH, else with the official npm launcher, else built with Go. A downloaded
 * or built engine is cached.
 *
 * @param {Say} [say]
 * @returns {Promise<Engine>}
 * @throws {Error} that says what to install, if there is no way to get one.
 */
export async function findEngine(say = console.log) {
  const kept = await keptEngine();
  if (kept !== undefined) return kept;

  const [downloaded, built] = [downloadedFolder(), builtFolder()];
  const refusal = await downloadEngine(cacheFolder(), engineVersion, say);
  const fetched = await tryEngine([downloaded], "fetched by the official npm launcher");
  if (fetched !== undefined) return fetched;
  say(
    `The launcher could not download it from the vendor's site (${refusal ?? "it left nothing that runs"}).`,
  );

  rmSync(built, { recursive: true, force: true }); // the existing build did not run
  await buildEngine(built, engineVersion, say);
  const fresh = await tryEngine([built], "built with Go");
  if (fresh === undefined) throw new Error(`The engine built into ${built} does not start.`);
  return fresh;
}

/**
 * The environment for an engine that shares nothing with the user's own Pulumi: state, plugins, logins and settings
 * are all below `home`.
 *
 * @param {{engine: Engine, home: string}} options `home`: an existing folder for this alone.
 * @returns {NodeJS.ProcessEnv}
 */
export function engineEnvironment({ engine, home }) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("PULUMI_") || name.startsWith("PULUMI_SKYVERN_"),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: withPath(engine.path).PATH,
    PULUMI_HOME: join(home, "pulumi-home"),
    PULUMI_BACKEND_URL: `file://${home}`,
    PULUMI_CONFIG_PASSPHRASE: "for this folder only",
    PULUMI_SKIP_UPDATE_CHECK: "1",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKYVERN_ENGINE_PATH: engine.path.join(delimiter),
    PULUMI_SKYVERN_ENGINE_VERSION: engine.version,
  };
}

if (isMain(import.meta.url)) {
  try {
    const engine = await findEngine((line) => console.error(line));
    console.log(JSON.stringify(engine));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
