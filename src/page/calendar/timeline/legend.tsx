import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { KindMark, kindText } from "../../parts/marks";

const kinds = ["cron", "interval", "once"] as const;

/** What the shapes of the timeline mean; only those that it shows. */
export function Legend(props: {
  readonly shown: readonly CalendarSchedule[];
  readonly hasOverlaps: boolean;
}) {
  const { shown, hasOverlaps } = props;
  const has = (test: (schedule: CalendarSchedule) => boolean) => shown.some(test);
  return (
    <ul class="legend" aria-label="Legend">
      {kinds
        .filter((kind) => has((schedule) => schedule.kind === kind))
        .map((kind) => (
          <li key={kind}>
            <KindMark kind={kind} /> {kindText({ kind })}
          </li>
        ))}
      {has(({ state }) => state === "paused") && (
        <li>
          <KindMark kind="cron" isHollow /> Paused
        </li>
      )}
      {has(({ change }) => change?.kind === "moved") && (
        <li>
          <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
            <path class="before" d="M4 1h3v14h-3z" />
          </svg>
          Time before the change
        </li>
      )}
      {has(({ usualMinutes }) => usualMinutes !== undefined) && (
        <li>
          <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
            <path class="runs" d="M0 3h16v10h-16z" />
          </svg>
          Usual duration
        </li>
      )}
      <li class={hasOverlaps ? "" : "visually-hidden"}>
        <svg class="swatch" viewBox="0 0 16 16" aria-hidden="true">
          <defs>
            <pattern
              id="hatch"
              width="4"
              height="4"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="4" height="4" class="hatch-ground" />
              <rect width="2" height="4" class="hatch-line" />
            </pattern>
          </defs>
          <path class="overlaps" d="M0 3h16v10h-16z" />
        </svg>
        Two runs of a workflow overlap
      </li>
    </ul>
  );
}
