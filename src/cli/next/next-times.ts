import { formatInstant } from "../../calendar/instant";
import type { ScheduleTimes } from "../../calendar/schedule-times";
import { zoneClock } from "../../calendar/zone/zone-clock";
import { type ClockNote, clockNotes, meaningWarnings } from "../schedules/clock-notes";
import type { GivenSchedule, ScheduleAbout } from "../schedules/given-schedule";
import { localTime } from "../schedules/local-time";
import { clockOf, nextStarts, timesProblem, unknownStart, wordsOf } from "../schedules/start-times";
import type { Language } from "../schedules/words";

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
  const problem = timesProblem(times);
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
  const instants = nextStarts(times, query.count, query.from);
  if (times.runAt !== undefined && instants.length === 0)
    return { ...described, state: "over", reason: "Its time has passed." };
  return {
    ...described,
    fireTimes: onClocks(instants, times.timezone, query.yours),
    daylightSaving: clockNotes(times, query.from),
  };
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
