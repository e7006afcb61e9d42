import { phases, providers } from "./engine.mjs";
import { showSpread } from "./report.mjs";
import { ratios, spread } from "./statistics.mjs";

/** @import { Measurements, Phase, Provider } from "./engine.mjs" */
/** @import { Claim, Findings, Table } from "./report.mjs" */

/** The largest `page_size` of Skyvern's list of schedules. */
const pageSize = 100;

/** As the tables call them. */
export const names = {
  floor: "a provider that does nothing",
  skyvern: "`pulumi-skyvern`",
  usual: "a provider written the usual way",
  create: "`up` that creates all",
  unchanged: "`up` without changes",
  update: "`up` that changes all",
  refresh: "`refresh`",
  destroy: "`destroy`",
};

/**
 * @param {Measurements} measurements
 * @returns {Findings}
 */
export function engineFindings(measurements) {
  return {
    claims: [...timeClaims(measurements), ...stateClaims(measurements), ...requestClaims(measurements)],
    tables: [timeTable(measurements), stateTable(measurements), requestTable(measurements)],
  };
}

/**
 * @param {Measurements} measurements
 * @param {Provider} provider
 * @param {Phase} [phase] All together without it.
 * @param {"seconds" | "processor"} [kind]
 * @returns {readonly number[]} Seconds of each repetition.
 */
export function secondsOf({ commands }, provider, phase, kind = "seconds") {
  if (phase !== undefined) return commands[provider][phase].map((measured) => measured[kind]);
  return commands[provider].create.map((_, repetition) =>
    phases.reduce((sum, one) => sum + (commands[provider][one][repetition]?.[kind] ?? Number.NaN), 0),
  );
}

/**
 * @param {Measurements} measurements
 * @returns {Claim[]}
 */
function timeClaims(measurements) {
  /** @param {Phase} [phase] */
  const compare = (phase) =>
    ratios(secondsOf(measurements, "skyvern", phase), secondsOf(measurements, "floor", phase));
  const against = names.floor;
  const target = "at most 1.10";
  const what = (/** @type {string} */ command) => `time of ${command}, ${measurements.schedules} schedules`;
  const claim = (/** @type {string} */ command, /** @type {Phase | undefined} */ phase) => {
    const ratio = compare(phase);
    return { what: what(command), against, target, measured: showSpread(ratio), isMet: ratio.median <= 1.1 };
  };
  const usual = ratios(
    secondsOf(measurements, "skyvern").slice(0, 1),
    secondsOf(measurements, "usual").slice(0, 1),
  );
  return [
    ...phases.map((phase) => claim(names[phase], phase)),
    claim("all five", undefined),
    {
      what: what("all five"),
      against: names.usual,
      target: "less than 1",
      measured: usual.median.toFixed(2),
      isMet: usual.median < 1,
    },
  ];
}

/**
 * @param {Measurements} measurements
 * @returns {Claim[]}
 */
function stateClaims({ bytes: { floor, skyvern, usual } }) {
  const what = "bytes of state for one schedule";
  const toFloor = skyvern / floor;
  const toUsual = usual / skyvern;
  return [
    {
      what,
      against: names.floor,
      target: "at most 1.05",
      measured: toFloor.toFixed(3),
      isMet: toFloor <= 1.05,
    },
    {
      what,
      against: names.usual,
      target: "at most a sixth",
      measured: `1/${toUsual.toFixed(1)}`,
      isMet: toUsual >= 6,
    },
  ];
}

/**
 * @param {Measurements} measurements
 * @returns {Claim[]}
 */
function requestClaims({ schedules, workflows, commands }) {
  const pages = Math.ceil(schedules / pageSize);
  const used = Math.min(schedules, workflows);
  const limits = {
    create: schedules + used,
    unchanged: used,
    update: schedules + used,
    refresh: Math.min(used, pages),
    destroy: schedules,
  };
  return phases.map((phase) => {
    const most = Math.max(...commands.skyvern[phase].map(({ requests }) => requests));
    return {
      what: `requests of ${names[phase]}, ${schedules} schedules of ${used} workflows`,
      against: `${names.usual}: ${commands.usual[phase][0]?.requests}`,
      target: `at most ${limits[phase]}`,
      measured: String(most),
      isMet: most <= limits[phase],
    };
  });
}

/**
 * @param {Measurements} measurements
 * @returns {Table}
 */
function timeTable(measurements) {
  const show = (/** @type {Provider} */ provider, /** @type {Phase | undefined} */ phase) =>
    showSpread(spread(secondsOf(measurements, provider, phase)), { digits: 1, unit: " s" });
  return {
    title: "Seconds of a command",
    head: ["", ...providers.map((provider) => names[provider])],
    rows: [...phases, undefined].map((phase) => [
      phase === undefined ? "all five" : names[phase],
      ...providers.map((provider) => show(provider, phase)),
    ]),
  };
}

/**
 * @param {Measurements} measurements
 * @returns {Table}
 */
function stateTable({ bytes }) {
  return {
    title: "Bytes of state for one schedule",
    head: ["", ...providers.map((provider) => names[provider])],
    rows: [["bytes", ...providers.map((provider) => bytes[provider].toFixed(0))]],
  };
}

/**
 * @param {Measurements} measurements
 * @returns {Table}
 */
function requestTable({ commands }) {
  return {
    title: "Requests to the API",
    head: ["", ...providers.map((provider) => names[provider])],
    rows: phases.map((phase) => [
      names[phase],
      ...providers.map((provider) => String(commands[provider][phase][0]?.requests)),
    ]),
  };
}
