import { useCallback, useMemo, useRef } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../../cli/calendar/calendar-data";
import type { Change, View } from "../../model/address";
import { counted, dayText, spanText } from "../../model/clock";
import { type Grouping, laneGroups, overlaps } from "../../model/lanes";
import { type Range, rangeOf } from "../../model/range";
import { OneOf } from "../../parts/choice";
import { useRoving } from "../../parts/roving";
import { useWidth } from "../../parts/size";
import { Axis, AxisLines } from "./axis";
import { Lane } from "./lane";
import { Legend } from "./legend";
import { useTip } from "./tip";

const units = [
  ["day", "Day"],
  ["week", "Week"],
  ["all", "All"],
] as const;
const oneColumn = () => 1;
/** More lanes are drawn when they scroll into view. A picture of the whole page then has empty lanes. */
const DRAWN_AT_ONCE = 200;

/** A lane for each schedule, with the starts of its runs. */
export function Timeline(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly view: View;
  readonly change: Change;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { data, shown, timezone, view, change, open } = props;
  const { unit, index, grouping } = view;
  const scale = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const width = useWidth(scale);
  const range = useMemo(() => rangeOf(data, { unit, index }, timezone), [data, unit, index, timezone]);
  // Lanes are drawn once, when their width is known.
  const isReady = width > 0;
  const groups = useMemo(() => (isReady ? laneGroups(shown, grouping) : []), [shown, grouping, isReady]);
  const overlapping = useMemo(() => overlaps(shown), [shown]);
  useRoving(lanes, "button.lane-name", oneColumn);
  const find = useCallback((id: string) => shown.find((one) => one.id === id), [shown]);
  const tip = useTip(lanes, find, range, width, timezone);
  return (
    <section aria-labelledby="timeline-title">
      <div class="bar">
        <h2 id="timeline-title" tabIndex={-1}>
          Timeline
        </h2>
        <Controls data={data} view={view} range={range} change={change} />
      </div>
      <Legend data={data} shown={shown} hasOverlaps={overlapping.size > 0} range={range} />
      <div class={shown.length > DRAWN_AT_ONCE ? "timeline lazy" : "timeline"} ref={lanes}>
        <Axis range={range} timezone={timezone} width={width} scale={scale} />
        <AxisLines range={range} timezone={timezone} width={width} data={data} />
        {groups.map(({ key, title, schedules }) => (
          <section key={key} class="group">
            <h3>
              <bdi>{title}</bdi> <span class="note">{counted(schedules.length, "schedule")}</span>
            </h3>
            <ul>
              {schedules.map((schedule) => (
                <Lane
                  key={schedule.id}
                  schedule={schedule}
                  range={range}
                  width={width}
                  timezone={timezone}
                  overlapping={overlapping.get(schedule.id)}
                  hasEnvironment={grouping !== "environment"}
                  now={data.made}
                  open={open}
                />
              ))}
            </ul>
          </section>
        ))}
        {tip}
      </div>
    </section>
  );
}

function Controls(props: {
  readonly data: CalendarData;
  readonly view: View;
  readonly range: Range;
  readonly change: Change;
}) {
  const { data, view, range, change } = props;
  const groupings: (readonly [Grouping, string])[] = [["workflow", "Workflow"]];
  if (data.environments.length > 1) groupings.push(["environment", "Environment"]);
  groupings.push(["none", "Ungrouped"]);
  const step = (by: number) => change({ index: Math.min(range.count - 1, Math.max(0, range.index + by)) });
  const last = range.firstDay + range.days - 1;
  return (
    <div class="controls">
      <OneOf
        legend="Group by"
        name="grouping"
        values={groupings}
        value={view.grouping}
        onChange={(grouping) => change({ grouping })}
      />
      <OneOf
        legend="Show"
        name="unit"
        values={units}
        value={view.unit}
        onChange={(unit) => change({ unit, index: 0 })}
      />
      <div class="steps">
        <button
          type="button"
          class="plain"
          disabled={range.index === 0}
          aria-label="Earlier"
          onClick={() => step(-1)}
        >
          ←
        </button>
        <span aria-live="polite">
          {range.days === 1 ? dayText(range.firstDay) : spanText(range.firstDay, last).replace(/ \d{4}$/, "")}
        </span>
        <button
          type="button"
          class="plain"
          disabled={range.index === range.count - 1}
          aria-label="Later"
          onClick={() => step(1)}
        >
          →
        </button>
      </div>
    </div>
  );
}
