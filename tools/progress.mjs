/** @import { Say } from "./engine.mjs" */

/** A line this often is enough to see that a long wait is alive, and short in a log. */
const intervalMs = 15_000;

/**
 * @param {number} ms
 * @returns {string} For example `45 s` or `2 min 05 s`.
 */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Prints every 15 seconds that `work` is still running, and for how long.
 *
 * @template T
 * @param {string} what
 * @param {Say} say
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, say, work) {
  const start = Date.now();
  const timer = setInterval(() => say(`… ${what}, ${duration(Date.now() - start)}`), intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
