import { basename } from "node:path";

/** The longest test files, longest first. If one of them started last, the whole run would wait for it. */
const longest = [
  "team-week",
  "import",
  "multi-environment",
  "run-kill",
  "cli",
  "kinds",
  "kills",
  "examples",
  "schedule-lifecycle",
  "package-managers",
  "run-matrix",
  "run-lifecycle",
  "change-doors-promote",
  "plugin-sdks",
  "two-stacks",
  "versions",
  "change-doors",
  "lost-answers",
  "schedule-matrix",
  "init",
  "upgrades",
  "cron-differential",
  "secrets",
].map((name) => `${name}.test.ts`);

/** The order in which jest starts the test files: the longest, then the rest by name. */
export default class LongestFirst {
  /**
   * @template {{path: string}} Test
   * @param {readonly Test[]} tests
   * @returns {Test[]}
   */
  sort(tests) {
    const rank = (/** @type {Test} */ { path }) => {
      const index = longest.indexOf(basename(path));
      return index < 0 ? longest.length : index;
    };
    return [...tests].sort((one, two) => rank(one) - rank(two) || one.path.localeCompare(two.path));
  }

  /**
   * @template Test
   * @param {Test[]} tests
   */
  shard(tests) {
    return tests;
  }

  /**
   * @template Test
   * @param {Test[]} tests
   */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
