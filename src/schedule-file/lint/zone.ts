import { type ClockChange, type ZoneClock, zoneClock } from "../../calendar/zone/zone-clock";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far ahead the rules look for changes of the clock, in days. */
const DAYS_AHEAD = 400;

/** A timezone from now on. */
export interface Zone extends ZoneClock {
  readonly timezone: string;
  /** The first whole minute after now, in milliseconds since 1970. */
  readonly start: number;
  /** In the next 400 days, and in the two days before now. */
  readonly changes: readonly ClockChange[];
}

/** @throws SkyvernError of kind `configuration` when this Node.js does not know the timezone. */
export function zoneFrom(timezone: string, now: Date): Zone {
  const start = (Math.floor(now.getTime() / MINUTE) + 1) * MINUTE;
  const clock = zoneClock(timezone);
  return {
    ...clock,
    timezone,
    start,
    changes: clock.changesBetween(start - 2 * DAY, start + DAYS_AHEAD * DAY),
  };
}
