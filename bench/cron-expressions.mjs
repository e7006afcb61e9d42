/** What programs write, from the simplest to the densest that is allowed. */
const representative = [
  "0 2 * * *",
  "0 9 * * 1-5",
  "30 6 1,15 * *",
  "0 0 1 1 *",
  "15 7 * * MON,WED,FRI",
  "0 */4 * * *",
  "*/30 8-18 * * MON-FRI",
  "0 9 15 3,6,9,12 *",
  "5,20,35,50 0-6,22,23 * * *",
  "*/5 * * * *",
];

/**
 * A seeded generator of numbers in [0, 1): Park and Miller's minimal standard.
 *
 * @param {number} seed From 1 to 2147483646.
 */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/**
 * The representative expressions, and generated ones: lists, ranges and steps in every field, in the syntax that
 * Skyvern's server, cron-parser and this package read alike. Some of the generated ones fire too often, as some
 * of those that people write do. The same list in every run.
 *
 * @param {number} generated How many are generated.
 * @returns {readonly string[]}
 */
export function cronExpressions(generated) {
  const random = seededRandom(56);
  const between = (/** @type {number} */ low, /** @type {number} */ high) =>
    low + Math.floor(random() * (high - low + 1));
  const list = (/** @type {number} */ low, /** @type {number} */ high) => {
    const values = Array.from({ length: between(1, 4) }, () => between(low, high));
    return [...new Set(values)].sort((one, other) => one - other).join();
  };
  const range = (/** @type {number} */ low, /** @type {number} */ high) => {
    const from = between(low, high - 1);
    return `${from}-${between(from + 1, high)}`;
  };
  const restricted = (/** @type {number} */ low, /** @type {number} */ high) =>
    random() < 0.7 ? list(low, high) : range(low, high);
  const dense = (/** @type {number} */ high, /** @type {readonly number[]} */ steps) =>
    random() < 0.6 ? list(0, high) : `*/${steps[between(0, steps.length - 1)]}`;
  const generate = () => {
    const minute = dense(59, [5, 10, 12, 15, 20, 30]);
    const hour = random() < 0.25 ? "*" : random() < 0.3 ? range(0, 23) : dense(23, [2, 3, 4, 6, 8, 12]);
    const day = random() < 0.6 ? "*" : restricted(1, 28);
    const month = random() < 0.7 ? "*" : restricted(1, 12);
    const weekday = random() < 0.5 ? "*" : random() < 0.5 ? "MON-FRI" : restricted(0, 6);
    return [minute, hour, day, month, weekday].join(" ");
  };
  return [...representative, ...Array.from({ length: generated }, generate)];
}
