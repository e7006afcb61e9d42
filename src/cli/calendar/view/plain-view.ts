import { clockText, counted, weekdayName } from "../../../page/model/clock";
import { heatMap } from "../../../page/model/heat-map";
import { laneGroups } from "../../../page/model/lanes";
import { startsOf } from "../../../page/model/starts";
import { printable, wrapped } from "../../schedules/printable";
import type { CalendarData, CalendarSchedule } from "../calendar-data";
import { changeRows } from "./changes";
import { answerTexts, countsText, nameOf, nextText, remarks, timesText, titleText } from "./summary";

/** The calendar in sentences, without blocks and columns: for screen readers and for files. */
export function plainView(data: CalendarData): string {
  const { schedules, timezone } = data;
  const { rows } = heatMap(schedules, timezone);
  const sentences = [
    `Calendar of ${titleText(data)}.`,
    `${countsText(data)}.`,
    ...answerTexts(data).map(([label, text]) => `${label}: ${text}.`),
    ...changeRows(data).map(
      ({ kind, name, before, after }) =>
        `${name} is ${kind}${kind === "added" ? "" : `. Before: ${before}`}${kind === "removed" ? "" : `. Now: ${after}`}.`,
    ),
    "",
    "Runs that start in each hour of the week, in the busiest week:",
    ...rows.map((cells, weekday) => {
      const busy = cells.filter(({ most }) => most > 0);
      const texts = busy.map(({ hour, most }) => `${clockText(60 * hour)} ${counted(most, "run")}`);
      return `${weekdayName(weekday)}: ${texts.length === 0 ? "none" : texts.join(", ")}.`;
    }),
    ...laneGroups(schedules, "workflow").flatMap(({ title, schedules: members }) => [
      "",
      `Workflow ${printable(title)}: ${counted(members.length, "schedule")}.`,
      ...members.map((schedule) => scheduleSentence(schedule, data)),
    ]),
    ...remarks(data).map((text, index) => `${index === 0 ? "\n" : ""}Warning: ${text}`),
  ];
  return sentences
    .flatMap((text) => (text === "" ? [""] : text.split("\n").flatMap((one) => wrapped(one, 2))))
    .join("\n");
}

/** `nightly: 30 2 * * *, Europe/Berlin. At 02:30, every day. 14 runs, the next on Mon 30 Nov 02:30.` */
function scheduleSentence(schedule: CalendarSchedule, data: CalendarData): string {
  const { words = [], timezone, kind, runAt, change } = schedule;
  const when =
    kind === "once"
      ? `once, at ${runAt}`
      : `${timesText(schedule)}${timezone === undefined ? "" : `, ${timezone}`}`;
  const next = nextText(schedule, data);
  const isDate = / \d\d:\d\d$/.test(next);
  const runs = isDate
    ? `${counted(startsOf(schedule).length, "run")}, the next on ${next}`
    : `Next run: ${next}`;
  const sentences = [
    `${printable(nameOf(schedule, data))}: ${printable(when)}`,
    ...(words.length === 0 ? [] : [words.join(", or ")]),
    ...(change === undefined || change.kind === "removed" ? [] : [change.kind]),
    runs,
  ];
  return `${sentences.join(". ")}.`;
}
