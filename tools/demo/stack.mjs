import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../command.mjs";
import { engineEnvironment } from "../engine.mjs";

/** @import { ChildProcess } from "node:child_process" */
/** @import { Engine } from "../engine.mjs" */

const limitMs = 3 * 60_000;
const plain = ["--non-interactive", "--color", "never"];

/** A copy of examples/demo and its state in a temporary folder, driven by the real engine. */
export class Stack {
  /** @readonly */
  folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-demo-"));
  /** @readonly */
  #program = join(this.folder, "program");
  /** @type {ChildProcess | undefined} */
  #running;
  /** @type {NodeJS.ProcessEnv} */
  #env;

  /**
   * @param {Engine} engine
   * @param {NodeJS.ProcessEnv} environment What the provider reads.
   */
  constructor(engine, environment) {
    const state = join(this.folder, "state");
    mkdirSync(state);
    // The engine writes Pulumi.<stack>.yaml beside the program, so it gets a copy; the modules stay where they are.
    cpSync(join(root, "examples", "demo"), this.#program, { recursive: true });
    rmSync(join(this.#program, "node_modules"), { recursive: true, force: true });
    symlinkSync(join(root, "node_modules"), join(this.#program, "node_modules"), "junction");
    this.#env = { ...engineEnvironment({ engine, home: state }), ...environment };
  }

  /**
   * @param {readonly string[]} args
   * @returns {Promise<{code: number, output: string}>}
   */
  async pulumi(...args) {
    const result = await run("pulumi", [...args, ...plain], {
      cwd: this.#program,
      env: this.#env,
      quiet: true,
      timeoutMs: limitMs,
      ownGroup: true, // a Ctrl-C reaches the engine once, through interrupt()
      onStart: (child) => {
        this.#running = child;
      },
    });
    this.#running = undefined;
    return result;
  }

  /**
   * @param {Readonly<Record<string, string>>} config
   * @returns {Promise<{code: number, output: string}>}
   */
  async open(config) {
    const created = await this.pulumi("stack", "init", "dev");
    if (created.code !== 0) return created;
    const pairs = Object.entries(config).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    return await this.pulumi("config", "set-all", ...pairs);
  }

  /** Asks the engine to finish what it is at and stop. */
  interrupt() {
    this.#running?.kill("SIGINT");
  }

  /** Removes the temporary folder. */
  remove() {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
