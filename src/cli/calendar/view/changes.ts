import { isDeepStrictEqual } from "node:util";
import { shortWeekday } from "../../../page/model/clock";
import { changeTexts, comparison } from "../../../page/model/comparison";
import { crowdText } from "../../../page/model/crowding";
import { heatMap } from "../../../page/model/heat-map";
import { startsBefore, startsOf } from "../../../page/model/starts";
import { markdownCode, markdownTable, markdownText } from "../../markdown";
import { printable } from "../../schedules/printable";
import type { CalendarData, CalendarSchedule } from "../calendar-data";
import { countsText, nameOf, titleText } from "./summary";

type Kind = NonNullable<CalendarSchedule["change"]>["kind"];

/** A changed schedule, before and after in a few words; empty if there is nothing. */
interface ChangeRow {
  readonly kind: Kind;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The changes of a comparison, moved ones first. */
export function changeRows(data: CalendarData): readonly ChangeRow[] {
  const found = comparison(data, data.timezone);
  if (found === undefined) return [];
  return [...found.moved, ...found.added, ...found.removed, ...found.changed].flatMap((schedule) => {
    const { change } = schedule;
    if (change === undefined) return [];
    const { before, after } = changeTexts(schedule, data.timezone);
    const name = printable(nameOf(schedule, data));
    return [{ kind: change.kind, name, before: printable(before), after: printable(after) }];
  });
}

/**
 * The comparison for a pull request, where no picture can be shown without a place to host it.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function compareMarkdown(data: CalendarData): string {
  return [
    "## What moves in the week",
    markdownText(`${titleText(data)}. ${countsText(data)}.`),
    ...changesMarkdown(data),
  ].join("\n\n");
}

/** The comparison, in which only schedules whose runs start at other times count as changed. */
export function withMovedRuns(data: CalendarData): CalendarData {
  const schedules = data.schedules.flatMap((schedule): CalendarSchedule[] => {
    const { change, ...same } = schedule;
    if (change === undefined || !isDeepStrictEqual(startsBefore(schedule), startsOf(schedule)))
      return [schedule];
    return change.kind === "removed" ? [] : [same];
  });
  return { ...data, schedules };
}

/** The paragraphs of a comparison: each change, what is crowded by it, and the hours that differ. */
export function changesMarkdown(data: CalendarData): readonly string[] {
  const rows = changeRows(data);
  const crowded = comparison(data, data.timezone)?.newlyCrowded ?? [];
  const week = weekRows(data);
  return [
    rows.length === 0
      ? "Nothing changes."
      : markdownTable(
          ["change", "schedule", "before", "after"],
          rows.map(({ kind, name, before, after }) => [
            kind,
            markdownCode(name),
            kind === "added" ? "" : markdownText(before),
            kind === "removed" ? "" : markdownText(after),
          ]),
        ),
    ...crowded.map(
      (crowd) =>
        `**Newly crowded:** ${crowdText(crowd)}, ${crowd.most} runs start: ${crowd.schedules.map((one) => markdownCode(printable(nameOf(one, data)))).join(", ")}`,
    ),
    ...(week.length === 0
      ? []
      : ["Runs that start in each hour, from 00 to 23:", markdownTable(["", "before", "after"], week)]),
  ];
}

/** From none to many. */
const levels = ["·", "▂", "▄", "▆", "█"] as const;

/** The days of the week whose hours differ, with one character for each hour. */
function weekRows({ schedules, timezone }: CalendarData): readonly (readonly string[])[] {
  const [before, after] = [heatMap(schedules, timezone, startsBefore), heatMap(schedules, timezone)];
  const most = Math.max(before.busiest?.most ?? 0, after.busiest?.most ?? 0);
  const line = (cells: readonly { readonly most: number }[] = []): string =>
    markdownCode(cells.map((cell) => levels[Math.ceil((4 * cell.most) / most)] ?? "·").join(""));
  return before.rows.flatMap((cells, weekday) => {
    const [old, now] = [line(cells), line(after.rows[weekday])];
    const isSame = cells.every(({ most }, hour) => most === after.rows[weekday]?.[hour]?.most);
    return isSame || most === 0 ? [] : [[shortWeekday(weekday), old, now]];
  });
}
