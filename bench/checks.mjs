import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { CronExpressionParser } from "cron-parser";
import { Bench } from "tinybench";
import { root, run } from "../tools/command.mjs";
import { cronExpressions } from "./cron-expressions.mjs";
import { median, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */

const generated = 90;
const rounds = 5;
const timezone = "America/New_York";
/** `CRON_INTERVAL_SAMPLE_WINDOW_SECONDS` of the server, in milliseconds. */
const windowMs = 25 * 60 * 60 * 1000;
/** A sample of something that takes a microsecond must hold many, or it is one of the clock. */
const callsInSample = 100;

/**
 * @typedef {object} Costs What one check of one expression takes, in microseconds.
 * @property {number} server
 * @property {number} cron checkCron and timezoneProblem.
 * @property {number} inputs All inputs of a schedule.
 * @property {number} parsing cron-parser, which only reads the expression.
 * @property {number} enumerating cron-parser, with the fire times of 25 hours.
 */

/**
 * The server's rule by means of cron-parser: the smallest gap between the fire times of 25 hours.
 *
 * @param {string} expression
 */
function smallestGap(expression) {
  const times = CronExpressionParser.parse(expression, { tz: "UTC" });
  const first = times.next().getTime();
  let smallest = Number.POSITIVE_INFINITY;
  for (let last = first; last - first < windowMs; ) {
    const next = times.next().getTime();
    smallest = Math.min(smallest, next - last);
    last = next;
  }
  return smallest;
}

/** @returns {Promise<string>} The interpreter that has Skyvern's server. */
async function skyvernPython() {
  const script = join(root, "tools", "skyvern-server.sh");
  const { code, output } = await run(script, ["install"], { quiet: true, showErrors: true });
  const python = /^SKYVERN_PYTHON=(.+)$/m.exec(output)?.[1];
  if (code !== 0 || python === undefined)
    throw new Error("Skyvern's server, whose rule is compared, could not be installed.");
  return python;
}

/** @param {string} python */
function startServerRule(python) {
  const child = spawn(python, [join(root, "bench", "server-rule.py")], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SKYVERN_TELEMETRY: "false", DO_NOT_TRACK: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout });
  const ended = once(child, "exit").then(() => {
    throw new Error("The server's rule could not be timed: bench/server-rule.py ended.");
  });
  ended.catch(() => undefined); // it is stopped on purpose at the end
  return {
    /**
     * @param {readonly string[]} expressions
     * @returns {Promise<readonly number[]>}
     */
    async microseconds(expressions) {
      child.stdin.write(`${JSON.stringify(expressions)}\n`);
      const [line] = await Promise.race([once(answers, "line"), ended]);
      return JSON.parse(line);
    },
    stop: () => child.stdin.end(),
  };
}

/**
 * @param {import("tinybench").Bench} bench
 * @param {string} name
 * @param {number} calls How many calls each of its samples holds.
 */
function microseconds(bench, name, calls) {
  const result = bench.getTask(name)?.result;
  if (result === undefined || !("latency" in result)) throw new Error(`${name} could not be timed.`);
  return (1000 * result.latency.p50) / calls;
}

/** @returns {Promise<(expression: string) => Omit<Costs, "server">>} */
async function localCosts() {
  const { checkCron } = await import("../dist/calendar/cron/check-cron.js");
  const { timezoneProblem } = await import("../dist/calendar/zone/timezone.js");
  const { checkScheduleInputs } = await import("../dist/provider/schedule/inputs.js");
  return (expression) => {
    const inputs = {
      workflowId: "wpid_599834731857372472",
      cronExpression: expression,
      timezone,
      name: "nightly-invoices",
      description: "Collects the invoices of the day",
      parameters: { vendor: "acme" },
    };
    const bench = new Bench({ time: 6, iterations: 3, warmupTime: 2, warmupIterations: 1, throws: true });
    bench
      .add("cron", () => {
        for (let call = 0; call < callsInSample; call++) {
          checkCron(expression);
          timezoneProblem(timezone);
        }
      })
      .add("inputs", () => {
        for (let call = 0; call < callsInSample; call++) checkScheduleInputs(undefined, inputs);
      })
      .add("parsing", () => CronExpressionParser.parse(expression, { tz: "UTC" }))
      .add("enumerating", () => smallestGap(expression));
    bench.runSync();
    return {
      cron: microseconds(bench, "cron", callsInSample),
      inputs: microseconds(bench, "inputs", callsInSample),
      parsing: microseconds(bench, "parsing", 1),
      enumerating: microseconds(bench, "enumerating", 1),
    };
  };
}

/**
 * @param {readonly Costs[][]} costs Expressions of each round.
 * @param {(costs: Costs) => number} ratio
 */
function compare(costs, ratio) {
  const first = costs[0] ?? [];
  const byExpression = first.map((_, index) =>
    median(costs.map((round) => ratio(/** @type {Costs} */ (round[index])))),
  );
  const byRound = spread(costs.map((round) => median(round.map(ratio))));
  return { median: byRound.median, byRound, worst: Math.min(...byExpression) };
}

/** @param {{median: number, byRound: import("./statistics.mjs").Spread, worst: number}} comparison */
function show({ median, byRound, worst }) {
  const [middle, low, high, least] = [median, byRound.lowest, byRound.highest, worst].map(Math.round);
  return `${middle} (rounds ${low} to ${high}; worst expression ${least})`;
}

/**
 * What one check of one schedule costs, next to the server's rule and to cron-parser, over representative and
 * generated expressions, in rounds that interleave all of them.
 *
 * @returns {Promise<Findings>}
 */
export async function checks() {
  const expressions = cronExpressions(generated);
  const rule = startServerRule(await skyvernPython());
  const local = await localCosts();
  /** @type {Costs[][]} */
  const costs = [];
  for (let round = 0; round < rounds; round++) {
    const server = await rule.microseconds(expressions);
    costs.push(
      expressions.map((expression, index) => ({ server: server[index] ?? Number.NaN, ...local(expression) })),
    );
  }
  rule.stop();

  /**
   * @param {string} what
   * @param {string} against
   * @param {number} least
   * @param {(costs: Costs) => number} ratio
   */
  const claim = (what, against, least, ratio) => {
    const comparison = compare(costs, ratio);
    const isMet = comparison.median >= least;
    return { what, against, target: `${least} times faster`, measured: show(comparison), isMet };
  };
  const cost = (/** @type {keyof Costs} */ key) => {
    const byRound = costs.map((round) => median(round.map((one) => one[key])));
    const all = costs.flat().map((one) => one[key]);
    return [median(byRound).toFixed(2), Math.max(...all).toFixed(1)];
  };
  const cronCheck = "check of a cron expression and a timezone";
  const wholeCheck = "check of all inputs of a schedule";
  const enumerated = "cron-parser with the fire times of 25 hours";
  const serverRule = "the server's own rule";
  return {
    claims: [
      claim(cronCheck, serverRule, 300, ({ server, cron }) => server / cron),
      claim(cronCheck, enumerated, 100, ({ enumerating, cron }) => enumerating / cron),
    ],
    tables: [
      {
        title: `Microseconds for one of ${expressions.length} expressions`,
        head: ["", "median", "most"],
        rows: [
          [cronCheck, ...cost("cron")],
          [wholeCheck, ...cost("inputs")],
          ["cron-parser, reading only", ...cost("parsing")],
          [enumerated, ...cost("enumerating")],
          [serverRule, ...cost("server")],
        ],
      },
    ],
  };
}
