import { useMemo } from "preact/hooks";
import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import { shiftOf, shortShift } from "../model/answer/shift";
import { counted } from "../model/clock";
import { changeTexts, comparison } from "../model/comparison";
import { crowdText } from "../model/crowding";
import { startsBefore, startsOf } from "../model/starts";
import { Table } from "../parts/table";
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
        What changes compared with <bdi>{found.base}</bdi>
      </h2>
      {rows.length === 0 && <p class="lead">No schedule changes.</p>}
      {rows.length > 0 && (
        <Table kind="changes" columns={["Schedule", "Change", "Runs", "Before", "After", "Shift"]}>
          {rows.map((schedule) => (
            <ComparisonRow key={schedule.id} schedule={schedule} timezone={timezone} open={open} />
          ))}
        </Table>
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

/** "20", or "20 → 16" if the comparison changes how many runs start. */
function runsText(schedule: CalendarSchedule): string {
  const [before, after] = [startsBefore(schedule).length, startsOf(schedule).length];
  return before === after ? String(after) : `${before} → ${after}`;
}

function ComparisonRow(props: {
  readonly schedule: CalendarSchedule;
  readonly timezone: string;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { schedule, timezone, open } = props;
  const kind = schedule.change?.kind ?? "changed";
  const { before, after } = changeTexts(schedule, timezone);
  const shift = shiftOf(schedule);
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
      <td class="number runs-of">{runsText(schedule)}</td>
      <td class="old">{before !== "" && <bdi>{before}</bdi>}</td>
      <td class="new">{after !== "" && <bdi>{after}</bdi>}</td>
      <td class="number shift">{shift === undefined ? "" : shortShift(shift)}</td>
    </tr>
  );
}
