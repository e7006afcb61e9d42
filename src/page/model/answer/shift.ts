import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { clockText, counted, shortWeekday, wallTimes } from "../clock";
import { comparedRuns } from "../starts";
import type { AnswerItem } from "./answer";

const units = [
  [86_400, "day", "d"],
  [3600, "hour", "h"],
  [60, "minute", "min"],
] as const;

/** The runs that a comparison moves, before and after, ascending; of a paused schedule, those that would start. Runs that stay where they are do not count. */
function movedRuns(schedule: CalendarSchedule): {
  readonly before: readonly number[];
  readonly after: readonly number[];
} {
  const { before, after } = comparedRuns(schedule);
  if (sameShift(before, after) !== undefined) return { before, after };
  const [old, now] = [new Set(before), new Set(after)];
  return { before: before.filter((at) => !now.has(at)), after: after.filter((at) => !old.has(at)) };
}

function sameShift(before: readonly number[], after: readonly number[]): number | undefined {
  const [first, ...others] = after.map((instant, index) => instant - (before[index] ?? 0));
  const isOne = before.length === after.length && others.every((shift) => shift === first);
  return isOne && first !== 0 ? first : undefined;
}

/** By how many seconds a comparison moves runs of a schedule. Undefined if it moves them by different times, or changes their number. */
export function shiftOf(schedule: CalendarSchedule): number | undefined {
  if (schedule.change?.kind !== "moved") return undefined;
  const { before, after } = movedRuns(schedule);
  return sameShift(before, after);
}

/** "1 hour later", "1 h 30 min earlier". */
export function shiftText(shift: number): string {
  const parts = partsOf(shift);
  const [only] = parts;
  const length =
    parts.length === 1 && only !== undefined
      ? counted(only.count, only.name)
      : parts.map(({ count, short }) => `${count} ${short}`).join(" ");
  return `${length} ${shift < 0 ? "earlier" : "later"}`;
}

/** "+1 h", "−1 h 30 min". */
export function shortShift(shift: number): string {
  const text = partsOf(shift).map(({ count, short }) => `${count} ${short}`);
  return `${shift < 0 ? "−" : "+"}${text.join(" ")}`;
}

/** How the schedules move together: "1 hour later". Undefined if they do not, or if that takes too many words. */
export function commonShift(moved: readonly CalendarSchedule[]): string | undefined {
  const shifts = new Set(moved.map(shiftOf));
  const [shift] = shifts;
  if (shifts.size !== 1 || shift === undefined || partsOf(shift).length > 2) return undefined;
  return shiftText(shift);
}

/** "06:23 → 07:23" of the first run, with weekdays if these differ, and how many more runs move on one day at most. */
export function shiftNote(
  schedule: CalendarSchedule,
  timezone: string,
): Pick<AnswerItem, "note" | "more" | "isPerDay"> | undefined {
  const moved = movedRuns(schedule);
  const [[before], [after]] = [moved.before, moved.after];
  if (shiftOf(schedule) === undefined || before === undefined || after === undefined) return undefined;
  const read = wallTimes(timezone);
  const isSameDay = read(before).day === read(after).day;
  const text = (instant: number): string => {
    const { weekday, hour, minute } = read(instant);
    const time = clockText(hour * 60 + minute);
    return isSameDay ? time : `${shortWeekday(weekday)} ${time}`;
  };
  const perDay = new Map<number, number>();
  for (const { day } of moved.after.map(read)) perDay.set(day, (perDay.get(day) ?? 0) + 1);
  const more = [...perDay.values()].reduce((most, count) => Math.max(most, count), 1) - 1;
  const note = `${text(before)} → ${text(after)}`;
  return more === 0 ? { note } : { note, more, isPerDay: true };
}

function partsOf(
  shift: number,
): readonly { readonly count: number; readonly name: string; readonly short: string }[] {
  let rest = Math.round(Math.abs(shift) / 60) * 60;
  return units.flatMap(([seconds, name, short]) => {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    return count === 0 ? [] : [{ count, name, short }];
  });
}
