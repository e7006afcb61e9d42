import { findEngine } from "../../tools/engine.mjs";
import { measureLife, noMeasurements, phases, usualLatency } from "../engine.mjs";
import { names, secondsOf } from "../engine-findings.mjs";
import { showSpread } from "../report.mjs";
import { ratios, spread } from "../statistics.mjs";

/** @import { Measurements, Phase, Provider } from "../engine.mjs" */
/** @import { Claim, Findings, Table } from "../report.mjs" */

const measured = /** @type {const} */ (["floor", "skyvern", "plugin"]);
/** Of the plugin over all phases, against the floor. */
const limit = 0.9;

/** @typedef {"seconds" | "processor"} Kind */

const titles = { seconds: "Seconds of a command", processor: "Seconds of work by the processor" };

/** As the tables call them. */
const heads = { floor: names.floor, skyvern: "the dynamic provider", plugin: "the provider plugin" };

/**
 * Measures whole commands of the real engine with both doors of the package, and with a dynamic provider that does
 * nothing.
 *
 * @param {{schedules: number, repetitions: number}} options
 * @returns {Promise<Findings>}
 */
export async function doors({ schedules, repetitions }) {
  const pulumi = await findEngine();
  const usual = noMeasurements(schedules, usualLatency);
  // The floor sends no request: without waiting for answers, only the work of the providers is compared.
  const all = [usual, noMeasurements(schedules, 0)];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const inTurn = repetition % 2 === 0 ? measured : [...measured].reverse();
    for (const measurements of all) await measureLife(pulumi, inTurn, measurements);
  }
  const kinds = /** @type {const} */ (["seconds", "processor"]);
  const tables = all.flatMap((measurements) =>
    kinds.flatMap((kind) => [timeTable(measurements, kind), ratioTable(measurements, kind)]),
  );
  return { claims: [...all.map(timeClaim), bytesClaim(usual)], tables };
}

/** @param {Measurements} measurements */
function answering({ latencyMilliseconds }) {
  return latencyMilliseconds === 0
    ? "a server that answers at once"
    : `${latencyMilliseconds} ms before each answer`;
}

/**
 * @param {Measurements} measurements
 * @param {Provider} provider
 * @param {Provider} compared
 * @param {Phase} [phase] All together without it.
 * @param {Kind} [kind]
 */
function ratioOf(measurements, provider, compared, phase, kind) {
  return ratios(
    secondsOf(measurements, provider, phase, kind),
    secondsOf(measurements, compared, phase, kind),
  );
}

/**
 * @param {Measurements} measurements
 * @returns {Claim}
 */
function timeClaim(measurements) {
  const ratio = ratioOf(measurements, "plugin", "floor");
  return {
    what: `time of all five, ${measurements.schedules} schedules, with the provider plugin, ${answering(measurements)}`,
    against: names.floor,
    target: `at most ${limit.toFixed(2)}`,
    measured: showSpread(ratio),
    isMet: ratio.median <= limit,
  };
}

/**
 * @param {Measurements} measurements
 * @returns {Claim}
 */
function bytesClaim({ bytes }) {
  const ratio = bytes.plugin / bytes.floor;
  return {
    what: "bytes of state for one schedule of the provider plugin",
    against: names.floor,
    target: "less than 1",
    measured: ratio.toFixed(3),
    isMet: ratio < 1,
  };
}

/** @param {Phase | undefined} phase */
function rowName(phase) {
  return phase === undefined ? "all five" : names[phase];
}

/**
 * @param {Measurements} measurements
 * @param {Kind} kind
 * @returns {Table}
 */
function timeTable(measurements, kind) {
  return {
    title: `${titles[kind]}, ${answering(measurements)}`,
    head: ["", ...measured.map((provider) => heads[provider])],
    rows: [...phases, undefined].map((phase) => [
      rowName(phase),
      ...measured.map((provider) =>
        showSpread(spread(secondsOf(measurements, provider, phase, kind)), { digits: 1, unit: " s" }),
      ),
    ]),
  };
}

/**
 * @param {Measurements} measurements
 * @param {Kind} kind
 * @returns {Table}
 */
function ratioTable(measurements, kind) {
  return {
    title: `${titles[kind]}, ${answering(measurements)}: ratios, pair by pair`,
    head: ["", "dynamic provider to floor", "plugin to floor", "plugin to dynamic provider"],
    rows: [...phases, undefined].map((phase) => [
      rowName(phase),
      showSpread(ratioOf(measurements, "skyvern", "floor", phase, kind)),
      showSpread(ratioOf(measurements, "plugin", "floor", phase, kind)),
      showSpread(ratioOf(measurements, "plugin", "skyvern", phase, kind)),
    ]),
  };
}
