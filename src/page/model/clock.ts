import { changesInSeconds, type ZoneClock, zoneClock } from "../../calendar/zone/zone-clock";
import type { CalendarClockChange } from "../../cli/calendar/calendar-data";

/** A moment as the clock of one timezone shows it. */
export interface WallTime {
  /** Whole days since 1970-01-01. */
  readonly day: number;
  /** Monday is 0. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY = 86_400;
const WEEK_MINUTES = 7 * 24 * 60;
const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** The timezone itself, or UTC if this program does not know it. */
export function usableZone(timezone: string): string {
  try {
    zoneClock(timezone);
    return timezone;
  } catch {
    return "UTC";
  }
}

function clockOf(timezone: string): ZoneClock {
  return zoneClock(usableZone(timezone));
}

/** @returns A function that reads the clock of the timezone, at instants in seconds. */
export function wallTimes(timezone: string): (instant: number) => WallTime {
  const clock = clockOf(timezone);
  return (instant) => {
    const wall = Math.floor(clock.wallAt(instant * 1000) / 1000);
    const day = Math.floor(wall / DAY);
    const second = wall - day * DAY;
    return {
      day,
      weekday: weekdayOf(day),
      hour: Math.floor(second / 3600),
      minute: Math.floor(second / 60) % 60,
    };
  };
}

/** The weekday of a day since 1970; Monday is 0. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** When a day starts in a timezone; in seconds. */
export function startOfDay(day: number, timezone: string): number {
  return clockOf(timezone).instantOf(day * DAY * 1000) / 1000;
}

/** The changes of the clock of a timezone near a span; all in seconds. */
export function clockChangesBetween(
  from: number,
  to: number,
  timezone: string,
): readonly CalendarClockChange[] {
  return changesInSeconds(clockOf(timezone), timezone, from * 1000, to * 1000);
}

/** The minute of the week, from Monday 00:00. */
export function minuteOfWeek({ weekday, hour, minute }: WallTime): number {
  return (weekday * 24 + hour) * 60 + minute;
}

/** "Monday". Numbers beyond a week wrap around. */
export function weekdayName(weekday: number): string {
  return weekdays[((weekday % 7) + 7) % 7] ?? "";
}

/** "Mon". */
export function shortWeekday(weekday: number): string {
  return weekdayName(weekday).slice(0, 3);
}

/** "Mon 30 Nov" of a day since 1970, or "Monday, 30 November". */
export function dayText(day: number, form: "short" | "long" = "short"): string {
  const date = new Date(day * DAY * 1000);
  const month = months[date.getUTCMonth()] ?? "";
  if (form === "long") return `${weekdayName(weekdayOf(day))}, ${date.getUTCDate()} ${month}`;
  return `${shortWeekday(weekdayOf(day))} ${date.getUTCDate()} ${month.slice(0, 3)}`;
}

/** "30 Nov – 13 Dec 2026", both days included. */
export function spanText(first: number, last: number): string {
  const [from, to] = [new Date(first * DAY * 1000), new Date(last * DAY * 1000)];
  const year = to.getUTCFullYear();
  const end = `${dayText(last).slice(4)} ${year}`;
  if (first === last) return end;
  const isSameYear = from.getUTCFullYear() === year;
  return `${dayText(first).slice(4)}${isSameYear ? "" : ` ${from.getUTCFullYear()}`} – ${end}`;
}

/** "08:05" of a minute of the day. Numbers beyond a day wrap around. */
export function clockText(minuteOfDay: number): string {
  const minute = ((minuteOfDay % 1440) + 1440) % 1440;
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** "Monday 08:05" of a minute of the week. */
export function weekMinuteText(minute: number): string {
  const inWeek = ((minute % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
  return `${weekdayName(Math.floor(inWeek / 1440))} ${clockText(inWeek)}`;
}

/** "Mon 30 Nov 08:05". */
export function momentText(instant: number, timezone: string): string {
  const wall = wallTimes(timezone)(instant);
  return `${dayText(wall.day)} ${clockText(wall.hour * 60 + wall.minute)}`;
}

/** "2 runs", "1 run". */
export function counted(count: number, one: string, many = `${one}s`): string {
  // Not toLocaleString: on a page with 1,000 schedules it took 260 ms.
  const number = String(count).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${number} ${count === 1 ? one : many}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
