import { chmodSync, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAside } from "./aside.mjs";
import { root } from "./command.mjs";
import { writeModules } from "./engine-modules.mjs";
import { compile, exe, installedGo, mustGo, pinnedVersion } from "./go.mjs";
import { withProgress } from "./progress.mjs";

/** @import { Say } from "./engine.mjs" */

const isWindows = process.platform === "win32";
const engineModule = "github.com/pulumi/pulumi/pkg/v3";
const sdkModule = "github.com/pulumi/pulumi/sdk/v3";
const variable = `${sdkModule}/go/common/version.Version`;
const providerScript = "pulumi-resource-pulumi-nodejs";
const hostModule = "language-nodejs";
/** Starts the host, whose file has another name; on Windows, the name of the host itself. */
const hostScript = "pulumi-language-nodejs";

/**
 * @param {string} module
 * @param {string} version
 */
function requireVersion(module, version) {
  const pinned = pinnedVersion(module, engineModule);
  if (pinned !== version)
    throw new Error(`tools/engine/${module}/go.mod pins v${pinned}, the tools want v${version}.`);
}

/**
 * Builds the engine and the Node language host with Go, in the layout of the vendor's archive: everything in
 * one folder, so that the engine recognises the plugins as its own.
 *
 * @param {string} folder Where they belong.
 * @param {string} version For example `3.259.0`.
 * @param {Say} say
 * @param {{module?: string, scripts?: readonly string[]}} [from] The folder below tools/engine that pins the
 *   engine, and further scripts of its SDK to put beside it.
 * @throws {Error} when Go is missing, cannot fetch the modules, or cannot compile them.
 */
export async function buildEngine(folder, version, say, { module = "pulumi", scripts = [] } = {}) {
  const go = await installedGo();
  if (go === undefined) {
    throw new Error(
      "No Pulumi engine was found, and none could be downloaded or built. Install one of these and try again:\n" +
        "  the Pulumi CLI (https://www.pulumi.com/docs/install/), or\n" +
        "  Go 1.25 or later (https://go.dev/dl/), from which this builds the engine once.",
    );
  }
  say(`Building Pulumi ${version} with ${go}: about 4 minutes on 2 cores, only this once.`);
  await buildAside(folder, (aside) =>
    withProgress("building the engine", say, async () => {
      requireVersion(module, version);
      const engine = { main: `${engineModule}/cmd/pulumi`, target: join(aside, `pulumi${exe}`) };
      const scratch = mkdtempSync(join(tmpdir(), "pulumi-skyvern-modules-"));
      try {
        const modfile = await writeModules(module, scratch);
        await compile(module, { ...engine, variable, version, modfile });
      } finally {
        rmSync(scratch, { recursive: true, force: true });
      }
      const main = `${sdkModule}/nodejs/cmd/pulumi-language-nodejs`;
      const target = join(aside, isWindows ? `${hostScript}.exe` : "old-language-nodejs");
      await compile(hostModule, { main, target, variable, version });
      if (!isWindows)
        copyFileSync(join(root, "tools", "engine", hostModule, hostScript), join(aside, hostScript));
      const sdk = await mustGo(module, ["list", "-m", "-f", "{{.Dir}}", sdkModule]);
      for (const name of [providerScript, ...scripts]) {
        const script = isWindows ? `${name}.cmd` : name;
        copyFileSync(join(sdk, "nodejs", "dist", script), join(aside, script));
        chmodSync(join(aside, script), 0o755); // Go's module cache keeps no executable bit
      }
    }),
  );
}
