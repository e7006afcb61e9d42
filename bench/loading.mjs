import { root, run } from "../tools/command.mjs";
import { showSpread } from "./report.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */
/** @import { Sandbox } from "pulumi-skyvern/sandbox" */

const repetitions = 9;

/** The provider, and what it loads later: the part of undici with the first request. Beside them, the whole packages. */
const modules = [
  "pulumi-skyvern/provider",
  "./dist/zod.js",
  "./dist/undici.js",
  "zod",
  "undici",
  "cron-parser",
];
const firstCheck = "the provider, and its first check with a request";

/**
 * @typedef {object} Loading
 * @property {number} milliseconds
 * @property {number} processor Milliseconds of work by the processor.
 * @property {number} files
 *
 * @param {string} work JavaScript that may await
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<Loading>}
 */
async function measure(work, environment = {}) {
  const code = `
    // The host of dynamic providers has loaded them for gRPC.
    require("node:http2");
    const start = performance.now();
    const before = process.cpuUsage();
    (async () => {
      ${work};
      const { user, system } = process.cpuUsage(before);
      const milliseconds = performance.now() - start;
      const files = Object.keys(require.cache).length;
      console.log(JSON.stringify({ milliseconds, processor: (user + system) / 1000, files }));
      process.exit();
    })();
  `;
  const env = { ...process.env, ...environment };
  const { code: exitCode, output } = await run(process.execPath, ["-e", code], {
    cwd: root,
    quiet: true,
    env,
  });
  if (exitCode !== 0) throw new Error(`This could not run:\n${work}\n${output}`);
  return JSON.parse(output);
}

/**
 * @param {string} name
 * @param {Sandbox} sandbox
 */
function load(name, sandbox) {
  if (name !== firstCheck) return measure(`require(${JSON.stringify(name)})`);
  const { workflowId } = sandbox.addWorkflow("Invoices");
  const inputs = JSON.stringify({
    workflowId,
    cronExpression: "0 2 * * *",
    timezone: "UTC",
    name: "nightly",
  });
  const check = `await require("pulumi-skyvern/provider").workflowSchedule.check({}, ${inputs})`;
  return measure(check, { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
}

/**
 * What it takes to load the provider and its dependencies, each in a process of its own.
 *
 * @returns {Promise<Findings>}
 */
export async function loading() {
  const names = [...modules, firstCheck];
  /** @type {Record<string, Loading[]>} */
  const loadings = Object.fromEntries(names.map((name) => [name, []]));
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const sandbox = await startSandbox();
  try {
    await inTurn(names, repetitions, async (name) => {
      loadings[name]?.push(await load(name, sandbox));
    });
  } finally {
    await sandbox.close();
  }
  const rows = names.map((name) => {
    const measured = loadings[name] ?? [];
    const show = (/** @type {"milliseconds" | "processor"} */ key) =>
      showSpread(spread(measured.map((one) => one[key])), { digits: 0, unit: " ms" });
    return [
      name === firstCheck ? name : `\`${name}\``,
      show("processor"),
      show("milliseconds"),
      String(measured[0]?.files),
    ];
  });
  const head = ["", "work of the processor", "time", "files"];
  return { claims: [], tables: [{ title: `Loading, ${repetitions} times`, head, rows }] };
}
