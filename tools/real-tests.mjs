import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, run } from "./command.mjs";
import { engineEnvironment, findEngine } from "./engine.mjs";
import { runJest } from "./jest.mjs";
import { startKeyService } from "./key-service.mjs";
import { packTarball } from "./pack.mjs";
import { buildTestTools } from "./prepare-real.mjs";
import { runStage } from "./results.mjs";

const server = join(root, "tools", "skyvern-server.sh");
const port = process.env.PULUMI_SKYVERN_SERVER_PORT || "18230";
const testLimitMs = 5 * 60_000;
/** These tests wait for the engine, the server and runs, so that two cores serve six of them. */
const workers = 6;
/** The engine, which starts thousands of times, collects garbage less often. */
const GOGC = "400";
/** Programs and providers start with less than a third of the work. Tests of what users install do without (`asForUsers`). */
const nodeOptions = `${process.env.NODE_OPTIONS ?? ""} --require ${JSON.stringify(join(root, "tools", "deferred", "register.cjs"))}`;

/**
 * Removes a temporary folder in another process. It has more than a hundred thousand files, so the runner does not wait.
 *
 * @param {string} folder
 */
function removeBehind(folder) {
  const script = "fs.rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 3 })";
  const removal = spawn(process.execPath, ["-e", script, folder], { detached: true, stdio: "ignore" });
  removal.on("error", (error) => console.error(`Could not remove ${folder}: ${error.message}`));
  removal.unref();
}

/**
 * Runs the server script; its progress goes to stderr and is shown live.
 *
 * @param {string} action
 * @returns {Promise<{code: number, settings: Record<string, string>}>} Its NAME=value lines.
 */
async function skyvernServer(action) {
  const { code, output } = await run(server, [action, port], { quiet: true, showErrors: true });
  const pairs = output.split("\n").flatMap((line) => {
    const [, name, value] = /^(SKYVERN_\w+)=(.*)$/.exec(line) ?? [];
    return name !== undefined && value !== undefined ? [[name, value]] : [];
  });
  return { code, settings: Object.fromEntries(pairs) };
}

/**
 * Runs folders of tests on the real engine and the real Skyvern server, with the packed package. Stops what it
 * started, and ends the process.
 *
 * @param {string} stage The name in `.ci/run`.
 * @param {readonly string[]} folders Relative to the repository.
 * @param {readonly string[]} args Arguments of jest.
 */
export async function runRealTests(stage, folders, args) {
  await runStage(stage, async () => {
    await build();
    const engine = await findEngine();
    console.log(`Engine: Pulumi ${engine.version}, ${engine.source}.`);
    const scratch = mkdtempSync(join(tmpdir(), `pulumi-skyvern-${stage}-`));
    const home = join(scratch, "state");
    const compiledCode = join(scratch, "compiled-code");
    mkdirSync(home);
    mkdirSync(compiledCode);
    const packing = packTarball(scratch);
    const keys = await startKeyService();

    // A server that was already running is used and left running.
    let { code, settings } = await skyvernServer("status");
    const wasRunning = code === 0;
    /** @type {NodeJS.Signals | undefined} */
    let interruption;
    /** @type {import("node:child_process").ChildProcess | undefined} */
    let jest;
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      process.on(signal, () => {
        interruption = signal;
        jest?.kill(signal); // then the server is stopped as after any other end
      });
    }
    try {
      const engineOnly = engineEnvironment({ engine, home });
      // The server's start uses one core. A few chosen tests build what they need.
      const [tarball, started] = await Promise.all([
        packing,
        wasRunning ? { code, settings } : skyvernServer("start"),
        args.length === 0 ? buildTestTools(engineOnly) : undefined,
      ]);
      ({ code, settings } = started);
      if (interruption !== undefined) throw new Error(`Ended by ${interruption}.`);
      if (code !== 0)
        throw new Error("The real Skyvern server did not start; tools/skyvern-server.sh said why.");
      const testEnvironment = {
        PULUMI_SKYVERN_TARBALL: tarball,
        NODE_OPTIONS: nodeOptions,
        NODE_COMPILE_CACHE: compiledCode,
        GOGC,
        // `npm run check` checks the types of the examples.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      };
      const env = { ...engineOnly, ...settings, ...keys.env, ...testEnvironment };
      if (interruption !== undefined) throw new Error(`Ended by ${interruption}.`);
      const onStart = (/** @type {typeof jest} */ child) => {
        jest = child;
      };
      const options = [
        ...folders.map((folder) => `--roots=<rootDir>/${folder}`),
        `--testSequencer=${join(root, "tools", "longest-first.mjs")}`,
        `--testTimeout=${testLimitMs}`,
        `--maxWorkers=${workers}`,
      ];
      return await runJest([...options, ...args], { env, onStart });
    } finally {
      keys.close();
      if (!wasRunning) await skyvernServer("stop");
      removeBehind(scratch);
    }
  });
}
