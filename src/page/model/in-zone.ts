import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { startOfDay, wallTimes } from "./clock";
import { firstFrom } from "./lane-marks";

/**
 * The calendar of the same days in another timezone. They begin and end at other moments there, so other runs are within
 * them.
 */
export function inZone(data: CalendarData, timezone: string): CalendarData {
  if (timezone === data.timezone) return data;
  const read = wallTimes(data.timezone);
  const from = startOfDay(read(data.from).day, timezone);
  const to = startOfDay(read(data.to - 1).day + 1, timezone);
  const within = <Part extends Partial<CalendarSchedule>>(part: Part): Part =>
    part.fires === undefined ? part : { ...part, fires: firesWithin(part, from, to) };
  const schedules = data.schedules.map((schedule) => {
    const { change } = schedule;
    if (change?.before === undefined) return within(schedule);
    return { ...within(schedule), change: { ...change, before: within(change.before) } };
  });
  return { ...data, from, to, schedules };
}

function firesWithin(
  { fires = [], besideFires = [] }: Partial<CalendarSchedule>,
  from: number,
  to: number,
): readonly number[] {
  const all = [...fires, ...besideFires].sort((a, b) => a - b);
  return all.slice(firstFrom(all, from), firstFrom(all, to));
}
