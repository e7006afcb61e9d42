import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockText, counted, wallTimes, weekdayName, weekdayOf } from "./clock";
import { startsOf } from "./starts";

/** One hour of the week. */
export interface HeatCell {
  /** Monday is 0. */
  readonly weekday: number;
  readonly hour: number;
  /** The most runs that start in this hour of one week. */
  readonly most: number;
  /** The first day on which it is so many, as days since 1970. */
  readonly day: number;
  /** All runs that start in this hour, in all weeks. */
  readonly total: number;
}

/** How many runs start, by hour and weekday. */
export interface HeatMap {
  /** Seven rows from Monday, each with 24 hours. */
  readonly rows: readonly (readonly HeatCell[])[];
  /** The hour in which the most runs start; the first one if several are equal, undefined if none starts. */
  readonly busiest: HeatCell | undefined;
  /** Further hours with just as many starts. */
  readonly equallyBusy: number;
}

/**
 * Counts the runs that start in each hour of the week. If the span has several weeks, an hour shows its busiest week.
 *
 * @param startsFrom Which starts of a schedule count; those that really happen by default.
 */
export function heatMap(
  schedules: readonly CalendarSchedule[],
  timezone: string,
  startsFrom: (schedule: CalendarSchedule) => readonly number[] = startsOf,
): HeatMap {
  const counts = countHours(schedules, timezone, startsFrom);
  const rows = Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (_, hour) => ({ weekday, hour, most: 0, day: 0, total: 0 })),
  );
  for (const [key, count] of [...counts].sort(([a], [b]) => a - b)) {
    const day = Math.floor(key / 24);
    const cell = rows[weekdayOf(day)]?.[key - day * 24];
    if (cell === undefined) continue;
    cell.total += count;
    if (count > cell.most) Object.assign(cell, { most: count, day });
  }
  const cells = rows.flat();
  const most = cells.reduce((highest, cell) => Math.max(highest, cell.most), 0);
  const equal = most === 0 ? [] : cells.filter((cell) => cell.most === most);
  return { rows, busiest: equal[0], equallyBusy: Math.max(0, equal.length - 1) };
}

/** @returns Counts by hours since 1970 on the clock of the timezone. */
function countHours(
  schedules: readonly CalendarSchedule[],
  timezone: string,
  startsFrom: (schedule: CalendarSchedule) => readonly number[],
): Map<number, number> {
  const read = wallTimes(timezone);
  const counts = new Map<number, number>();
  for (const schedule of schedules) {
    for (const instant of startsFrom(schedule)) {
      const { day, hour } = read(instant);
      counts.set(day * 24 + hour, (counts.get(day * 24 + hour) ?? 0) + 1);
    }
  }
  return counts;
}

/** "8 runs of 7 schedules", or "7 runs" if each schedule starts one. */
export function runsText(runs: number, schedules: number): string {
  return runs === schedules
    ? counted(runs, "run")
    : `${counted(runs, "run")} of ${counted(schedules, "schedule")}`;
}

/** How many shades there are, without that of an hour in which nothing starts. */
const SHADES = 8;
/** A week with fewer runs does not use the darkest shades. */
const LEAST_DARKEST = 4;

/** The shade of an hour, from 0 to 8. Up to eight runs, each number has its own. */
export function shadeOf(
  { most }: Pick<HeatCell, "most">,
  busiest: Pick<HeatCell, "most"> | undefined,
): number {
  if (most === 0) return 0;
  const darkest = Math.max(LEAST_DARKEST, busiest?.most ?? 0);
  return Math.max(1, Math.round((most / darkest) * SHADES));
}

/** "Monday 08:00–09:00". */
export function hourText({ weekday, hour }: { weekday: number; hour: number }): string {
  return `${weekdayName(weekday)} ${clockText(hour * 60)}–${clockText((hour + 1) * 60)}`;
}
