import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PNG } from "pngjs";
import { Browser, type Opening } from "../support/browser/browser";
import { comparedCalendar } from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

const references = join(__dirname, "references");
/** A pixel differs if one of its colours differs by more than this, of 255: smoothed edges do not count. */
const NEAR = 40;
/** The part of the pixels that may differ: rounding moves a few edges by a pixel. */
const TOLERANCE = 0.005;

/**
 * Fonts differ between machines. So text is transparent in these pictures, and only parts of the page are compared whose size does not
 * depend on text: cells and lanes have fixed heights and widths.
 */
async function picture(selector: string, opening: Opening): Promise<Buffer> {
  const { page } = await browser.open(comparedCalendar(), { ...opening, address: "hour=2-10" });
  await page.evaluate(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { color: transparent !important; } text { fill: transparent !important; } .lane-label, .legend, h3, .filters { visibility: hidden; }");
    document.adoptedStyleSheets = [sheet];
    // The text above it moves it by parts of a pixel.
    const shown = document.querySelector(${JSON.stringify(selector)});
    const top = shown.getBoundingClientRect().top + scrollY;
    shown.style.position = "relative";
    shown.style.top = Math.ceil(top) - top + "px";
  `);
  return await page.locator(selector).screenshot();
}

function differing(one: PNG, other: PNG): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let count = 0;
  for (let at = 0; at < one.data.length; at += 4) {
    const far = [0, 1, 2].some(
      (part) => Math.abs((one.data[at + part] ?? 0) - (other.data[at + part] ?? 0)) > NEAR,
    );
    if (far) count++;
  }
  return count / (one.width * one.height);
}

describe("the pictures of a calendar look as before:", () => {
  it.each<[string, string, Opening]>([
    ["week-light", "table.heat", {}],
    ["week-dark", "table.heat", { scheme: "dark" }],
    ["week-phone", "table.heat", { width: 390 }],
    ["timeline-light", ".group:nth-of-type(1) ul", {}],
    ["timeline-dark", ".group:nth-of-type(4) ul", { scheme: "dark" }],
  ])("%s", async (name, selector, opening) => {
    const file = join(references, `${name}.png`);
    const shown = await picture(selector, opening);
    if (process.argv.includes("--updateSnapshot") || !existsSync(file)) {
      mkdirSync(references, { recursive: true });
      writeFileSync(file, shown);
    }
    expect(differing(PNG.sync.read(shown), PNG.sync.read(readFileSync(file)))).toBeLessThanOrEqual(TOLERANCE);
  });
});
