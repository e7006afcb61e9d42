type Ical = typeof import("ical.js", { with: { "resolution-mode": "import" }})["default"];

// Its types are those of the ES module, which a compiled test cannot import.
const ICAL: Ical = require("ical.js");

/**
 * When the events of an iCalendar feed start, in seconds since 1970, by their summary. Read with Mozilla's ical.js, and with
 * the timezones that the feed itself brings.
 */
export function feedStarts(
  feed: string,
  { from, to }: { readonly from: number; readonly to: number },
): Readonly<Record<string, readonly number[]>> {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const found: Record<string, number[]> = {};
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const starts = found[event.summary] ?? [];
    found[event.summary] = starts;
    const iterator = event.iterator();
    for (let next = iterator.next(); next; next = iterator.next()) {
      const at = next.toUnixTime();
      // Nothing may lie outside of what was asked for.
      if (at < from || at >= to) throw new Error(`${event.summary}: ${next.toString()} is outside`);
      starts.push(at);
    }
  }
  for (const starts of Object.values(found)) starts.sort((one, other) => one - other);
  return found;
}
