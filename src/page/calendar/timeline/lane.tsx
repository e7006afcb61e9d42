import { useMemo } from "preact/hooks";
import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { cadence } from "../../model/cadence";
import { counted, momentText } from "../../model/clock";
import {
  countWithin,
  firstFrom,
  markPath,
  type RunOnLane,
  runMarks,
  runText,
  shapeOf,
  spanMarks,
  spanPath,
  startMarks,
} from "../../model/lane-marks";
import { runSpans, type Span } from "../../model/lanes";
import { comparedRuns } from "../../model/starts";
import { endOf, KindMark, RunMark, RunShape } from "../../parts/marks";

const MIDDLE = 18;
/** Where the lane shows the last runs, below the starts. */
const RUNS = 34;

/** One schedule: its name, and when its runs start. */
export function Lane(props: {
  readonly schedule: CalendarSchedule;
  readonly range: Span;
  readonly width: number;
  readonly timezone: string;
  readonly overlapping: readonly Span[] | undefined;
  readonly hasEnvironment: boolean;
  readonly now: number;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { schedule, range, width, timezone, overlapping, hasEnvironment, now, open } = props;
  const { state, change, environment, usualMinutes } = schedule;
  const isQuiet = state === "paused" || state === "over" || change?.kind === "removed";
  const paths = useMemo(() => {
    const shape = shapeOf(schedule);
    const old = change?.kind === "moved" ? comparedRuns(schedule).before : [];
    return {
      starts: markPath(startMarks(schedule.fires, range, width, shape), shape, MIDDLE),
      before: markPath(startMarks(old, range, width, shape), shape, MIDDLE),
      runs: spanPath(spanMarks(runSpans(schedule), range, width), MIDDLE),
      overlaps: spanPath(spanMarks(overlapping ?? [], range, width), MIDDLE),
    };
  }, [schedule, change, range, width, overlapping]);
  const runs = useMemo(
    () => runMarks(schedule.lastRuns ?? [], range, width, now),
    [schedule, range, width, now],
  );
  const notes = [
    hasEnvironment ? environment : undefined,
    cadence(schedule),
    usualMinutes === undefined ? undefined : `usually ${Math.max(1, Math.round(usualMinutes))} min`,
  ].filter((note) => note !== undefined);
  return (
    <li class={isQuiet ? "lane quiet" : "lane"}>
      <div class="lane-label">
        <button type="button" class="lane-name" tabIndex={-1} onClick={() => open(schedule)}>
          <KindMark kind={schedule.kind} isHollow={isQuiet} />
          <bdi>{schedule.name}</bdi>
        </button>
        <span class="lane-note">
          {change !== undefined && <span class={`tag ${change.kind}`}>{change.kind}</span>}
          {state !== "active" && <span class="tag">{state}</span>}
          {schedule.warnings.length > 0 && (
            <span class="tag warning">{counted(schedule.warnings.length, "warning")}</span>
          )}
          {schedule.lastRuns?.slice(0, 5).map((run) => (
            <RunMark key={run.id} run={run} />
          ))}
          <bdi>{notes.join(" · ")}</bdi>
        </span>
      </div>
      <svg
        class="lane"
        data-id={schedule.id}
        viewBox={`0 0 ${width} 40`}
        height="40"
        preserveAspectRatio="none"
        role="img"
        aria-label={laneText(schedule, range, timezone, overlapping, runs)}
      >
        {paths.runs !== "" && <path class="runs" d={paths.runs} />}
        {paths.overlaps !== "" && <path class="overlaps" d={paths.overlaps} />}
        {paths.before !== "" && <path class="before" d={paths.before} />}
        <path class="starts" d={paths.starts} />
        {runs.map(({ run, mark }) => (
          <g key={run.id} class={`run ${endOf(run)}`}>
            <path class="took" d={`M${mark.x} ${RUNS}h${mark.width}`} />
            <g transform={`translate(${mark.x - 4} ${RUNS - 4}) scale(0.8)`}>
              <RunShape end={endOf(run)} />
            </g>
          </g>
        ))}
      </svg>
    </li>
  );
}

/** The lane in words, for those who do not see it. */
function laneText(
  schedule: CalendarSchedule,
  range: Span,
  timezone: string,
  overlapping: readonly Span[] | undefined,
  runs: readonly RunOnLane[],
): string {
  const count = countWithin(schedule.fires, range);
  const first = schedule.fires[firstFrom(schedule.fires, range.start)] ?? range.start;
  const shared = (overlapping ?? []).filter(({ start }) => start >= range.start && start < range.end).length;
  const parts = [
    count === 0 ? "No starts" : `${counted(count, "start")}, the first ${momentText(first, timezone)}`,
    shared === 0 ? "" : `${counted(shared, "overlap")} with another run of the workflow`,
    runs.length === 0 ? "" : `last runs: ${runs.map(({ run }) => runText(run, timezone)).join("; ")}`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}
