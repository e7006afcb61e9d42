import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { minuteOfWeek, wallTimes } from "./clock";

/** The runs of one schedule that start in a part of the week. */
export interface WeeklyStarts {
  readonly schedule: CalendarSchedule;
  /** The moments at which they start, ascending. */
  readonly fires: readonly number[];
  /** The times of the week, without repetitions, in the order of that part of the week. */
  readonly minutes: readonly number[];
}

const WEEK = 7 * 24 * 60;

/** When runs of the schedule really start: none if it is paused, over or removed. */
export function startsOf(schedule: CalendarSchedule): readonly number[] {
  const runs = schedule.state === "active" || schedule.state === "unknown";
  return runs && schedule.change?.kind !== "removed" ? schedule.fires : [];
}

/** When runs of the schedule started before the change that a comparison shows. */
export function startsBefore(schedule: CalendarSchedule): readonly number[] {
  const { change } = schedule;
  if (change === undefined) return startsOf(schedule);
  if (change.kind === "added") return [];
  const { change: _, ...same } = schedule;
  return startsOf({ ...same, ...change.before });
}

/**
 * When runs of the schedule start before and after the change that a comparison shows. If none does, as for a paused schedule: when
 * they would.
 */
export function comparedRuns(schedule: CalendarSchedule): {
  readonly before: readonly number[];
  readonly after: readonly number[];
} {
  if (!isIdle(schedule)) return { before: startsBefore(schedule), after: startsOf(schedule) };
  const { change, fires } = schedule;
  return {
    before: change?.kind === "added" ? [] : (change?.before?.fires ?? fires),
    after: change?.kind === "removed" ? [] : fires,
  };
}

/** Whether the schedule starts no run, neither before nor after the change that a comparison shows. */
export function isIdle(schedule: CalendarSchedule): boolean {
  return startsBefore(schedule).length + startsOf(schedule).length === 0;
}

/**
 * The schedules whose runs start in a part of the week, such as Sunday from 18:00 for twelve hours.
 *
 * @param from The minute of the week, from Monday 00:00.
 * @param minutes The length. It may go beyond the end of the week.
 */
export function startsWithin(
  schedules: readonly CalendarSchedule[],
  timezone: string,
  from: number,
  minutes: number,
): readonly WeeklyStarts[] {
  const read = wallTimes(timezone);
  const since = (instant: number) => (minuteOfWeek(read(instant)) - from + WEEK) % WEEK;
  const found = schedules.flatMap((schedule) => {
    const fires = startsOf(schedule).filter((instant) => since(instant) < minutes);
    if (fires.length === 0) return [];
    const offsets = [...new Set(fires.map(since))].sort((a, b) => a - b);
    return [
      { schedule, fires, minutes: offsets.map((offset) => (from + offset) % WEEK), first: offsets[0] ?? 0 },
    ];
  });
  return found
    .sort((a, b) => a.first - b.first || a.schedule.name.localeCompare(b.schedule.name))
    .map(({ first: _, ...starts }) => starts);
}
