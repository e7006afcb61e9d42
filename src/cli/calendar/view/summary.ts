import { formatInterval } from "../../../calendar/interval-length";
import type { AnswerPart } from "../../../page/model/answer/answer";
import { answers } from "../../../page/model/answers";
import { counted, momentText, spanText, wallTimes } from "../../../page/model/clock";
import { startsOf } from "../../../page/model/starts";
import { printable } from "../../schedules/printable";
import type { CalendarData, CalendarSchedule } from "../calendar-data";

const mostNames = 5;

/** `schedules.yaml: 30 Nov – 13 Dec 2026, Europe/Berlin`. */
export function titleText(data: CalendarData): string {
  const { title, base } = data;
  const compared = base === undefined ? "" : `, compared with ${base}`;
  return printable(`${title}${compared}: ${daysText(data)}`);
}

/** `30 Nov – 13 Dec 2026, Europe/Berlin`. */
export function daysText({ from, to, timezone }: CalendarData): string {
  const read = wallTimes(timezone);
  return `${spanText(read(from).day, read(to - 1).day)}, ${timezone}`;
}

/** `12 schedules, 2 of them paused; 168 runs start`. */
export function countsText(data: CalendarData): string {
  const schedules = data.schedules.filter(({ change }) => change?.kind !== "removed");
  const states = (["paused", "over", "unknown"] as const).flatMap((state) => {
    const count = schedules.filter((one) => one.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const runs = schedules.reduce((sum, one) => sum + startsOf(one).length, 0);
  return `${counted(schedules.length, "schedule")}${states.length === 0 ? "" : ` (${states.join(", ")})`}; ${counted(runs, "run starts", "runs start")}`;
}

/** What people ask of a calendar, each in a sentence: the busiest hour, Sunday night, the clocks. */
export function answerTexts(data: CalendarData): readonly (readonly [label: string, text: string])[] {
  return answers(data, data.schedules, data.timezone).flatMap(({ second, ...first }) =>
    [first, ...(second === undefined ? [] : [second])].map((part) => partText(part, data)),
  );
}

function partText(part: AnswerPart, data: CalendarData): readonly [label: string, text: string] {
  const { label, value, detail, remark = "", items, others: otherDays = [] } = part;
  const named = items.slice(0, mostNames).map(({ schedule, note, more, isPerDay = false }) => {
    const name = nameOf(schedule, data);
    // The environment is in the name, if there are several.
    if (note === schedule.environment) return name;
    const runs = more === undefined ? "" : isPerDay ? `, ${more + 1} runs a day` : ` and ${more} more`;
    const times = `${note}${runs}`;
    return times === "" ? name : `${name} (${times})`;
  });
  const others = items.length - named.length;
  const list = others > 0 ? `${named.join(", ")} and ${others} more` : named.join(", ");
  // A sentence of its own on the page; here it goes on.
  const goesOn = [detail, remark].map((text) =>
    text.replace(/^(From|At most|No|An|On|Every|Night|Before|Busiest)\b/, (word) => word.toLowerCase()),
  );
  const parts = [value, ...goesOn, list, ...otherDays.map(({ text }) => text)];
  return [label, printable(parts.filter((one) => one !== "").join("; "))];
}

/** A name that no other schedule of the calendar has. */
export function nameOf({ id, name }: CalendarSchedule, { schedules, environments }: CalendarData): string {
  if (environments.length > 1) return id;
  const isShared = schedules.filter((one) => one.name === name).length > 1;
  return isShared ? `${name} ${id}` : name;
}

/** `30 2 * * *`, `every 36h` or `once`. */
export function timesText({ cronExpression, intervalSeconds, kind }: CalendarSchedule): string {
  if (intervalSeconds !== undefined) return `every ${formatInterval(intervalSeconds)}`;
  return printable(cronExpression ?? (kind === "once" ? "once" : "unknown"));
}

/** The next run of the calendar that has not started, or the state of a schedule that starts none. */
export function nextText(schedule: CalendarSchedule, { made, timezone }: CalendarData): string {
  if (schedule.change?.kind === "removed") return "removed";
  const next = startsOf(schedule).find((instant) => instant >= made);
  if (next !== undefined) return momentText(next, timezone);
  return schedule.state === "active" ? "none" : schedule.state;
}

/** `prod/nightly: …`, of all schedules with something to say. */
export function remarks(data: CalendarData): readonly string[] {
  return data.schedules.flatMap((schedule) => {
    const { state, reason, warnings, change } = schedule;
    if (change?.kind === "removed") return [];
    const why = reason !== undefined && state === "unknown" ? [reason] : [];
    return [...why, ...warnings].map((text) => printable(`${nameOf(schedule, data)}: ${text}`));
  });
}
