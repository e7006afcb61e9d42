import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { root, run } from "./command.mjs";
import { withProgress } from "./progress.mjs";

/** @import { Say } from "./engine.mjs" */

/** As go.mod in the engine's folder below tools/engine requires it; `requireVersion` fails when the two part. */
const engineModule = "github.com/pulumi/pulumi/pkg/v3";
const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const versionVariable = `${sdkModule}/go/common/version.Version`;
const providerScript = "pulumi-resource-pulumi-nodejs";
const abandonedMs = 60 * 60_000;
const exe = process.platform === "win32" ? ".exe" : "";

/**
 * Runs go in one of the modules under tools/engine, which pin every version.
 *
 * @param {string} module
 * @param {string[]} args
 */
function go(module, args) {
  // A workspace file or vendoring configured elsewhere on the machine must not change the build.
  const env = { ...process.env, GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" };
  return run("go", args, { cwd: join(root, "tools", "engine", module), env, quiet: true });
}

/**
 * @param {string} module
 * @param {string[]} args
 * @returns {Promise<string>} The output.
 */
async function mustGo(module, args) {
  const { code, output } = await go(module, args);
  if (code === 0) return output.trim();
  const tail = output.trim().split("\n").slice(-15).join("\n");
  throw new Error(`Building the Pulumi engine failed: go ${args[0]} in tools/engine/${module} said\n${tail}`);
}

/**
 * @param {string} module
 * @param {string} version
 */
async function requireVersion(module, version) {
  const pinned = await mustGo(module, ["list", "-m", "-f", "{{.Version}}", engineModule]);
  if (pinned !== `v${version}`)
    throw new Error(`tools/engine/${module}/go.mod pins ${pinned}, the tools want v${version}.`);
}

/**
 * Builds the engine and the Node language host with Go, in the layout of the vendor's archive: everything in
 * one folder, so that the engine recognises the plugins as its own. The build happens in a temporary folder that is
 * renamed at the end, so a folder of that name is always complete, even after interruptions or parallel builds.
 *
 * @param {string} folder Where they belong.
 * @param {string} version For example `3.259.0`.
 * @param {Say} say
 * @param {{module?: string, scripts?: readonly string[]}} [from] The folder below tools/engine that pins the
 *   engine, and further scripts of its SDK to put beside it.
 * @throws {Error} when Go is missing, cannot fetch the modules, or cannot compile them.
 */
export async function buildEngine(folder, version, say, { module = "pulumi", scripts = [] } = {}) {
  const found = await run("go", ["version"], { quiet: true });
  if (found.code !== 0) {
    throw new Error(
      "No Pulumi engine was found, and none could be downloaded or built. Install one of these and try again:\n" +
        "  the Pulumi CLI (https://www.pulumi.com/docs/install/), or\n" +
        "  Go 1.25 or later (https://go.dev/dl/), from which this builds the engine once.",
    );
  }
  say(
    `Building Pulumi ${version} with ${goVersion(found.output)}: about 4 minutes on 2 cores, only this once.`,
  );
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const aside = mkdtempSync(`${folder}-building-`);
  try {
    await withProgress("building the engine", say, async () => {
      await requireVersion(module, version);
      await compile(module, `${engineModule}/cmd/pulumi`, join(aside, `pulumi${exe}`), version);
      const host = `${sdkModule}/nodejs/cmd/pulumi-language-nodejs`;
      await compile("language-nodejs", host, join(aside, `pulumi-language-nodejs${exe}`), version);
      const sdk = await mustGo(module, ["list", "-m", "-f", "{{.Dir}}", sdkModule]);
      for (const name of [providerScript, ...scripts]) {
        const script = process.platform === "win32" ? `${name}.cmd` : name;
        copyFileSync(join(sdk, "nodejs", "dist", script), join(aside, script));
        chmodSync(join(aside, script), 0o755); // Go's module cache keeps no executable bit
      }
    });
    chmodSync(aside, 0o755);
    putInPlace(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/**
 * Removes the files of killed builds. No build takes an hour.
 *
 * @param {string} folder
 */
function removeAbandoned(folder) {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    if (!name.startsWith(`${basename(folder)}-building-`)) continue;
    if (Date.now() - statSync(path).mtimeMs > abandonedMs) rmSync(path, { recursive: true, force: true });
  }
}

/** @param {string} output */
function goVersion(output) {
  return `Go ${/go(\d[\d.]*)/.exec(output)?.[1] ?? "(unknown version)"}`;
}

/**
 * @param {string} module
 * @param {string} main
 * @param {string} target
 * @param {string} version
 */
async function compile(module, main, target, version) {
  const flags = `-s -w -X ${versionVariable}=v${version}`;
  await mustGo(module, ["build", "-trimpath", "-ldflags", flags, "-o", target, main]);
}

/**
 * @param {string} aside
 * @param {string} folder
 */
function putInPlace(aside, folder) {
  try {
    renameSync(aside, folder);
  } catch (error) {
    // A parallel build finished first. Its result is the same.
    if (!existsSync(folder)) throw error;
  }
}
