import type { CronExpression } from "../../calendar/cron/expression";
import { daysThatFire } from "./fire-minutes";
import type { AccountFacts, LintWarning, ReadSubject } from "./subject";
import { quoted, spokenMinutes, spokenTime } from "./words";

const MINUTE = 60_000;
const DAY = 86_400_000;
const MINUTES_OF_DAY = 24 * 60;
/** Leap years are in it. */
const YEARS_AHEAD = 4;

/** Two fire times that follow each other, in minutes since midnight; `to` may be on the next day. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Enabled schedules of which two fire times are closer than the usual time of a run, by the clock on the wall. */
export function lintTooOften(
  subjects: readonly ReadSubject[],
  { usualMinutes }: AccountFacts,
): readonly LintWarning[] {
  return subjects.flatMap((subject): LintWarning[] => {
    const usual = usualMinutes?.get(subject.workflow);
    if (!subject.enabled || usual === undefined) return [];
    const gaps = gapsOf(subject);
    const smallest = gaps.reduce((one, next) => (lengthOf(next) < lengthOf(one) ? next : one));
    if (lengthOf(smallest) >= usual) return [];
    const isEven = gaps.every((gap) => lengthOf(gap) === lengthOf(smallest));
    const message =
      `fires ${isEven ? `every ${spokenMinutes(lengthOf(smallest))}` : spokenGap(smallest)}, while a run of ` +
      `${quoted(subject.workflow)} usually takes ${spokenMinutes(usual)}: runs would overlap, or be left out`;
    return [{ rule: "too-often", message, keys: [subject.key] }];
  });
}

const lengthOf = ({ from, to }: Gap) => to - from;

/** Every gap within a day that fires, and the one across midnight, or else a day. */
function gapsOf({ expression, zone }: ReadSubject): readonly Gap[] {
  const times = expression.hours.flatMap((hour) => expression.minutes.map((minute) => 60 * hour + minute));
  const within = times.slice(1).map((to, index) => ({ from: times[index] ?? 0, to }));
  const last = times.at(-1) ?? 0;
  const isDaily = firesTwoDaysRunning(expression, zone.start);
  return [...within, { from: last, to: MINUTES_OF_DAY + (isDaily ? (times[0] ?? 0) : last) }];
}

function firesTwoDaysRunning(expression: CronExpression, from: number): boolean {
  if (expression.everyDayOfMonth && expression.everyDayOfWeek) return true;
  const days = daysThatFire(expression, from, from + YEARS_AHEAD * 366 * DAY);
  return days.some((day, index) => days[index + 1] === day + DAY);
}

function spokenGap({ from, to }: Gap): string {
  const [first, second] = [spokenTime(from * MINUTE), spokenTime(to * MINUTE)];
  return `at ${first} and ${second}, ${spokenMinutes(to - from)} apart`;
}
