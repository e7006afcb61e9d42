import { parseArgs } from "node:util";
import { build } from "./build.mjs";
import { duration } from "./progress.mjs";

/** @import { Claim, Findings } from "../bench/report.mjs" */

const usage = `Usage: npm run bench [-- PART... [--schedules N] [--repetitions N] [--before FOLDER]]
Parts: checks, million, validate, imports, host, loading, floor, engine, doors, calls, page; all of them when none is
named.`;

/**
 * The parts of the benchmark, in order. They import dist, so each is loaded after dist is compiled.
 *
 * @type {Readonly<Record<string, (options: Options) => Promise<Findings>>>}
 */
const parts = {
  checks: async () => (await import("../bench/checks.mjs")).checks(),
  million: async () => (await import("../bench/million.mjs")).million(),
  validate: async () => (await import("../bench/validate/validate.mjs")).validate(),
  imports: async () => (await import("../bench/imports.mjs")).imports(),
  host: async (options) => (await import("../bench/host.mjs")).host(options),
  loading: async () => (await import("../bench/loading.mjs")).loading(),
  floor: async () => (await import("../bench/floor.mjs")).floor(),
  page: async () => (await import("../bench/page.mjs")).page(),
  engine: async (options) => (await import("../bench/engine.mjs")).engine(options),
  doors: async (options) => (await import("../bench/doors/doors.mjs")).doors(options),
  calls: async (options) => (await import("../bench/doors/calls.mjs")).calls(options),
};

/**
 * @typedef {object} Options
 * @property {number} schedules Of the parts `engine`, `doors` and `calls`; the next one too.
 * @property {number} repetitions
 * @property {string} [before] Of the part `host`.
 *
 * @param {readonly string[]} args
 * @returns {{names: readonly string[], options: Options} | undefined} Undefined when they cannot be read.
 */
function read(args) {
  const options = /** @type {const} */ ({
    schedules: { type: "string", default: "300" },
    repetitions: { type: "string", default: "2" },
    before: { type: "string" },
  });
  try {
    const { values, positionals: names } = parseArgs({ args: [...args], allowPositionals: true, options });
    const [schedules, repetitions] = [Number(values.schedules), Number(values.repetitions)];
    if ([schedules, repetitions].some((value) => !Number.isInteger(value) || value < 1)) return undefined;
    if (names.some((name) => !Object.hasOwn(parts, name))) return undefined;
    const { before } = values;
    return {
      names: names.length === 0 ? Object.keys(parts) : names,
      options: { schedules, repetitions, ...(before === undefined ? {} : { before }) },
    };
  } catch {
    return undefined; // an unknown option, or one without its value
  }
}

/** @param {readonly Claim[]} claims */
function verdict(claims) {
  const missed = claims.filter(({ isMet }) => !isMet);
  const lines = missed.map(
    ({ what, against, target, measured }) => `- ${what}, against ${against}: ${measured}, target ${target}`,
  );
  return [
    `${claims.length - missed.length} of ${claims.length} targets met${missed.length === 0 ? "." : "; missed:"}`,
    ...lines,
  ].join("\n");
}

/**
 * @param {readonly string[]} names
 * @param {Options} options
 * @returns {Promise<boolean>} Whether every part could run.
 */
async function measure(names, options) {
  const { claimTable, showFindings } = await import("../bench/report.mjs");
  /** @type {Claim[]} */
  const claims = [];
  let couldRun = true;
  for (const name of names) {
    const start = Date.now();
    console.log(`\n## ${name}\n`);
    try {
      const findings = await /** @type {(options: Options) => Promise<Findings>} */ (parts[name])(options);
      claims.push(...findings.claims);
      console.log(showFindings(findings));
    } catch (error) {
      couldRun = false;
      console.error(`${name} could not run: ${error instanceof Error ? error.message : error}`);
    }
    console.log(`\n(${name}: ${duration(Date.now() - start)})`);
  }
  if (names.length > 1) console.log(`\n## All targets\n\n${claimTable(claims)}`);
  if (claims.length > 0) console.log(`\n${verdict(claims)}`);
  return couldRun;
}

/**
 * `npm run bench`: the figures of docs/internals/performance.md, as Markdown. A missed target is
 * reported but is not a failure, because other processes may slow the machine. A part that cannot run is a failure.
 */
const asked = read(process.argv.slice(2));
if (asked === undefined) {
  console.error(usage);
  process.exit(2);
}
try {
  await build();
  process.exitCode = (await measure(asked.names, asked.options)) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
