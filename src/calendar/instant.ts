/** The last moments that Skyvern accepts (`WorkflowScheduleUpsertRequest` of 1.0.56), for each input. */
const latest = {
  firstFireAt: Date.parse("9659-09-29T07:49:24Z"),
  runAt: Date.parse("2100-12-31T23:59:59Z"),
} as const;

export type InstantName = keyof typeof latest;

const FORM = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i;

/**
 * Reads a date and time of ISO 8601 with a UTC offset, such as `2027-01-04T09:00:00+01:00`. Whether it lies in the future
 * is not checked.
 *
 * @returns the same moment as Skyvern stores it, in UTC and whole seconds (`2027-01-04T08:00:00Z`), or what is wrong in
 *   one sentence
 */
export function readInstant(
  text: string,
  name: InstantName,
): { readonly instant: string } | { readonly problem: string } {
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
  const match = FORM.exec(text);
  if (match === null)
    return {
      problem: `${shown} is not in the form YYYY-MM-DDTHH:MM:SS with a UTC offset; write it like "2027-01-04T09:00:00+01:00"`,
    };
  const [, date, offset] = match;
  if (offset === undefined)
    return {
      problem: `${shown} has no UTC offset, so it could be any of 24 hours; add "Z" for UTC, or an offset such as "+01:00"`,
    };
  const time = Date.parse(text);
  if (Number.isNaN(time) || !isDate(String(date)))
    return { problem: `${shown} has a date, time or UTC offset that does not exist` };
  if (time > latest[name])
    return { problem: `${shown} is too late: Skyvern accepts times until ${formatInstant(latest[name])}` };
  return { instant: formatInstant(time) };
}

/** `2027-01-04T08:00:00Z`: UTC, cut off to whole seconds. */
export function formatInstant(milliseconds: number): string {
  return new Date(Math.floor(milliseconds / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

/** JavaScript reads 30 February as a day of March. The month and the day are not too large for that. */
function isDate(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
}
