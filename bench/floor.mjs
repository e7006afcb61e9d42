import { findEngine } from "../tools/engine.mjs";
import { MeasuredStack } from "./measured-stack.mjs";
import { showSpread } from "./report.mjs";
import { inTurn, spread } from "./statistics.mjs";

/** @import { Kind } from "./measured-stack.mjs" */
/** @import { Findings } from "./report.mjs" */

const schedules = 100;
const repetitions = 3;
const latencyMilliseconds = 50;

/** The engine then writes the state once, at the end (pulumi/pulumi#10668). */
const withoutCheckpoints = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * @typedef {object} Step One more thing than in the step before.
 * @property {string} what
 * @property {Kind} kind
 * @property {number} count
 * @property {boolean} checkpoints
 * @property {boolean} isSlow Whether the server takes its time.
 */

/** @type {readonly Step[]} */
const steps = [
  {
    what: "an empty stack: start of engine and program",
    kind: "component",
    count: 0,
    checkpoints: false,
    isSlow: false,
  },
  {
    what: "registrations with the engine",
    kind: "component",
    count: schedules,
    checkpoints: false,
    isSlow: false,
  },
  {
    what: "a provider process, and its calls",
    kind: "floor",
    count: schedules,
    checkpoints: false,
    isSlow: false,
  },
  {
    what: "state, written by the file backend at each step",
    kind: "floor",
    count: schedules,
    checkpoints: true,
    isSlow: false,
  },
  {
    what: "`pulumi-skyvern`, with a server that answers at once",
    kind: "skyvern",
    count: schedules,
    checkpoints: true,
    isSlow: false,
  },
  {
    what: `${latencyMilliseconds} ms before each answer`,
    kind: "skyvern",
    count: schedules,
    checkpoints: true,
    isSlow: true,
  },
];

/**
 * Where the time of an `up` that creates everything goes: each step adds one thing to the step before.
 *
 * @returns {Promise<Findings>}
 */
export async function floor() {
  const { startSandbox } = await import("pulumi-skyvern/sandbox");
  const engine = await findEngine();
  const fast = await startSandbox();
  const slow = await startSandbox({ latencyMilliseconds });
  /** @type {Record<string, number[]>} */
  const seconds = Object.fromEntries(steps.map(({ what }) => [what, []]));
  try {
    await inTurn(Object.keys(seconds), repetitions, async (name) => {
      const step = steps.find(({ what }) => what === name);
      if (step === undefined) return;
      const { kind, count, checkpoints, isSlow } = step;
      const sandbox = isSlow ? slow : fast;
      const { workflowId } = sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]);
      const environment = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
      const stack = new MeasuredStack(kind, engine, {
        ...environment,
        ...(checkpoints ? {} : withoutCheckpoints),
      });
      try {
        await stack.open({ count, workflowIds: [workflowId], revision: 1 });
        seconds[name]?.push((await stack.time("up")).seconds);
      } finally {
        stack.remove();
      }
    });
  } finally {
    await Promise.all([fast.close(), slow.close()]);
  }
  return { claims: [], tables: [ladder(Object.entries(seconds))] };
}

/**
 * @param {readonly (readonly [string, readonly number[]])[]} seconds
 * @returns {import("./report.mjs").Table}
 */
function ladder(seconds) {
  const rows = seconds.map(([what, values], index) => {
    // Uses the fastest repetition of each, because a difference of two noisy times is noisier than both.
    const more = Math.min(...values) - Math.min(...(seconds[index - 1]?.[1] ?? [0]));
    return [what, showSpread(spread(values), { unit: " s" }), `${more.toFixed(2)} s`];
  });
  return {
    title: `\`up\` that creates ${schedules} schedules, each row with one thing more, ${repetitions} times`,
    head: ["with", "takes", "adds"],
    rows,
  };
}
