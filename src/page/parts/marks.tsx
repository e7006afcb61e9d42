import type { CalendarRun, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { markPath, shapeOf, startMarks } from "../model/lane-marks";

const kinds = { cron: "Cron", interval: "Interval", once: "One-time", unknown: "Unknown times" } as const;

/** "Cron", "Interval" or "One-time". */
export function kindText({ kind }: Pick<CalendarSchedule, "kind">): string {
  return kinds[kind];
}

/** The shape with which the timeline shows a kind of schedule; hollow if it is paused. */
export function KindMark({ kind, isHollow }: { kind: CalendarSchedule["kind"]; isHollow?: boolean }) {
  const shape = shapeOf({ kind });
  const [mark] = startMarks([0], { start: 0, end: 1 }, 1, shape);
  const path = markPath([{ x: 0, width: mark?.width ?? 3 }], shape, 8);
  return (
    <svg class={isHollow ? "kind hollow" : "kind"} viewBox="-3 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

const good = new Set(["completed"]);
const bad = new Set(["failed", "terminated", "timed_out", "canceled", "unreadable"]);

/** How a run ended, as a colour, a shape and a word. */
export function RunMark({ run }: { run: Partial<CalendarRun> & Pick<CalendarRun, "status"> }) {
  const end = good.has(run.status) ? "good" : bad.has(run.status) ? "bad" : "open";
  return (
    <svg class={`run ${end}`} viewBox="0 0 10 10" role="img" aria-label={run.status.replaceAll("_", " ")}>
      <title>{run.status.replaceAll("_", " ")}</title>
      {end === "good" && <circle cx="5" cy="5" r="4" />}
      {end === "bad" && <path d="M1.5 1.5l7 7m0-7l-7 7" />}
      {end === "open" && <rect x="1.5" y="1.5" width="7" height="7" />}
    </svg>
  );
}
