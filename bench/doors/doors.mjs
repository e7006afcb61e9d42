import { findEngine } from "../../tools/engine.mjs";
import { measureLife, noMeasurements, phases } from "../engine.mjs";
import { names, secondsOf } from "../engine-findings.mjs";
import { showSpread } from "../report.mjs";
import { ratios, spread } from "../statistics.mjs";

/** @import { Measurements, Phase, Provider } from "../engine.mjs" */
/** @import { Claim, Findings, Table } from "../report.mjs" */

const measured = /** @type {const} */ (["floor", "skyvern", "plugin"]);
/** Of the plugin over all phases, against the floor. */
const limit = 0.9;

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
  const measurements = noMeasurements(schedules);
  for (let repetition = 0; repetition < repetitions; repetition++)
    await measureLife(pulumi, repetition % 2 === 0 ? measured : [...measured].reverse(), measurements);
  return { claims: claims(measurements), tables: [timeTable(measurements), ratioTable(measurements)] };
}

/**
 * @param {Measurements} measurements
 * @param {Provider} provider
 * @param {Provider} compared
 * @param {Phase} [phase] All together without it.
 */
function ratioOf(measurements, provider, compared, phase) {
  return ratios(secondsOf(measurements, provider, phase), secondsOf(measurements, compared, phase));
}

/**
 * @param {Measurements} measurements
 * @returns {Claim[]}
 */
function claims(measurements) {
  const what = `time of all five, ${measurements.schedules} schedules, with the provider plugin`;
  const ratio = ratioOf(measurements, "plugin", "floor");
  const bytes = measurements.bytes.plugin / measurements.bytes.floor;
  return [
    {
      what,
      against: names.floor,
      target: `at most ${limit.toFixed(2)}`,
      measured: showSpread(ratio),
      isMet: ratio.median <= limit,
    },
    {
      what: "bytes of state for one schedule of the provider plugin",
      against: names.floor,
      target: "less than 1",
      measured: bytes.toFixed(3),
      isMet: bytes < 1,
    },
  ];
}

/** @param {Phase | undefined} phase */
function rowName(phase) {
  return phase === undefined ? "all five" : names[phase];
}

/**
 * @param {Measurements} measurements
 * @returns {Table}
 */
function timeTable(measurements) {
  return {
    title: "Seconds of a command",
    head: ["", ...measured.map((provider) => heads[provider])],
    rows: [...phases, undefined].map((phase) => [
      rowName(phase),
      ...measured.map((provider) =>
        showSpread(spread(secondsOf(measurements, provider, phase)), { digits: 1, unit: " s" }),
      ),
    ]),
  };
}

/**
 * @param {Measurements} measurements
 * @returns {Table}
 */
function ratioTable(measurements) {
  return {
    title: "Ratios, pair by pair",
    head: ["", "dynamic provider to floor", "plugin to floor", "plugin to dynamic provider"],
    rows: [...phases, undefined].map((phase) => [
      rowName(phase),
      showSpread(ratioOf(measurements, "skyvern", "floor", phase)),
      showSpread(ratioOf(measurements, "plugin", "floor", phase)),
      showSpread(ratioOf(measurements, "plugin", "skyvern", phase)),
    ]),
  };
}
