import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runBin } from "./command.mjs";

/** @import { Counts } from "./results.mjs" */

/**
 * Runs jest, its report shown as it comes, and counts what really ran. Files that could not be loaded, and
 * a run that failed without a failed test (a missed coverage gate), count as failures; a skipped test
 * counts as nothing.
 *
 * @param {readonly string[]} args
 * @returns {Promise<Counts>}
 */
export async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-jest-"));
  const file = join(folder, "results.json");
  try {
    const { code } = await runBin("jest", ["--rootDir", root, "--json", "--outputFile", file, ...args]);
    const report = JSON.parse(readFileSync(file, "utf8"));
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
