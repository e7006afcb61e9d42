/** By hours ahead of UTC in winter: a place with daylight saving (or none: "-") and a place without. */
const PLACES: Readonly<Record<string, string>> = {
  "-11": "- Pacific/Pago_Pago",
  "-10": "- Pacific/Honolulu",
  "-9.5": "- Pacific/Marquesas",
  "-9": "America/Anchorage Pacific/Gambier",
  "-8": "America/Los_Angeles Pacific/Pitcairn",
  "-7": "America/Denver America/Phoenix",
  "-6": "America/Chicago America/Costa_Rica",
  "-5": "America/New_York America/Panama",
  "-4": "America/Halifax America/Puerto_Rico",
  "-3.5": "America/St_Johns -",
  "-3": "- America/Sao_Paulo",
  "-2": "- America/Noronha",
  "-1": "Atlantic/Azores Atlantic/Cape_Verde",
  "1": "Europe/Berlin Africa/Lagos",
  "2": "Europe/Athens Africa/Johannesburg",
  "3": "- Europe/Istanbul",
  "3.5": "- Asia/Tehran",
  "4": "- Asia/Dubai",
  "4.5": "- Asia/Kabul",
  "5": "- Asia/Karachi",
  "5.5": "- Asia/Kolkata",
  "5.75": "- Asia/Kathmandu",
  "6": "- Asia/Dhaka",
  "6.5": "- Asia/Yangon",
  "7": "- Asia/Bangkok",
  "8": "- Asia/Shanghai",
  "8.75": "- Australia/Eucla",
  "9": "- Asia/Tokyo",
  "9.5": "Australia/Adelaide Australia/Darwin",
  "10": "Australia/Sydney Australia/Brisbane",
  "10.5": "Australia/Lord_Howe -",
  "11": "- Pacific/Guadalcanal",
  "12": "Pacific/Auckland Pacific/Tarawa",
  "12.75": "Pacific/Chatham -",
  "13": "- Pacific/Tongatapu",
  "14": "- Pacific/Kiritimati",
};
const ABBREVIATIONS: ReadonlyMap<string, number> = new Map([
  ["EST", -5],
  ["MST", -7],
  ["HST", -10],
]);

/**
 * Says that a valid timezone keeps one offset all year, and which place is probably meant; undefined for places, and
 * for the names of UTC.
 */
export function fixedZoneProblem(timezone: string): string | undefined {
  const hours = ABBREVIATIONS.get(timezone);
  if (hours !== undefined)
    return `timezone "${timezone}" is ${utc(hours)} and has no daylight saving; write a place, such as ${placesAt(hours)}`;
  // As POSIX has it: the sign says how far UTC is ahead.
  const written = Number(/Etc\/GMT([+-]\d+)/.exec(timezone)?.[1] ?? 0);
  if (written === 0) return undefined;
  const advice = [
    [-written, "write a place, such as"],
    [written, `for ${utc(written)},`],
  ] as const;
  const places = advice.flatMap(([offset, words]) => {
    const found = placesAt(offset);
    return found === undefined ? [] : [`${words} ${found}`];
  });
  return `timezone "${timezone}" is ${utc(-written)}, not ${utc(written)}, and has no daylight saving; ${places.join("; ")}`;
}

/** `"America/New_York" (with daylight saving) or "America/Panama" (without)`; undefined if no place is known. */
export function placesAt(hours: number): string | undefined {
  const [changing, fixed] = (PLACES[hours] ?? "- -").split(" ").map((place) => `"${place}"`);
  if (changing === '"-"') return fixed === '"-"' ? undefined : fixed;
  return fixed === '"-"' ? changing : `${changing} (with daylight saving) or ${fixed} (without)`;
}

function utc(hours: number): string {
  return `UTC${hours < 0 ? "" : "+"}${hours}`;
}
