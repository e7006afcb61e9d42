import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { CalendarData } from "./calendar-data";

const marker = '<script type="application/json" id="data">';

/**
 * The calendar as one HTML file, which opens without a server and sends nothing.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function pageOf(data: CalendarData): string {
  const [head, ...rest] = template().split(marker);
  // A "<" in a name could otherwise end the element. JSON has no other place for it than in strings.
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  return `${head}${marker}${json}${rest.join(marker)}`;
}

/** The page beside the compiled package. A source that runs without being compiled takes it from there too. */
function template(): string {
  const places = ["../../page/calendar.html", "../../../dist/page/calendar.html"];
  const file = places.map((place) => join(__dirname, place)).find(existsSync);
  if (file === undefined) throw new Error("The package is incomplete: dist/page/calendar.html is missing.");
  return readFileSync(file, "utf8");
}
