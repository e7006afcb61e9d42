import { findEngine } from "../tools/engine.mjs";
import { engineFindings } from "./engine-findings.mjs";
import { MeasuredStack } from "./measured-stack.mjs";

/** @import { Engine } from "../tools/engine.mjs" */
/** @import { Findings } from "./report.mjs" */
/** @import { Sandbox } from "pulumi-skyvern/sandbox" */

/** Of each answer of the API, in milliseconds. */
export const usualLatency = 50;
const workflows = 20;

export const providers = /** @type {const} */ (["floor", "skyvern", "usual"]);
export const phases = /** @type {const} */ (["create", "unchanged", "update", "refresh", "destroy"]);

/**
 * @typedef {typeof providers[number] | "plugin"} Provider The last one is only in the part `doors`.
 * @typedef {typeof phases[number]} Phase
 *
 * @typedef {object} Measurement
 * @property {number} seconds
 * @property {number} processor Seconds of work by the processor.
 * @property {number} requests
 *
 * @typedef {object} Measurements
 * @property {number} schedules
 * @property {number} workflows
 * @property {number} latencyMilliseconds Before each answer of the API.
 * @property {Record<Provider, Record<Phase, Measurement[]>>} commands In the order of the repetitions.
 * @property {Record<Provider, number>} bytes Of state, for one schedule.
 */

/**
 * Measures whole commands of the real engine on stacks of schedules. The server is a sandbox in this process. In each
 * phase all providers are measured one after the other, before the next phase begins.
 *
 * @param {{schedules: number, repetitions: number}} options
 * @returns {Promise<Findings>}
 */
export async function engine({ schedules, repetitions }) {
  const pulumi = await findEngine();
  const measurements = noMeasurements(schedules, usualLatency);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    // The usual way is far from the others, so one repetition is enough. The narrow comparison gets the time.
    const measured = repetition === 0 ? providers : providers.filter((provider) => provider !== "usual");
    await measureLife(pulumi, repetition % 2 === 0 ? measured : [...measured].reverse(), measurements);
  }
  return engineFindings(measurements);
}

/**
 * @param {number} schedules
 * @param {number} latencyMilliseconds
 * @returns {Measurements}
 */
export function noMeasurements(schedules, latencyMilliseconds) {
  const ofNone = () => ({ create: [], unchanged: [], update: [], refresh: [], destroy: [] });
  return {
    schedules,
    workflows,
    latencyMilliseconds,
    commands: { floor: ofNone(), skyvern: ofNone(), usual: ofNone(), plugin: ofNone() },
    bytes: { floor: 0, skyvern: 0, usual: 0, plugin: 0 },
  };
}

/**
 * Measures all phases of one stack for each provider.
 *
 * @param {Engine} pulumi
 * @param {readonly Provider[]} measured In this order.
 * @param {Measurements} measurements
 */
export async function measureLife(pulumi, measured, measurements) {
  const { schedules, latencyMilliseconds, commands, bytes } = measurements;
  /** @type {{provider: Provider, sandbox: Sandbox, stack: MeasuredStack, workflowIds: readonly string[]}[]} */
  const lives = [];
  try {
    for (const provider of measured)
      lives.push({ provider, ...(await begin(provider, pulumi, latencyMilliseconds)) });
    for (const { stack, workflowIds } of lives)
      await stack.open({ count: schedules, workflowIds, revision: 1 });
    for (const phase of phases) {
      for (const { provider, sandbox, stack, workflowIds } of lives) {
        if (phase === "update") stack.want({ count: schedules, workflowIds, revision: 2 });
        sandbox.requests.clear();
        const time = await stack.time(phase === "refresh" || phase === "destroy" ? phase : "up");
        commands[provider][phase].push({ ...time, requests: sandbox.requests.all.length });
        if (phase === "create") bytes[provider] = await stack.bytesOfSchedule();
      }
    }
  } finally {
    for (const { sandbox, stack } of lives) {
      stack.remove();
      await sandbox.close();
    }
  }
}

/**
 * A stack with an account of its own, so that its lists do not contain the schedules of another stack.
 *
 * @param {Provider} provider
 * @param {Engine} pulumi
 * @param {number} latencyMilliseconds
 */
async function begin(provider, pulumi, latencyMilliseconds) {
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const sandbox = await startSandbox({ latencyMilliseconds });
  const workflowIds = Array.from(
    { length: workflows },
    (_, index) => sandbox.addWorkflow(`Invoices ${index}`, [{ key: "vendor", type: "string" }]).workflowId,
  );
  const environment = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  return { sandbox, workflowIds, stack: new MeasuredStack(provider, pulumi, environment) };
}
