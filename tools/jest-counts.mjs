import { writeFileSync } from "node:fs";

/** A jest reporter that writes the counts of a run into the file that PULUMI_SKYVERN_JEST_COUNTS names. */
export default class JestCounts {
  /**
   * @param {unknown} _contexts
   * @param {{numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number}} results
   */
  onRunComplete(_contexts, results) {
    const file = process.env.PULUMI_SKYVERN_JEST_COUNTS;
    if (file === undefined) return;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(file, JSON.stringify({ passed: results.numPassedTests, failed }));
  }
}
