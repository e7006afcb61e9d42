import { root, run } from "../tools/command.mjs";
import { showSpread } from "./report.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */

const repetitions = 9;

/** The provider, and what it loads; undici comes with the first request. */
const modules = ["pulumi-skyvern/provider", "zod", "undici", "cron-parser"];

/**
 * @typedef {object} Loading
 * @property {number} milliseconds
 * @property {number} processor Milliseconds of work by the processor.
 * @property {number} files
 *
 * @param {string} module
 * @returns {Promise<Loading>}
 */
async function load(module) {
  const code = `
    const start = performance.now();
    const before = process.cpuUsage();
    require(${JSON.stringify(module)});
    const { user, system } = process.cpuUsage(before);
    const milliseconds = performance.now() - start;
    const files = Object.keys(require.cache).length;
    console.log(JSON.stringify({ milliseconds, processor: (user + system) / 1000, files }));
  `;
  const { code: exitCode, output } = await run(process.execPath, ["-e", code], { cwd: root, quiet: true });
  if (exitCode !== 0) throw new Error(`${module} could not be loaded:\n${output}`);
  return JSON.parse(output);
}

/**
 * What it takes to load the provider and its dependencies, each in a process of its own.
 *
 * @returns {Promise<Findings>}
 */
export async function loading() {
  /** @type {Record<string, Loading[]>} */
  const loadings = Object.fromEntries(modules.map((module) => [module, []]));
  await inTurn(modules, repetitions, async (module) => {
    loadings[module]?.push(await load(module));
  });
  const rows = modules.map((module) => {
    const measured = loadings[module] ?? [];
    const show = (/** @type {"milliseconds" | "processor"} */ key) =>
      showSpread(spread(measured.map((one) => one[key])), { digits: 0, unit: " ms" });
    return [`\`${module}\``, show("processor"), show("milliseconds"), String(measured[0]?.files)];
  });
  const head = ["", "work of the processor", "time", "files"];
  return { claims: [], tables: [{ title: `Loading, ${repetitions} times`, head, rows }] };
}
