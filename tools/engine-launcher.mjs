import { run } from "./command.mjs";
import { withProgress } from "./progress.mjs";

/** @import { Say } from "./engine.mjs" */

/**
 * The npm package `pulumi` is the vendor's launcher: it downloads the CLI and its language hosts from the
 * vendor's site into `$PULUMI_HOME/versions/<version>/bin` and runs it.
 */
const launcher = "pulumi@3.265.0";
const limitMs = 5 * 60_000;

/**
 * @param {string} home Becomes PULUMI_HOME, so that nothing is put beside the user's own installation.
 * @param {string} version The engine to fetch; the launcher takes it from PULUMI_VERSION.
 * @param {Say} say
 * @returns {Promise<string | undefined>} Why it did not work, in a few words.
 */
export async function downloadEngine(home, version, say) {
  say(`No Pulumi engine on PATH; asking the official npm launcher for ${version}.`);
  const { code, output } = await withProgress("downloading the engine", say, () =>
    run("npx", ["--yes", launcher, "version"], {
      env: { ...process.env, PULUMI_HOME: home, PULUMI_VERSION: version, PULUMI_SKIP_UPDATE_CHECK: "1" },
      quiet: true,
      timeoutMs: limitMs,
    }),
  );
  if (code === 0) return undefined;
  const said = output.trim().split("\n").at(-1) ?? "";
  return said.replace(/^pulumi: /, "") || `npx ended with exit code ${code}`;
}
