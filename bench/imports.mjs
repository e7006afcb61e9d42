import { root, run } from "../tools/command.mjs";
import { showSpread } from "./report.mjs";
import { inTurn, ratios, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */

const pairs = 15;
const limit = 1.03;

/** What a program begins with, by itself and with the package; `before` is when `@pulumi/pulumi` is there. */
const programs = {
  pulumi: 'require("@pulumi/pulumi"); const before = performance.now()',
  both: 'require("@pulumi/pulumi"); const before = performance.now(); require("pulumi-skyvern")',
};

/**
 * @typedef {keyof typeof programs} Program
 *
 * @typedef {object} Start What it takes to start a program.
 * @property {number} before Milliseconds from the start of the process until `@pulumi/pulumi` is there.
 * @property {number} milliseconds The same until all is there.
 * @property {number} processor Milliseconds of work by the processor in that time.
 * @property {number} memory Of the process (rss), in MB.
 * @property {number} heap Of JavaScript after a garbage collection, in MB.
 */

const measure = `
const milliseconds = performance.now();
const { user, system } = process.cpuUsage();
const memory = process.memoryUsage.rss() / 1e6;
gc();
const heap = process.memoryUsage().heapUsed / 1e6;
console.log(JSON.stringify({ before, milliseconds, processor: (user + system) / 1000, memory, heap }));
`;

/**
 * @param {Program} program
 * @returns {Promise<Start>}
 */
async function start(program) {
  const args = ["--expose-gc", "-e", `${programs[program]};${measure}`];
  const { code, output } = await run(process.execPath, args, { cwd: root, quiet: true });
  if (code !== 0) throw new Error(`A program could not be started:\n${output}`);
  return JSON.parse(output);
}

/**
 * What `import "pulumi-skyvern"` adds to the start of a program that imports @pulumi/pulumi.
 *
 * @returns {Promise<Findings>}
 */
export async function imports() {
  /** @type {Record<Program, Start[]>} */
  const starts = { pulumi: [], both: [] };
  await start("both"); // reads the files from disk once
  await inTurn(/** @type {const} */ (["pulumi", "both"]), pairs, async (program) => {
    starts[program].push(await start(program));
  });
  const of = (/** @type {Program} */ program, /** @type {keyof Start} */ key) =>
    starts[program].map((one) => one[key]);

  /**
   * @param {string} what
   * @param {import("./statistics.mjs").Spread} ratio
   */
  const claim = (what, ratio) => ({
    what,
    against: "`@pulumi/pulumi` alone",
    target: `at most ${limit}`,
    measured: showSpread(ratio, { digits: 3 }),
    isMet: ratio.median <= limit,
  });
  const inPairs = (/** @type {keyof Start} */ key) => ratios(of("both", key), of("pulumi", key));
  const row = (/** @type {Program} */ program, /** @type {string} */ name) => [
    name,
    showSpread(spread(of(program, "milliseconds")), { digits: 0, unit: " ms" }),
    showSpread(spread(of(program, "processor")), { digits: 0, unit: " ms" }),
    showSpread(spread(of(program, "memory")), { digits: 1, unit: " MB" }),
    showSpread(spread(of(program, "heap")), { digits: 1, unit: " MB" }),
  ];
  return {
    claims: [
      // Within one process, so that both halves run under the same conditions.
      claim(
        "start of a program that imports the package",
        ratios(of("both", "milliseconds"), of("both", "before")),
      ),
      claim("the processor's work in that time", inPairs("processor")),
      claim("its memory (rss)", inPairs("memory")),
      claim("its heap", inPairs("heap")),
    ],
    tables: [
      {
        title: `Programs, ${pairs} pairs`,
        head: ["", "start", "processor", "memory (rss)", "heap"],
        rows: [row("pulumi", "`@pulumi/pulumi` alone"), row("both", "with `pulumi-skyvern`")],
      },
    ],
  };
}
