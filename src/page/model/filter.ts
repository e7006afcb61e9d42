import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { workflowTitle } from "./lanes";

/** Which schedules are shown. An empty list allows all. */
export interface Filter {
  readonly text: string;
  readonly environments: readonly string[];
  readonly kinds: readonly string[];
  readonly states: readonly string[];
  readonly changes: readonly string[];
}

export const noFilter: Filter = { text: "", environments: [], kinds: [], states: [], changes: [] };

/** Whether the filter hides anything. */
export function isFiltering(filter: Filter): boolean {
  return filter.text.trim() !== "" || lists(filter).some((list) => list.length > 0);
}

/** How many values are chosen, beside the text. */
export function chosenValues(filter: Filter): number {
  return lists(filter).flat().length;
}

function lists(filter: Filter): readonly (readonly string[])[] {
  return [filter.environments, filter.kinds, filter.states, filter.changes];
}

/** The schedules that the filter shows. Each word of its text must be somewhere in what is known of a schedule. */
export function filtered(
  schedules: readonly CalendarSchedule[],
  filter: Filter,
): readonly CalendarSchedule[] {
  const words = plain(filter.text).split(/\s/);
  const isAllowed = (list: readonly string[], value: string | undefined) =>
    list.length === 0 || list.some((one) => one === value);
  return schedules.filter(
    (schedule) =>
      isAllowed(filter.environments, schedule.environment) &&
      isAllowed(filter.kinds, schedule.kind) &&
      isAllowed(filter.states, schedule.state) &&
      isAllowed(filter.changes, schedule.change?.kind ?? "same") &&
      words.every((word) => searchText(schedule).includes(word)),
  );
}

const texts = new WeakMap<CalendarSchedule, string>();

function searchText(schedule: CalendarSchedule): string {
  const known = texts.get(schedule);
  if (known !== undefined) return known;
  const { id, name, environment, workflow, timezone, cronExpression, words, kind, state } = schedule;
  const parts = [
    id,
    name,
    environment,
    workflowTitle(schedule),
    workflow?.id,
    timezone,
    cronExpression,
    kind,
    state,
    words?.join("\n"),
  ];
  const text = plain(parts.join("\n"));
  texts.set(schedule, text);
  return text;
}

/** Without accents and capitals: "Zürich" is found by "zurich". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
