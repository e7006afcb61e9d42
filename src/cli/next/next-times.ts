import { checkCron } from "../../calendar/cron/check-cron";
import { readCronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import { formatInstant } from "../../calendar/instant";
import { nextFireTimes, type ScheduleTimes } from "../../calendar/schedule-times";
import { timezoneProblem } from "../../calendar/zone/timezone";
import { type ZoneClock, zoneClock } from "../../calendar/zone/zone-clock";
import { isSkyvernError } from "../../errors";
import { type ClockNote, clockNotes, meaningWarnings } from "./clock-notes";
import { localTime } from "./local-time";
import { cronWords, type Language } from "./words";

const DAY = 86_400_000;
/** The server is written in Python, which has no later dates. */
const END = Date.UTC(9999, 11, 31);

type Times = ScheduleTimes & { readonly timezone: string };

/** A schedule as a source of the command has it. */
export interface GivenSchedule {
  /** How the report names it; nothing for an expression of the command line. */
  readonly about: ScheduleAbout;
  /** Left out if nothing is known; the state is then `unknown`. */
  readonly times?: Times;
  readonly state: "active" | "paused" | "over" | "unknown";
  /** Why it is in this state. */
  readonly reason?: string;
}

/** Where a schedule is: `environment` and `key` in a file, `resource` in a stack, the others in an account. */
export interface ScheduleAbout {
  readonly environment?: string;
  readonly key?: string;
  readonly resource?: string;
  readonly scheduleId?: string;
  readonly name?: string;
  readonly workflowId?: string;
  readonly workflowTitle?: string;
}

/** One fire time on three clocks, in ISO 8601. */
interface FireTime {
  readonly utc: string;
  /** In the timezone of the schedule. */
  readonly local: string;
  /** In the timezone of this machine; left out if that is the schedule's. */
  readonly yours?: string;
}

/** A schedule with its next fire times. `--json` writes it. */
export interface NextTimes extends ScheduleAbout, ScheduleTimes {
  /** Of a cron expression. It fires when one of them applies. */
  readonly words?: readonly string[];
  /** `over`: a one-time schedule that has fired, or whose time has passed. `unknown`: its times cannot be computed. */
  readonly state: GivenSchedule["state"];
  readonly reason?: string;
  /** Empty unless the state is `active`. */
  readonly fireTimes: readonly FireTime[];
  readonly daylightSaving: readonly ClockNote[];
  readonly warnings: readonly string[];
}

/** What the command line asks for. */
export interface NextQuery {
  readonly from: Date;
  readonly count: number;
  readonly language: Language;
  /** The timezone of this machine; undefined if it is unknown. */
  readonly yours: string | undefined;
}

/** The next fire times of a schedule, and what is to be said about them. */
export function nextTimes(given: GivenSchedule, query: NextQuery): NextTimes {
  const { about, times, state, reason } = given;
  const nothing = { fireTimes: [], daylightSaving: [], warnings: [] };
  const why = reason === undefined ? {} : { reason };
  if (times === undefined) return { ...about, state, ...why, ...nothing };
  const problem = problemOf(times);
  if (problem !== undefined)
    return { ...about, ...times, state: "unknown", reason: `${problem}.`, ...nothing };
  const described = {
    ...about,
    ...times,
    ...wordsOf(times, query.language),
    state,
    ...why,
    ...nothing,
    warnings: meaningWarnings(times, query.from),
  };
  if (state !== "active") return described;
  if (times.intervalSeconds !== undefined && times.firstFireAt === undefined)
    return { ...described, state: "unknown", reason: unknownStart };
  const instants = instantsOf(times, query);
  if (times.runAt !== undefined && instants.length === 0)
    return { ...described, state: "over", reason: "Its time has passed." };
  return {
    ...described,
    fireTimes: onClocks(instants, times.timezone, query.yours),
    daylightSaving: clockNotes(times, query.from),
  };
}

const unknownStart =
  "Skyvern chooses the first fire time when it creates the schedule, so the times are not known before. To set it, write startingAt in a schedule file, or firstFireAt in a program.";

/** Why the times cannot be computed, without a full stop. */
function problemOf({ cronExpression, timezone }: Times): string | undefined {
  const reading = cronExpression === undefined ? undefined : checkCron(cronExpression);
  if (reading !== undefined && "problem" in reading) return reading.problem;
  const problem = timezoneProblem(timezone);
  if (problem !== undefined) return problem;
  return clockOf(timezone) === undefined
    ? `Node.js ${process.version} does not know the timezone "${timezone}"; update Node.js`
    : undefined;
}

function clockOf(timezone: string | undefined): ZoneClock | undefined {
  if (timezone === undefined) return undefined;
  try {
    return zoneClock(timezone);
  } catch (error) {
    if (isSkyvernError(error, "configuration")) return undefined;
    throw error;
  }
}

function wordsOf({ cronExpression }: ScheduleTimes, language: Language): Pick<NextTimes, "words"> {
  const reading = cronExpression === undefined ? undefined : readCronExpression(cronExpression);
  if (reading === undefined || "problem" in reading) return {};
  return { words: cronWords(reading.expression, language) };
}

/**
 * When runs start. For a cron expression that is not `nextRuns`: the server lists some times late after its clock goes
 * back, and leaves some out, but starts the runs on time (docs/cron.md).
 */
function instantsOf(times: Times, { from, count }: NextQuery): readonly number[] {
  const reading = times.cronExpression === undefined ? undefined : readCronExpression(times.cronExpression);
  if (reading === undefined || "problem" in reading)
    return nextFireTimes(times, count, from).map((time) => time.getTime());
  const clock = zoneClock(times.timezone);
  const found = new Set<number>();
  // A skipped time is moved behind later ones, by less than a day.
  let until = Number.POSITIVE_INFINITY;
  for (const wall of fireTimes(reading.expression, clock.wallAt(from.getTime()) - DAY, END)) {
    if (wall > until) break;
    const instant = clock.instantOf(wall);
    if (instant > from.getTime()) found.add(instant);
    if (found.size === count) until = Math.min(until, wall + DAY);
  }
  return [...found].sort((one, other) => one - other).slice(0, count);
}

function onClocks(
  instants: readonly number[],
  timezone: string,
  yours: string | undefined,
): readonly FireTime[] {
  const own = zoneClock(timezone);
  const other = isSameZone(timezone, yours) ? undefined : clockOf(yours);
  return instants.map((instant) => ({
    utc: formatInstant(instant),
    local: localTime(instant, own.wallAt(instant) - instant),
    ...(other === undefined ? {} : { yours: localTime(instant, other.wallAt(instant) - instant) }),
  }));
}

/** Old and new names mean the same zone: Asia/Calcutta and Asia/Kolkata. */
function isSameZone(one: string, other: string | undefined): boolean {
  const canonical = (timeZone: string): string =>
    new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
  return one === other || (clockOf(other) !== undefined && canonical(one) === canonical(String(other)));
}
