import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderOf, mustGo } from "./go.mjs";

/**
 * What is replaced in which file of a module.
 *
 * @typedef {Readonly<Record<string, readonly (readonly [string, string])[]>>} Replacements
 */

/**
 * Estimates how hard a password is to guess. The engine asks it if a plain configuration value may be a secret. Its
 * dictionaries are read at the first use: at each start, they take 0.13 of 0.22 seconds of the processor.
 *
 * @type {Replacements}
 */
const estimator = {
  "frequency/frequency.go": [["func init() {", "func Load() {"]],
  "matching/matching.go": [
    ["func init() {\n\tloadFrequencyList()\n}", ""],
    ["func loadFrequencyList() {", "func loadFrequencyList() {\n\tfrequency.Load()"],
  ],
};

/** Skips all but three languages. The module looks these up at its start, and would panic without them. */
const isUnneeded = ["dns", "mysql", "zed"].map((name) => `path != "embedded/${name}.xml"`).join(" && ");

/**
 * Colours program text that the engine prints in a terminal. It does without most of its languages and colour schemes:
 * to read them at each start takes 0.02 seconds more.
 *
 * @type {Replacements}
 */
const highlighter = {
  "lexers/lexers.go": [["range paths {", `range paths {\n\t\tif ${isUnneeded} {\n\t\t\tcontinue\n\t\t}`]],
  "styles/api.go": [["if file.IsDir() {", 'if file.Name() != "swapoff.xml" {']],
};

/**
 * Modules that read data at each start of the engine which tests do not need. Tests start the engine more than two
 * thousand times.
 *
 * @type {Readonly<Record<string, Replacements>>}
 */
const changedModules = {
  "github.com/ccojocar/zxcvbn-go": estimator,
  "github.com/nbutton23/zxcvbn-go": estimator,
  "github.com/alecthomas/chroma/v2": highlighter,
};

/**
 * Writes changed copies of these modules, and a `go.mod` that uses them.
 *
 * @param {string} module The folder below tools/engine that pins the engine.
 * @param {string} folder
 * @returns {Promise<string>} The path of that `go.mod`, for `go build -modfile`.
 */
export async function writeModules(module, folder) {
  const modfile = join(folder, "go.mod");
  for (const name of ["go.mod", "go.sum"]) copyFileSync(join(folderOf(module), name), join(folder, name));
  for (const [name, replacements] of Object.entries(changedModules)) {
    await mustGo(module, ["mod", "download", name]);
    const source = await mustGo(module, ["list", "-m", "-f", "{{.Dir}}", name]);
    const copy = join(folder, name);
    writeChanged(source, copy, replacements);
    // A folder that replaces a module needs this file, and some modules have none.
    if (!existsSync(join(copy, "go.mod"))) writeFileSync(join(copy, "go.mod"), `module ${name}\n`);
    await mustGo(module, ["mod", "edit", `-replace=${name}=${copy}`, modfile]);
  }
  return modfile;
}

/**
 * @param {string} source
 * @param {string} copy
 * @param {Replacements} replacements
 */
function writeChanged(source, copy, replacements) {
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile() && !one.name.endsWith("_test.go"))) {
    const file = join(entry.parentPath, entry.name);
    const name = file.slice(source.length + 1).replaceAll("\\", "/");
    mkdirSync(dirname(join(copy, name)), { recursive: true });
    writeFileSync(join(copy, name), changed(readFileSync(file), name, replacements[name]));
  }
}

/**
 * @param {Buffer} content
 * @param {string} name
 * @param {Replacements[string]} [replacements]
 */
function changed(content, name, replacements) {
  if (replacements === undefined) return content;
  return replacements.reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`${name} has no "${before}".`);
    return text.replace(before, () => after);
  }, content.toString());
}
