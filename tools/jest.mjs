import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "./command.mjs";

/** @import { RunOptions } from "./command.mjs" */
/** @import { Counts } from "./results.mjs" */

/**
 * Runs jest, shows its report live, and counts what ran. Files that could not be loaded count as failures, and so does a
 * run that failed without a failed test (a missed coverage gate). Skipped tests do not count.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<Counts>}
 * @throws {Error} if jest ended before it had results, for example by a signal.
 */
export async function runJest(args, options) {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-jest-"));
  const file = join(folder, "counts.json");
  const reporters = ["--reporters=default", `--reporters=${join(root, "tools", "jest-counts.mjs")}`];
  const env = { ...options.env, PULUMI_SKYVERN_JEST_COUNTS: file };
  try {
    // Last, because jest reads a pattern after a multi-value option as one more value.
    const counting = args.includes("--coverage") ? ["--require", join(root, "tools", "coverage.cjs")] : [];
    const command = [...counting, join(root, "node_modules", "jest", "bin", "jest.js"), ...args];
    const { code } = await run(process.execPath, [...command, ...reporters], { ...options, env });
    if (!existsSync(file)) throw new Error(`jest ended with exit code ${code} before it had results.`);
    /** @type {Counts} */
    const { passed, failed } = JSON.parse(readFileSync(file, "utf8"));
    return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
