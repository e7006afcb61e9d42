import { type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import type { SandboxView } from "../../src/sandbox/local/view";
import { axeFindings } from "../support/browser/axe";
import { Browser, type Opening, until } from "../support/browser/browser";

const main = join(__dirname, "../../dist/cli/main.js");
const browser = new Browser();
let child: ChildProcessWithoutNullStreams;
let url: string;
let workflowId: string;

beforeAll(() => browser.start());
afterAll(() => browser.stop());
beforeEach(async () => {
  await start("0");
  const state = (await (await fetch(`${url}/sandbox/state`)).json()) as SandboxView;
  workflowId = state.workflows[0]?.id ?? "";
});
afterEach(() => stop());

async function start(port: string): Promise<void> {
  child = spawn(process.execPath, [main, "sandbox", "--port", port]);
  let report = "";
  child.stdout.on("data", (chunk) => {
    report += String(chunk);
  });
  while (!report.includes("Ctrl-C")) await once(child.stdout, "data");
  url = /http:\/\/127\.0\.0\.1:\d+/.exec(report)?.[0] ?? "";
}

async function stop(): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGINT");
  await once(child, "exit");
}

const open = async (opening: Opening = {}) => {
  const opened = await browser.visit(`${url}/sandbox`, opening);
  await opened.page.locator("main").waitFor();
  return opened;
};

/** Sends a request with a client that this project did not write. */
async function curl(path: string, ...args: readonly string[]): Promise<string> {
  const key = "x-api-key: sandbox-local-key";
  const { stdout } = await promisify(execFile)("curl", ["-s", "-H", key, `${url}${path}`, ...args]);
  return stdout;
}

const createSchedule = (fields: object) =>
  curl(
    `/v1/workflows/${workflowId}/schedules`,
    "-H",
    "content-type: application/json",
    "-d",
    JSON.stringify({ cron_expression: "0 2 * * *", timezone: "UTC", ...fields }),
  );

const rows = (page: Page, section: string) => page.locator(`#${section} .cards > li`);
const message = (page: Page) => page.locator(".moved").innerText();

describe("the page of the sandbox", () => {
  it("shows a schedule that curl creates, and the run that a skip of the clock starts", async () => {
    const { page, noise } = await open();
    expect(await page.locator("#schedules").innerText()).toContain("There are no schedules yet.");
    await createSchedule({ name: "nightly" });
    await until(() => rows(page, "schedules").count(), 1);
    expect(await rows(page, "schedules").first().innerText()).toMatch(
      /^nightly\n+Plain\n+.* in .*\n+0 2 \* \* \* UTC$/,
    );
    await page.getByRole("button", { name: "Skip to the next run" }).click();
    await until(() => message(page), "1 run started.");
    await until(() => rows(page, "runs").count(), 1);
    expect(await rows(page, "runs").first().innerText()).toMatch(/^nightly\n+(queued|running)\n/);
    await page.getByRole("button", { name: "+1 minute" }).click();
    await until(async () => (await rows(page, "runs").first().innerText()).split(/\n+/)[1], "completed");
    await page.getByRole("radio", { name: "UTC" }).check();
    expect(await page.locator("h1").innerText()).toMatch(/^02:0[12]:\d\d$/);
    expect(noise).toEqual([]);
  });

  it("shows the log of requests without secrets, with a filter", async () => {
    const { page, noise } = await open();
    await curl("/v1/schedules");
    const json = ["-H", "content-type: application/json", "-d"];
    const credential = { username: "ada", password: "hush-hush" };
    await curl(
      "/v1/credentials",
      ...json,
      JSON.stringify({ name: "Portal", credential_type: "password", credential }),
    );
    await curl("/v1/runs?page=0");
    const requests = page.locator("#requests tbody tr");
    await until(() => requests.count(), 3);
    await page.getByRole("radio", { name: "Errors" }).check();
    expect(await requests.allInnerTexts()).toEqual([
      expect.stringMatching(/GET \/v1\/runs\?page=0\s+422\s+curl\//),
    ]);
    await page.getByRole("radio", { name: "Writes" }).check();
    await page.locator("#requests button.link").click();
    await until(() => page.locator("dialog pre").count(), 2);
    const body = await page.locator("dialog").innerText();
    expect(body).toContain('"password": "[secret]"');
    expect(body).not.toContain("hush-hush");
    await page.keyboard.press("Escape");
    await page.locator("#search").fill("nothing like it");
    expect(await page.locator("#requests .blank").innerText()).toBe("No request matches the filter.");
    expect(noise).toEqual([]);
  });

  it("shows hostile names as text", async () => {
    const { page, noise } = await open({ width: 390 });
    const name = '<img src="x" onerror="alert(1)"><script>alert(2)</script>';
    await createSchedule({ name, parameters: null });
    await createSchedule({ name: `\u202e${"W".repeat(200)}` });
    await until(() => rows(page, "schedules").count(), 2);
    await page.getByRole("button", { name: "Skip to the next run" }).click();
    await until(() => rows(page, "runs").count(), 2);
    expect(await page.locator("#schedules").innerText()).toContain(name);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
    expect(noise).toEqual([]);
  });

  it("gives names the whole width on a phone, and has its controls beside the clock on a tablet", async () => {
    await createSchedule({ name: "nightly-invoices-of-the-vendors" });
    const { page } = await open({ width: 390 });
    await until(() => rows(page, "schedules").count(), 1);
    const name = await page.locator("#schedules .name").boundingBox();
    const when = await page.locator("#schedules .when").boundingBox();
    expect(name?.height ?? 99).toBeLessThan(30);
    expect(when?.x).toBe(name?.x);
    await page.setViewportSize({ width: 820, height: 900 });
    const clock = await page.locator(".clock").boundingBox();
    const tools = await page.locator(".tools").boundingBox();
    expect(tools?.y).toBe(clock?.y);
  });

  it("shows as many schedules as runs at first: many beside each other, few below each other", async () => {
    for (let minute = 0; minute < 12; minute++)
      await createSchedule({ name: `${minute}`, cron_expression: `${minute} 2 * * *` });
    const { page } = await open();
    await until(() => rows(page, "schedules").count(), 12);
    await page.getByRole("button", { name: "+1 day" }).click();
    await until(() => rows(page, "runs").count(), 12);
    await page.setViewportSize({ width: 820, height: 900 });
    await until(() => rows(page, "schedules").count(), 8);
    await until(() => rows(page, "runs").count(), 8);
    await page.locator("#schedules .more").click();
    await until(() => rows(page, "schedules").count(), 12);
  });

  it("can be used with the keyboard alone, and keeps the focus while it moves the clock", async () => {
    await createSchedule({ name: "nightly" });
    const { page } = await open();
    const focused = () => page.evaluate<string>("document.activeElement.textContent");
    for (let count = 0; (await focused()) !== "Skip to the next run"; count++) {
      if (count > 20) throw new Error("The Tab key did not reach the button.");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await until(() => message(page), "1 run started.");
    expect(await focused()).toBe("Skip to the next run");
    for (let count = 0; (await focused()) !== "nightly"; count++) {
      if (count > 20) throw new Error("The Tab key did not reach the schedule.");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    expect(await page.locator("dialog h2").innerText()).toBe("nightly");
    await page.keyboard.press("Escape");
    expect(await focused()).toBe("nightly");
  });

  it("says that the sandbox stopped, and continues when it is started again", async () => {
    const { page } = await open();
    await stop();
    await until(() => page.getByRole("alert").count(), 1);
    expect(await page.getByRole("alert").innerText()).toContain("npx pulumi-skyvern sandbox");
    await start(new URL(url).port);
    await until(() => page.getByRole("alert").count(), 0);
  });

  describe.each(["light", "dark"] as const)("has no findings of axe in %s", (scheme) => {
    it.each([
      ["with schedules, runs and requests", 1440],
      ["on a phone", 390],
    ])("%s", async (_, width) => {
      const { page } = await open({ width, scheme });
      expect(await axeFindings(page)).toEqual([]);
      await createSchedule({ name: "nightly" });
      await createSchedule({ name: "paused", enabled: false });
      await curl("/v1/runs?page=0");
      await until(() => rows(page, "schedules").count(), 2);
      await page.getByRole("button", { name: "Skip to the next run" }).click();
      await until(() => rows(page, "runs").count(), 1);
      expect(await axeFindings(page)).toEqual([]);
      await page.locator("#schedules .name").first().click();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.locator("#requests button.link").first().click();
      await until(() => page.locator("dialog pre").count(), 1);
      expect(await axeFindings(page)).toEqual([]);
    });
  });
});
