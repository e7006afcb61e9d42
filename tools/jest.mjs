import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, runBin } from "./command.mjs";

/** @import { RunOptions } from "./command.mjs" */
/** @import { Counts } from "./results.mjs" */

/**
 * Runs jest, its report shown as it comes, and counts what really ran. Files that could not be loaded, and
 * a run that failed without a failed test (a missed coverage gate), count as failures; a skipped test
 * counts as nothing.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Counts>}
 * @throws {Error} when jest ended before it had results, for example by a signal.
 */
export async function runJest(args, options) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-jest-"));
  const file = join(folder, "counts.json");
  const reporters = ["--reporters=default", `--reporters=${join(root, "tools", "jest-counts.mjs")}`];
  const env = { ...options.env, PULUMI_SKYVERN_JEST_COUNTS: file };
  try {
    // Last: jest takes a pattern that follows an option of several values for one more of them.
    const { code } = await runBin("jest", [...args, ...reporters], { ...options, env });
    if (!existsSync(file)) throw new Error(`jest ended with exit code ${code} before it had results.`);
    /** @type {Counts} */
    const { passed, failed } = JSON.parse(readFileSync(file, "utf8"));
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
