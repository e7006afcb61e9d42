import type { CalendarRun, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { markPath, shapeOf, startMarks, statusText } from "../model/lane-marks";

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

/** How a run ended: well, badly, or it has not ended. */
export function endOf({ status }: Pick<CalendarRun, "status">): "good" | "bad" | "open" {
  if (good.has(status)) return "good";
  return bad.has(status) ? "bad" : "open";
}

const good = new Set(["completed"]);
const bad = new Set(["failed", "terminated", "timed_out", "canceled", "unreadable"]);

/** How a run ended, as a colour, a shape and a word. */
export function RunMark({ run }: { run: Partial<CalendarRun> & Pick<CalendarRun, "status"> }) {
  return (
    <svg class={`run ${endOf(run)}`} viewBox="0 0 10 10" role="img" aria-label={statusText(run)}>
      <title>{statusText(run)}</title>
      <RunShape end={endOf(run)} />
    </svg>
  );
}

/** The shape of an end, in ten by ten. */
export function RunShape({ end }: { readonly end: ReturnType<typeof endOf> }) {
  if (end === "good") return <circle cx="5" cy="5" r="4" />;
  if (end === "bad") return <path d="M1.5 1.5l7 7m0-7l-7 7" />;
  return <rect x="1.5" y="1.5" width="7" height="7" />;
}
