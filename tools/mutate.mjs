import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { root } from "./command.mjs";

const usage = `Usage: npm run mutate [-- [--sample N] [--seed TEXT] [--concurrency N] FILE|FOLDER...]
Tries all mutants of the subjects below, or of the files and folders; with --sample, N of each subject.`;

/**
 * What is mutated, and the tests that hold it.
 *
 * @type {Readonly<Record<string, Subject>>}
 *
 * @typedef {object} Subject
 * @property {readonly string[]} tests Folders of test/.
 * @property {readonly string[]} [processTests] Folders of test/ whose tests start processes of dist, which then has the
 *   mutants too.
 * @property {readonly string[]} [without] Files that only other tests reach.
 */
const subjects = {
  "src/calendar": { tests: unit("calendar", "lint") },
  "src/provider/schedule": { tests: unit("schedule", "provider") },
  "src/provider/run": { tests: unit("run", "provider") },
  "src/provider/workflow": { tests: unit("provider", "schedule", "run") },
  "src/skyvern": { tests: unit("skyvern", "lookup", "provider", "run", "schedule") },
  "src/schedule-file": { tests: unit("schedule-file", "lint", "compose") },
  "src/page/model": { tests: unit("page") },
  "src/cli/calendar": { tests: unit("cli/calendar", "cli/next") },
  "src/plugin": {
    tests: unit("plugin"),
    processTests: ["host/plugin"],
    // The real engine reaches it, in test/e2e/plugin-*.test.ts.
    without: ["src/plugin/construct.ts"],
  },
};

/** @param {readonly string[]} folders */
function unit(...folders) {
  return folders.map((folder) => `unit/${folder}`);
}

/**
 * The options and paths of the command line; undefined if they are wrong.
 *
 * @param {readonly string[]} args
 */
function readArgs(args) {
  const options = /** @type {const} */ ({
    // Not Infinity, which JSON does not have: Stryker sends the number to its processes.
    sample: { type: "string", default: String(Number.MAX_SAFE_INTEGER) },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: "1" },
  });
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [sample, concurrency] = [Number(values.sample), Number(values.concurrency)];
    if ([sample, concurrency].some((value) => !Number.isInteger(value) || value < 1)) return undefined;
    const isSubject = (/** @type {string} */ path) =>
      Object.keys(subjects).some((name) => path.startsWith(name));
    if (!positionals.every((path) => isSubject(path) && existsSync(join(root, path)))) return undefined;
    return { sample, concurrency, seed: values.seed, paths: positionals };
  } catch {
    return undefined; // an unknown option, or one without its value
  }
}

/** @param {string} path */
const sources = (path) => (statSync(join(root, path)).isDirectory() ? `${path}/**/*.ts` : path);

/**
 * @param {string} name
 * @param {Subject} subject
 * @param {readonly string[]} paths
 * @param {{ readonly sample: number, readonly seed: string, readonly concurrency: number }} options
 */
async function tryMutants(name, { tests, processTests = [], without = [] }, paths, options) {
  // Loaded here: a fresh clone has no packages before `build()` installs them.
  const { Stryker } = await import("@stryker-mutator/core");
  const stryker = new Stryker({
    mutate: [...paths.map(sources), ...without.map((file) => `!${file}`)],
    concurrency: options.concurrency,
    jest: {
      // The runner chooses the files. A test of a process imports none of the sources.
      enableFindRelatedTests: false,
      config: {
        roots: ["<rootDir>/src", "<rootDir>/test"],
        testMatch: [...tests, ...processTests].map((folder) => `**/test/${folder}/*.test.ts`),
      },
    },
    plugins: [join(root, "tools/mutation/stryker-plugins.mjs")],
    testRunner: "jest-covering",
    checkers: ["sample"],
    reporters: ["survivors"],
    coverageAnalysis: "perTest",
    dryRunTimeoutMinutes: 30,
    // A busy machine is slow, and slowness is not to count as a failure.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    allowConsoleColors: false,
    warnings: { unknownOptions: false, preprocessorErrors: true, unserializableOptions: true, slow: true },
    // For the plugins, so Stryker's types do not know it.
    ...{
      chosen: { sample: options.sample, seed: options.seed },
      testFolders: tests.map((folder) => `test/${folder}`),
      processFolders: processTests.map((folder) => `test/${folder}`),
      ...(processTests.length > 0 ? { buildCommand: "node tools/mutation/bundle-mutants.mjs" } : {}),
    },
  });
  const results = await stryker.runMutationTest();
  // An endless loop that fills the memory ends Node.js before the time is over. Stryker tries such a mutant three times.
  const hasCrashed = (/** @type {(typeof results)[number]} */ result) =>
    result.status === "RuntimeError" && result.statusReason?.startsWith("Test runner crashed.") === true;
  const crashed = results.filter(hasCrashed).length;
  const error = results.find((result) => result.status === "RuntimeError" && !hasCrashed(result));
  if (error !== undefined) throw new Error(`A mutant could not be tried: ${error.statusReason}`);
  /** @param {readonly string[]} statuses */
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const found = count("Killed", "Timeout") + crashed;
  const tried = found + count("Survived", "NoCoverage");
  const score = ((100 * found) / tried).toFixed(1);
  console.log(
    `${name}: ${found} of ${tried} mutants found, ${score} %; ${count("Timeout") + crashed} of them by a timeout.`,
  );
}

const args = readArgs(process.argv.slice(2));
if (args === undefined) {
  console.error(usage);
  process.exitCode = 2;
} else {
  await build();
  const { paths, ...options } = args;
  for (const [name, subject] of Object.entries(subjects)) {
    const own = paths.length === 0 ? [name] : paths.filter((path) => path.startsWith(name));
    if (own.length > 0) await tryMutants(name, subject, own, options);
  }
}
