import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../../tools/command.mjs";
import { showSpread } from "../report.mjs";
import { inTurn, ratios, spread } from "../statistics.mjs";
import { largeFile } from "./large-file.mjs";

/** @import { Findings } from "../report.mjs" */

const schedules = 500;
const workflows = 20;
const pairs = 9;
const limit = 3;

/**
 * The command `validate` on a large file with three environments, compared with a process that only parses the file.
 *
 * @returns {Promise<Findings>}
 */
export async function validate() {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-bench-"));
  const file = join(folder, "schedules.yaml");
  const parse = 'require("yaml").parse(require("node:fs").readFileSync(process.argv[1], "utf8"))';
  const commands = {
    yaml: ["-e", parse, file],
    validate: [join(root, "dist", "cli", "main.js"), "validate", file],
  };
  const counting = ["--require", join(root, "bench", "validate", "count-work.cjs")];
  /** @type {Record<keyof typeof commands, number[]>} */
  const times = { yaml: [], validate: [] };
  /** @type {Record<keyof typeof commands, number[]>} */
  const works = { yaml: [], validate: [] };
  /** @param {keyof typeof commands} name */
  const measure = async (name) => {
    const start = performance.now();
    const command = [...counting, ...commands[name]];
    const { code, output } = await run(process.execPath, command, { cwd: root, quiet: true });
    if (code !== 0) throw new Error(`${name} ended with ${code}:\n${output}`);
    return { time: performance.now() - start, work: Number(output.trim().split("\n").at(-1)) };
  };
  try {
    writeFileSync(file, largeFile(schedules, workflows));
    await measure("validate"); // reads the files from disk once
    await inTurn(/** @type {const} */ (["yaml", "validate"]), pairs, async (name) => {
      const { time, work } = await measure(name);
      times[name].push(time);
      works[name].push(work);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const ratio = ratios(times.validate, times.yaml);
  const row = (/** @type {keyof typeof commands} */ name, /** @type {string} */ shown) => [
    shown,
    showSpread(spread(works[name]), { digits: 0, unit: " ms" }),
    showSpread(spread(times[name]), { digits: 0, unit: " ms" }),
  ];
  return {
    claims: [
      {
        what: `\`validate\` of ${schedules} schedules in three environments`,
        against: "a process that only parses the file, with `yaml`",
        target: `at most ${limit}`,
        measured: showSpread(ratio),
        isMet: ratio.median <= limit,
      },
    ],
    tables: [
      {
        title: `Whole processes, ${pairs} pairs`,
        head: ["", "work of the processor", "time"],
        rows: [row("yaml", "`yaml` alone"), row("validate", "`pulumi-skyvern validate`")],
      },
    ],
  };
}
