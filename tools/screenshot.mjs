import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser } from "./browser.mjs";
import { build } from "./build.mjs";
import { root } from "./command.mjs";
import { sampleCalendars, writePage } from "./sample-pages.mjs";

/** `npm run screenshot`: the pictures of the README, docs/images/calendar-light.png and calendar-dark.png. */
const images = join(root, "docs", "images");
const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-screenshot-"));
try {
  await build();
  const url = writePage(folder, "calendar", (await sampleCalendars(folder)).teamCalendar());
  const { browser, close } = await startBrowser();
  try {
    mkdirSync(images, { recursive: true });
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      const page = await browser.newPage();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width: 1280, height: 1400 });
      await page.goto(url);
      await page.locator("svg.lane").first().waitFor();
      const path = join(images, `calendar-${scheme}.png`);
      writeFileSync(path, await page.screenshot());
      console.log(path);
    }
  } finally {
    await close();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
