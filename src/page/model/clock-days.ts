import type { CalendarClockChange, CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { clockChangesBetween, counted } from "./clock";
import type { Span } from "./lanes";

/** A schedule that a change of the clock affects, and how. */
export interface Affected {
  readonly schedule: CalendarSchedule;
  readonly text: string;
}

/** A day on which clocks change in at least one timezone. */
export interface ClockDay {
  /** Days since 1970. */
  readonly day: number;
  readonly changes: readonly CalendarClockChange[];
  /** Due at a time that comes twice, or with an extra run when clocks go forward. */
  readonly twice: readonly Affected[];
  readonly late: readonly Affected[];
  readonly skipped: readonly Affected[];
  /** Schedules with a note that the change does them no harm. */
  readonly unharmed: readonly Affected[];
}

const effects = { twice: "twice", late: "late", skipped: "skipped", none: "unharmed" } as const;

type Draft = { changes: CalendarClockChange[] } & Record<(typeof effects)[keyof typeof effects], Affected[]>;

/**
 * The days on which clocks change, with the schedules that are due twice, late or not then: the days within the span, and later
 * days about which a schedule has a note.
 */
export function clockDays(data: CalendarData): readonly ClockDay[] {
  const days = new Map<number, Draft>();
  const on = (day: number) => {
    const draft = days.get(day) ?? { changes: [], twice: [], late: [], skipped: [], unharmed: [] };
    days.set(day, draft);
    return draft;
  };
  for (const change of data.clockChanges) on(dayOf(change)).changes.push(change);
  for (const schedule of data.schedules) {
    const isOff =
      schedule.state === "paused" || schedule.state === "over" || schedule.change?.kind === "removed";
    if (isOff) continue;
    for (const { date, text, effect } of schedule.clockNotes) {
      const day = Date.parse(date) / 86_400_000;
      const { changes, ...affected } = on(day);
      affected[effects[effect]].push({ schedule, text });
      const { timezone = "UTC" } = schedule;
      if (changes.every((change) => change.timezone !== timezone)) changes.push(...changesOn(day, timezone));
    }
  }
  return [...days].sort(([a], [b]) => a - b).map(([day, draft]) => ({ day, ...draft }));
}

/** The changes of a clock on a local day. */
function changesOn(day: number, timezone: string): readonly CalendarClockChange[] {
  const found = clockChangesBetween((day - 1) * 86_400, (day + 2) * 86_400, timezone);
  return found.filter((change) => dayOf(change) === day);
}

/** The day on the clock before it changes, which notes have too. For a change at midnight, it is the day that begins. */
function dayOf({ at, before }: CalendarClockChange): number {
  return Math.floor((at + before) / 86_400);
}

/** The changes of the clock within a part of time. */
export function changesWithin(
  { clockChanges }: Pick<CalendarData, "clockChanges">,
  { start, end }: Span,
): readonly CalendarClockChange[] {
  return clockChanges.filter(({ at }) => at >= start && at < end);
}

/** "Clocks go back", "Clocks go forward", or both. */
export function directionText(changes: readonly CalendarClockChange[]): string {
  const back = changes.some(({ before, after }) => after < before);
  const forward = changes.some(({ before, after }) => after > before);
  if (back && forward) return "Clocks go back and forward";
  return back ? "Clocks go back" : forward ? "Clocks go forward" : "Clocks change";
}

/** Whether clocks only go forward. Then no time comes twice, but some schedules have an extra run. */
export function isForward({ changes }: Pick<ClockDay, "changes">): boolean {
  return changes.length > 0 && changes.every(({ before, after }) => after > before);
}

/** "2 schedules have an extra run, 1 runs late", or that no schedule is affected. */
export function effectText(day: EffectDay): string {
  const found = effectsOf(day);
  if (found.length === 0) return "No schedule is affected";
  const texts = found.map(({ affected: { length }, one, many }, index) =>
    index === 0 ? counted(length, `schedule ${one}`, `schedules ${many}`) : counted(length, one, many),
  );
  return texts.join(", ");
}

type EffectDay = Pick<ClockDay, "changes" | "twice" | "late" | "skipped">;

/** What the change does, with what one schedule and several do then. */
export function effectsOf(day: EffectDay) {
  const twice = isForward(day)
    ? { one: "has an extra run", many: "have an extra run" }
    : { one: "is due twice", many: "are due twice" };
  const all = [
    { affected: day.twice, ...twice },
    { affected: day.skipped, one: "skips a run", many: "skip a run" },
    { affected: day.late, one: "runs late", many: "run late" },
  ];
  return all.filter(({ affected }) => affected.length > 0);
}
