import { root, run } from "../tools/command.mjs";

/** @import { Claim, Findings } from "./report.mjs" */

const limitSeconds = 60;
/** What may stay in the heap of one schedule. A single reference that is kept would be 8 bytes. */
const limitBytes = 1;

const names = {
  cron: "check of a cron expression and a timezone",
  inputs: "check of all inputs of a schedule",
};

/**
 * @param {keyof typeof names} check
 * @returns {Promise<readonly {seconds: number, heap: number}[]>} Of each tenth of a million.
 */
async function measure(check) {
  const args = ["--expose-gc", `${root}/bench/million-checks.mjs`, check];
  const { code, output } = await run(process.execPath, args, { quiet: true });
  if (code !== 0) throw new Error(`A million checks ended with ${code}:\n${output}`);
  return output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

/**
 * Checks a million different schedules one after the other in a separate process: how long it takes, and whether
 * memory grows.
 *
 * @returns {Promise<Findings>}
 */
export async function million() {
  /** @type {Claim[]} */
  const claims = [];
  const rows = [];
  for (const check of /** @type {const} */ (["cron", "inputs"])) {
    const tenths = await measure(check);
    const seconds = tenths.reduce((sum, tenth) => sum + tenth.seconds, 0);
    const heaps = tenths.map(({ heap }) => heap);
    // MB over the 0.8 million that follow the second tenth, by when the code is compiled for good.
    const kept = ((heaps.at(-1) ?? Number.NaN) - (heaps[1] ?? Number.NaN)) / 0.8;
    claims.push(
      {
        what: `a million times the ${names[check]}`,
        against: "the clock",
        target: `at most ${limitSeconds} s`,
        measured: `${seconds.toFixed(1)} s`,
        isMet: seconds <= limitSeconds,
      },
      {
        what: `bytes that stay in the heap for each ${names[check]}`,
        against: "nothing kept",
        target: `less than ${limitBytes}`,
        measured: kept.toFixed(2),
        isMet: kept < limitBytes,
      },
    );
    rows.push([names[check], ...heaps.map((heap) => heap.toFixed(2))]);
  }
  const head = ["MB after", ...Array.from({ length: 10 }, (_, index) => `${(index + 1) * 100},000`)];
  head[10] = "1,000,000";
  return { claims, tables: [{ title: "Heap after a garbage collection", head, rows }] };
}
