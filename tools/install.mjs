import { existsSync, statSync, utimesSync } from "node:fs";
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
 * Installs the npm dependencies if they are missing or older than the lock file. Otherwise prints nothing.
 * Does not use `npm ci`, because it refuses a lock file without the optional packages of other platforms
 * (npm/cli#9846), which npm writes if the registry does not offer them. `--no-save` does not change the lock file.
 *
 * @throws {Error} if npm fails. npm has then printed why.
 */
export async function ensureInstalled() {
  const why = reason();
  if (why === undefined) return;
  console.log(`Installing the npm dependencies (${why}; about half a minute).`);
  const { code } = await run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) throw new Error(`npm install failed with exit code ${code}.`);
  const now = new Date();
  utimesSync(marker, now, now); // npm does not touch the file if there was nothing to do
}
