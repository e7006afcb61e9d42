import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../tools/command.mjs";
import { engineEnvironment } from "../tools/engine.mjs";

/** @import { Engine } from "../tools/engine.mjs" */

/** A thousand schedules of the usual way take long: state grows with the square of the count. */
const limitMs = 60 * 60_000;
const plain = ["--non-interactive", "--color", "never"];
const silent = ["--yes", "--skip-preview", "--suppress-outputs", "--suppress-progress"];

/** What serves the schedules of a stack, as the program requires it. */
const kinds = /** @type {const} */ ({
  skyvern: "pulumi-skyvern",
  plugin: "pulumi-skyvern",
  floor: "floor",
  usual: "./usual-way.cjs",
  component: "./component.cjs",
});

/**
 * @typedef {keyof typeof kinds} Kind
 *
 * @typedef {object} Wanted What the program declares.
 * @property {number} count
 * @property {readonly string[]} workflowIds
 * @property {number} revision Another one changes every schedule.
 *
 * @typedef {object} Time
 * @property {number} seconds
 * @property {number} processor Seconds of work by the processor, for the engine, the program and the provider together.
 */

/** A program outside the repository and its state, driven by the real engine; each command is timed. */
export class MeasuredStack {
  /** @readonly */
  #folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-bench-"));
  /** @readonly @type {Kind} */
  #kind;
  /** @readonly @type {NodeJS.ProcessEnv} */
  #env;

  /**
   * @param {Kind} kind
   * @param {Engine} engine
   * @param {NodeJS.ProcessEnv} environment What engine, program and provider get besides.
   */
  constructor(kind, engine, environment) {
    this.#kind = kind;
    const modules = join(this.#folder, "node_modules");
    const state = join(this.#folder, "state");
    for (const folder of [modules, state]) mkdirSync(folder);
    symlinkSync(root, join(modules, "pulumi-skyvern"), "junction");
    symlinkSync(join(root, "node_modules", "@pulumi"), join(modules, "@pulumi"), "junction");
    cpSync(join(root, "bench", "floor"), join(modules, "floor"), { recursive: true });
    cpSync(join(root, "bench", "programs"), this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, "package.json"), '{ "private": true, "main": "schedules.cjs" }');
    writeFileSync(join(this.#folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
    if (kind === "plugin") this.#installPlugin(join(modules, ".bin"));
    this.#env = { ...engineEnvironment({ engine, home: state }), ...environment };
  }

  /** @param {string} bin The folder in which npm would link the command. */
  #installPlugin(bin) {
    mkdirSync(bin);
    const main = join(root, "dist", "plugin", "main.js");
    const script = `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`;
    writeFileSync(join(bin, "pulumi-resource-skyvern"), script, { mode: 0o755 });
    const plugins = "plugins:\n  providers:\n    - { name: skyvern, path: node_modules/.bin }\n";
    appendFileSync(join(this.#folder, "Pulumi.yaml"), plugins);
  }

  /** @param {Wanted} wanted */
  async open(wanted) {
    this.want(wanted);
    await this.#pulumi("stack", "init", "bench");
    if (this.#kind === "plugin") await this.#pulumi("config", "set", "skyvern:plugin", "true");
  }

  /** @param {Wanted} wanted */
  want(wanted) {
    writeFileSync(join(this.#folder, "wanted.json"), JSON.stringify({ kind: kinds[this.#kind], ...wanted }));
  }

  /**
   * @param {"up" | "refresh" | "destroy"} command
   * @returns {Promise<Time>}
   */
  async time(command) {
    const start = performance.now();
    const output = await this.#pulumi(command, ...silent);
    const seconds = (performance.now() - start) / 1000;
    const times = [...output.matchAll(/(\d+)m(\d+\.\d+)s/g)].slice(-2);
    const processor = times.reduce((sum, [, minutes, rest]) => sum + 60 * Number(minutes) + Number(rest), 0);
    return { seconds, processor };
  }

  /** @returns {Promise<number>} Bytes of state of one schedule, on average: its entry as JSON without blanks. */
  async bytesOfSchedule() {
    const output = await this.#pulumi("stack", "export");
    const { deployment } = JSON.parse(output.slice(0, output.lastIndexOf("}") + 1));
    const entries = deployment.resources.filter((/** @type {{type: string}} */ { type }) =>
      type.endsWith(":WorkflowSchedule"),
    );
    return entries.reduce(bytes, 0) / entries.length;
  }

  remove() {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /**
   * @param {readonly string[]} args
   * @returns {Promise<string>}
   */
  async #pulumi(...args) {
    // The last line of `times` is the work of the processor for the engine, the program and the provider together.
    const shell = ["-c", '"$@"; code=$?; times >&2; exit $code', "sh"];
    const { code, output } = await run("sh", [...shell, "pulumi", ...args, ...plain], {
      cwd: this.#folder,
      env: this.#env,
      quiet: true,
      timeoutMs: limitMs,
    });
    if (code !== 0)
      throw new Error(`pulumi ${args.join(" ")} (${this.#kind}) ended with ${code}:\n${output}`);
    return output;
  }
}

/**
 * @param {number} sum
 * @param {unknown} entry
 */
function bytes(sum, entry) {
  return sum + Buffer.byteLength(JSON.stringify(entry));
}
