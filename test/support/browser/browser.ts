import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import type { CalendarData } from "../../../src/cli/calendar/calendar-data";
import { pageOf } from "../../../src/cli/calendar/page-file";

/** How a page is opened. */
export interface Opening {
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  /** What is after the `#`. */
  readonly address?: string;
}

/** A page in the browser, with all that it did beside drawing. */
export interface Opened {
  readonly page: Page;
  /** Requests, messages, errors and violations of its policy. */
  readonly noise: readonly string[];
}

/** A browser without a window, for the tests of one file. */
export class Browser {
  readonly #folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-browser-test-"));
  #context: BrowserContext | undefined;

  async start(): Promise<void> {
    const tool = join(__dirname, "../../../tools/browser.mjs");
    const { executablePath, args } = JSON.parse(execFileSync(process.execPath, [tool], { encoding: "utf8" }));
    this.#context = await chromium.launchPersistentContext(join(this.#folder, "profile"), {
      executablePath,
      args,
      headless: true,
      chromiumSandbox: false,
      timezoneId: "Europe/Berlin",
      locale: "en-GB",
    });
  }

  async stop(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Writes the calendar into a file and opens it, as somebody does who got the file. */
  async open(data: CalendarData, opening: Opening = {}): Promise<Opened> {
    const file = join(this.#folder, "calendar.html");
    writeFileSync(file, pageOf(data));
    const opened = await this.visit(pathToFileURL(file).href, opening);
    await until(() => opened.page.evaluate("performance.getEntriesByName('calendar-drawn').length"), 1);
    return opened;
  }

  /** Opens a page. Requests to other URLs than those that begin with its own are noise. */
  async visit(url: string, opening: Opening = {}): Promise<Opened> {
    if (this.#context === undefined) throw new Error("The browser is not running.");
    const { width = 1440, height = 900, scheme = "light", address = "" } = opening;
    const page = await this.#context.newPage();
    const noise: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) noise.push(`request: ${request.url()}`);
    });
    page.on("console", (message) => noise.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => noise.push(`dialog: ${dialog.message()}`));
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height });
    await page.goto(address === "" ? url : `${url}#${address}`);
    return { page, noise };
  }
}

/** Waits until a value is as expected. Playwright's own way evaluates code in the page, which its policy forbids. */
export async function until<Value>(value: () => Promise<Value>, expected: Value): Promise<void> {
  const end = Date.now() + 10_000;
  for (let now = await value(); now !== expected; now = await value()) {
    if (Date.now() > end) throw new Error(`It is ${String(now)} and does not become ${String(expected)}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
