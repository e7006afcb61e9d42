import { statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { root } from "./command.mjs";

const usage = `Usage: npm run mutate [-- [--sample N] [--seed TEXT] [--concurrency N] FILE|FOLDER...]
Tries all mutants of the subjects below, or of the files and folders; with --sample, N of each subject.`;

/** What is mutated, and the tests that hold it. */
const subjects = {
  "src/calendar": ["calendar", "lint"],
  "src/provider/schedule": ["schedule", "provider"],
  "src/provider/run": ["run", "provider"],
  "src/provider/workflow": ["provider", "schedule", "run"],
  "src/skyvern": ["skyvern", "lookup", "provider", "run", "schedule"],
  "src/schedule-file": ["schedule-file", "lint", "compose"],
  "src/page/model": ["page"],
  "src/cli/calendar": ["cli/calendar", "cli/next"],
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string", default: "Infinity" },
    seed: { type: "string", default: "1" },
    concurrency: { type: "string", default: "1" },
  },
});

/** @param {string} path */
const sources = (path) => (statSync(join(root, path)).isDirectory() ? `${path}/**/*.ts` : path);

/**
 * @param {string} subject
 * @param {readonly string[]} tests
 * @param {readonly string[]} paths
 */
async function tryMutants(subject, tests, paths) {
  // Loaded here: a fresh clone has no packages before `build()` installs them.
  const { Stryker } = await import("@stryker-mutator/core");
  const stryker = new Stryker({
    mutate: paths.map(sources),
    concurrency: Number(values.concurrency),
    jest: {
      config: {
        roots: ["<rootDir>/src", "<rootDir>/test"],
        testMatch: tests.map((folder) => `**/test/unit/${folder}/*.test.ts`),
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
      chosen: { sample: Number(values.sample), seed: values.seed },
      testFolders: tests.map((folder) => `test/unit/${folder}`),
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
    `${subject}: ${found} of ${tried} mutants found, ${score} %; ${count("Timeout") + crashed} of them by a timeout.`,
  );
}

const chosen = Object.entries(subjects).map(([subject, tests]) => ({
  subject,
  tests,
  paths: positionals.length === 0 ? [subject] : positionals.filter((path) => path.startsWith(subject)),
}));
if (positionals.some((path) => !chosen.some(({ paths }) => paths.includes(path)))) {
  console.error(usage);
  process.exitCode = 2;
} else {
  await build();
  for (const { subject, tests, paths } of chosen)
    if (paths.length > 0) await tryMutants(subject, tests, paths);
}
