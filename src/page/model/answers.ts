import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockText, counted, dayText, weekMinuteText } from "./clock";
import { type ClockDay, clockDays, directionText } from "./clock-days";
import { comparison, comparisonText, movedTimes } from "./comparison";
import { crowds, crowdText } from "./crowding";
import { heatMap, hourText } from "./heat-map";
import { startsWithin } from "./starts";

/** One question that people have, answered in words. */
export interface Answer {
  readonly key: "busiest" | "sunday" | "clocks" | "comparison" | "crowding";
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** The schedules that the answer is about, each with a word or two. */
  readonly items: readonly { readonly schedule: CalendarSchedule; readonly note: string }[];
}

/** Sunday 18:00 to Monday 06:00, as a minute of the week and a number of minutes. */
const SUNDAY_NIGHT = { from: (6 * 24 + 18) * 60, minutes: 12 * 60 } as const;

/** The answers at the top of the page, in the order of their importance. */
export function answers(
  data: CalendarData,
  schedules: readonly CalendarSchedule[],
  timezone: string,
): readonly Answer[] {
  const shown = { ...data, schedules: [...schedules] };
  const compared = compareAnswer(shown, timezone);
  return [
    compared ?? [],
    busiestAnswer(schedules, timezone),
    sundayAnswer(schedules, timezone),
    clockAnswer(shown),
    compared === undefined ? crowdAnswer(schedules, timezone) : [],
  ].flat();
}

function busiestAnswer(schedules: readonly CalendarSchedule[], timezone: string): Answer {
  const { busiest, equallyBusy } = heatMap(schedules, timezone);
  const answer = { key: "busiest", label: "Busiest hour" } as const;
  if (busiest === undefined)
    return { ...answer, value: "None", detail: "No run starts in this time", items: [] };
  const starts = counted(busiest.most, "run starts", "runs start");
  const others = equallyBusy === 0 ? "" : `, as in ${counted(equallyBusy, "other hour")}`;
  const from = (busiest.weekday * 24 + busiest.hour) * 60;
  const items = startsWithin(schedules, timezone, from, 60).map(({ schedule, minutes }) => ({
    schedule,
    note: timesNote(minutes, clockText),
  }));
  return {
    ...answer,
    value: hourText(busiest),
    detail: `${starts} on ${dayText(busiest.day)}${others}`,
    items,
  };
}

function sundayAnswer(schedules: readonly CalendarSchedule[], timezone: string): Answer {
  const starts = startsWithin(schedules, timezone, SUNDAY_NIGHT.from, SUNDAY_NIGHT.minutes);
  const answer = {
    key: "sunday",
    label: "Sunday night",
    detail: "From Sunday 18:00 to Monday 06:00",
  } as const;
  if (starts.length === 0) return { ...answer, value: "Nothing runs", items: [] };
  const short = (minute: number) => weekMinuteText(minute).replace(/^(\w{3})\w*/, "$1");
  const items = starts.map(({ schedule, minutes }) => ({ schedule, note: timesNote(minutes, short) }));
  return { ...answer, value: counted(starts.length, "schedule runs", "schedules run"), items };
}

/** "08:00", or "08:00 and 3 more". */
function timesNote(minutes: readonly number[], text: (minute: number) => string): string {
  const [first = 0, ...others] = minutes;
  return others.length === 0 ? text(first) : `${text(first)} and ${others.length} more`;
}

function clockAnswer(data: CalendarData): Answer {
  const days = clockDays(data);
  const answer = { key: "clocks", label: "Clock changes" } as const;
  if (days.length === 0)
    return { ...answer, value: "None", detail: "No clock changes in this time", items: [] };
  const harmful = days.filter(({ twice, late, skipped }) => twice.length + late.length + skipped.length > 0);
  const named = (harmful.length > 0 ? harmful : days).slice(0, 4);
  const notes = (effect: "twice" | "late" | "skipped") =>
    named.flatMap((day) =>
      day[effect].map(({ schedule }) => ({
        schedule,
        note: named.length > 1 ? `${effect} on ${dayText(day.day).slice(4)}` : effect,
      })),
    );
  const zones = [...new Set(named.flatMap(({ changes }) => changes.map(({ timezone }) => timezone)))];
  return {
    ...answer,
    label: clockLabel(named, data),
    value: effectText({
      twice: named.flatMap(({ twice }) => twice),
      late: named.flatMap(({ late }) => late),
      skipped: named.flatMap(({ skipped }) => skipped),
    }),
    detail: zones.length > 3 ? counted(zones.length, "timezone") : zones.join(", "),
    items: [...notes("twice"), ...notes("skipped"), ...notes("late")],
  };
}

/**
 * "Clocks go back on Sun 25 Oct, forward on Sun 28 Mar 2027", or only the days if they are more than two. Days after the year
 * of the calendar have their year.
 */
function clockLabel(days: readonly ClockDay[], { to }: CalendarData): string {
  const lastYear = new Date((to - 1) * 1000).getUTCFullYear();
  const text = (day: number): string => {
    const year = new Date(day * 86_400_000).getUTCFullYear();
    return year > lastYear ? `${dayText(day)} ${year}` : dayText(day);
  };
  if (days.length > 2) return `Clocks change on ${days.map(({ day }) => text(day).slice(4)).join(", ")}`;
  const parts = days.map(({ day, changes }, index) => {
    const direction = directionText(changes);
    return `${index === 0 ? direction : direction.replace(/^Clocks (go )?/, "")} on ${text(day)}`;
  });
  return parts.join(", ");
}

/** "2 schedules are due twice, 1 is skipped", or that no schedule is affected. */
export function effectText({ twice, late, skipped }: Pick<ClockDay, "twice" | "late" | "skipped">): string {
  const parts = [
    [twice.length, "is due twice", "are due twice"],
    [skipped.length, "is skipped", "are skipped"],
    [late.length, "runs late", "run late"],
  ] as const;
  const found = parts.filter(([count]) => count > 0);
  if (found.length === 0) return "No schedule is affected";
  const texts = found.map(([count, one, many], index) =>
    index === 0 ? counted(count, `schedule ${one}`, `schedules ${many}`) : counted(count, one, many),
  );
  return texts.join(", ");
}

function compareAnswer(data: CalendarData, timezone: string): Answer | undefined {
  const found = comparison(data, timezone);
  if (found === undefined) return undefined;
  const [crowd] = found.newlyCrowded;
  const { moved, added, removed, changed } = found;
  return {
    key: "comparison",
    label: `Compared with ${found.base}`,
    value: comparisonText(found),
    detail: crowd === undefined ? "No minute becomes crowded" : `Newly crowded: ${crowdText(crowd)}`,
    items: [...moved, ...added, ...removed, ...changed].map((schedule) => ({
      schedule,
      note: changeNote(schedule, timezone),
    })),
  };
}

/** "Tuesday 11:00 → Monday 07:45" of a moved schedule whose times are short enough; else the kind of the change. */
function changeNote(schedule: CalendarSchedule, timezone: string): string {
  const kind = schedule.change?.kind ?? "";
  const { before, after } = movedTimes(schedule, timezone);
  const isShort = [before, after].every((text) => /^\S+( \S+)? \d\d:\d\d$/.test(text));
  const short = (text: string): string => text.replace(/^([MTWFS]\w\w)\w*day /, "$1 ");
  return kind === "moved" && isShort ? `${short(before)} → ${short(after)}` : kind;
}

function crowdAnswer(schedules: readonly CalendarSchedule[], timezone: string): Answer {
  const [crowd, ...others] = crowds(schedules, timezone);
  const answer = { key: "crowding", label: "Same minute" } as const;
  if (crowd === undefined) {
    return { ...answer, value: "Not crowded", detail: "At most two schedules start together", items: [] };
  }
  const more = others.length === 0 ? "" : `, and ${counted(others.length, "other time")}`;
  return {
    ...answer,
    value: `${crowd.weekdays.length > 1 ? "Up to " : ""}${crowd.most} start at once`,
    detail: `${crowdText(crowd)}${more}`,
    items: crowd.schedules.map((schedule) => ({ schedule, note: schedule.environment ?? "" })),
  };
}
