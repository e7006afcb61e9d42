/// <reference lib="dom" />
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBrowser } from "../tools/browser.mjs";
import { sampleCalendars, writePage } from "../tools/sample-pages.mjs";
import { showSpread } from "./report.mjs";
import { median, spread } from "./statistics.mjs";

/** @import { Findings } from "./report.mjs" */

const schedules = 1000;
const openings = 7;
const frames = 300;
const drawLimit = 500;
const frameLimit = 16.7;
const stutter = 50;

/**
 * Opens the page of 1,000 schedules with 10,000 fire times in a browser, and scrolls through it. The page marks when its script
 * starts and when its first picture is on the screen.
 *
 * @returns {Promise<Findings>}
 */
export async function page() {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-bench-page-"));
  try {
    const data = (await sampleCalendars(folder)).largeCalendar(schedules);
    const fires = data.schedules.reduce((sum, schedule) => sum + schedule.fires.length, 0);
    const url = writePage(folder, "large", data);
    const { browser, close } = await startBrowser();
    try {
      const opened = await browser.newPage();
      await opened.goto(url);
      const times = [];
      for (let index = 0; index < openings; index++) {
        await opened.reload();
        times.push(await drawTime(opened));
      }
      const work = await workMeter(opened);
      const before = await work();
      const between = await frameTimes(opened);
      return report(fires, { times, between, frameWork: ((await work()) - before) / between.length });
    } finally {
      await close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The processor's work for the page does not depend on other processes of the machine, as times do.
 *
 * @param {import("playwright-core").Page} opened
 * @returns {Promise<() => Promise<number>>} What the page's main thread has worked, in milliseconds.
 */
async function workMeter(opened) {
  const session = await opened.context().newCDPSession(opened);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
}

/**
 * @param {import("playwright-core").Page} opened
 * @returns {Promise<number>} From the start of the script to the first picture, in milliseconds.
 */
async function drawTime(opened) {
  for (;;) {
    const time = await opened.evaluate(() => {
      const [start] = performance.getEntriesByName("calendar-start");
      const [drawn] = performance.getEntriesByName("calendar-drawn");
      return start === undefined || drawn === undefined ? undefined : drawn.startTime - start.startTime;
    });
    if (time !== undefined) return time;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Scrolls from the top to the bottom in equal steps, one for each frame.
 *
 * @param {import("playwright-core").Page} opened
 * @returns {Promise<readonly number[]>} The time between frames, in milliseconds.
 */
async function frameTimes(opened) {
  return await opened.evaluate(
    async (count) =>
      await new Promise((resolve) => {
        /** @type {number[]} */
        const found = [];
        const step = (document.documentElement.scrollHeight - innerHeight) / count;
        let last = performance.now();
        const frame = (/** @type {number} */ now) => {
          found.push(now - last);
          last = now;
          if (found.length > count) return resolve(found.slice(1));
          scrollBy(0, step);
          requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    frames,
  );
}

/**
 * @param {number} fires
 * @param {{times: readonly number[], between: readonly number[], frameWork: number}} measured
 * @returns {Findings}
 */
function report(fires, { times, between, frameWork }) {
  const drawn = spread(times);
  const ascending = [...between].sort((one, other) => one - other);
  const at = (/** @type {number} */ part) =>
    ascending[Math.floor(part * (ascending.length - 1))] ?? Number.NaN;
  return {
    claims: [
      {
        what: `drawing a page with ${schedules.toLocaleString("en")} schedules and ${fires.toLocaleString("en")} fire times`,
        against: "the clock",
        target: `at most ${drawLimit} ms`,
        measured: showSpread(drawn, { digits: 0, unit: " ms" }),
        isMet: drawn.median <= drawLimit,
      },
      {
        what: "scrolling through it: the processor's work for a frame, in the page's main thread",
        against: "60 frames in a second",
        target: `at most ${frameLimit} ms`,
        measured: `${frameWork.toFixed(1)} ms`,
        isMet: frameWork <= frameLimit,
      },
    ],
    tables: [
      {
        title: `Scrolling from the top to the bottom, ${between.length} frames`,
        head: ["median", "19 of 20", "slowest", `over ${stutter} ms`],
        rows: [
          [
            `${median(between).toFixed(0)} ms`,
            `${at(0.95).toFixed(0)} ms`,
            `${at(1).toFixed(0)} ms`,
            String(between.filter((time) => time > stutter).length),
          ],
        ],
      },
    ],
  };
}
