import type { CalendarData } from "../../cli/calendar/calendar-data";
import type { Change } from "../model/address";
import { counted, spanText, usableZone, wallTimes } from "../model/clock";
import { ThemeButton } from "../parts/theme";

const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The timezones that a viewer may want, each with the reason for it. */
function zonesOf(data: CalendarData): readonly (readonly [string, string])[] {
  const reasons = new Map<string, string>([[data.timezone, ""]]);
  const add = (zone: string | undefined, reason: string) => {
    if (zone === undefined || usableZone(zone) !== zone) return;
    if (!reasons.get(zone)) reasons.set(zone, reason);
  };
  add(viewerZone, "yours");
  add("UTC", "");
  for (const { timezone } of data.schedules) add(timezone, "");
  return [...reasons].map(([zone, reason]) => [zone, reason === "" ? zone : `${zone} (${reason})`]);
}

export function Header(props: {
  readonly data: CalendarData;
  readonly timezone: string;
  readonly change: Change;
  readonly onHelp: () => void;
}) {
  const { data, timezone, change } = props;
  const read = wallTimes(timezone);
  const pausedCount = data.schedules.filter(({ state }) => state === "paused").length;
  return (
    <header class="top">
      <div>
        <p class="over">
          {data.base === undefined ? (
            "Calendar of schedules"
          ) : (
            <>
              Changes compared with <bdi>{data.base}</bdi>
            </>
          )}
        </p>
        <h1>
          <bdi>{data.title}</bdi>
        </h1>
        <p class="under">
          {spanText(read(data.from).day, read(data.to - 1).day)}
          <span aria-hidden="true"> · </span>
          {counted(data.schedules.length, "schedule")}
          {pausedCount > 0 && `, ${pausedCount} paused`}
        </p>
      </div>
      <div class="tools">
        <label class="zone">
          <span>Times in</span>
          <select
            id="zone"
            value={timezone}
            onChange={(event) => {
              const zone = event.currentTarget.value;
              change({ timezone: zone === data.timezone ? undefined : zone });
            }}
          >
            {[...new Map([[timezone, timezone] as const, ...zonesOf(data)])].map(([zone, text]) => (
              <option key={zone} value={zone}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <ThemeButton />
        <button type="button" class="plain" onClick={props.onHelp}>
          Help
        </button>
      </div>
    </header>
  );
}
