import { source } from "axe-core";
import type { CalendarData } from "../../src/cli/calendar/calendar-data";
import { Browser, type Opening } from "../support/browser/browser";
import { comparedCalendar, hostileCalendar, teamCalendar } from "../support/page/sample-calendars";

const browser = new Browser();
beforeAll(() => browser.start());
afterAll(() => browser.stop());

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

async function findings(data: CalendarData, opening: Opening): Promise<readonly string[]> {
  const { page } = await browser.open(data, opening);
  await page.evaluate(source);
  const { violations } = await page.evaluate<{ violations: readonly Finding[] }>(
    "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  await page.close();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
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
