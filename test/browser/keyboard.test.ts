import type { Page } from "playwright-core";
import { Browser, until } from "../support/browser/browser";
import { comparedCalendar, largeCalendar, teamCalendar } from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

/** The label or the text of the focused element. */
const focused = (page: Page) =>
  page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? ''",
  );

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Presses the Tab key until an element is focused that `test` accepts. */
async function tabTo(page: Page, test: (name: string) => boolean): Promise<number> {
  for (let count = 1; count <= 80; count++) {
    await page.keyboard.press("Tab");
    if (test(await focused(page))) return count;
  }
  throw new Error("The Tab key did not reach it.");
}

describe("with the keyboard alone, somebody", () => {
  it("reads the heat map hour by hour, and picks an hour", async () => {
    const { page } = await browser.open(teamCalendar());
    await tabTo(page, (name) => name.startsWith("Monday 00:00"));
    await press(page, "ArrowRight", "ArrowRight", "ArrowDown");
    expect(await focused(page)).toBe("Tuesday 02:00–03:00: 1 run starts");
    await press(page, "Enter");
    expect((await page.locator("#hour").innerText()).split("\n")[0]).toBe("Tuesday 02:00–03:00");
    await press(page, "End");
    expect(await focused(page)).toMatch(/^Tuesday 23:00/);
  });

  it("passes 1,000 lanes with one press, walks through them with arrows, and opens one", async () => {
    const { page } = await browser.open(largeCalendar(1000));
    await tabTo(page, (name) => name === "Schedule 1 of the portal");
    await page.locator("button.lane-name").first().focus();
    await press(page, "ArrowDown", "ArrowDown");
    expect(await focused(page)).toBe("Schedule 3 of the portal");
    await press(page, "Enter");
    expect(await page.locator("dialog h2").innerText()).toBe("Schedule 3 of the portal");
    await press(page, "Escape");
    expect(await page.locator("dialog").count()).toBe(0);
    expect(await focused(page)).toBe("Schedule 3 of the portal");
    await press(page, "End");
    expect(await focused(page)).toBe("Schedule 1000 of the portal");
  });

  it("uses shortcuts, finds them in the help, and switches them off", async () => {
    const { page } = await browser.open(comparedCalendar());
    await press(page, "d", "]", "]");
    await until(() => page.locator(".steps span").innerText(), "Wed 2 Dec");
    await press(page, "/");
    await page.keyboard.type("payroll?");
    expect(await page.locator("#search").inputValue()).toBe("payroll?");
    await page.locator("h1").click();
    await until(async () => page.url().includes("q=payroll"), true);
    await press(page, "c");
    await until(() => page.locator("#search").inputValue(), "");
    await press(page, "?");
    expect(await page.locator("dialog").innerText()).toContain("Search");
    await page.locator("dialog input[type=checkbox]").uncheck();
    await press(page, "Escape", "w");
    expect(await page.locator(".steps span").innerText()).toBe("Wed 2 Dec");
  });

  it("switches between light and dark", async () => {
    const { page } = await browser.open(teamCalendar());
    const ground = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(await ground()).toBe("rgb(252, 252, 250)");
    await press(page, "t", "t");
    await until(ground, "rgb(19, 20, 23)");
    await press(page, "t");
    await until(ground, "rgb(252, 252, 250)");
  });
});
