import type { CalendarData, CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { counted, dayText, minuteOfWeek, wallTimes, weekMinuteText } from "../clock";
import { startsWithin, type WeeklyStarts } from "../starts";
import type { Answer, AnswerItem } from "./answer";

type Span = Pick<CalendarData, "from" | "to">;

/** Sunday 18:00 to Monday 06:00, as a minute of the week and a number of minutes. */
const NIGHT = { from: (6 * 24 + 18) * 60, minutes: 12 * 60 } as const;

/** What runs from Sunday 18:00 to Monday 06:00: on every Sunday, or else in the night in which the most schedules run. */
export function sundayAnswer(schedules: readonly CalendarSchedule[], timezone: string, span: Span): Answer {
  const all = startsWithin(schedules, timezone, NIGHT.from, NIGHT.minutes);
  const answer = { key: "sunday", label: "Sunday night" } as const;
  if (all.length === 0)
    return { ...answer, value: "Nothing runs", detail: "From Sunday 18:00 to Monday 06:00", items: [] };
  const sundays = daysOf(span, timezone, 6);
  const night = sundays < 2 || isEveryWeek(all, timezone, span) ? undefined : fullestNight(all, timezone);
  const starts = night === undefined ? all : inNight(all, timezone, night);
  const others = all.length - starts.length;
  return {
    ...answer,
    value: counted(starts.length, "schedule runs", "schedules run"),
    detail:
      night === undefined
        ? `${sundays < 2 ? "From Sunday" : "Every Sunday from"} 18:00 to Monday 06:00`
        : `Night of ${dayText(night)}, 18:00 to 06:00`,
    ...(others === 0
      ? {}
      : { remark: `${counted(others, "other schedule runs", "other schedules run")} on other Sundays` }),
    items: starts.map(({ schedule, minutes }) => ({ schedule, ...timesNote(minutes, shortTime) })),
  };
}

/** "08:00", and how many more there are. */
export function timesNote(
  minutes: readonly number[],
  text: (minute: number) => string,
): Pick<AnswerItem, "note" | "more"> {
  const [first = 0, ...others] = minutes;
  return others.length === 0 ? { note: text(first) } : { note: text(first), more: others.length };
}

function shortTime(minute: number): string {
  return weekMinuteText(minute).replace(/^(\w{3})\w*/, "$1");
}

/** Whether each time of the night has a run on each of its weekdays within the span. */
function isEveryWeek(starts: readonly WeeklyStarts[], timezone: string, span: Span): boolean {
  const read = wallTimes(timezone);
  return starts.every(({ fires }) => {
    const days = new Map<number, Set<number>>();
    for (const wall of fires.map(read)) {
      const minute = minuteOfWeek(wall);
      days.set(minute, (days.get(minute) ?? new Set()).add(wall.day));
    }
    return [...days].every(([minute, of]) => of.size === daysOf(span, timezone, Math.floor(minute / 1440)));
  });
}

/** How many days of the span are this day of the week. */
function daysOf({ from, to }: Span, timezone: string, weekday: number): number {
  const read = wallTimes(timezone);
  const [first, last] = [read(from), read(to - 1)];
  const next = first.day + ((weekday - first.weekday + 7) % 7);
  return next > last.day ? 0 : Math.floor((last.day - next) / 7) + 1;
}

/** The Sunday of a moment in the night. */
function sundayOf({ day, weekday }: { readonly day: number; readonly weekday: number }): number {
  return weekday === 6 ? day : day - 1;
}

function fullestNight(starts: readonly WeeklyStarts[], timezone: string): number {
  const read = wallTimes(timezone);
  const counts = new Map<number, number>();
  for (const { fires } of starts) {
    for (const night of new Set(fires.map((at) => sundayOf(read(at)))))
      counts.set(night, (counts.get(night) ?? 0) + 1);
  }
  const [fullest] = [...counts].sort(([a, some], [b, others]) => others - some || a - b);
  return fullest?.[0] ?? 0;
}

function inNight(starts: readonly WeeklyStarts[], timezone: string, night: number): readonly WeeklyStarts[] {
  const read = wallTimes(timezone);
  const found = starts.map(({ schedule, fires }) => ({
    schedule,
    fires: fires.filter((at) => sundayOf(read(at)) === night),
  }));
  const first = ({ fires }: { readonly fires: readonly number[] }): number => fires[0] ?? 0;
  return found
    .filter(({ fires }) => fires.length > 0)
    .sort((a, b) => first(a) - first(b) || a.schedule.name.localeCompare(b.schedule.name))
    .map((one) => ({ ...one, minutes: [...new Set(one.fires.map((at) => minuteOfWeek(read(at))))] }));
}
