import { basename } from "node:path";

/** The longest test files, longest first: started last, one of them alone would keep the run from ending. */
const longest = [
  "team-week",
  "kills",
  "schedule-matrix",
  "run-matrix",
  "examples",
  "upgrades",
  "run-lifecycle",
  "schedule-lifecycle",
  "cli",
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
