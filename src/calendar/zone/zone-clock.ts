import { SkyvernError } from "../../errors";

/** A change to or from daylight saving. Offsets are what the clock is ahead of UTC, in milliseconds. */
export interface ClockChange {
  /** The first instant with the new offset. */
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

/** The clock of one timezone; wall times are milliseconds as if the wall hung in UTC. */
export interface ZoneClock {
  /** What the clock shows at `instant` (milliseconds since the epoch). */
  readonly wallAt: (instant: number) => number;
  /**
   * When the clock shows `wall`. A time that comes twice is the first one, and one that is left out is read
   * with the offset from before the change: what Python's zoneinfo does with `fold=0`.
   */
  readonly instantOf: (wall: number) => number;
  /** The changes of the clock on the days (of UTC) from `from` to `until`. */
  readonly changesBetween: (from: number, until: number) => readonly ClockChange[];
}

/**
 * The changes of a clock on the days (of UTC) of a span, with its timezone. The span is in milliseconds, all times of the
 * result are in seconds, as calendars write them.
 */
export function changesInSeconds(clock: ZoneClock, timezone: string, from: number, until: number) {
  const changes = clock.changesBetween(from, until);
  return changes.map(({ at, before, after }) => ({
    timezone,
    at: at / 1000,
    before: before / 1000,
    after: after / 1000,
  }));
}

const DAY = 86_400_000;

/** Making a formatter takes longer than using it; there are some hundred timezones at most. */
const clocks = new Map<string, ZoneClock>();

/** @throws SkyvernError of kind `configuration` when this Node.js does not know the timezone. */
export function zoneClock(timezone: string): ZoneClock {
  const clock = clocks.get(timezone) ?? newClock(timezone);
  clocks.set(timezone, clock);
  return clock;
}

/** Asks Intl once for each day, and remembers it: Intl takes a thousand times as long as a look at a map. */
function newClock(timezone: string): ZoneClock {
  const format = formatOf(timezone);
  const midnightOffsets = new Map<number, number>();
  const changes = new Map<number, ClockChange>();
  const midnightOffset = (day: number) => {
    const offset = midnightOffsets.get(day) ?? askOffset(format, day * DAY);
    midnightOffsets.set(day, offset);
    return offset;
  };
  const changeOn = (day: number): ClockChange | undefined => {
    const [before, after] = [midnightOffset(day), midnightOffset(day + 1)];
    if (before === after) return undefined;
    const change = changes.get(day) ?? { at: findChange(format, day, before), before, after };
    changes.set(day, change);
    return change;
  };
  const offsetAt = (instant: number) => {
    const day = Math.floor(instant / DAY);
    const change = changeOn(day);
    return change !== undefined && instant >= change.at ? change.after : midnightOffset(day);
  };
  const steadyOffsets = new Map<number, number | undefined>();
  /** The offset of all moments that can be meant by wall times of the day, if the clock does not change near it. */
  const steadyOffset = (day: number) => {
    if (steadyOffsets.has(day)) return steadyOffsets.get(day);
    const offset = midnightOffset(day);
    const isSteady = [day - 1, day + 1, day + 2].every((near) => midnightOffset(near) === offset);
    steadyOffsets.set(day, isSteady ? offset : undefined);
    return isSteady ? offset : undefined;
  };
  const instantOf = (wall: number) => {
    const steady = steadyOffset(Math.floor(wall / DAY));
    if (steady !== undefined) return wall - steady;
    const before = offsetAt(wall - DAY);
    const after = offsetAt(wall + DAY);
    const isBefore = offsetAt(wall - before) === before || offsetAt(wall - after) !== after;
    return wall - (isBefore ? before : after);
  };
  const changesBetween = (from: number, until: number) => {
    const found: ClockChange[] = [];
    for (let day = Math.floor(from / DAY); day * DAY <= until; day++) {
      const change = changeOn(day);
      if (change !== undefined) found.push(change);
    }
    return found;
  };
  return { wallAt: (instant) => instant + offsetAt(instant), instantOf, changesBetween };
}

/** The first second of the day that no longer has the offset `before`. */
function findChange(format: Intl.DateTimeFormat, day: number, before: number): number {
  let [early, late] = [day * DAY, (day + 1) * DAY];
  while (late - early > 1000) {
    const middle = early + Math.floor((late - early) / 2000) * 1000;
    if (askOffset(format, middle) === before) early = middle;
    else late = middle;
  }
  return late;
}

/** @param instant whole seconds */
function askOffset(format: Intl.DateTimeFormat, instant: number): number {
  // Such as "11/29/2026, 19:32:15". The parts one by one take three times as long.
  const [month = 1, day = 1, year = 0, hour = 0, minute = 0, second = 0] = (
    format.format(instant).match(/\d+/g) ?? []
  ).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - instant;
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  const digits = "numeric" as const;
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: timezone,
      calendar: "gregory",
      hourCycle: "h23",
      year: digits,
      month: digits,
      day: digits,
      hour: digits,
      minute: digits,
      second: digits,
    });
  } catch (cause) {
    throw new SkyvernError(
      "configuration",
      `Cannot compute fire times: Node.js ${process.version} does not know the timezone "${timezone}"; update Node.js.`,
      { cause },
    );
  }
}
