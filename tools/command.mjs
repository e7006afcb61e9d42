import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's own folder, absolute. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Folder to run in; the repository's own by default.
 * @property {NodeJS.ProcessEnv} [env] The whole environment; this process's own by default.
 * @property {boolean} [quiet] Collects the output instead of showing it as it comes.
 * @property {boolean} [showErrors] Shows stderr as it comes even when quiet.
 * @property {number} [timeoutMs] Ends the command after so many milliseconds.
 * @property {(child: import("node:child_process").ChildProcess) => void} [onStart]
 * @property {boolean} [ownGroup] Keeps a Ctrl-C in the terminal away from the command.
 */

/**
 * Runs a command without a shell and without stdin. Never throws: a command that cannot start gives
 * code 127 and the reason in its output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{code: number, output: string}>} `output` is stdout and stderr as they came, when quiet.
 */
export function run(command, args, options = {}) {
  const stdout = options.quiet ? "pipe" : "inherit";
  const stderr = options.showErrors ? "inherit" : stdout;
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? process.env,
      detached: options.ownGroup ?? false,
      stdio: ["ignore", stdout, stderr],
      timeout: options.timeoutMs,
    });
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    child.on("error", (error) => resolve({ code: 127, output: `${output}${command}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
    options.onStart?.(child);
  });
}

/**
 * Runs a tool of node_modules/.bin.
 *
 * @param {string} name
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runBin(name, args, options) {
  return run(`${root}/node_modules/.bin/${name}`, args, options);
}

/**
 * Runs the compiler of TypeScript 7, a native program, which takes a sixth of the work. TypeScript 6 is there too, for
 * the tools that use its API, and both bring a `tsc`.
 *
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runTsc(args, options) {
  const folder = dirname(fileURLToPath(import.meta.resolve("@typescript/native/package.json")));
  return run(process.execPath, [`${folder}/bin/tsc`, ...args], options);
}

/**
 * @param {string} file
 * @returns {boolean} Whether `file`, given as `process.argv[1]` is, is the script being run.
 */
export function isMain(file) {
  return process.argv[1] !== undefined && fileURLToPath(file) === process.argv[1];
}
