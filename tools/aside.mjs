import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

const abandonedMs = 60 * 60_000;

/**
 * Fills a temporary folder and renames it at the end. So a folder of that name is always complete, even after
 * interruptions or parallel builds.
 *
 * @param {string} folder Its final name; it must not exist yet.
 * @param {(aside: string) => Promise<void>} fill
 */
export async function buildAside(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  removeAbandoned(folder);
  const aside = mkdtempSync(`${folder}-building-`);
  try {
    await fill(aside);
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
