import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root, run } from "./command.mjs";
import { engineEnvironment, findEngine } from "./engine.mjs";
import { runJest } from "./jest.mjs";
import { packTarball } from "./pack.mjs";
import { runStage } from "./results.mjs";

/** `npm run test:e2e`: test/e2e on the real engine and the real Skyvern server; arguments go to jest. */
const server = join(root, "tools", "skyvern-server.sh");
const port = process.env.PULUMI_SKYVERN_SERVER_PORT || "18230";
const testLimitMs = 5 * 60_000;

/**
 * Runs the server script; its progress goes to stderr and is shown as it comes.
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

await runStage("test-e2e", async () => {
  await build();
  const engine = await findEngine();
  console.log(`Engine: Pulumi ${engine.version}, ${engine.source}.`);
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-e2e-"));
  const home = join(folder, "state");
  mkdirSync(home);
  const tarball = await packTarball(folder);

  // A server that somebody started for their own work is used and left running.
  let { code, settings } = await skyvernServer("status");
  const wasRunning = code === 0;
  const stop = async () => {
    if (!wasRunning) await skyvernServer("stop");
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  let interrupted = false;
  const interrupt = () => {
    interrupted = true; // jest and the server script get the signal too and end; what follows then stops the server
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, interrupt);
  try {
    if (!wasRunning) ({ code, settings } = await skyvernServer("start"));
    if (code !== 0)
      throw new Error("The real Skyvern server did not start; tools/skyvern-server.sh said why.");
    if (interrupted) throw new Error("Interrupted.");
    Object.assign(process.env, engineEnvironment({ engine, home }), settings, {
      PULUMI_SKYVERN_TARBALL: tarball,
    });
    const limits = ["--runInBand", "--testTimeout", String(testLimitMs)];
    return await runJest(["--roots", "<rootDir>/test/e2e", ...limits, ...process.argv.slice(2)]);
  } finally {
    await stop();
  }
});
