import { pageTemplate } from "../page-template";
import type { CalendarData } from "./calendar-data";

const marker = '<script type="application/json" id="data">';

/**
 * The calendar as one HTML file, which opens without a server and sends nothing.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function pageOf(data: CalendarData): string {
  const [head, ...rest] = pageTemplate("calendar").split(marker);
  // A "<" in a name could otherwise end the element. JSON has no other place for it than in strings.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `${head}${marker}${json}${rest.join(marker)}`;
}
