import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { Browser } from "../support/browser/browser";
import { calendarData, cronFires, cronSchedule, instant } from "../support/page/calendar-data";
import { comparedCalendar, largeCalendar, teamCalendar } from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

async function boxOf(page: Page, selector: string): Promise<Box> {
  const box = await page.locator(selector).last().boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return box;
}

/** Whether a picture of the whole page shows anything in its last lane. The lines behind the lanes do not count. */
async function isLastLaneDrawn(page: Page): Promise<boolean> {
  await page.evaluate(`
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".lines { display: none; }");
    document.adoptedStyleSheets = [sheet];
  `);
  const { x, y, width, height } = await boxOf(page, "svg.lane");
  const clip = { x, y: y + 2, width, height: height - 6 };
  const { data } = PNG.sync.read(await page.screenshot({ fullPage: true, clip }));
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colours.add(data.readUInt32BE(at));
  return colours.size > 1;
}

describe("at first sight, the page of a calendar", () => {
  it("has all answers of a comparison on the first screen of a phone, and the names that two of them ask for", async () => {
    const { page, noise } = await browser.open(comparedCalendar(), { width: 390, height: 844 });
    for (const answer of ["comparison", "busiest", "sunday", "clocks"]) {
      const { y, height } = await boxOf(page, `#answer-${answer} .value`);
      expect(y + height).toBeLessThan(844);
    }
    const list = page.locator("#answer-busiest .items");
    expect(await list.count()).toBe(0);
    await page.getByRole("button", { name: "Show 7 schedules of Busiest hour" }).click();
    expect(await list.locator("li").count()).toBe(7);
    const names = async (answer: string) =>
      await page.locator(`#answer-${answer} .items .link`).allInnerTexts();
    expect((await names("sunday"))[0]).toBe("Portal login check");
    expect(await names("clocks")).toContain("Nightly invoices");
    expect(noise).toEqual([]);
  });

  it("has the schedules of a change to which clocks go forward on demand, above what is due twice when they go back", async () => {
    const data = teamCalendar();
    const clockNotes = [{ date: "2027-03-28", text: "a note", effect: "late" as const }];
    const late = data.schedules.slice(1, 5).map((schedule) => ({ ...schedule, clockNotes }));
    const schedules = [...data.schedules.slice(0, 1), ...late, ...data.schedules.slice(5)];
    const { page, noise } = await browser.open({ ...data, schedules });
    const answer = page.locator("#answer-clocks");
    expect(await answer.locator("h2").allInnerTexts()).toEqual([
      "Clocks go forward on 28 Mar 2027",
      "Clocks go back on 31 Oct 2027",
    ]);
    expect(await answer.locator(".note").allInnerTexts()).toEqual(["twice"]);
    await page.getByRole("button", { name: "Show 5 schedules of Clocks go forward" }).click();
    expect(await answer.locator(".note").allInnerTexts()).toEqual([
      ...Array.from({ length: 5 }, () => "late run"),
      "twice",
    ]);
    expect(noise).toEqual([]);
  });

  it("keeps the dates of the timeline below the filters when these take two rows", async () => {
    const { page } = await browser.open(comparedCalendar(), { width: 820, height: 700 });
    await page.evaluate(
      "document.querySelector('.group:nth-of-type(4)').scrollIntoView({ block: 'center' })",
    );
    const [filters, axis] = [await boxOf(page, ".filters"), await boxOf(page, ".axis")];
    expect(filters.height).toBeGreaterThan(90);
    expect(Math.abs(axis.y - (filters.y + filters.height))).toBeLessThan(1);
  });

  it("never hides what gets the focus behind the filters and the dates", async () => {
    const { page } = await browser.open(comparedCalendar(), { height: 700 });
    await page.getByRole("button", { name: "Skip to the timeline" }).press("Enter");
    const [filters, title] = [await boxOf(page, ".filters"), await boxOf(page, "#timeline-title")];
    expect(title.y).toBeGreaterThanOrEqual(filters.y + filters.height);
  });

  it("names the environment of schedules that share a name in a list", async () => {
    const data = calendarData({ environments: ["prod", "staging"] });
    const named = (name: string, environment: string) =>
      cronSchedule(name, "0 8 * * 1", data, { id: `${environment}/${name}`, environment });
    const schedules = [named("shared", "prod"), named("shared", "staging"), named("alone", "prod")];
    const { page } = await browser.open({ ...data, schedules });
    const items = await page.locator("#answer-busiest .items li").allInnerTexts();
    expect(items.map((text) => text.replace(/\s+/g, " "))).toEqual([
      "alone 08:00",
      "shared prod 08:00",
      "shared staging 08:00",
    ]);
  });

  it("stacks the rows of a comparison on a phone: the name, below it the times", async () => {
    const { page } = await browser.open(comparedCalendar(), { width: 390, height: 844 });
    const row = page.locator(".changes tbody tr", { hasText: "Time sheets" });
    const [name, old, now] = await Promise.all(
      ["th", ".old", ".new"].map(async (cell) => await row.locator(cell).boundingBox()),
    );
    expect(old?.y ?? 0).toBeGreaterThan(name?.y ?? 0);
    expect(Math.abs((old?.y ?? 0) - (now?.y ?? 99))).toBeLessThan(2);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it("says by how much a comparison moves schedules, and never breaks a line within a count", async () => {
    const data = calendarData({ base: "main" });
    const schedules = Array.from({ length: 4 }, (_, index) => {
      const before = { fires: cronFires(`${index} 6 * * 1-5`, "UTC", data.from, data.to) };
      return cronSchedule(`s${index}`, `${index} 7 * * 1-5`, data, { change: { kind: "moved", before } });
    });
    const added = cronSchedule("new", "0 12 * * 3", data, { change: { kind: "added" } });
    const { page } = await browser.open({ ...data, schedules: [...schedules, added] }, { width: 1100 });
    expect((await page.locator("#answer-comparison .value").innerText()).replace(/\s+/g, " ").trim()).toBe(
      "4 moved 1 hour later, 1 added",
    );
    const { height } = await boxOf(page, "#answer-comparison .part");
    expect(height).toBeLessThan(30);
    expect(await page.locator(".changes .shift").first().innerText()).toBe("+1 h");
  });

  it("leads from a later change of the clock to what it does", async () => {
    const span = { from: instant("2026-10-19"), to: instant("2026-11-02"), made: instant("2026-10-19") };
    const { page, noise } = await browser.open(teamCalendar(span));
    await page
      .getByRole("button", { name: "Clocks go forward on 28 Mar 2027: 1 schedule runs late" })
      .click();
    expect(await page.evaluate("document.activeElement.innerText")).toBe(
      "Sunday, 28 March 2027: clocks go forward",
    );
    expect(noise).toEqual([]);
  });

  it("names the change of the clock at its line in the timeline", async () => {
    const span = { from: instant("2026-10-19"), to: instant("2026-10-26"), made: instant("2026-10-19") };
    const { page } = await browser.open(teamCalendar(span));
    expect(await page.locator(".lines text.clock").textContent()).toBe("Clocks go back");
    expect(await page.locator(".legend").innerText()).toContain("Clocks go back");
  });

  it("is complete in a picture of the whole page with 200 schedules", async () => {
    const { page } = await browser.open(largeCalendar(200));
    expect(await isLastLaneDrawn(page)).toBe(true);
  });

  it("draws all lanes of 300 schedules in print", async () => {
    const { page } = await browser.open(largeCalendar(300));
    await page.emulateMedia({ media: "print" });
    expect(await isLastLaneDrawn(page)).toBe(true);
  });
});
