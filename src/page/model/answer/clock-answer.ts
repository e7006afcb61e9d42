import type { CalendarData, CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { clockText, counted, dayText, wallTimes } from "../clock";
import { type ClockDay, clockDays, directionText, effectsOf, effectText, isForward } from "../clock-days";
import type { Answer, AnswerPart, OtherDay } from "./answer";

const MOST_OTHERS = 2;
/** A longer name is not a headline. */
const MOST_LETTERS = 32;

/**
 * What the next change of the clock does, and what is due twice when clocks go back. A change that affects no schedule counts only
 * if it is in the calendar, and no other one there affects any. The remaining days get one line each.
 */
export function clockAnswer(data: CalendarData): Answer {
  const days = clockDays(data);
  const harmful = days.filter(isHarmful);
  const inCalendar = days.filter(({ day }) => day * 86_400 < data.to);
  const next = inCalendar.find(isHarmful) ?? inCalendar[0] ?? harmful[0] ?? days[0];
  if (next === undefined) {
    const detail = "No clock changes in this time";
    return { key: "clocks", label: "Clock changes", value: "None", detail, items: [] };
  }
  const back = harmful.find((one) => one !== next && !isForward(one) && one.twice.length > 0);
  const others = harmful
    .filter((one) => one !== next && one !== back)
    .slice(0, MOST_OTHERS)
    .map((one) => ({ day: one.day, text: otherText(one, data) }));
  if (back !== undefined) {
    const isBefore = (one: OtherDay): boolean => one.day < back.day;
    const second = { ...partOf(back, data), others: others.filter((one) => !isBefore(one)) };
    return { key: "clocks", ...partOf(next, data), others: others.filter(isBefore), second };
  }
  return { key: "clocks", ...partOf(next, data), others, ...(isForward(next) ? { second: noneTwice } : {}) };
}

const noneTwice: AnswerPart = {
  label: "When clocks go back",
  value: "No schedule is due twice",
  detail: "",
  items: [],
};

function isHarmful({ twice, late, skipped }: ClockDay): boolean {
  return twice.length + late.length + skipped.length > 0;
}

/** What one change does. Its list is folded if clocks go forward: that often affects most schedules. */
function partOf(day: ClockDay, data: CalendarData): AnswerPart {
  const isExtra = isForward(day);
  return {
    label: `${directionText(day.changes)} on ${dateText(day, data)}`,
    value: headline(day),
    detail: detailOf(day),
    items: [
      ...day.twice.map(({ schedule }) => ({
        schedule,
        note: isExtra ? "extra run" : twiceNote(schedule, day),
      })),
      ...day.skipped.map(({ schedule }) => ({ schedule, note: "skipped run" })),
      ...day.late.map(({ schedule }) => ({ schedule, note: "late run" })),
    ],
    ...(isExtra ? { isFolded: true } : {}),
  };
}

/** "Clocks go forward on 28 Mar 2027: 1 schedule runs late". */
function otherText(day: ClockDay, data: CalendarData): string {
  return `${directionText(day.changes)} on ${dateText(day, data)}: ${effectText(day)}`;
}

/** "Sun 25 Oct", or "28 Mar 2027" if its year is after that of the calendar. */
function dateText({ day }: ClockDay, { to }: CalendarData): string {
  const lastYear = new Date((to - 1) * 1000).getUTCFullYear();
  const year = new Date(day * 86_400_000).getUTCFullYear();
  return year > lastYear ? `${dayText(day).slice(4)} ${year}` : dayText(day);
}

/** "nightly is due twice" if it is the only one, or else how many schedules are due twice, skipped and late. */
function headline(day: ClockDay): string {
  const [first, ...others] = effectsOf(day);
  const only = first?.affected.length === 1 && others.length === 0 ? first.affected[0] : undefined;
  const isShort = only !== undefined && only.schedule.name.length <= MOST_LETTERS;
  return isShort ? `${only.schedule.name} ${first?.one}` : effectText(day);
}

/** Why schedules are due twice, and what the open-source server does then: it starts no run twice, but extra ones. */
function detailOf(day: ClockDay): string {
  const { changes, twice } = day;
  if (isForward(day) && twice.length > 0) return "On Skyvern's open-source server";
  if (changes.every(({ before, after }) => after < before) && twice.length > 0)
    return `${repeatedText(day)} happens twice, but Skyvern's open-source server runs ${twice.length === 1 ? "it" : "each"} once`;
  const zones = [...new Set(changes.map(({ timezone }) => timezone))];
  return zones.length > 3 ? counted(zones.length, "timezone") : zones.join(", ");
}

/** "02:15 twice" if the run is known, or else "twice". */
function twiceNote(schedule: CalendarSchedule, day: ClockDay): string {
  const [time, ...others] = repeatedTimes(schedule, day);
  return time === undefined || others.length > 0 ? "twice" : `${time} twice`;
}

/** The times of a schedule that come twice, as far as its runs are known. */
function repeatedTimes({ timezone = "UTC", fires }: CalendarSchedule, { changes }: ClockDay): string[] {
  const change = changes.find((one) => one.timezone === timezone);
  if (change === undefined) return [];
  const length = change.before - change.after;
  const read = wallTimes(timezone);
  const repeated = fires.filter((at) => Math.abs(at + 0.5 - change.at) < length);
  return [...new Set(repeated.map(read).map((wall) => clockText(wall.hour * 60 + wall.minute)))];
}

/** "01:30" if that is the only time, else "01:00 to 02:00". */
function repeatedText(day: ClockDay): string {
  const minute = (seconds: number): number => Math.floor(seconds / 60);
  const times = day.twice.flatMap(({ schedule }) => repeatedTimes(schedule, day));
  const [time, ...otherTimes] = new Set(times);
  if (time !== undefined && otherTimes.length === 0) return time;
  const zones = new Set(day.twice.map(({ schedule: { timezone = "UTC" } }) => timezone));
  const spans = day.changes
    .filter(({ timezone }) => zones.has(timezone))
    .map(({ at, before, after }) => `${clockText(minute(at + after))} to ${clockText(minute(at + before))}`);
  const [span, ...otherSpans] = new Set(spans);
  return span !== undefined && otherSpans.length === 0 ? span : "An hour";
}
