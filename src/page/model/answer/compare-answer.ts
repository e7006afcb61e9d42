import type { CalendarData, CalendarSchedule } from "../../../cli/calendar/calendar-data";
import { counted } from "../clock";
import { type Comparison, comparison, isPaused, movedTimes } from "../comparison";
import { crowdText } from "../crowding";
import { type HeatCell, heatMap, hourText } from "../heat-map";
import { comparedRuns, startsBefore } from "../starts";
import type { Answer, AnswerItem } from "./answer";
import { commonShift, shiftNote } from "./shift";

/** What a comparison moves, and by how much. */
export function compareAnswer(data: CalendarData, timezone: string): Answer | undefined {
  const found = comparison(data, timezone);
  if (found === undefined) return undefined;
  const [crowd] = found.newlyCrowded;
  const { moved, added, removed, changed } = found;
  // First what would be hidden behind many moved ones, last what does not run.
  const all = [...added, ...removed, ...moved, ...changed].sort(
    (one, other) => Number(isPaused(one)) - Number(isPaused(other)),
  );
  const paused = all.filter(isPaused).length;
  const crowding = crowd === undefined ? "No newly crowded minute" : `Newly crowded: ${crowdText(crowd)}`;
  return {
    key: "comparison",
    label: `Compared with ${found.base}`,
    value: comparisonText(found),
    detail: [pausedText(paused, all.length), crowding].filter((part) => part !== undefined).join(". "),
    items: all.map((schedule) => {
      const { note, ...more } = changeNote(schedule, timezone);
      return { schedule, note: isPaused(schedule) ? `${note}, paused` : note, ...more };
    }),
  };
}

/** "8 moved 1 hour later, 1 added", or "Nothing changes". */
export function comparisonText({ moved, added, removed, changed }: Comparison): string {
  const shift = commonShift(moved);
  const counts = [
    [moved.length, shift === undefined ? "moved" : `moved ${shift}`],
    [added.length, "added"],
    [removed.length, "removed"],
    [changed.length, "changed"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return parts.length === 0 ? "Nothing changes" : parts.join(", ");
}

/** "7 of these are paused". */
function pausedText(paused: number, all: number): string | undefined {
  if (paused === 0) return undefined;
  if (paused === all) return all === 1 ? "It is paused" : "All of these are paused";
  return `${paused} of these ${paused === 1 ? "is" : "are"} paused`;
}

/** What a comparison does to the busiest hour. Undefined without a comparison, or if it changes nothing. */
export function busiestRemark(
  { base, schedules }: CalendarData,
  timezone: string,
  busiest: HeatCell,
  members: readonly CalendarSchedule[],
): string | undefined {
  if (base === undefined) return undefined;
  const before = heatMap(schedules, timezone, startsBefore);
  const former = before.rows[busiest.weekday]?.[busiest.hour];
  const isSame = former?.most === before.busiest?.most;
  if (isSame && former?.most === busiest.most) return undefined;
  const inHour = new Set(heatMembers(members, timezone, busiest));
  const arrived = members.filter((schedule) => !inHour.has(schedule));
  const count = (kind: string) => arrived.filter(({ change }) => change?.kind === kind).length;
  const [moved, added] = [count("moved"), count("added")];
  const old = before.busiest;
  const arrivals = [
    moved === 0 ? "" : `${moved} of these schedules ${moved === 1 ? "moves" : "move"} here`,
    added === 0 ? "" : `${added} ${added === 1 ? "is" : "are"} new`,
  ].filter((part) => part !== "");
  const parts = [
    arrivals.join(", "),
    old === undefined
      ? ""
      : `${isSame ? "Before: " : `Busiest before: ${hourText(old)}, `}${counted(old.most, "run")}`,
  ];
  return parts.filter((part) => part !== "").join(". ");
}

/** The schedules that started a run in this hour of the week before the change. */
function heatMembers(
  schedules: readonly CalendarSchedule[],
  timezone: string,
  { weekday, hour }: HeatCell,
): readonly CalendarSchedule[] {
  return schedules.filter(
    (schedule) => (heatMap([schedule], timezone, startsBefore).rows[weekday]?.[hour]?.total ?? 0) > 0,
  );
}

/** "06:23 → 07:23" of a moved schedule, how many runs it has before and after, or else the kind of the change. */
function changeNote(
  schedule: CalendarSchedule,
  timezone: string,
): Pick<AnswerItem, "note" | "more" | "isPerDay"> {
  const kind = schedule.change?.kind ?? "";
  if (kind !== "moved") return { note: kind };
  const shifted = shiftNote(schedule, timezone);
  if (shifted !== undefined) return shifted;
  const { before, after } = movedTimes(schedule, timezone);
  const isShort = [before, after].every((text) => /^\S+( \S+)? \d\d:\d\d$/.test(text));
  const short = (text: string): string => text.replace(/^([MTWFS]\w\w)\w*day /, "$1 ");
  if (isShort) return { note: `${short(before)} → ${short(after)}` };
  const runs = comparedRuns(schedule);
  const [from, to] = [runs.before.length, runs.after.length];
  return { note: from === to ? kind : `${from} → ${counted(to, "run")}` };
}
