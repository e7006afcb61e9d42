const { createHash } = require("node:crypto");
const { linkSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join, sep } = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const { Script } = require("node:vm");

/**
 * A program or a provider loads up to 360 modules at its start, and tests start hundreds of them from the same
 * installation. So the first process of a script writes its modules into one file, a pack. The second runs the pack, and
 * stores V8's compiled code of it. All others load these two files, and need not search for modules either. It saves a
 * third of their start.
 *
 * Only npm changes an installation, and this folder lasts for one run of the tests. Otherwise a pack would be stale.
 */
const folder = process.env.NODE_COMPILE_CACHE || undefined;

/** V8 refuses code of another version or of other flags. */
const tag = cachedDataVersionTag();

/** In milliseconds. */
const quietTime = 100;

const marker = `${sep}node_modules${sep}`;

/**
 * The installation of the process's script, by the file that npm writes there whenever it changes something.
 *
 * @returns {{readonly modules: string, readonly script: string, readonly changed: number} | undefined} Undefined for a
 *   script outside an installation of npm.
 */
function installationOf(/** @type {string} */ file) {
  try {
    const script = realpathSync(file);
    const end = script.indexOf(marker);
    if (end === -1) return undefined;
    const modules = script.slice(0, end + marker.length);
    return { modules, script, changed: statSync(join(modules, ".package-lock.json")).mtimeMs };
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Whether a pack may hold it. A pack is read as Latin-1, which is faster, so it has ASCII only. A module with `import()`
 * would need a loader; `typescript.js` only has the word in its strings.
 *
 * @param {string} filename
 * @param {string} text
 */
function isPackable(filename, text) {
  if (!filename.endsWith(".js") || /[^\0-\x7f]/.test(text)) return false;
  return filename.endsWith("typescript.js") || !text.includes("import(");
}

/**
 * @param {string} modules The folder of the installation.
 * @returns {string} The text of a pack of what this process has loaded from there.
 * @throws {SyntaxError} if one of them is not a CommonJS module.
 */
function packedText(modules) {
  const loaded = Object.entries(require.cache).filter(
    ([filename, module]) => filename.startsWith(modules) && module?.loaded,
  );
  const functions = loaded.flatMap(([filename]) => {
    const text = readFileSync(filename, "utf8");
    if (!isPackable(filename, text)) return [];
    const body = text.replace(/^#!.*/, "");
    return [
      `${JSON.stringify(filename)}: function (exports, require, module, __filename, __dirname) {${body}\n}`,
    ];
  });
  // A key is the request and the folders to search, nearest first. Only modules of the installation search there first.
  const paths = Object.entries(/** @type {any} */ (Module)._pathCache).filter(
    ([key, filename]) =>
      key.slice(key.indexOf("\0") + 1).startsWith(modules) && String(filename).startsWith(modules),
  );
  const text = `({ functions: {${functions.join(",\n")}}, paths: ${JSON.stringify(Object.fromEntries(paths))} })`;
  new Script(text);
  return text;
}

/**
 * Writes a file atomically, and never replaces one. V8 compares only the length of the text, so stored code must come from
 * exactly this pack.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 */
function writeOnce(file, content) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, content);
  try {
    linkSync(own, file);
  } finally {
    rmSync(own);
  }
}

/**
 * Calls `store` once if the process uses the package: when a program ends, or when a provider has sent a request, and then
 * has loaded nothing for a while. Tests kill providers, so these have no end.
 *
 * @param {() => void} store
 */
function afterStart(store) {
  const hasLoaded = (/** @type {string} */ name) =>
    Object.keys(require.cache).some((file) => file.includes(join(marker, "pulumi-skyvern", name)));
  let isDone = false;
  const once = () => {
    clearInterval(timer);
    // `@pulumi/pulumi` sets a flag before it serializes a function.
    if (isDone || cachedDataVersionTag() !== tag) return;
    isDone = true;
    try {
      store();
    } catch {
      // A pack only saves time. Another process may have been first, or the folder is gone.
    }
  };
  let before = 0;
  const timer = setInterval(() => {
    const { length } = Object.keys(require.cache);
    if (length === before && hasLoaded("dist/undici.js")) once();
    before = length;
  }, quietTime);
  timer.unref();
  process.on("exit", () => hasLoaded("dist") && once());
}

/** Modules that are in the pack are not read again. @param {Record<string, Function>} functions */
function loadFrom(functions) {
  const extensions = /** @type {any} */ (Module)._extensions;
  const load = extensions[".js"];
  /** @param {NodeModule} module @param {string} filename */
  extensions[".js"] = (module, filename) => {
    const run = functions[filename];
    if (run === undefined) return load(module, filename);
    const require = (/** @type {string} */ id) => module.require(id);
    require.resolve = (/** @type {string} */ id, /** @type {object} */ options) =>
      /** @type {any} */ (Module)._resolveFilename(id, module, false, options);
    require.resolve.paths = (/** @type {string} */ id) =>
      /** @type {any} */ (Module)._resolveLookupPaths(id, module);
    require.main = process.mainModule;
    require.extensions = extensions;
    require.cache = /** @type {any} */ (Module)._cache;
    return run.call(module.exports, module.exports, require, module, filename, dirname(filename));
  };
}

const installation =
  folder === undefined || process.argv[1] === undefined ? undefined : installationOf(process.argv[1]);
if (installation !== undefined) {
  const { modules, script, changed } = installation;
  const key = [tag, script, changed, process.env.PULUMI_NODEJS_TYPESCRIPT].join();
  const file = join(folder, createHash("sha1").update(key).digest("hex"));
  const text = contentOf(file)?.latin1Slice();
  if (text === undefined) afterStart(() => writeOnce(file, packedText(modules)));
  else {
    const cachedData = contentOf(`${file}.code`);
    const pack = new Script(text, { filename: join(modules, "module-pack.js"), cachedData });
    const { functions, paths } = pack.runInThisContext();
    Object.assign(/** @type {any} */ (Module)._pathCache, paths);
    loadFrom(functions);
    if (cachedData === undefined) afterStart(() => writeOnce(`${file}.code`, pack.createCachedData()));
  }
}
