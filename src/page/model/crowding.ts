import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockText, shortWeekday, wallTimes } from "./clock";
import { startsBefore, startsOf } from "./starts";

/** A time of day at which several schedules start in the same minute. */
export interface Crowd {
  /** The minute of the day. */
  readonly minute: number;
  /** The weekdays on which it is crowded; Monday is 0. */
  readonly weekdays: readonly number[];
  /** The most schedules that start in this minute of one day. */
  readonly most: number;
  /** These schedules. */
  readonly schedules: readonly CalendarSchedule[];
  /** The first instant with so many. */
  readonly at: number;
}

/** From so many schedules that start in one minute, the minute counts as crowded. */
const CROWDED = 3;

type Starts = (schedule: CalendarSchedule) => readonly number[];

/** The times of day at which at least three schedules start in the same minute, the most crowded first. */
export function crowds(
  schedules: readonly CalendarSchedule[],
  timezone: string,
  startsFrom: Starts = startsOf,
): readonly Crowd[] {
  const minutes = [...byMinute(schedules, startsFrom)].filter(([, starting]) => starting.length >= CROWDED);
  return daily(new Map(minutes), timezone);
}

/** In a comparison: the crowded times of day whose minutes were not crowded before. */
export function newCrowds(schedules: readonly CalendarSchedule[], timezone: string): readonly Crowd[] {
  const before = byMinute(schedules, startsBefore);
  const now = [...byMinute(schedules, startsOf)].filter(
    ([minute, starting]) => starting.length >= CROWDED && (before.get(minute)?.length ?? 0) < CROWDED,
  );
  return daily(new Map(now), timezone);
}

function byMinute(
  schedules: readonly CalendarSchedule[],
  startsFrom: Starts,
): Map<number, CalendarSchedule[]> {
  const found = new Map<number, CalendarSchedule[]>();
  for (const schedule of schedules) {
    for (const instant of startsFrom(schedule)) {
      const minute = Math.floor(instant / 60);
      const starting = found.get(minute);
      if (starting === undefined) found.set(minute, [schedule]);
      else if (starting[starting.length - 1] !== schedule) starting.push(schedule);
    }
  }
  return found;
}

/** Joins the crowded minutes of different days that are the same time of day. */
function daily(
  minutes: ReadonlyMap<number, readonly CalendarSchedule[]>,
  timezone: string,
): readonly Crowd[] {
  const read = wallTimes(timezone);
  const found = new Map<number, Crowd & { readonly weekdays: number[] }>();
  for (const [minute, schedules] of [...minutes].sort(([a], [b]) => a - b)) {
    const wall = read(minute * 60);
    const ofDay = wall.hour * 60 + wall.minute;
    const known = found.get(ofDay);
    const weekdays = known?.weekdays ?? [];
    if (!weekdays.includes(wall.weekday)) weekdays.push(wall.weekday);
    if (known !== undefined && known.most >= schedules.length) continue;
    found.set(ofDay, { minute: ofDay, weekdays, most: schedules.length, schedules, at: minute * 60 });
  }
  const all = [...found.values()].map((crowd) => ({
    ...crowd,
    weekdays: crowd.weekdays.sort((a, b) => a - b),
  }));
  return all.sort((a, b) => b.most - a.most || b.weekdays.length - a.weekdays.length || a.minute - b.minute);
}

/** "Every day 08:00", "Mon–Fri 08:00" or "Mon, Thu 08:00". */
export function crowdText({ weekdays, minute }: Pick<Crowd, "weekdays" | "minute">): string {
  return `${weekdaysText(weekdays)} ${clockText(minute)}`;
}

/** @param weekdays Ascending; Monday is 0. */
export function weekdaysText(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return "Every day";
  const firsts = weekdays.filter((day) => !weekdays.includes((day + 6) % 7));
  const [first = 0] = firsts;
  if (firsts.length === 1 && weekdays.length > 2)
    return `${shortWeekday(first)}–${shortWeekday(first + weekdays.length - 1)}`;
  return weekdays.map(shortWeekday).join(", ");
}
