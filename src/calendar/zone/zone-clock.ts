import { SkyvernError } from "../../errors";

/** The clock of one timezone; wall times are milliseconds as if the wall hung in UTC. */
export interface ZoneClock {
  /** What the clock shows at `instant` (milliseconds since the epoch). */
  readonly wallAt: (instant: number) => number;
  /**
   * When the clock shows `wall`. A time that comes twice is the first one, and one that is left out is read
   * with the offset from before the change: what Python's zoneinfo does with `fold=0`.
   */
  readonly instantOf: (wall: number) => number;
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

function newClock(timezone: string): ZoneClock {
  const format = formatOf(timezone);
  const wallAt = (instant: number) => {
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(instant)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const milliseconds = ((instant % 1000) + 1000) % 1000;
    return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
  };
  const offsetAt = (instant: number) => wallAt(instant) - instant;
  const instantOf = (wall: number) => {
    const before = offsetAt(wall - DAY);
    const after = offsetAt(wall + DAY);
    const isBefore =
      before === after || offsetAt(wall - before) === before || offsetAt(wall - after) !== after;
    return wall - (isBefore ? before : after);
  };
  return { wallAt, instantOf };
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
