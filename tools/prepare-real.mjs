import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMain, root, run } from "./command.mjs";
import { engineEnvironment, findEngine } from "./engine.mjs";

/** Some test files need more tools. Building them while those tests run would slow them down beyond their limits. */
const builders = ["browser.mjs", "engine-policy.mjs", "gitops-checkers.mjs", "language-hosts.mjs"].map(
  (name) => join(root, "tools", name),
);

/**
 * Builds the tools that some test files need. If one cannot be built, its test fails and prints why.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export async function buildTestTools(env) {
  for (const tool of builders) await run(process.execPath, [tool], { env, quiet: true, showErrors: true });
}

/**
 * Fetches and builds into the cache what `npm run test:real` needs beside the server, which takes minutes on a new
 * machine. `.ci/run` does it while the unit tests run.
 */
async function prepare() {
  const engine = await findEngine();
  const home = mkdtempSync(join(tmpdir(), "pulumi-skyvern-prepare-"));
  try {
    await buildTestTools(engineEnvironment({ engine, home }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (isMain(import.meta.url)) await prepare();
