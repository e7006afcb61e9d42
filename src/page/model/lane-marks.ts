import type { CalendarRun, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { momentText } from "./clock";
import type { Span } from "./lanes";

/** One thing that a lane shows, in pixels from the start of the lane. */
export interface Mark {
  readonly x: number;
  readonly width: number;
}

/** The form in which a lane shows the starts of runs. Each kind of schedule has its own. */
export type Shape = "bar" | "dot" | "diamond";

const widths: Readonly<Record<Shape, number>> = { bar: 3, dot: 7, diamond: 9 };
const HEIGHT = 14;

export function shapeOf({ kind }: Pick<CalendarSchedule, "kind">): Shape {
  if (kind === "interval") return "dot";
  return kind === "once" ? "diamond" : "bar";
}

/** The starts within the range. Starts that would touch become one mark. */
export function startMarks(
  fires: readonly number[],
  range: Span,
  width: number,
  shape: Shape,
): readonly Mark[] {
  const scale = width / (range.end - range.start);
  const size = widths[shape];
  const marks: { x: number; width: number }[] = [];
  for (let index = firstFrom(fires, range.start); index < fires.length; index++) {
    const instant = fires[index] ?? 0;
    if (instant >= range.end) break;
    const x = round((instant - range.start) * scale);
    const last = marks[marks.length - 1];
    if (last !== undefined && x <= last.x + last.width + 1) last.width = round(x + size - last.x);
    else marks.push({ x, width: size });
  }
  return marks;
}

/** The parts of the spans within the range. */
export function spanMarks(spans: readonly Span[], range: Span, width: number): readonly Mark[] {
  const scale = width / (range.end - range.start);
  return spans
    .filter(({ start, end }) => end > range.start && start < range.end)
    .map(({ start, end }) => {
      const x = round((Math.max(start, range.start) - range.start) * scale);
      return { x, width: round(Math.max(1, (Math.min(end, range.end) - range.start) * scale - x)) };
    });
}

/** The path of an SVG that draws the marks, around the height `middle`. */
export function markPath(marks: readonly Mark[], shape: Shape, middle: number): string {
  return marks
    .map(({ x, width }) => {
      if (width > widths[shape] || shape === "bar")
        return rectangle(x, width, middle, shape === "bar" ? HEIGHT : 6);
      const half = width / 2;
      if (shape === "diamond") return `M${x} ${middle}l${half}-${half}l${half} ${half}l-${half} ${half}z`;
      return `M${x} ${middle}a${half} ${half} 0 1 1 ${width} 0a${half} ${half} 0 1 1-${width} 0z`;
    })
    .join("");
}

/** The path of an SVG that draws each mark as a rectangle. */
export function spanPath(marks: readonly Mark[], middle: number): string {
  return marks.map(({ x, width }) => rectangle(x, width, middle, HEIGHT - 4)).join("");
}

/** A run that was started, on a lane. */
export interface RunOnLane {
  readonly run: CalendarRun;
  /** Where it started and how long it took; `width` is at least that of its mark. */
  readonly mark: Mark;
}

/** "timed out". */
export function statusText({ status }: Pick<CalendarRun, "status">): string {
  return status.replaceAll("_", " ");
}

/** "failed, Mon 30 Nov 08:05". */
export function runText({ startedAt = 0, ...run }: CalendarRun, timezone: string): string {
  return `${statusText(run)}, ${momentText(startedAt, timezone)}`;
}

/** The runs that started within the range, in their order. A run without an end lasts until `now`. */
export function runMarks(
  runs: readonly CalendarRun[],
  range: Span,
  width: number,
  now: number,
): readonly RunOnLane[] {
  return runs.flatMap((run) => {
    // A run without a start is before any range; one after the range has no mark.
    const { startedAt: start = Number.NEGATIVE_INFINITY, finishedAt } = run;
    if (start < range.start) return [];
    const end = Math.max(start + 1, finishedAt ?? now);
    return spanMarks([{ start, end }], range, width).map((mark) => ({ run, mark }));
  });
}

/** The start that is nearest to `x` pixels, if one is within `reach` pixels. */
export function nearestStart(
  fires: readonly number[],
  range: Span,
  width: number,
  x: number,
  reach: number,
): number | undefined {
  const scale = width / (range.end - range.start);
  const wanted = range.start + x / scale;
  const next = firstFrom(fires, wanted);
  const distance = (instant: number): number => Math.abs(instant - wanted) * scale;
  // At the ends of the list one of them is undefined, which is in no range.
  const near = ([fires[next - 1], fires[next]] as number[]).filter(
    (instant) => instant >= range.start && instant < range.end && distance(instant) <= reach,
  );
  return near.sort((a, b) => distance(a) - distance(b))[0];
}

/** The run whose start is nearest to `x` pixels, if one is within `reach` pixels. */
export function nearestRun(
  runs: readonly CalendarRun[],
  range: Span,
  width: number,
  x: number,
  reach: number,
): CalendarRun | undefined {
  const started = runs.flatMap((run) => (run.startedAt === undefined ? [] : [{ run, at: run.startedAt }]));
  const fires = started.map(({ at }) => at).sort((a, b) => a - b);
  const nearest = nearestStart(fires, range, width, x, reach);
  return started.find(({ at }) => at === nearest)?.run;
}

/** How many starts are within the range. */
export function countWithin(fires: readonly number[], range: Span): number {
  return firstFrom(fires, range.end) - firstFrom(fires, range.start);
}

/** The index of the first fire time that is not before `instant`. */
export function firstFrom(fires: readonly number[], instant: number): number {
  let [low, high] = [0, fires.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fires[middle] ?? 0) < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

function rectangle(x: number, width: number, middle: number, height: number): string {
  return `M${x} ${middle - height / 2}h${width}v${height}h-${width}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
