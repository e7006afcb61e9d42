import type { CalendarData, CalendarRun, CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { changesWithin, directionText } from "../../model/clock-days";
import type { Span } from "../../model/lanes";
import { endOf, KindMark, kindText, RunShape } from "../../parts/marks";

const kinds = ["cron", "interval", "once"] as const;
const ends = [
  ["good", "Run completed"],
  ["bad", "Run failed or ended early"],
  ["open", "Run has not ended"],
] as const;

/** What the shapes of the timeline mean; only those that it shows. */
export function Legend(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly hasOverlaps: boolean;
  readonly range: Span;
}) {
  const { data, shown, hasOverlaps, range } = props;
  const isInRange = ({ startedAt = 0 }: CalendarRun) => startedAt >= range.start && startedAt < range.end;
  const runs = shown.flatMap(({ lastRuns = [] }) => lastRuns.filter(isInRange));
  const shownEnds = ends.filter(([end]) => runs.some((run) => endOf(run) === end));
  const has = (test: (schedule: CalendarSchedule) => boolean) => shown.some(test);
  const clockChanges = changesWithin(data, range);
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
      {shownEnds.map(([end, text]) => (
        <li key={end}>
          <svg class={`run ${end}`} viewBox="0 0 10 10" aria-hidden="true">
            <RunShape end={end} />
          </svg>
          {text}
        </li>
      ))}
      {clockChanges.length > 0 && (
        <li>
          <svg class="swatch lines-of" viewBox="0 0 16 16" aria-hidden="true">
            <line class="clock" x1="8" x2="8" y1="0" y2="16" />
          </svg>
          {directionText(clockChanges)}
        </li>
      )}
      {data.made >= range.start && data.made < range.end && (
        <li>
          <svg class="swatch lines-of" viewBox="0 0 16 16" aria-hidden="true">
            <line class="now" x1="8" x2="8" y1="0" y2="16" />
          </svg>
          When this page was written
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
