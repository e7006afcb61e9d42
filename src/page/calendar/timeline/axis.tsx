import type { RefObject } from "preact";
import type { CalendarData } from "../../../cli/calendar/calendar-data";
import { changesWithin, directionText } from "../../model/clock-days";
import { axisLines, type Range } from "../../model/range";

type Props = { readonly range: Range; readonly timezone: string; readonly width: number };

function place({ range, width }: Props, at: number): number {
  return Math.round(((at - range.start) / (range.end - range.start)) * width) + 0.5;
}

/** Dates or hours above the lanes. They stay in view while the lanes scroll. */
export function Axis(props: Props & { readonly scale: RefObject<HTMLDivElement | null> }) {
  const { range, timezone, width, scale } = props;
  return (
    <div class="axis" ref={scale} aria-hidden="true">
      <svg viewBox={`0 0 ${width} 28`} height="28" preserveAspectRatio="none" aria-hidden="true">
        {axisLines(range, timezone, width).map(({ at, text, isStrong }) => (
          <text key={at} x={place(props, at) + 3} y="18" class={isStrong ? "strong" : ""}>
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** Lines behind the lanes: days or hours, changes of the clock, and when the data were made. */
export function AxisLines(props: Props & { readonly data: CalendarData }) {
  const { range, timezone, width, data } = props;
  const isShown = (at: number) => at >= range.start && at < range.end;
  const clockChanges = changesWithin(data, range);
  const firstChange = clockChanges.map(({ at }) => at).sort((a, b) => a - b)[0];
  const line = (at: number, kind: string) => {
    const x = place(props, at);
    return <line key={`${at} ${kind}`} x1={x} x2={x} y1="0" y2="100%" class={kind} />;
  };
  return (
    <svg class="lines" width={width} height="100%" aria-hidden="true">
      {axisLines(range, timezone, width).map(({ at, isStrong }) => line(at, isStrong ? "strong" : ""))}
      {[...new Set(clockChanges.map(({ at }) => at))].map((at) => line(at, "clock"))}
      {firstChange !== undefined && (
        <text class="clock" x={place(props, firstChange) - 6} y="30" text-anchor="end">
          {directionText(clockChanges)}
        </text>
      )}
      {isShown(data.made) && line(data.made, "now")}
    </svg>
  );
}
