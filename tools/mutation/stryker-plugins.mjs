import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strykerPlugins as jestPlugins } from "@stryker-mutator/jest-runner";
import { mutantsOfProcesses } from "./bundle-mutants.mjs";
import { chooseMutants, describeMutant, fromResult } from "./mutants.mjs";

export { strykerValidationSchema } from "@stryker-mutator/jest-runner";

/**
 * Lets only chosen mutants pass. Stryker gives the others the status CompileError, and leaves them out of the score.
 *
 * @param {any} options
 */
function sampleChecker({ chosen }) {
  /** @type {ReadonlySet<string>} */
  let ids = new Set();
  return {
    init: async () => {},
    /** @param {any[]} mutants Called once with all of them. */
    group: async (mutants) => {
      ids = new Set([...chooseMutants(mutants, chosen)].map(({ id }) => id));
      return [mutants.map(({ id }) => id)];
    },
    /** @param {any[]} mutants */
    check: async (mutants) =>
      Object.fromEntries(
        mutants.map(({ id }) => [
          id,
          ids.has(id) ? { status: "passed" } : { status: "compileError", reason: "Not chosen." },
        ]),
      ),
  };
}
sampleChecker.inject = ["options"];

/** In Stryker's copy of the repository, which all its processes work in; only one of them makes the dry run. */
const filesOfTests = ".files-of-tests.json";

/**
 * Stryker's own runner of jest asks which test reaches a mutant. It cannot know that of tests that run side by side, and
 * loads all files for each mutant. This one asks which files reach a mutant, and runs these until one fails.
 *
 * @param {any} injector
 */
function coveringRunner(injector) {
  const runner = /** @type {any} */ (jestPlugins[0]).factory(injector);
  const { testFolders, processFolders } = injector.resolve("options");
  const { dryRun, mutantRun } = runner;
  /** @param {any} options */
  runner.dryRun = async (options) => {
    /** @type {any} */
    const [tests, perTest, files] = [[], {}, {}];
    const ofProcesses = processFolders.flatMap(testFilesIn);
    for (const file of [...testFolders.flatMap(testFilesIn), ...ofProcesses]) {
      const start = Date.now();
      const result = await dryRun.call(runner, { ...options, testFiles: [file] });
      if (result.status !== "complete") return result;
      // Undefined for a file that loads none of the mutated files.
      const coverage = result.mutantCoverage ?? { static: {}, perTest: {} };
      const hits = ofProcesses.includes(file)
        ? Object.fromEntries(mutantsOfProcesses(process.cwd()).map((id) => [id, 1]))
        : Object.assign({}, coverage.static, ...Object.values(coverage.perTest));
      // Stryker goes on counting in this object.
      Object.assign(coverage, { static: {}, perTest: {} });
      for (const test of result.tests) {
        // The tests of a file share its time, as some of them run side by side.
        tests.push({ ...test, timeSpentMs: (Date.now() - start) / result.tests.length });
        perTest[test.id] = { ...perTest[test.id], ...hits };
        files[test.id] = [...(files[test.id] ?? []), file];
      }
    }
    writeFileSync(filesOfTests, JSON.stringify(files));
    return { status: "complete", tests, mutantCoverage: { static: {}, perTest } };
  };
  /** @param {any} options */
  runner.mutantRun = async (options) => {
    const files = JSON.parse(readFileSync(filesOfTests, "utf8"));
    const covering = new Set(options.testFilter.flatMap((/** @type {string} */ id) => files[id]));
    /** @type {any} */
    let result;
    for (const file of covering) {
      runner.jestConfig.testMatch = [file];
      result = await mutantRun.call(runner, { ...options, testFilter: undefined });
      // A process that does not start also breaks the hook that ends it, which jest reports as an error of the file.
      if (result.status === "error" && processFolders.length > 0)
        result = { status: "killed", killedBy: options.testFilter, failureMessage: result.errorMessage };
      if (result.status !== "survived") break;
    }
    return result;
  };
  return runner;
}
coveringRunner.inject = ["$injector"];

/** Compares dist with the sources, which differ here. */
const testOfDist = "page-file.test.ts";

/** @param {string} folder */
function testFilesIn(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".test.ts") && file !== testOfDist);
  return files.map((file) => join(process.cwd(), folder, file));
}

/** Prints what no test noticed as soon as it is known, and what was only noticed by its time. */
const survivorsReporter = () => ({
  /** @param {any} result */
  onMutantTested(result) {
    if (!["Survived", "NoCoverage", "Timeout"].includes(result.status)) return;
    const { file, line, original, replacement } = describeMutant(fromResult(result));
    console.log(
      `${file}:${line} ${result.status} ${result.mutatorName}\n  - ${original}\n  + ${replacement}`,
    );
  },
});

export const strykerPlugins = [
  { kind: "Reporter", name: "survivors", factory: survivorsReporter },
  { kind: "Checker", name: "sample", factory: sampleChecker },
  { kind: "TestRunner", name: "jest-covering", factory: coveringRunner },
];
