import type { CalendarData } from "../../src/cli/calendar/calendar-data";
import { axeFindings } from "../support/browser/axe";
import { Browser, type Opening } from "../support/browser/browser";
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
