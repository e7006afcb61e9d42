import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMain, root } from "./command.mjs";

/**
 * The section of CHANGELOG.md about the version of a tag.
 *
 * @param {string} tag For example `v0.1.0`.
 * @param {{folder?: string}} [options] The repository's own by default.
 * @returns {string} The section's text, without its heading.
 * @throws {Error} if package.json has another version, or CHANGELOG.md has no section for it.
 */
export function releaseNotes(tag, { folder = root } = {}) {
  /** @type {{version: string}} */
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (tag !== `v${version}`)
    throw new Error(`The tag is ${tag}, and package.json has the version ${version}: they must be the same.`);
  const sections = readFileSync(join(folder, "CHANGELOG.md"), "utf8").split(/^## /m);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf("\n")).trim() ?? "";
  if (notes === "")
    throw new Error(
      `CHANGELOG.md has nothing under "## [${version}]": what is new must be said before the release.`,
    );
  return notes;
}

if (isMain(import.meta.url)) {
  const [tag] = process.argv.slice(2);
  try {
    if (tag === undefined) throw new Error("Usage: node tools/release-notes.mjs TAG");
    console.log(releaseNotes(tag));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
