import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./command.mjs";

/** A workspace file or vendoring configured elsewhere on the machine must not change a build. */
export const goEnvironment = { GOWORK: "off", GOFLAGS: "-mod=readonly -buildvcs=false" };

/** What an executable file is called at its end. */
export const exe = process.platform === "win32" ? ".exe" : "";

/** @returns {Promise<string | undefined>} For example `Go 1.25.1`; nothing if Go is not on PATH. */
export async function installedGo() {
  const { code, output } = await run("go", ["version"], { quiet: true });
  return code === 0 ? `Go ${/go(\d[\d.]*)/.exec(output)?.[1] ?? "(unknown version)"}` : undefined;
}

/**
 * Runs go in one of the modules under tools/engine, which pin every version.
 *
 * @param {string} module
 * @param {string[]} args
 * @returns {Promise<string>} The output.
 */
export async function mustGo(module, args) {
  const env = { ...process.env, ...goEnvironment };
  const { code, output } = await run("go", args, { cwd: folderOf(module), env, quiet: true });
  if (code === 0) return output.trim();
  const tail = output.trim().split("\n").slice(-15).join("\n");
  throw new Error(`The build failed: go ${args[0]} in tools/engine/${module} printed\n${tail}`);
}

/**
 * @param {string} module
 * @param {{main: string, target: string, variable: string, version: string, modfile?: string}} what The package to
 *   compile, the file that it becomes, the variable of the package that keeps its version, and a `go.mod` in place of
 *   the module's own.
 */
export async function compile(module, { main, target, variable, version, modfile }) {
  const flags = ["-trimpath", "-ldflags", `-s -w -X ${variable}=v${version}`];
  const replacing = modfile === undefined ? [] : ["-modfile", modfile];
  await mustGo(module, ["build", ...flags, ...replacing, "-o", target, main]);
}

/**
 * @param {string} module
 * @param {string} dependency
 * @returns {string} The version that the module's go.mod pins, without the v.
 */
export function pinnedVersion(module, dependency) {
  const text = readFileSync(join(folderOf(module), "go.mod"), "utf8");
  const words = text.split("\n").map((line) => line.trim().split(/\s+/));
  const version = words.flatMap((line) => (line[0] === "require" ? [line.slice(1)] : [line]));
  const found = version.find(([name]) => name === dependency)?.[1];
  if (found === undefined) throw new Error(`tools/engine/${module}/go.mod does not require ${dependency}.`);
  return found.replace(/^v/, "");
}

/** @param {string} module */
export function folderOf(module) {
  return join(root, "tools", "engine", module);
}
