import type { CalendarSchedule } from "../../cli/calendar/calendar-data";
import { startsOf } from "./starts";

/** By what the lanes of the timeline are grouped. */
export type Grouping = "workflow" | "environment" | "none";

/** The schedules under one heading. */
export interface LaneGroup {
  readonly key: string;
  readonly title: string;
  readonly schedules: readonly CalendarSchedule[];
}

/** A part of time, in seconds since 1970. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The title of the schedule's workflow, else its id. */
export function workflowTitle({ workflow }: CalendarSchedule): string {
  return workflow?.title ?? workflow?.id ?? "No workflow";
}

/** The groups in the order of the schedules. */
export function laneGroups(schedules: readonly CalendarSchedule[], grouping: Grouping): readonly LaneGroup[] {
  const titleOf = (schedule: CalendarSchedule) => {
    if (grouping === "none") return "All schedules";
    return grouping === "workflow" ? workflowTitle(schedule) : (schedule.environment ?? "No environment");
  };
  const groups = new Map<string, CalendarSchedule[]>();
  for (const schedule of schedules) {
    const title = titleOf(schedule);
    const group = groups.get(title);
    if (group === undefined) groups.set(title, [schedule]);
    else group.push(schedule);
  }
  return [...groups].map(([title, members]) => ({ key: `${grouping}:${title}`, title, schedules: members }));
}

/** The time during which runs of the schedule usually last. Empty if their usual duration is not known. */
export function runSpans(schedule: CalendarSchedule): readonly Span[] {
  const seconds = (schedule.usualMinutes ?? 0) * 60;
  if (seconds <= 0) return [];
  return startsOf(schedule).map((start) => ({ start, end: start + seconds }));
}

/**
 * When at least two runs of the same workflow are usually in progress at the same time, by the schedule's id. Only
 * schedules whose usual duration is known take part. Different environments do not overlap.
 */
export function overlaps(schedules: readonly CalendarSchedule[]): ReadonlyMap<string, readonly Span[]> {
  const together = new Map<string, CalendarSchedule[]>();
  for (const schedule of schedules) {
    if (schedule.workflow === undefined) continue;
    const key = JSON.stringify([workflowTitle(schedule), schedule.environment]);
    const members = together.get(key);
    if (members === undefined) together.set(key, [schedule]);
    else members.push(schedule);
  }
  const found = new Map<string, readonly Span[]>();
  for (const members of together.values()) {
    const busy = doubled(members.flatMap(runSpans));
    for (const schedule of members) {
      const own = common(joined(runSpans(schedule)), busy);
      if (own.length > 0) found.set(schedule.id, own);
    }
  }
  return found;
}

/** When two or more of the spans last. */
function doubled(spans: readonly Span[]): readonly Span[] {
  const edges = spans.flatMap(({ start, end }) => [
    { at: start, step: 1 },
    { at: end, step: -1 },
  ]);
  // Starts first, so that a run that follows another one at once makes no second span.
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  const found: Span[] = [];
  let depth = 0;
  let since = 0;
  for (const { at, step } of edges) {
    depth += step;
    if (step === 1 && depth === 2) since = at;
    if (step === -1 && depth === 1) found.push({ start: since, end: at });
  }
  return found;
}

/** The spans, ascending by their starts, without overlaps among themselves. */
function joined(spans: readonly Span[]): readonly Span[] {
  const found: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = found[found.length - 1];
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else found.push({ start, end });
  }
  return found;
}

/** The parts of `spans` that are in `others`; both ascend. */
function common(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  let first = 0;
  for (const { start, end } of spans) {
    while ((others[first]?.end ?? Number.POSITIVE_INFINITY) <= start) first++;
    for (let index = first; ; index++) {
      const other = others[index];
      if (other === undefined || other.start >= end) break;
      found.push({ start: Math.max(start, other.start), end: Math.min(end, other.end) });
    }
  }
  return found;
}
