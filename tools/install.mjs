import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./command.mjs";

/** npm writes this file last, so its age is the age of a complete installation. */
const marker = join(root, "node_modules", ".package-lock.json");
const lock = join(root, "package-lock.json");

/** @returns {string | undefined} Why an installation is needed. */
function reason() {
  if (!existsSync(marker)) return "node_modules is missing";
  if (existsSync(lock) && statSync(lock).mtimeMs > statSync(marker).mtimeMs) {
    return "package-lock.json is newer than node_modules";
  }
  return undefined;
}

/**
 * Installs the npm dependencies where they are missing or older than the lock file; silent otherwise.
 *
 * @throws {Error} when npm fails; npm has then shown why.
 */
export async function ensureInstalled() {
  const why = reason();
  if (why === undefined) return;
  const command = existsSync(lock) ? "ci" : "install";
  console.log(`Installing the npm dependencies with npm ${command} (${why}; about half a minute).`);
  const { code } = await run("npm", [command, "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) throw new Error(`npm ${command} failed with exit code ${code}.`);
}
