import type { CalendarData, CalendarSchedule } from "../../cli/calendar/calendar-data";
import type { Answer } from "./answer/answer";
import { clockAnswer } from "./answer/clock-answer";
import { busiestRemark, compareAnswer } from "./answer/compare-answer";
import { sundayAnswer, timesNote } from "./answer/sunday-answer";
import { clockText, counted, dayText, wallTimes } from "./clock";
import { crowds, crowdText } from "./crowding";
import { heatMap, hourText, runsText } from "./heat-map";
import { startsWithin } from "./starts";

/** The answers at the top of the page, in the order of their importance. */
export function answers(
  data: CalendarData,
  schedules: readonly CalendarSchedule[],
  timezone: string,
): readonly Answer[] {
  const shown = { ...data, schedules: [...schedules] };
  const compared = compareAnswer(shown, timezone);
  return [
    compared ?? [],
    busiestAnswer(shown, timezone),
    sundayAnswer(schedules, timezone, data),
    clockAnswer(shown),
    compared === undefined ? crowdAnswer(shown, timezone) : [],
  ].flat();
}

function busiestAnswer(data: CalendarData, timezone: string): Answer {
  const { schedules } = data;
  const { busiest, equallyBusy } = heatMap(schedules, timezone);
  const answer = { key: "busiest", label: "Busiest hour" } as const;
  if (busiest === undefined)
    return { ...answer, value: "None", detail: "No run starts in this time", items: [] };
  const others = equallyBusy === 0 ? "" : `, as in ${counted(equallyBusy, "other hour")}`;
  const from = (busiest.weekday * 24 + busiest.hour) * 60;
  const read = wallTimes(timezone);
  const isBusiest = (instant: number): boolean => read(instant).day === busiest.day;
  const starts = startsWithin(schedules, timezone, from, 60).filter(({ fires }) => fires.some(isBusiest));
  const members = starts.map(({ schedule }) => schedule);
  const remark = busiestRemark(data, timezone, busiest, members);
  return {
    ...answer,
    value: hourText(busiest),
    detail: `${runsText(busiest.most, starts.length)} on ${dayText(busiest.day)}${others}`,
    ...(remark === undefined ? {} : { remark }),
    items: starts.map(({ schedule, minutes }) => ({ schedule, ...timesNote(minutes, clockText) })),
  };
}

function crowdAnswer({ schedules, environments }: CalendarData, timezone: string): Answer {
  const [crowd, ...others] = crowds(schedules, timezone);
  const answer = { key: "crowding", label: "Same minute" } as const;
  if (crowd === undefined) {
    return { ...answer, value: "Not crowded", detail: "At most two schedules start together", items: [] };
  }
  const more = others.length === 0 ? "" : `, and ${counted(others.length, "other time")}`;
  return {
    ...answer,
    value: `${crowd.weekdays.length > 1 ? "Up to " : ""}${crowd.most} start at once`,
    detail: `${crowdText(crowd)}${more}`,
    items: crowd.schedules.map((schedule) => ({
      schedule,
      note: environments.length > 1 ? (schedule.environment ?? "") : "",
    })),
  };
}
