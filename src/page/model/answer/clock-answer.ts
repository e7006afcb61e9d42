import type { CalendarData } from "../../../cli/calendar/calendar-data";
import { clockText, counted, dayText, wallTimes } from "../clock";
import { type ClockDay, clockDays, directionText, effectText, isForward, twiceText } from "../clock-days";
import type { Answer, AnswerItem } from "./answer";

const MOST_LATER = 2;
/** A longer name is not a headline. */
const MOST_LETTERS = 32;

/**
 * What a change of the clock does. The answer is about one day of the calendar, or else about the next day on which clocks go
 * back, when schedules are due twice. Other days get one line each.
 */
export function clockAnswer(data: CalendarData): Answer {
  const days = clockDays(data);
  const answer = { key: "clocks", label: "Clock changes" } as const;
  const harmful = days.filter(({ twice, late, skipped }) => twice.length + late.length + skipped.length > 0);
  const named = harmful.length > 0 ? harmful : days;
  const inCalendar = named.filter((one) => one.day * 86_400 < data.to);
  const day = inCalendar.find(goesBack) ?? inCalendar[0] ?? named.find(goesBack) ?? named[0];
  if (day === undefined)
    return { ...answer, value: "None", detail: "No clock changes in this time", items: [] };
  const notes = (effect: "twice" | "late" | "skipped"): AnswerItem[] =>
    day[effect].map(({ schedule }) => ({
      schedule,
      note: effect === "twice" && isForward(day) ? "extra run" : effect,
    }));
  const later = harmful
    .filter((one) => one !== day)
    .slice(0, MOST_LATER)
    .map((one) => ({ day: one.day, text: `${dateText(one, data).slice(4)}: ${effectText(one)}` }));
  return {
    ...answer,
    label: `${directionText(day.changes)} on ${dateText(day, data)}`,
    value: headline(day),
    detail: detailOf(day),
    items: [...notes("twice"), ...notes("skipped"), ...notes("late")],
    ...(later.length === 0 ? {} : { later }),
  };
}

function goesBack({ changes }: ClockDay): boolean {
  return changes.some(({ before, after }) => after < before);
}

/** "Sun 25 Oct", with its year if that is after the calendar. */
function dateText({ day }: ClockDay, { to }: CalendarData): string {
  const lastYear = new Date((to - 1) * 1000).getUTCFullYear();
  const year = new Date(day * 86_400_000).getUTCFullYear();
  return year > lastYear ? `${dayText(day)} ${year}` : dayText(day);
}

/** "nightly is due twice", or how many schedules are due twice, skipped and late. */
function headline(day: ClockDay): string {
  const [only, ...others] = day.twice;
  const isAlone = others.length + day.skipped.length + day.late.length === 0;
  const isShort = only !== undefined && only.schedule.name.length <= MOST_LETTERS;
  return isAlone && isShort ? `${only.schedule.name} ${twiceText(day, 1)}` : effectText(day);
}

/** Why schedules are due twice, and that the open-source server starts no run twice when the clock goes back. */
function detailOf(day: ClockDay): string {
  if (day.changes.every(({ before, after }) => after < before) && day.twice.length > 0)
    return `${repeatedText(day)} happens twice; Skyvern's open-source server runs ${day.twice.length === 1 ? "it" : "each"} once`;
  const zones = [...new Set(day.changes.map(({ timezone }) => timezone))];
  return zones.length > 3 ? counted(zones.length, "timezone") : zones.join(", ");
}

/** "01:30" if the runs of that time are known, else "01:00 to 02:00". */
function repeatedText({ changes, twice }: ClockDay): string {
  const minute = (seconds: number): number => Math.floor(seconds / 60);
  const times = twice.flatMap(({ schedule: { timezone = "UTC", fires } }) => {
    const change = changes.find((one) => one.timezone === timezone);
    if (change === undefined) return [];
    const length = change.before - change.after;
    const repeated = fires.filter((at) => Math.abs(at + 0.5 - change.at) < length);
    const read = wallTimes(timezone);
    return repeated.map(read).map((wall) => clockText(wall.hour * 60 + wall.minute));
  });
  const [time, ...otherTimes] = new Set(times);
  if (time !== undefined && otherTimes.length === 0) return time;
  const spans = changes.map(({ at, before, after }) => {
    return `${clockText(minute(at + after))} to ${clockText(minute(at + before))}`;
  });
  const [span, ...otherSpans] = new Set(spans);
  return span !== undefined && otherSpans.length === 0 ? span : "An hour";
}
