/** @import { Spread } from "./statistics.mjs" */

/**
 * @typedef {object} Claim One line of the table of targets.
 * @property {string} what
 * @property {string} against
 * @property {string} target
 * @property {string} measured
 * @property {boolean} isMet
 *
 * @typedef {object} Table Absolute values, as they were in this run.
 * @property {string} title
 * @property {readonly string[]} head
 * @property {readonly (readonly string[])[]} rows
 *
 * @typedef {object} Findings What one part of the benchmark found.
 * @property {readonly Claim[]} claims
 * @property {readonly Table[]} tables
 * @property {readonly string[]} [notes]
 */

/**
 * @param {number} value
 * @param {number} digits After the point; those of large numbers are dropped.
 */
function number(value, digits) {
  const shown = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? Math.min(digits, 1) : digits;
  return value.toLocaleString("en-US", { minimumFractionDigits: shown, maximumFractionDigits: shown });
}

/**
 * @param {Spread} values
 * @param {{digits?: number, unit?: string}} [options]
 * @returns {string} `1.06 (1.02 to 1.11)`: the median, the lowest and the highest.
 */
export function showSpread({ median, lowest, highest }, { digits = 2, unit = "" } = {}) {
  const shown = [median, lowest, highest].map((value) => number(value, digits));
  return `${shown[0]}${unit} (${shown[1]} to ${shown[2]})`;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 * @returns {string} A table in Markdown.
 */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {readonly Claim[]} claims */
export function claimTable(claims) {
  const rows = claims.map(({ what, against, target, measured, isMet }) => [
    what,
    against,
    target,
    measured,
    isMet ? "yes" : "**no**",
  ]);
  return table(["what", "against", "target", "measured", "met"], rows);
}

/** @param {Findings} findings */
export function showFindings({ claims, tables, notes = [] }) {
  const parts = claims.length === 0 ? [] : [claimTable(claims)];
  for (const { title, head, rows } of tables) parts.push(`${title}:`, table(head, rows));
  return [...parts, ...notes].join("\n\n");
}
