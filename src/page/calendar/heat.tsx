import { useMemo, useRef } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Change, View } from "../model/address";
import { clockText, counted, dayText, shortWeekday, wallTimes, weekdayName } from "../model/clock";
import { type HeatCell, type HeatMap, heatMap, hourText, runsText, shadeOf } from "../model/heat-map";
import { startsWithin } from "../model/starts";
import { useRoving } from "../parts/roving";
import { useMedia } from "../parts/size";
import { ScheduleLink } from "./schedule-link";

type Props = {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly slot: View["slot"];
  readonly change: Change;
  readonly open: (schedule: CalendarSchedule) => void;
};

/** The heat map of the week, and what starts in the picked hour. */
export function Heat({ data, shown, timezone, slot, change, open }: Props) {
  const heat = useMemo(() => heatMap(shown, timezone), [shown, timezone]);
  const picked = slot ?? heat.busiest;
  const read = wallTimes(timezone);
  const isLong = read(data.to - 1).day - read(data.from).day >= 7;
  return (
    <section aria-labelledby="week-title">
      <h2 id="week-title">The week, hour by hour</h2>
      <p class="lead">
        How many runs start{isLong && ", in the busiest week of each hour"}. Pick an hour to see them.
      </p>
      <div class="week">
        <HeatTable heat={heat} picked={picked} change={change} />
        {picked !== undefined && (
          <Hour
            shown={shown}
            timezone={timezone}
            slot={picked}
            most={heat.rows[picked.weekday]?.[picked.hour]?.most ?? 0}
            open={open}
          />
        )}
      </div>
    </section>
  );
}

const allDays = [0, 1, 2, 3, 4, 5, 6];
const allHours = Array.from({ length: 24 }, (_, hour) => hour);
const buttons = "td button";

function HeatTable(props: {
  readonly heat: HeatMap;
  readonly picked: View["slot"];
  readonly change: Change;
}) {
  const { heat, picked, change } = props;
  // On a narrow screen the hours go down, so that a cell has room for its number.
  const isTall = useMedia("(max-width: 720px)");
  const table = useRef<HTMLTableElement>(null);
  const columns = isTall ? columnsOfWeek : columnsOfDay;
  useRoving(table, buttons, columns);
  const cell = (weekday: number, hour: number) => {
    const one = heat.rows[weekday]?.[hour];
    if (one === undefined) return null;
    const isPicked = picked?.weekday === weekday && picked.hour === hour;
    const shade = shadeOf(one, heat.busiest);
    return <Cell key={`${weekday}-${hour}`} cell={one} shade={shade} isPicked={isPicked} change={change} />;
  };
  const hourHead = (hour: number) => {
    const text = clockText(hour * 60);
    return hour % 3 === 0 ? text.slice(0, 2) : <span class="visually-hidden">{text}</span>;
  };
  return (
    <table ref={table} class={isTall ? "heat tall" : "heat"}>
      <caption class="visually-hidden">Runs that start, by weekday and hour</caption>
      <thead>
        <tr>
          <td />
          {isTall
            ? allDays.map((day) => (
                <th key={day} scope="col" abbr={weekdayName(day)}>
                  {shortWeekday(day)}
                </th>
              ))
            : allHours.map((hour) => (
                <th key={hour} scope="col">
                  {hourHead(hour)}
                </th>
              ))}
        </tr>
      </thead>
      <tbody>
        {isTall
          ? allHours.map((hour) => (
              <tr key={hour}>
                <th scope="row">{clockText(hour * 60)}</th>
                {allDays.map((day) => cell(day, hour))}
              </tr>
            ))
          : allDays.map((day) => (
              <tr key={day}>
                <th scope="row" abbr={weekdayName(day)}>
                  {shortWeekday(day)}
                </th>
                {allHours.map((hour) => cell(day, hour))}
              </tr>
            ))}
      </tbody>
    </table>
  );
}

const columnsOfDay = () => 24;
const columnsOfWeek = () => 7;

function Cell(props: {
  readonly cell: HeatCell;
  readonly shade: number;
  readonly isPicked: boolean;
  readonly change: Change;
}) {
  const { cell, shade, isPicked, change } = props;
  return (
    <td class={`level-${shade}`}>
      <button
        type="button"
        tabIndex={-1}
        aria-pressed={isPicked}
        aria-label={`${hourText(cell)}: ${counted(cell.most, "run starts", "runs start")}`}
        onClick={() => change({ slot: { weekday: cell.weekday, hour: cell.hour } })}
      >
        {cell.most > 0 ? cell.most : ""}
      </button>
    </td>
  );
}

function Hour(props: {
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly slot: NonNullable<View["slot"]>;
  readonly most: number;
  readonly open: Props["open"];
}) {
  const { shown, timezone, slot, most, open } = props;
  const starts = startsWithin(shown, timezone, (slot.weekday * 24 + slot.hour) * 60, 60);
  const read = wallTimes(timezone);
  const days = [...new Set(starts.flatMap(({ fires }) => fires.map((at) => read(at).day)))].sort(
    (a, b) => a - b,
  );
  return (
    <div class="hour" id="hour">
      <h3>{hourText(slot)}</h3>
      <p class="detail" aria-live="polite">
        {starts.length === 0
          ? "No run starts."
          : `${days.length > 1 ? "Up to " : ""}${runsText(most, starts.length)}, on ${days
              .slice(0, 4)
              // A date does not break.
              .map((day) => dayText(day).slice(4).replace(" ", "\u00a0"))
              .join(", ")}${days.length > 4 ? " and later" : ""}`}
      </p>
      <ul class="items" tabIndex={starts.length > 8 ? 0 : -1} aria-label={hourText(slot)}>
        {starts.map(({ schedule, minutes }) => (
          <li key={schedule.id}>
            <time>{clockText(minutes[0] ?? 0)}</time>
            <span>
              <ScheduleLink schedule={schedule} open={open} />
              {minutes.length > 1 && (
                <>
                  {" "}
                  <span class="note more-runs">and {minutes.length - 1} more</span>
                </>
              )}
            </span>
            {schedule.environment !== undefined && (
              <span class="note">
                <bdi>{schedule.environment}</bdi>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
