import type { CalendarData } from "../../src/cli/calendar/calendar-data";
import { axeFindings } from "../support/browser/axe";
import { Browser, type Opening } from "../support/browser/browser";
import { calendarData, calendarSchedule, instant } from "../support/page/calendar-data";
import { comparedCalendar, hostileCalendar, teamCalendar } from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

async function findings(data: CalendarData, opening: Opening): Promise<readonly string[]> {
  const { page } = await browser.open(data, opening);
  const found = await axeFindings(page);
  await page.close();
  return found;
}

/** The lightness of a colour as WCAG computes it, from 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\d+/g) ?? []).map((part) => {
    const value = Number(part) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** From Monday 00:00 on, an hour with one run, one with two, and so on up to eight. */
function growingHours(): CalendarData {
  const fires = Array.from({ length: 8 }, (_, hour) =>
    Array.from({ length: hour + 1 }, (_, run) => instant("2026-11-30") + hour * 3600 + run * 60),
  );
  return calendarData({ schedules: [calendarSchedule("growing", fires.flat())] });
}

describe("the shades of the week", () => {
  it.each<[string, Opening["scheme"], "screen" | "print"]>([
    ["in light", "light", "screen"],
    ["in dark", "dark", "screen"],
    ["in print", "light", "print"],
    ["in print from the dark theme", "dark", "print"],
  ])("differ from each other, and from their numbers, %s", async (_, scheme = "light", media) => {
    const { page } = await browser.open(growingHours(), { scheme });
    if (scheme === "dark") await page.getByRole("button", { name: /^Theme/ }).click({ clickCount: 2 });
    await page.emulateMedia({ media, colorScheme: scheme });
    const shades = await page.evaluate<readonly { readonly ground: string; readonly text: string }[]>(`
      [1, 2, 3, 4, 5, 6, 7, 8].map((level) => {
        const style = getComputedStyle(document.querySelector(".level-" + level + " button"));
        return { ground: style.backgroundColor, text: style.color };
      })
    `);
    expect(Math.min(...shades.map(({ ground, text }) => contrast(ground, text)))).toBeGreaterThanOrEqual(4.5);
    const steps = shades.slice(1).map(({ ground }, index) => contrast(ground, shades[index]?.ground ?? ""));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(1.3);
    expect(media === "screen" || luminance(shades[0]?.ground ?? "") > 0.5).toBe(true);
    await page.close();
  });
});

describe.each(["light", "dark"] as const)("axe finds nothing in %s", (scheme) => {
  it.each<[string, () => CalendarData, Opening]>([
    ["a calendar", teamCalendar, {}],
    ["a calendar on a phone", teamCalendar, { width: 390 }],
    ["a comparison", comparedCalendar, {}],
    ["the details of a schedule", teamCalendar, { address: "open=prod%2Fcustoms-forms" }],
    ["hostile names", hostileCalendar, {}],
    ["a filter that hides everything", teamCalendar, { address: "q=nothing-like-it" }],
    ["an empty account", () => ({ ...teamCalendar(), source: "account", schedules: [] }), {}],
  ])("of %s", async (_, data, opening) => {
    expect(await findings(data(), { ...opening, scheme })).toEqual([]);
  });
});
