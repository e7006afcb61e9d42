import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderOf, mustGo } from "./go.mjs";

/** Estimate how hard a password is to guess. The engine asks them if a plain configuration value may be a secret. */
const estimators = ["github.com/ccojocar/zxcvbn-go", "github.com/nbutton23/zxcvbn-go"];

/**
 * What is replaced in which file, so that the dictionaries are read at the first use. They are read at each start
 * otherwise: 0.13 of the 0.22 seconds of the processor that `pulumi version` takes, and the tests start the engine more
 * than a thousand times.
 *
 * @type {Readonly<Record<string, readonly (readonly [string, string])[]>>}
 */
const replacements = {
  "frequency/frequency.go": [["func init() {", "func Load() {"]],
  "matching/matching.go": [
    ["func init() {\n\tloadFrequencyList()\n}", ""],
    ["func loadFrequencyList() {", "func loadFrequencyList() {\n\tfrequency.Load()"],
  ],
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
  for (const estimator of estimators) {
    await mustGo(module, ["mod", "download", estimator]);
    const source = await mustGo(module, ["list", "-m", "-f", "{{.Dir}}", estimator]);
    const copy = join(folder, estimator);
    const sources = readdirSync(source, { recursive: true, encoding: "utf8" });
    for (const name of sources.filter((one) => one.endsWith(".go") && !one.endsWith("_test.go"))) {
      const target = join(copy, name);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, changed(readFileSync(join(source, name), "utf8"), name));
    }
    writeFileSync(join(copy, "go.mod"), `module ${estimator}\n`);
    await mustGo(module, ["mod", "edit", `-replace=${estimator}=${copy}`, modfile]);
  }
  return modfile;
}

/**
 * @param {string} text
 * @param {string} name
 */
function changed(text, name) {
  return (replacements[name.replaceAll("\\", "/")] ?? []).reduce((result, [before, after]) => {
    if (!result.includes(before)) throw new Error(`zxcvbn-go has no "${before}" in ${name}.`);
    return result.replace(before, () => after);
  }, text);
}
