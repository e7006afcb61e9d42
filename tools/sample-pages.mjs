import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./command.mjs";

/** @import { CalendarData } from "../dist/cli/calendar/calendar-data.js" */

const require = createRequire(import.meta.url);

/**
 * The calendars that the tests of the page use: test/support/page/sample-calendars.ts, compiled.
 *
 * @param {string} folder For the compiled file.
 * @returns {Promise<typeof import("../test/support/page/sample-calendars.js")>}
 */
export async function sampleCalendars(folder) {
  const { build } = await import("esbuild");
  const outfile = join(folder, "sample-calendars.cjs");
  const entry = join(root, "test", "support", "page", "sample-calendars.ts");
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    format: "cjs",
    logLevel: "warning",
  });
  return require(outfile);
}

/**
 * Writes a calendar as a page.
 *
 * @param {string} folder
 * @param {string} name
 * @param {CalendarData} data
 * @returns {string} Its address.
 */
export function writePage(folder, name, data) {
  const { pageOf } = require(join(root, "dist", "cli", "calendar", "page-file.js"));
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.html`);
  writeFileSync(file, pageOf(data));
  return pathToFileURL(file).href;
}
