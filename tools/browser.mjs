import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { isMain, run } from "./command.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Nothing but the page may use the network or the disk. */
const flags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--force-color-profile=srgb",
  "--font-render-hinting=none",
];

/** @returns {string | undefined} Chromium or Chrome on PATH. */
function onPath() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds Chromium or Chrome on PATH. If there is none, installs Debian's package, which needs root and apt-get.
 *
 * @returns {Promise<string>} Its path.
 * @throws {Error} if there is none and it cannot be installed.
 */
export async function findBrowser() {
  const found = onPath();
  if (found !== undefined) return found;
  const advice = "Install Chromium or Chrome, and put it on PATH.";
  if (process.getuid?.() !== 0) throw new Error(`No Chromium or Chrome is on PATH. ${advice}`);
  console.error("Installing Chromium (Debian's package; a minute or two).");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { quiet: true, env });
  const { output } = await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    quiet: true,
    env,
  });
  const installed = onPath();
  if (installed !== undefined) return installed;
  const reason = output.trim().split("\n").at(-1) ?? "";
  throw new Error(`No Chromium or Chrome is on PATH, and apt-get could not install it: ${reason} ${advice}`);
}

/**
 * How to start the browser with playwright.
 *
 * @returns {Promise<{executablePath: string, args: readonly string[]}>}
 */
async function launch() {
  return { executablePath: await findBrowser(), args: flags };
}

/**
 * Starts the browser without a window, with an empty profile that is removed at the end.
 *
 * @returns {Promise<{browser: import("playwright-core").BrowserContext, close: () => Promise<void>}>}
 */
export async function startBrowser() {
  const { executablePath, args } = await launch();
  const { chromium } = await import("playwright-core");
  const profile = mkdtempSync(join(tmpdir(), "pulumi-skyvern-browser-"));
  const remove = () => rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  try {
    const browser = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      chromiumSandbox: false,
      args: [...args],
      timezoneId: "Europe/Berlin",
      locale: "en-GB",
      viewport: { width: 1440, height: 900 },
    });
    const close = async () => {
      await browser.close();
      remove();
    };
    return { browser, close };
  } catch (error) {
    remove();
    throw error;
  }
}

// For tests, which jest cannot give a module of this kind. It also installs the browser before them.
if (isMain(import.meta.url)) {
  try {
    console.log(JSON.stringify(await launch()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
