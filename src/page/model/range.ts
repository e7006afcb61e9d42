import type { CalendarData } from "../../cli/calendar/calendar-data";
import type { View } from "./address";
import { clockText, dayText, shortWeekday, startOfDay, wallTimes, weekdayOf } from "./clock";
import type { Span } from "./lanes";

/** The part of time that the timeline shows. */
export interface Range extends Span {
  readonly firstDay: number;
  readonly days: number;
  readonly index: number;
  /** How many weeks or days the span of the data has. */
  readonly count: number;
}

/** A line of the timeline's axis, with its text if it has one. */
export interface AxisLine {
  readonly at: number;
  readonly text: string;
  readonly isStrong: boolean;
}

/** The range that the view chose, in whole days of the timezone. */
export function rangeOf(
  { from, to }: Pick<CalendarData, "from" | "to">,
  { unit, index }: Pick<View, "unit" | "index">,
  timezone: string,
): Range {
  const read = wallTimes(timezone);
  const first = read(from).day;
  const days = Math.max(1, read(to - 1).day - first + 1);
  const length = unit === "all" ? days : Math.min(days, unit === "week" ? 7 : 1);
  const count = Math.ceil(days / length);
  const chosen = Math.min(index, count - 1);
  const firstDay = first + chosen * length;
  const shown = Math.min(length, first + days - firstDay);
  return {
    firstDay,
    days: shown,
    index: chosen,
    count,
    start: startOfDay(firstDay, timezone),
    end: startOfDay(firstDay + shown, timezone),
  };
}

/** The lines of the axis: hours if it shows one day, else days. */
export function axisLines(range: Range, timezone: string, width: number): readonly AxisLine[] {
  if (range.days === 1) return hourLines(range, timezone, width);
  const roomy = width / range.days;
  return Array.from({ length: range.days }, (_, index) => {
    const day = range.firstDay + index;
    const isMonday = weekdayOf(day) === 0;
    const isNamed = roomy > 22 || isMonday || index === 0;
    const text =
      roomy > 68
        ? dayText(day)
        : roomy > 40
          ? dayText(day).slice(0, 6).trim()
          : shortWeekday(weekdayOf(day)).slice(0, 2);
    const sparse = roomy > 22 ? text : dayText(day).slice(4);
    return { at: startOfDay(day, timezone), text: isNamed ? sparse : "", isStrong: isMonday };
  });
}

function hourLines({ start, end }: Range, timezone: string, width: number): readonly AxisLine[] {
  const read = wallTimes(timezone);
  const every = width > 900 ? 1 : width > 420 ? 3 : 6;
  const lines: AxisLine[] = [];
  for (let at = start; at < end; at += 3600) {
    const { hour, minute } = read(at);
    lines.push({
      at,
      text: hour % every === 0 ? clockText(hour * 60 + minute) : "",
      isStrong: hour % 12 === 0,
    });
  }
  return lines;
}
