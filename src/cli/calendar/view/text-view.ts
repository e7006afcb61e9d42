import { shortWeekday, wallTimes } from "../../../page/model/clock";
import { heatMap } from "../../../page/model/heat-map";
import { laneGroups } from "../../../page/model/lanes";
import { startsOf } from "../../../page/model/starts";
import { cutMiddle, cutTo, padTo, printable, wrapped } from "../../schedules/printable";
import type { Paint, Style } from "../../terminal";
import type { CalendarData, CalendarSchedule } from "../calendar-data";
import { changeRows } from "./changes";
import { answerTexts, countsText, nameOf, nextText, remarks, timesText, titleText } from "./summary";

const hours = 24;
const mostRemarks = 5;
/** Sentences in longer lines are hard to read. */
const longestLine = 110;
/** From few to many. */
const shades: readonly (readonly [block: string, style: Style])[] = [
  ["░", "cyan"],
  ["▒", "green"],
  ["▓", "yellow"],
  ["█", "red"],
];
/** The strip of a schedule has one of these for each day. */
const days = ["·", "▁", "▃", "▅", "█"] as const;
const mostStripDays = 42;

/**
 * The calendar for a terminal: the hours of the week, the answers, and the schedules by workflow.
 *
 * @param columns the width of the terminal, of which at least 60 are used
 */
export function textView(data: CalendarData, columns: number, paint: Paint): string {
  const width = Math.max(60, columns);
  const readable = Math.min(width, longestLine);
  const labels = answerTexts(data);
  const noted = remarks(data);
  const others = noted.length - mostRemarks;
  return [
    ...wrapped(titleText(data), 2, readable).map((line) => paint("bold", line)),
    ...wrapped(countsText(data), 2, readable),
    "",
    ...weekLines(data, width, paint),
    "",
    ...labels.flatMap(([label, text]) => labelled("bold", `${label}:`, text, readable, paint)),
    ...changeLines(data, readable, paint),
    "",
    ...scheduleLines(data, width, paint),
    ...(noted.length === 0 ? [] : [""]),
    ...noted.slice(0, mostRemarks).flatMap((text) => labelled("yellow", "warning:", text, readable, paint)),
    ...(others > 0 ? [`and ${others} more, which --json has`] : []),
  ].join("\n");
}

/** A sentence whose first words have a style, which takes no room. */
function labelled(style: Style, label: string, text: string, width: number, paint: Paint): readonly string[] {
  const [first = "", ...others] = wrapped(`${label} ${text}`, 2, width);
  return [first.startsWith(label) ? paint(style, label) + first.slice(label.length) : first, ...others];
}

/** How many runs start in each hour of the week. */
function weekLines({ schedules, timezone, from, to }: CalendarData, width: number, paint: Paint): string[] {
  const { rows, busiest } = heatMap(schedules, timezone);
  const size = Math.min(5, Math.floor((width - 4) / hours));
  const weeks = Math.round((to - from) / (7 * 86_400));
  const numbers = Array.from({ length: hours }, (_, hour) => String(hour).padStart(2, "0").padStart(size));
  return [
    paint("dim", `runs that start in each hour${weeks > 1 ? `, in the busiest of ${weeks} weeks` : ""}`),
    paint("dim", `    ${numbers.join("")}`),
    ...rows.map((cells, weekday) => {
      const texts = cells.map(({ most }) => cellText(most, busiest?.most ?? 0, size, paint));
      return `${shortWeekday(weekday)} ${texts.join("")}`.trimEnd();
    }),
  ];
}

function cellText(count: number, most: number, size: number, paint: Paint): string {
  if (count === 0) return paint("dim", "·".padStart(size));
  const number = count < 1000 ? String(count) : `${Math.min(99, Math.floor(count / 1000))}k`;
  const [block, style] = shades[Math.min(3, Math.ceil((4 * count) / most) - 1)] ?? ["", "red"];
  const text = number.length < size ? `${block}${number}` : number;
  return " ".repeat(size - text.length) + paint(style, text);
}

function scheduleLines(data: CalendarData, width: number, paint: Paint): string[] {
  const { schedules } = data;
  const length = Math.round((data.to - data.from) / 86_400);
  const strip = width >= 100 && length <= mostStripDays ? length : 0;
  const hasWords = width >= 150;
  const columns = {
    when: Math.min(24, Math.max(4, ...schedules.map((one) => timesText(one).length))),
    next: Math.max(4, ...schedules.map((one) => nextText(one, data).length)),
    runs: Math.max(4, ...schedules.map((one) => String(startsOf(one).length).length)),
  };
  const fixed = columns.when + columns.next + columns.runs + (strip === 0 ? 0 : strip + 2) + 8;
  const longest = Math.max(4, ...schedules.map((one) => printable(nameOf(one, data)).length));
  const room = Math.min(longest, hasWords ? 60 : width, Math.max(12, width - fixed));
  const names = uniqueNames(data, room);
  const words = hasWords ? width - fixed - room - 2 : 0;
  const line = (name: string, when: string, next: string, runs: string, rest: string): string =>
    `  ${padTo(room, name)}  ${padTo(columns.when, cutTo(columns.when, when))}  ${padTo(columns.next, next)}  ${runs.padStart(columns.runs)}${rest}`.trimEnd();
  const header = line("name", "when", "next", "runs", strip === 0 ? "" : "  by day");
  return [
    paint("dim", header),
    ...laneGroups(schedules, "workflow").flatMap(({ title, schedules: members }) => [
      paint("bold", cutMiddle(width, printable(title))),
      ...members.map((schedule) => {
        const rest = [
          ...(strip === 0 ? [] : [stripText(schedule, data, strip)]),
          ...(words < 20 ? [] : [cutTo(words, (schedule.words ?? []).join(", or "))]),
        ];
        const text = line(
          names.get(schedule.id) ?? "",
          timesText(schedule),
          nextText(schedule, data),
          String(startsOf(schedule).length),
          rest.map((one) => `  ${one}`).join(""),
        );
        const { state, change } = schedule;
        if (change !== undefined) return paint(changeStyles[change.kind], text);
        return state === "active" ? text : paint("dim", text);
      }),
    ]),
  ];
}

const changeStyles: Readonly<Record<NonNullable<CalendarSchedule["change"]>["kind"], Style>> = {
  added: "green",
  removed: "red",
  moved: "yellow",
  changed: "cyan",
};

/** `moved  payroll: Monday 08:00 -> Tuesday 08:00`. */
function changeLines(data: CalendarData, width: number, paint: Paint): string[] {
  const lines = changeRows(data).flatMap(({ kind, name, before, after }) => {
    const sides = {
      added: after,
      removed: before,
      moved: `${before} -> ${after}`,
      changed: `${before} -> ${after}`,
    };
    return labelled(changeStyles[kind], kind, `${name}: ${sides[kind]}`, width, paint);
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

/** One character for each day: the more runs, the higher. */
function stripText(schedule: CalendarSchedule, { from, timezone }: CalendarData, length: number): string {
  const read = wallTimes(timezone);
  const first = read(from).day;
  const counts = Array.from({ length }, () => 0);
  for (const instant of startsOf(schedule)) {
    const day = read(instant).day - first;
    counts[day] = (counts[day] ?? 0) + 1;
  }
  return counts.map((count) => days[count < 3 ? count : count < 24 ? 3 : 4]).join("");
}

/** The names by id, cut so that no two are the same. */
function uniqueNames(data: CalendarData, room: number): ReadonlyMap<string, string> {
  const used = new Set<string>();
  return new Map(
    data.schedules.map((schedule) => {
      const whole = printable(nameOf(schedule, data));
      let name = cutMiddle(room, whole);
      for (let number = 2; used.has(name); number++)
        name = `${cutMiddle(room - String(number).length - 1, whole)}~${number}`;
      used.add(name);
      return [schedule.id, name];
    }),
  );
}
