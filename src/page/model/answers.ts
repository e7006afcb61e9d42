import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Answer, AnswerItem } from "./answer";
import { clockText, counted, dayText, wallTimes, weekMinuteText } from "./clock";
import { clockAnswer } from "./clock-answer";
import { comparison, comparisonText, movedTimes } from "./comparison";
import { crowds, crowdText } from "./crowding";
import { heatMap, hourText, runsText } from "./heat-map";
import { startsWithin } from "./starts";

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
    compared === undefined ? crowdAnswer(shown, timezone) : [],
  ].flat();
}

function busiestAnswer(schedules: readonly CalendarSchedule[], timezone: string): Answer {
  const { busiest, equallyBusy } = heatMap(schedules, timezone);
  const answer = { key: "busiest", label: "Busiest hour" } as const;
  if (busiest === undefined)
    return { ...answer, value: "None", detail: "No run starts in this time", items: [] };
  const others = equallyBusy === 0 ? "" : `, as in ${counted(equallyBusy, "other hour")}`;
  const from = (busiest.weekday * 24 + busiest.hour) * 60;
  const read = wallTimes(timezone);
  const isBusiest = (instant: number): boolean => read(instant).day === busiest.day;
  const starts = startsWithin(schedules, timezone, from, 60).filter(({ fires }) => fires.some(isBusiest));
  return {
    ...answer,
    value: hourText(busiest),
    detail: `${runsText(busiest.most, starts.length)} on ${dayText(busiest.day)}${others}`,
    items: starts.map(({ schedule, minutes }) => ({ schedule, ...timesNote(minutes, clockText) })),
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
  const items = starts.map(({ schedule, minutes }) => ({ schedule, ...timesNote(minutes, short) }));
  return { ...answer, value: counted(starts.length, "schedule runs", "schedules run"), items };
}

/** "08:00", and how many more there are. */
function timesNote(
  minutes: readonly number[],
  text: (minute: number) => string,
): Pick<AnswerItem, "note" | "more"> {
  const [first = 0, ...others] = minutes;
  return others.length === 0 ? { note: text(first) } : { note: text(first), more: others.length };
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

function crowdAnswer({ schedules, environments }: CalendarData, timezone: string): Answer {
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
    items: crowd.schedules.map((schedule) => ({
      schedule,
      note: environments.length > 1 ? (schedule.environment ?? "") : "",
    })),
  };
}
