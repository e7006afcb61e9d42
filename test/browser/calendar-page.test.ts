import type { Page } from "playwright-core";
import { Browser, until } from "../support/browser/browser";
import { calendarData, calendarSchedule, instant } from "../support/page/calendar-data";
import {
  comparedCalendar,
  hostileCalendar,
  largeCalendar,
  teamCalendar,
} from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

const text = async (page: Page, selector: string) =>
  (await page.locator(selector).first().innerText()).trim();
const shownLanes = (page: Page) => page.locator("button.lane-name").count();

describe("the page of a calendar", () => {
  it("answers the busiest hour, Sunday night and clock changes at the top, and sends nothing", async () => {
    const { page, noise } = await browser.open(teamCalendar());
    expect(await text(page, "#answer-busiest .value")).toBe("Monday 08:00–09:00");
    expect(await text(page, "#answer-busiest .detail")).toBe("8 runs of 7 schedules on Mon 30 Nov");
    expect(await page.locator("#answer-sunday").innerText()).toContain("Sunday backup of receipts");
    expect(await page.locator("#answer-clocks").innerText()).toContain("Nightly invoices is due twice");
    expect(await page.title()).toBe("schedules.yaml · calendar");
    expect(noise).toEqual([]);
  });

  it("shows what a comparison moves, with the times before and after", async () => {
    const { page, noise } = await browser.open(comparedCalendar());
    expect(await text(page, "#answer-comparison .value")).toBe("1 moved, 2 added, 1 removed, 1 changed");
    const row = page.locator("table.rows tr", { hasText: "Time sheets" });
    expect((await row.innerText()).split(/\s*\t\s*/).slice(2)).toEqual([
      "2",
      "Tuesday 11:00",
      "Monday 07:45",
      "−1 d 3 h 15 min",
    ]);
    expect(noise).toEqual([]);
  });

  it("has a page for one schedule", async () => {
    const only = calendarSchedule("only", [instant("2026-12-01T09:00:00Z")], { kind: "once" });
    const { page, noise } = await browser.open(calendarData({ schedules: [only] }));
    expect(await text(page, "#answer-busiest .value")).toBe("Tuesday 09:00–10:00");
    expect(await shownLanes(page)).toBe(1);
    expect(noise).toEqual([]);
  });

  it("has a page for 1,000 schedules, which can be searched", async () => {
    const { page, noise } = await browser.open(largeCalendar(1000));
    expect(await shownLanes(page)).toBe(1000);
    await page.locator("#search").fill("SCHEDULE 1000");
    await until(() => shownLanes(page), 1);
    expect(await text(page, "[role=status]")).toBe("1 of 1,000 schedules");
    expect(noise).toEqual([]);
  });

  it("says what to do next if there are no schedules", async () => {
    for (const source of ["file", "stack", "account"] as const) {
      const { page, noise } = await browser.open(calendarData({ source }));
      expect(await text(page, "main h2")).toBe(`This ${source} has no schedules yet.`);
      expect(await text(page, "pre")).toContain(source === "file" ? "cron:" : "npx pulumi-skyvern init");
      expect(noise).toEqual([]);
    }
  });

  it("shows three environments together, one of them, or side by side", async () => {
    const { page, noise } = await browser.open(largeCalendar(30));
    await page.getByRole("button", { name: "staging" }).click();
    await until(() => shownLanes(page), 10);
    expect(new URL(page.url()).hash).toBe("#env=staging");
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("input[name=grouping][value=environment]").check();
    expect(await page.locator(".group h3").allInnerTexts()).toEqual([
      "prod 10 schedules",
      "staging 10 schedules",
      "dev 10 schedules",
    ]);
    expect(noise).toEqual([]);
  });

  it.each([
    ["Europe/Berlin", "2026-10-19", "Clocks go back on Sun 25 Oct"],
    ["Europe/Berlin", "2027-03-22", "Clocks go forward on Sun 28 Mar"],
    ["Australia/Sydney", "2026-09-28", "Clocks go forward on Sun 4 Oct"],
    ["Australia/Sydney", "2027-03-29", "Clocks go back on Sun 4 Apr"],
  ])("names the change of the clock in %s in the week of %s", async (timezone, day, label) => {
    const from = instant(day);
    const { page, noise } = await browser.open(
      teamCalendar({ timezone, from, to: from + 7 * 86_400, made: from }),
    );
    expect(await text(page, "#answer-clocks h2")).toContain(label);
    expect(await page.locator(".lines line.clock").count()).toBe(1);
    expect(noise).toEqual([]);
  });

  it("shows hostile and right-to-left names as text", async () => {
    const data = hostileCalendar();
    const { page, noise } = await browser.open(data);
    const names = await page.locator("button.lane-name bdi").allTextContents();
    expect(new Set(names)).toEqual(new Set(data.schedules.map(({ name }) => name)));
    expect(await page.title()).toBe(`${data.title} · calendar`);
    expect(await page.locator("img, script[src]").count()).toBe(0);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(noise).toEqual([]);
  });

  it("opens what a link names: filter, timezone, range, hour and schedule", async () => {
    const address = "q=invoices&zone=UTC&show=day&at=4&hour=4-15&open=prod%2Fnightly-invoices";
    const { page, noise } = await browser.open(teamCalendar(), { address });
    expect(await page.locator("#search").inputValue()).toBe("invoices");
    expect(await text(page, "dialog h2")).toBe("Nightly invoices");
    expect(await text(page, "#hour h3")).toBe("Friday 15:00–16:00");
    expect(await text(page, "#hour .items")).toContain("Invoices before the weekend");
    expect(await text(page, ".steps span")).toBe("Fri 4 Dec");
    expect(noise).toEqual([]);
  });

  it("shows the details of a schedule: three timezones, parameters without secrets, its last runs", async () => {
    const { page, noise } = await browser.open(teamCalendar());
    await page.getByRole("button", { name: "Customs forms" }).first().click();
    const dialog = await page.locator("dialog").innerText();
    for (const part of [
      "America/New_York",
      "Wed 9 Dec 13:00",
      "Wed 9 Dec 19:00",
      "Wed 9 Dec 18:00",
      "[secret]",
      "failed",
    ])
      expect(dialog).toContain(part);
    expect(noise).toEqual([]);
  });

  it("shows the last runs on the time axis, with their ends in words", async () => {
    const { page, noise } = await browser.open(teamCalendar());
    const lane = page.locator("svg.lane[data-id='prod/nightly-invoices']");
    const ends = await Promise.all(
      (await lane.locator(".run").all()).map((run) => run.getAttribute("class")),
    );
    expect(ends).toEqual(["run good", "run bad", "run good", "run good"]);
    expect(await lane.getAttribute("aria-label")).toBe(
      "7 starts, the first Mon 30 Nov 02:00; last runs: completed, Thu 3 Dec 02:00; failed, Wed 2 Dec 02:00; completed, Tue 1 Dec 02:00; completed, Mon 30 Nov 02:00",
    );
    await lane.locator(".run.bad").hover();
    expect(await text(page, ".tip")).toBe("failed, Wed 2 Dec 02:00");
    expect(await text(page, ".legend")).toContain("Run failed or ended early");
    expect(noise).toEqual([]);
  });

  it("keeps its days when the viewer chooses another timezone", async () => {
    const { page, noise } = await browser.open(teamCalendar());
    expect(await text(page, ".under")).toContain("30 Nov – 13 Dec 2026");
    await page.locator("#zone").selectOption("America/New_York");
    expect(await text(page, "#answer-busiest .value")).toBe("Monday 02:00–03:00");
    expect(await text(page, ".under")).toContain("30 Nov – 13 Dec 2026");
    expect(await page.locator(".axis text").first().textContent()).toBe("Mon 30 Nov");
    expect(noise).toEqual([]);
  });

  it("has the filters behind a button on a phone", async () => {
    const { page, noise } = await browser.open(teamCalendar(), { width: 390 });
    const button = page.getByRole("button", { name: /^Filters/ });
    const paused = page.getByRole("button", { name: "Paused" });
    expect([await button.getAttribute("aria-expanded"), await paused.isVisible()]).toEqual(["false", false]);
    await button.focus();
    await page.keyboard.press("Enter");
    expect(await button.getAttribute("aria-expanded")).toBe("true");
    await paused.click();
    await until(() => shownLanes(page), 3);
    await button.click();
    expect(await button.innerText()).toBe("Filters (1 chosen)");
    expect([await paused.isVisible(), await shownLanes(page)]).toEqual([false, 3]);
    await page.setViewportSize({ width: 1440, height: 900 });
    await until(() => paused.isVisible(), true);
    expect(await button.count()).toBe(0);
    expect(noise).toEqual([]);
  });

  it.each([390, 720, 820])("fits a width of %d pixels, which is also 1,440 at 200 %%", async (width) => {
    const { page } = await browser.open(teamCalendar(), { width });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it("prints all lanes and no controls", async () => {
    const { page } = await browser.open(largeCalendar(60));
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".filters").isVisible()).toBe(false);
    expect(await page.locator("svg.lane").last().isVisible()).toBe(true);
  });
});
