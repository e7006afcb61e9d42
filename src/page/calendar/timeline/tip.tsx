import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { momentText } from "../../model/clock";
import { nearestRun, nearestStart, runText } from "../../model/lane-marks";
import type { Span } from "../../model/lanes";

const REACH = 8;
/** The last runs are shown below this height of a lane. */
const BELOW_STARTS = 27;

/** Shows the exact time of the start below the pointer. The same times are in the details, as text. */
export function useTip(
  lanes: RefObject<HTMLElement | null>,
  find: (id: string) => CalendarSchedule | undefined,
  range: Span,
  width: number,
  timezone: string,
) {
  const tip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [area, box] = [lanes.current, tip.current];
    if (area === null || box === null) return undefined;
    const hide = () => {
      box.hidden = true;
    };
    const move = (event: PointerEvent) => {
      const lane = (event.target as Element).closest<SVGElement>("svg.lane");
      const schedule = lane === null ? undefined : find(lane.dataset.id ?? "");
      if (lane === null || schedule === undefined) return hide();
      const { left: edge, top } = lane.getBoundingClientRect();
      const x = event.clientX - edge;
      const isLow = event.clientY - top > BELOW_STARTS;
      const run = isLow ? nearestRun(schedule.lastRuns ?? [], range, width, x, REACH) : undefined;
      const start = nearestStart(schedule.fires, range, width, x, REACH);
      if (run === undefined && start === undefined) return hide();
      box.textContent = run === undefined ? momentText(start ?? 0, timezone) : runText(run, timezone);
      box.hidden = false;
      const place = area.getBoundingClientRect();
      const left = Math.min(event.clientX - place.left + 12, place.width - box.offsetWidth - 4);
      box.style.transform = `translate(${Math.round(left)}px, ${Math.round(event.clientY - place.top + 14)}px)`;
    };
    area.addEventListener("pointermove", move);
    area.addEventListener("pointerleave", hide);
    return () => {
      area.removeEventListener("pointermove", move);
      area.removeEventListener("pointerleave", hide);
    };
  }, [lanes, find, range, width, timezone]);
  return <div ref={tip} class="tip" hidden aria-hidden="true" />;
}
