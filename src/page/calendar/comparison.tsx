import { useMemo } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { counted } from "../model/clock";
import { changedFields, comparison, movedTimes } from "../model/comparison";
import { crowdText } from "../model/crowding";
import { ScheduleLink } from "./schedule-link";

/** What a pull request moves, adds, removes and changes. */
export function ComparisonSection(props: {
  readonly data: CalendarData;
  readonly shown: readonly CalendarSchedule[];
  readonly timezone: string;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { data, shown, timezone, open } = props;
  const found = useMemo(
    () => comparison({ ...data, schedules: [...shown] }, timezone),
    [data, shown, timezone],
  );
  if (found === undefined) return null;
  const rows = [...found.moved, ...found.added, ...found.removed, ...found.changed];
  return (
    <section aria-labelledby="comparison-title">
      <h2 id="comparison-title">
        What changes against <bdi>{found.base}</bdi>
      </h2>
      {rows.length === 0 && <p class="lead">No schedule changes.</p>}
      {rows.length > 0 && (
        <div class="scroll" tabIndex={-1}>
          <table class="rows">
            <thead>
              <tr>
                <th scope="col">Schedule</th>
                <th scope="col">Change</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((schedule) => (
                <ComparisonRow key={schedule.id} schedule={schedule} timezone={timezone} open={open} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {found.newlyCrowded.length > 0 && (
        <>
          <h3>Newly crowded</h3>
          <ul class="items">
            {found.newlyCrowded.slice(0, 10).map((crowd) => (
              <li key={crowd.minute}>
                <span>{crowdText(crowd)}</span>
                <span class="note">{counted(crowd.most, "schedule")} start in the same minute</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function ComparisonRow(props: {
  readonly schedule: CalendarSchedule;
  readonly timezone: string;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { schedule, timezone, open } = props;
  const times = movedTimes(schedule, timezone);
  const kind = schedule.change?.kind ?? "changed";
  const { before, after } = times.before === times.after ? changedFields(schedule) : times;
  return (
    <tr>
      <th scope="row">
        <ScheduleLink schedule={schedule} open={open} />
        {schedule.environment !== undefined && (
          <span class="note">
            {" "}
            <bdi>{schedule.environment}</bdi>
          </span>
        )}
      </th>
      <td>
        <span class={`tag ${kind}`}>{kind}</span>
      </td>
      <td>
        <bdi>{before || "no runs"}</bdi>
      </td>
      <td>
        <bdi>{after || "no runs"}</bdi>
      </td>
    </tr>
  );
}
