import type { CalendarData } from "../../cli/calendar/calendar-data";
import type { Answer, AnswerItem } from "./answer";
import { counted, dayText } from "./clock";
import { type ClockDay, clockDays, directionText, effectText, isForward, twiceText } from "./clock-days";

const MOST_DAYS = 4;
/** A longer name is not a headline. */
const MOST_LETTERS = 32;

/**
 * What the changes of the clock do. The headline is about a day of the calendar, or else about the next day on which clocks go
 * back, when schedules are due twice.
 */
export function clockAnswer(data: CalendarData): Answer {
  const days = clockDays(data);
  const answer = { key: "clocks", label: "Clock changes" } as const;
  const harmful = days.filter(({ twice, late, skipped }) => twice.length + late.length + skipped.length > 0);
  const named = (harmful.length > 0 ? harmful : days).slice(0, MOST_DAYS);
  const inCalendar = named.filter((one) => one.day * 86_400 < data.to);
  const day = inCalendar.find(goesBack) ?? inCalendar[0] ?? named.find(goesBack) ?? named[0];
  if (day === undefined)
    return { ...answer, value: "None", detail: "No clock changes in this time", items: [] };
  const notes = (effect: "twice" | "late" | "skipped"): AnswerItem[] =>
    [day, ...named.filter((other) => other !== day)].flatMap((one) =>
      one[effect].map(({ schedule }) => {
        const what = effect === "twice" && isForward(one) ? "extra run" : effect;
        return { schedule, note: named.length > 1 ? `${what} on ${dayText(one.day).slice(4)}` : what };
      }),
    );
  return {
    ...answer,
    label: `${directionText(day.changes)} on ${dateText(day, data)}`,
    value: headline(day),
    detail: detailOf(day),
    items: [...notes("twice"), ...notes("skipped"), ...notes("late")],
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

/** The open-source server starts no run twice when the clock goes back. */
function detailOf(day: ClockDay): string {
  if (day.changes.every(({ before, after }) => after < before) && day.twice.length > 0)
    return `The open-source server runs ${day.twice.length === 1 ? "it" : "each"} once`;
  const zones = [...new Set(day.changes.map(({ timezone }) => timezone))];
  return zones.length > 3 ? counted(zones.length, "timezone") : zones.join(", ");
}
