import { join } from "node:path";
import { run } from "./command.mjs";

/**
 * Packs dist as it is into a tarball, as `npm publish` would.
 *
 * @param {string} folder Where to put it.
 * @returns {Promise<string>} The tarball's path.
 * @throws {Error} if npm fails.
 */
export async function packTarball(folder) {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  const { code, output } = await run("npm", args, { quiet: true });
  const name = output.trim().split("\n").at(-1);
  if (code !== 0 || !name?.endsWith(".tgz")) throw new Error(`npm pack failed:\n${output.trim()}`);
  return join(folder, name);
}
