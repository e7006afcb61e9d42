import { zoneClock } from "../../calendar/zone/zone-clock";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far ahead changes of the clock are looked for, in days. */
const DAYS_AHEAD = 400;
/** Changes of the clock are weeks apart, so that none hides between two looks. */
const STEP = 7 * DAY;

/** A change to or from daylight saving. Offsets are what the clock is ahead of UTC, in milliseconds. */
export interface ClockChange {
  /** The first instant with the new offset. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** A timezone from now on; cheap to ask often, where a clock by Intl is not. Wall times are as of a `ZoneClock`. */
export interface Zone {
  readonly timezone: string;
  /** The first whole minute after now, in milliseconds since 1970. */
  readonly start: number;
  /** In the next 400 days, and in the two days before now. */
  readonly changes: readonly ClockChange[];
  readonly wallAt: (instant: number) => number;
  /**
   * When the clock shows `wall`. A time that comes twice is the first one, one that is left out is read with
   * the offset from before the change, as the server's Python does.
   */
  readonly instantOf: (wall: number) => number;
}

/** @throws SkyvernError of kind `configuration` when this Node.js does not know the timezone. */
export function zoneFrom(timezone: string, now: Date): Zone {
  const start = (Math.floor(now.getTime() / MINUTE) + 1) * MINUTE;
  const clock = zoneClock(timezone);
  const offsetAt = (instant: number) => clock.wallAt(instant) - instant;
  const from = start - 2 * DAY;
  const firstOffset = offsetAt(from);
  const changes = changesBetween(offsetAt, from, start + DAYS_AHEAD * DAY);
  const wallAt = (instant: number) =>
    instant + (changes.findLast(({ at }) => at <= instant)?.after ?? firstOffset);
  const instantOf = (wall: number) => {
    for (const { at, before, after } of changes)
      if (wall - Math.max(before, after) < at) return wall - before;
    return wall - (changes.at(-1)?.after ?? firstOffset);
  };
  return { timezone, start, changes, wallAt, instantOf };
}

function changesBetween(
  offsetAt: (instant: number) => number,
  from: number,
  until: number,
): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  let before = offsetAt(from);
  for (let last = from; last < until; last += STEP) {
    const after = offsetAt(last + STEP);
    if (after === before) continue;
    let [early, late] = [last, last + STEP];
    while (late - early > MINUTE) {
      const middle = early + Math.floor((late - early) / 2 / MINUTE) * MINUTE;
      if (offsetAt(middle) === before) early = middle;
      else late = middle;
    }
    changes.push({ at: late, before, after });
    before = after;
  }
  return changes;
}
