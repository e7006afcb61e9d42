/**
 * @typedef {object} Spread What repetitions of one measurement gave.
 * @property {number} median
 * @property {number} lowest
 * @property {number} highest
 */

/**
 * @param {readonly number[]} values At least one.
 * @returns {number}
 */
export function median(values) {
  const ascending = [...values].sort((one, other) => one - other);
  const upper = ascending[Math.floor(ascending.length / 2)] ?? Number.NaN;
  const lower = ascending[Math.ceil(ascending.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * @param {readonly number[]} values At least one.
 * @returns {Spread}
 */
export function spread(values) {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

/**
 * Compares two things that were measured in turn, so that the load of the machine affects both halves of a pair.
 *
 * @param {readonly number[]} measured
 * @param {readonly number[]} compared As many, in the same order.
 * @returns {Spread} Of the ratios, pair by pair.
 */
export function ratios(measured, compared) {
  return spread(measured.map((value, index) => value / (compared[index] ?? Number.NaN)));
}

/**
 * Measures things in turn, every other time in reverse, so that neither is always the first.
 *
 * @template {string} Name
 * @param {readonly Name[]} names
 * @param {number} repetitions
 * @param {(name: Name, repetition: number) => Promise<void>} measure
 */
export async function inTurn(names, repetitions, measure) {
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const order = repetition % 2 === 0 ? names : [...names].reverse();
    for (const name of order) await measure(name, repetition);
  }
}
