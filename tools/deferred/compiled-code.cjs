const { createHash } = require("node:crypto");
const { readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");
const { cachedDataVersionTag } = require("node:v8");
const { Script } = require("node:vm");

/**
 * What Node.js does from 22.1 on, for older versions: a process finds the compiled code of modules in this folder, where
 * an earlier one put it. It saves a seventh of the work of a program or a provider.
 */
const folder = process.env.NODE_COMPILE_CACHE;

/** V8 refuses code of another version or of other flags. */
const tag = cachedDataVersionTag();

/** What programs and providers load. */
const packages =
  /[\\/]node_modules[\\/](@pulumi|@grpc|google-protobuf|protobufjs|typescript|pulumi-skyvern)[\\/]/;

/** For a shorter module, a file of its own is not worth it. In characters. */
const shortest = 3000;

/** After this time a process has compiled most of what it needs. Providers are killed, so that they have no end to wait for. */
const startMs = 500;

/**
 * A module that imports others dynamically would need a loader. TypeScript only has the word in its texts.
 *
 * @param {string} text
 * @param {string} filename
 */
function isWorthIt(text, filename) {
  if (text.length < shortest || text.startsWith("#!") || !packages.test(filename)) return false;
  return filename.endsWith("typescript.js") || !text.includes("import(");
}

/** @param {string} file */
function storedCode(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** What is not yet in the folder, by its file there. @type {Map<string, Script>} */
const toStore = new Map();

/** Functions that were called are stored too. Another process may be reading or writing the same file. */
function store() {
  // `@pulumi/pulumi` sets a flag before it serializes a function.
  if (cachedDataVersionTag() === tag)
    for (const [file, script] of toStore) {
      const own = `${file}.${process.pid}`;
      writeFileSync(own, script.createCachedData());
      renameSync(own, file);
    }
  toStore.clear();
}

if (folder !== undefined && !("enableCompileCache" in Module)) {
  const { _compile: compile } = Module.prototype;
  /** @param {string} text @param {string} filename */
  Module.prototype._compile = function (text, filename) {
    if (!isWorthIt(text, filename)) return compile.call(this, text, filename);
    const file = join(folder, `${tag}-${createHash("sha1").update(text).digest("hex")}`);
    const cachedData = storedCode(file);
    const script = new Script(Module.wrap(text), { filename, cachedData });
    if (cachedData === undefined) {
      if (toStore.size === 0) setTimeout(store, startMs).unref();
      toStore.set(file, script);
    }
    const parameters = [this.exports, Module.createRequire(filename), this, filename, dirname(filename)];
    return script.runInThisContext().apply(this.exports, parameters);
  };
  process.on("exit", store);
}
