import { timezoneProblem } from "../../calendar/zone/timezone";
import { zoneClock } from "../../calendar/zone/zone-clock";
import { timezoneOfMachine } from "../schedules/choice";
import { clockOf } from "../schedules/start-times";
import { CommandFailure } from "../usage";

const DAY = 86_400_000;
const mostWeeks = 53;
/** Skyvern accepts one-time schedules until the end of 2100. */
const [firstYear, lastYear] = [2000, 2100];

/** The time that a calendar shows: whole days in its timezone, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  /** The first moment after it. */
  readonly until: number;
  readonly timezone: string;
  /** How many milliseconds before and after it are computed too. */
  readonly margin?: number;
}

/** A day begins at most so much earlier or later in another timezone: from 14 hours ahead of UTC to 12 behind it. */
const otherZones = 26 * 3_600_000;

/** The span with what a page needs to show its days in any timezone. */
export function forPage(span: Span): Span {
  return { ...span, margin: otherZones };
}

/** The options about the time that a calendar shows. */
export interface SpanOptions {
  readonly from?: string;
  readonly weeks: string;
  readonly timezone?: string;
}

/** Reads the options. Without a date, the span begins today. @throws CommandFailure */
export function readSpan({ from, weeks, timezone: given }: SpanOptions, now: Date): Span {
  const count = /^\d{1,2}$/.test(weeks) ? Number(weeks) : 0;
  if (count < 1 || count > mostWeeks)
    throw new CommandFailure(`--weeks is "${weeks}", which is not a whole number from 1 to ${mostWeeks}.`);
  const timezone = given ?? timezoneOfMachine() ?? "UTC";
  const problem = given === undefined ? undefined : zoneProblem(given);
  if (problem !== undefined) throw new CommandFailure(`--timezone: ${problem}.`);
  const clock = zoneClock(timezone);
  const wall = from === undefined ? clock.wallAt(now.getTime()) : readDate(from);
  const first = Math.floor(wall / DAY) * DAY;
  return {
    from: clock.instantOf(first),
    until: clock.instantOf(first + count * 7 * DAY),
    timezone,
  };
}

function zoneProblem(timezone: string): string | undefined {
  const problem = timezoneProblem(timezone);
  if (problem !== undefined) return problem;
  return clockOf(timezone) === undefined
    ? `Node.js ${process.version} does not know "${timezone}"; update Node.js`
    : undefined;
}

/** The midnight of a date, in milliseconds as if its clock hung in UTC. @throws CommandFailure */
function readDate(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // JavaScript reads 30 February as a day of March.
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  const year = Number(text.slice(0, 4));
  if (isDate && year >= firstYear && year <= lastYear) return time;
  throw new CommandFailure(
    `--from is "${text}", which is not a date of the years ${firstYear} to ${lastYear}. Write it like 2027-03-27.`,
  );
}
