import { writeFileSync } from "node:fs";

/** A jest reporter that writes the counts of a run into the file of its `file` option; used by jest.mjs. */
export default class JestCounts {
  #file;

  /**
   * @param {unknown} _config
   * @param {{file: string}} options
   */
  constructor(_config, { file }) {
    this.#file = file;
  }

  /**
   * @param {unknown} _contexts
   * @param {{numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number}} results
   */
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    writeFileSync(this.#file, JSON.stringify({ passed: results.numPassedTests, failed }));
  }
}
