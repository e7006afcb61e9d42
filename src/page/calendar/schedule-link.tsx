import type { CalendarSchedule } from "../../cli/calendar/calendar-data";

/** The name of a schedule, which opens its details. */
export function ScheduleLink(props: {
  readonly schedule: CalendarSchedule;
  readonly open: (schedule: CalendarSchedule) => void;
}) {
  const { schedule, open } = props;
  return (
    <button type="button" class="link" onClick={() => open(schedule)}>
      <bdi>{schedule.name}</bdi>
    </button>
  );
}
