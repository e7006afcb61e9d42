/** The zones in which the page can show times. */
export type Zone = "local" | "utc";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    ...options,
    ...(zone === "utc" ? { timeZone: "UTC" } : {}),
  });
  formats.set(key, made);
  return made;
}

/** "Mon 30 Nov, 02:17". */
export function momentText(time: string | number, zone: Zone): string {
  const date = new Date(time);
  const text = (options: Intl.DateTimeFormatOptions): string => format(zone, options).format(date);
  const day = text({ day: "numeric", month: "short" });
  return `${text({ weekday: "short" })} ${day}, ${text({ hour: "2-digit", minute: "2-digit" })}`;
}

/** "02:17:00". */
export function clockText(time: string | number, zone: Zone): string {
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
  return format(zone, parts).format(new Date(time));
}

/** "30 Nov 02:17:00". */
export function stampText(time: string | number, zone: Zone): string {
  const day = format(zone, { day: "numeric", month: "short" }).format(new Date(time));
  return `${day} ${clockText(time, zone)}`;
}

/** "Monday, 30 November 2026". */
export function dayText(time: string | number, zone: Zone): string {
  const date = new Date(time);
  const day = format(zone, { day: "numeric", month: "long", year: "numeric" }).format(date);
  return `${format(zone, { weekday: "long" }).format(date)}, ${day}`;
}

/** The name of a zone. */
export function zoneText(zone: Zone): string {
  return zone === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
}
