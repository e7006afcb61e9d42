import { readCronExpression } from "../../calendar/cron/expression";
import type { ZonedTimes } from "../../calendar/times-of";
import { isPlainObject } from "../../plain-object";
import { clockEffects } from "../schedules/clock-notes";
import type { GivenSchedule } from "../schedules/given-schedule";
import { clockOf, startsBetween, timesProblem, unknownStart, wordsOf } from "../schedules/start-times";
import type { CalendarClockNote, CalendarSchedule } from "./calendar-data";
import type { Span } from "./span";

/** A schedule of a source, before its runs are computed. */
export interface CalendarEntry {
  readonly given: GivenSchedule;
  readonly id: string;
  readonly name: string;
  /** The ids that it had before it was renamed. */
  readonly formerIds?: readonly string[];
  readonly workflow?: CalendarSchedule["workflow"];
  /** When it fires as it is written, with references, if the times themselves are not known. */
  readonly written?: Partial<ZonedTimes>;
  readonly warnings: readonly string[];
  readonly parameters?: { readonly [key: string]: unknown };
  readonly line?: CalendarSchedule["line"];
  readonly usualMinutes?: number;
  readonly lastRuns?: CalendarSchedule["lastRuns"];
}

/** The schedule with its runs in the span. */
export function calendarSchedule(entry: CalendarEntry, span: Span): CalendarSchedule {
  const { given, id, name, workflow, written, warnings, parameters, line, usualMinutes, lastRuns } = entry;
  const { environment } = given.about;
  const times = given.times ?? written ?? {};
  return {
    id,
    name,
    ...(environment === undefined ? {} : { environment }),
    ...(workflow === undefined ? {} : { workflow }),
    kind: kindOf(times),
    ...times,
    ...runsOf(given, span),
    warnings,
    ...(parameters === undefined ? {} : { parameters: texts(parameters) }),
    ...(line === undefined ? {} : { line }),
    ...(usualMinutes === undefined ? {} : { usualMinutes }),
    ...(lastRuns === undefined ? {} : { lastRuns }),
  };
}

function kindOf({ cronExpression, intervalSeconds, runAt }: Partial<ZonedTimes>): CalendarSchedule["kind"] {
  if (runAt !== undefined) return "once";
  if (intervalSeconds !== undefined) return "interval";
  return cronExpression === undefined ? "unknown" : "cron";
}

type Runs = Pick<CalendarSchedule, "state" | "reason" | "words" | "fires" | "besideFires" | "clockNotes">;

/** Like the command `next`, but a paused schedule has the times at which it would start runs. */
function runsOf({ times, state, reason }: GivenSchedule, span: Span): Runs {
  const why = reason === undefined ? {} : { reason };
  if (times === undefined || state === "over") return { state, ...why, fires: [], clockNotes: [] };
  const problem = timesProblem(times);
  if (problem !== undefined) return { state: "unknown", reason: `${problem}.`, fires: [], clockNotes: [] };
  const { intervalSeconds, firstFireAt, runAt } = times;
  if (intervalSeconds !== undefined && firstFireAt === undefined && state === "active")
    return { state: "unknown", reason: unknownStart, fires: [], clockNotes: [] };
  const isOver = runAt !== undefined && Date.parse(runAt) < span.from;
  return {
    ...wordsOf(times, "en"),
    ...(isOver && state === "active" ? { state: "over", reason: "Its time has passed." } : { state, ...why }),
    ...firesOf(times, span),
    clockNotes: clockNotesOf(times, span.from),
  };
}

function firesOf(
  times: ZonedTimes,
  { from, until, margin = 0 }: Span,
): Pick<CalendarSchedule, "fires" | "besideFires"> {
  const fires = startsBetween(times, from, until).map((instant) => instant / 1000);
  if (margin === 0) return { fires };
  const before = startsBetween(times, from - margin, from);
  const after = startsBetween(times, until, until + margin);
  const besideFires = [...before, ...after].map((instant) => instant / 1000);
  return besideFires.length === 0 ? { fires } : { fires, besideFires };
}

function clockNotesOf(times: ZonedTimes, from: number): readonly CalendarClockNote[] {
  return clockEffects(times, new Date(from)).flatMap(({ clockFrom, effects }) =>
    effects.map(({ effect, text }) => ({ date: clockFrom.slice(0, 10), effect, text })),
  );
}

/** About how many runs it starts in a day, without computing them. */
export function runsPerDay({ times }: GivenSchedule): number {
  if (times === undefined || clockOf(times.timezone) === undefined || times.runAt !== undefined) return 0;
  if (times.intervalSeconds !== undefined) return 86_400 / times.intervalSeconds;
  const reading = times.cronExpression === undefined ? undefined : readCronExpression(times.cronExpression);
  if (reading === undefined || "problem" in reading) return 0;
  return reading.expression.minutes.length * reading.expression.hours.length;
}

/** References to secrets stand in a file, never their values. */
function texts(parameters: { readonly [key: string]: unknown }): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const shown = withoutReferences(value);
      return [key, typeof shown === "string" ? shown : JSON.stringify(shown)];
    }),
  );
}

function withoutReferences(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${secret:") ? "[secret]" : value;
  if (Array.isArray(value)) return value.map(withoutReferences);
  if (!isPlainObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutReferences(item)]));
}
