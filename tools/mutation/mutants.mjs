import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../command.mjs";

/**
 * What identifies a mutant, in Stryker's terms: lines and columns count from 0.
 *
 * @typedef {object} Mutant
 * @property {string} fileName Absolute.
 * @property {{start: Position, end: Position}} location
 * @property {string} mutatorName
 * @property {string} [replacement]
 *
 * @typedef {{line: number, column: number}} Position
 *
 * @typedef {object} Equivalent A mutant that no test can tell from the original.
 * @property {string} file From the root of the repository.
 * @property {string} code The line on which the mutant begins.
 * @property {string} original
 * @property {string} replacement
 * @property {string} reason
 */

/** @type {readonly Equivalent[]} */
const equivalents = JSON.parse(readFileSync(join(root, "tools/mutation/equivalents.json"), "utf8"));

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/**
 * @param {Mutant} result One of Stryker's results, which count lines and columns from 1.
 * @returns {Mutant}
 */
export function fromResult(result) {
  /** @param {Position} position */
  const fromZero = ({ line, column }) => ({ line: line - 1, column: column - 1 });
  const { start, end } = result.location;
  return { ...result, location: { start: fromZero(start), end: fromZero(end) } };
}

/**
 * @param {Mutant} mutant
 * @returns {{file: string, line: number, code: string, original: string, replacement: string}} The line from 1, and
 *   each text on one line.
 */
export function describeMutant({ fileName, location: { start, end }, replacement = "" }) {
  const lines = readFileSync(fileName, "utf8").split("\n");
  const code = lines[start.line] ?? "";
  const changed = lines.slice(start.line, end.line + 1);
  changed.push((changed.pop() ?? "").slice(0, end.column));
  changed[0] = (changed[0] ?? "").slice(start.column);
  return {
    file: relative(root, fileName).replaceAll("\\", "/"),
    line: start.line + 1,
    code: oneLine(code),
    original: oneLine(changed.join("\n")),
    replacement: oneLine(replacement),
  };
}

/** The rule of test/unit/project/messages.test.ts, whose golden list holds these texts. */
const words = /\b[A-Za-z]{2,}\b/g;

/** @param {Mutant} mutant */
function isMessage(mutant) {
  if (mutant.mutatorName !== "StringLiteral") return false;
  const { original } = describeMutant(mutant);
  return /\S\s+\S+\s+\S/.test(original) && (original.match(words)?.length ?? 0) > 1;
}

/** @param {Mutant} mutant */
function isEquivalent(mutant) {
  const { file, code, original, replacement } = describeMutant(mutant);
  return equivalents.some(
    (known) =>
      known.file === file &&
      known.code === code &&
      known.original === original &&
      known.replacement === replacement,
  );
}

/**
 * @template {Mutant} T
 * @param {readonly T[]} mutants
 * @param {{sample: number, seed: string}} choice
 * @returns {ReadonlySet<T>} The mutants to try: all but equivalents and texts of messages, or a sample of these. The
 *   same seed chooses the same mutants as long as their lines stay where they are.
 */
export function chooseMutants(mutants, { sample, seed }) {
  /** @param {T} mutant */
  const rank = (mutant) => {
    const { file, original, replacement } = describeMutant(mutant);
    const place = JSON.stringify([seed, file, mutant.location, original, replacement]);
    return createHash("sha256").update(place).digest("hex");
  };
  return new Set(
    mutants
      .filter((mutant) => !isMessage(mutant) && !isEquivalent(mutant))
      .map((mutant) => ({ mutant, rank: rank(mutant) }))
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, sample)
      .map(({ mutant }) => mutant),
  );
}
