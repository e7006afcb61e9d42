import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockText, counted, minuteOfWeek, wallTimes, weekMinuteText } from "./clock";
import { type Crowd, newCrowds, weekdaysText } from "./crowding";
import { comparedRuns, isIdle } from "./starts";

/** A text with more times is too long. */
const MOST_TIMES = 3;

/** What a comparison changes. Schedules that start no run come last in each list. */
export interface Comparison {
  readonly base: string;
  readonly moved: readonly CalendarSchedule[];
  readonly added: readonly CalendarSchedule[];
  readonly removed: readonly CalendarSchedule[];
  readonly changed: readonly CalendarSchedule[];
  readonly newlyCrowded: readonly Crowd[];
}

/** @returns Undefined if the data are not a comparison. */
export function comparison(data: CalendarData, timezone: string): Comparison | undefined {
  if (data.base === undefined) return undefined;
  const of = (kind: string) => {
    const found = data.schedules.filter(({ change }) => change?.kind === kind);
    return [...found.filter((one) => !isIdle(one)), ...found.filter(isIdle)];
  };
  return {
    base: data.base,
    moved: of("moved"),
    added: of("added"),
    removed: of("removed"),
    changed: of("changed"),
    newlyCrowded: newCrowds(data.schedules, timezone),
  };
}

/** When the runs of a changed schedule start before and after, or would start, in a few words each. Empty if none does. */
export function movedTimes(
  schedule: CalendarSchedule,
  timezone: string,
): { readonly before: string; readonly after: string } {
  const { before, after } = comparedRuns(schedule);
  return { before: timesText(before, timezone), after: timesText(after, timezone) };
}

/** "Every day 08:00", "Monday 08:00, Thursday 08:00", "Mon–Fri 06:23, 12:23", or how many runs start if these are too many to list. */
export function timesText(fires: readonly number[], timezone: string): string {
  const read = wallTimes(timezone);
  const minutes = [...new Set(fires.map((instant) => minuteOfWeek(read(instant))))].sort((a, b) => a - b);
  if (minutes.length <= MOST_TIMES) return minutes.map(weekMinuteText).join(", ");
  const times = [...new Set(minutes.map((minute) => minute % 1440))];
  const weekdays = [...new Set(minutes.map((minute) => Math.floor(minute / 1440)))];
  return times.length <= MOST_TIMES && times.length * weekdays.length === minutes.length
    ? `${weekdaysText(weekdays)} ${times.map(clockText).join(", ")}`
    : `${counted(fires.length, "run")}, the first on ${weekMinuteText(minutes[0] ?? 0)}`;
}

/**
 * What a change makes of a schedule: when its runs start, or else which values differ. An added schedule has nothing before the
 * change, a removed one nothing after it.
 */
export function changeTexts(
  schedule: CalendarSchedule,
  timezone: string,
): { readonly before: string; readonly after: string } {
  const times = movedTimes(schedule, timezone);
  const kind = schedule.change?.kind;
  const isSame = times.before === times.after;
  const { before, after } = isSame ? changedFields(schedule) : times;
  const text = (one: string): string => {
    if (one === "") return "no runs";
    return !isSame && isPaused(schedule) ? `${one} (paused)` : one;
  };
  return { before: kind === "added" ? "" : text(before), after: kind === "removed" ? "" : text(after) };
}

/** Whether it is paused before and after the change. */
export function isPaused(schedule: CalendarSchedule): boolean {
  return schedule.state === "paused" && isIdle(schedule);
}

/** The values that differ, other than the runs. Parameters only by their names. */
export function changedFields({ change, ...now }: CalendarSchedule): {
  readonly before: string;
  readonly after: string;
} {
  const before = change?.before ?? {};
  const keys = (Object.keys(before) as (keyof CalendarSchedule)[]).filter(
    (key) => key !== "fires" && key !== "besideFires",
  );
  const parameters = changedParameters(before.parameters ?? {}, now.parameters ?? {});
  const text = (schedule: Partial<CalendarSchedule>, named: string): string =>
    keys.map((key) => (key === "parameters" ? named : `${key} ${valueText(schedule[key])}`)).join(", ");
  return { before: text(before, parameters.before), after: text(now, parameters.after) };
}

type Parameters = NonNullable<CalendarSchedule["parameters"]>;

/** "parameters vendor", and after it "parameters vendor (changed), region (new)". */
function changedParameters(before: Parameters, after: Parameters): { before: string; after: string } {
  const left = Object.keys(before).filter((name) => before[name] !== after[name]);
  const now = Object.keys(after).filter((name) => before[name] !== after[name]);
  const marked = now.map((name) => `${name} (${name in before ? "changed" : "new"})`);
  const text = (names: readonly string[]): string =>
    names.length === 0 ? "no such parameter" : `parameters ${names.join(", ")}`;
  return { before: text(left), after: text(marked) };
}

function valueText(value: unknown): string {
  if (value === undefined) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}
