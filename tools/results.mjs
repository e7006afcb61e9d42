import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Counts
 * @property {number} passed What ran and was right.
 * @property {number} failed What ran and was wrong, and what should have run and could not.
 */

/**
 * Writes the counts of a stage into the folder PULUMI_SKYVERN_RESULTS, where `.ci/run` adds them up. Does nothing without
 * that variable.
 *
 * @param {string} stage
 * @param {Counts} counts
 */
function recordCounts(stage, counts) {
  const folder = process.env.PULUMI_SKYVERN_RESULTS;
  if (folder === undefined || folder === "") return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stage}.json`), `${JSON.stringify(counts)}\n`);
}

/**
 * Runs a stage, records its counts and ends the process. The exit code is 0 only if something ran and nothing failed. A
 * stage that throws is a failure.
 *
 * @param {string} stage
 * @param {() => Promise<Counts>} body
 */
export async function runStage(stage, body) {
  /** @type {Counts} */
  let counts = { passed: 0, failed: 1 };
  try {
    counts = await body();
    if (counts.passed + counts.failed === 0) {
      console.error(`${stage}: nothing ran, which counts as a failure.`);
      counts = { passed: 0, failed: 1 };
    }
  } catch (error) {
    console.error(`${stage}: ${error instanceof Error ? error.message : error}`);
  }
  recordCounts(stage, counts);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
