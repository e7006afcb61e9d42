import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { pageTemplate } from "../../src/cli/page-template";
import { startLocalSandbox } from "../../src/sandbox/local/start-local-sandbox";
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
 * Fonts differ between machines. So text is transparent in these pictures, and only parts of a page are compared whose size does not
 * depend on text: cells and lanes have fixed heights and widths, and so have lines of text.
 */
async function picture(page: Page, selector: string, style = ""): Promise<Buffer> {
  await page.evaluate(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { color: transparent !important; } text { fill: transparent !important; } .lane-label, .legend, h3, .filters { visibility: hidden; } .cards code, .cards bdi, .until { font-size: 0; } ${style}");
    document.adoptedStyleSheets = [sheet];
    // The text above it moves it by parts of a pixel.
    const shown = document.querySelector(${JSON.stringify(selector)});
    const top = shown.getBoundingClientRect().top + scrollY;
    shown.style.position = "relative";
    shown.style.top = Math.ceil(top) - top + "px";
  `);
  return await page.locator(selector).screenshot();
}

async function expectReference(name: string, shown: Buffer): Promise<void> {
  const file = join(references, `${name}.png`);
  if (process.argv.includes("--updateSnapshot") || !existsSync(file)) {
    mkdirSync(references, { recursive: true });
    writeFileSync(file, shown);
  }
  expect(differing(PNG.sync.read(shown), PNG.sync.read(readFileSync(file)))).toBeLessThanOrEqual(TOLERANCE);
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
    const { page } = await browser.open(comparedCalendar(), { ...opening, address: "hour=2-10" });
    await expectReference(name, await picture(page, selector));
  });
});

describe("the picture of the sandbox looks as before, with runs that completed, failed and have not ended:", () => {
  it.each(["light", "dark"] as const)("sandbox-%s", async (scheme) => {
    const sandbox = await startLocalSandbox({ port: 0, apiKey: "key", page: pageTemplate("sandbox") });
    try {
      const send = async (path: string, body: object) => {
        const headers = { "x-api-key": "key", "content-type": "application/json" };
        const response = await fetch(sandbox.url + path, {
          method: "POST",
          headers,
          body: JSON.stringify(body),
        });
        expect([path, response.status]).toEqual([path, 200]);
      };
      for (const title of ["Completing", "Failing", "Slow"]) {
        const id = sandbox.workflows.find((workflow) => workflow.title === title)?.workflowId;
        const often = { name: title, cron_expression: "*/5 * * * *", timezone: "UTC" };
        await send(`/v1/workflows/${id}/schedules`, often);
        await send(`/v1/workflows/${id}/schedules`, { ...often, name: "paused", enabled: false });
      }
      await send("/sandbox/clock", { skip: "next-run" });
      await send("/sandbox/clock", { seconds: 60 });
      const { page } = await browser.visit(`${sandbox.url}/sandbox`, { scheme });
      await page.locator("#runs .run.good").waitFor();
      await expectReference(`sandbox-${scheme}`, await picture(page, ".columns"));
      // The ends of runs are a small part of that picture.
      const narrow = ".when, .note { display: none; } #runs .cards { width: 24px; }";
      await expectReference(`sandbox-runs-${scheme}`, await picture(page, "#runs .cards", narrow));
      await page.close();
    } finally {
      await sandbox.close();
    }
  });
});
