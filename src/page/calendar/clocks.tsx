import { useMemo } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { counted, dayText } from "../model/clock";
import { type Affected, clockDays, directionText, effectText, isForward } from "../model/clock-days";
import { crowds, crowdText } from "../model/crowding";
import { ScheduleLink } from "./schedule-link";

type Open = (schedule: CalendarSchedule) => void;

/** The id of the heading of a day on which clocks change. */
export function clockDayId(day: number): string {
  return `clock-day-${day}`;
}

/** "Sunday, 28 March 2027": the notes of schedules go beyond the weeks of the page. */
function dateText(day: number): string {
  return `${dayText(day, "long")} ${new Date(day * 86_400_000).getUTCFullYear()}`;
}

/** The days on which clocks change, and what they do to each schedule. */
export function ClockDays(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly open: Open;
}) {
  const { data, shown, open } = props;
  const days = useMemo(() => clockDays({ ...data, schedules: [...shown] }), [data, shown]);
  return (
    <section aria-labelledby="clocks-title">
      <h2 id="clocks-title">Clock changes</h2>
      {days.length === 0 && <p class="lead">No clock changes in this time.</p>}
      {days.map((day) => (
        <article key={day.day} class="clock-day">
          <h3 id={clockDayId(day.day)} tabIndex={-1}>
            {dateText(day.day)}: {directionText(day.changes).toLowerCase()}
          </h3>
          <p class="detail">
            {effectText(day)}
            {day.changes.length > 0 &&
              ` · ${[...new Set(day.changes.map(({ timezone }) => timezone))].join(", ")}`}
          </p>
          <Effects title={isForward(day) ? "Extra run" : "Due twice"} affected={day.twice} open={open} />
          <Effects title="Skipped run" affected={day.skipped} open={open} />
          <Effects title="Late run" affected={day.late} open={open} />
          <Effects title="Not affected" affected={day.unharmed} open={open} />
        </article>
      ))}
    </section>
  );
}

function Effects(props: {
  readonly title: string;
  readonly affected: readonly Affected[];
  readonly open: Open;
}) {
  const { title, affected, open } = props;
  if (affected.length === 0) return null;
  return (
    <details open={affected.length <= 8}>
      <summary>
        {title} <span class="note">{counted(affected.length, "schedule")}</span>
      </summary>
      <ul class="items">
        {affected.map(({ schedule, text }) => (
          <li key={`${schedule.id} ${text}`}>
            <ScheduleLink schedule={schedule} open={open} />
            <span class="note">{text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

const SHOWN = 8;

/** The times of day at which several schedules start in the same minute. */
export function Crowding(props: {
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly open: Open;
}) {
  const { shown, timezone, open } = props;
  const found = useMemo(() => crowds(shown, timezone), [shown, timezone]);
  const rest = found.length - SHOWN;
  return (
    <section aria-labelledby="crowding-title">
      <h2 id="crowding-title">Crowded minutes</h2>
      {found.length === 0 && <p class="lead">At most two schedules start in the same minute.</p>}
      {found.slice(0, SHOWN).map((crowd) => (
        <details key={crowd.minute}>
          <summary>
            {crowdText(crowd)} <span class="note">{crowd.most} start in the same minute</span>
          </summary>
          <ul class="items">
            {crowd.schedules.map((schedule) => (
              <li key={schedule.id}>
                <ScheduleLink schedule={schedule} open={open} />
                <span class="note">
                  <bdi>{schedule.environment ?? ""}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {rest > 0 && <p class="detail">{counted(rest, "less crowded time")} not listed.</p>}
    </section>
  );
}
