import { type ClockChange, zoneClock } from "../../../calendar/zone/zone-clock";

const DAY = 86_400_000;
const weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** A part of a timezone: standard time or daylight saving. */
interface Observance {
  /** When it begins, on the clock before it. */
  readonly start: number;
  readonly before: number;
  readonly after: number;
  readonly rule?: string;
}

/**
 * The VTIMEZONE of a timezone, exact from the year of `from` to the year of `until`. A rule for each year if the clock
 * changes by one, because Outlook reads only one standard and one daylight part; otherwise each change by itself.
 */
export function timezoneText(timezone: string, from: number, until: number): string {
  const clock = zoneClock(timezone);
  const first = Date.UTC(new Date(from).getUTCFullYear() - 1, 0, 1);
  const last = Date.UTC(new Date(until).getUTCFullYear() + 2, 0, 1);
  const changes = clock.changesBetween(first, last - DAY).filter(({ at }) => at >= first && at < last);
  const offset = clock.wallAt(first) - first;
  const years = new Date(last).getUTCFullYear() - new Date(first).getUTCFullYear();
  const parts = yearlyParts(changes, years) ?? [
    { start: first, before: offset, after: offset },
    ...changes.map(({ at, before, after }) => ({ start: at + before, before, after })),
  ];
  return ["BEGIN:VTIMEZONE", `TZID:${timezone}`, ...parts.flatMap(partLines), "END:VTIMEZONE"].join("\r\n");
}

function partLines({ start, before, after, rule }: Observance): readonly string[] {
  const name = after > before ? "DAYLIGHT" : "STANDARD";
  return [
    `BEGIN:${name}`,
    `DTSTART:${new Date(start).toISOString().slice(0, 19).replace(/[-:]/g, "")}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${offsetText(before)}`,
    `TZOFFSETTO:${offsetText(after)}`,
    `END:${name}`,
  ];
}

/** `+0100`. RFC 5545 §3.3.14: seconds only if there are any. */
function offsetText(offset: number): string {
  const seconds = Math.round(Math.abs(offset) / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const rest = seconds % 60 === 0 ? "" : two(seconds % 60);
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${rest}`;
}

/** Undefined if the clock does not change twice a year, always by the same rule. */
function yearlyParts(changes: readonly ClockChange[], years: number): readonly Observance[] | undefined {
  const parts = [true, false].map((isForward) => {
    const same = changes.filter(({ before, after }) => after > before === isForward);
    const [first] = same;
    const rule = same.length === years ? yearlyRule(same) : undefined;
    if (first === undefined || rule === undefined) return undefined;
    return { start: first.at + first.before, before: first.before, after: first.after, rule };
  });
  const [forward, back] = parts;
  return forward === undefined || back === undefined ? undefined : [back, forward];
}

function yearlyRule(changes: readonly ClockChange[]): string | undefined {
  const walls = changes.map(({ at, before }) => at + before);
  const isSame = (value: (wall: number, index: number) => number): boolean =>
    new Set(walls.map(value)).size === 1;
  const month = (wall: number): number => new Date(wall).getUTCMonth();
  const nth = (wall: number): number => Math.ceil(new Date(wall).getUTCDate() / 7);
  const isLast = walls.every((wall) => month(wall + 7 * DAY) !== month(wall));
  const isRegular =
    isSame(month) &&
    isSame((wall) => new Date(wall).getUTCDay()) &&
    isSame((wall) => wall % DAY) &&
    isSame((_, index) => changes[index]?.before ?? 0) &&
    isSame((_, index) => changes[index]?.after ?? 0) &&
    (isLast || isSame(nth));
  const [wall = 0] = walls;
  const day = `${isLast ? -1 : nth(wall)}${weekdays[new Date(wall).getUTCDay()]}`;
  return isRegular ? `FREQ=YEARLY;BYMONTH=${month(wall) + 1};BYDAY=${day}` : undefined;
}
