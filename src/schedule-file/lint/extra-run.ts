import type { CronExpression } from "../../calendar/cron/expression";
import { fireTimes } from "../../calendar/fire-times";
import type { ClockChange } from "../../calendar/zone/zone-clock";
import type { CronSubject, LintWarning } from "./subject";
import { listedUpTo, quoted, spokenDate, spokenTime } from "./words";
import type { Zone } from "./zone";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MOST_NAMES = 3;
/** Long enough for a half-year of standard time, too short for the one before it. */
const DAYS_BACK = 300;

/** Most schedules have an extra run once a year. Nobody would read a warning that appears all year. */
const DAYS_AHEAD = 60;

/** A schedule that starts once too often, and the wall time at which it does so. */
interface ExtraRun {
  readonly key: string;
  readonly wall: number;
}

/**
 * Warns of enabled schedules that the open-source server starts one extra time after the clock goes forward
 * (docs/cron.md explains it): one warning for each timezone, for a change within 60 days.
 */
export function lintExtraRun(subjects: readonly CronSubject[]): readonly LintWarning[] {
  const zones = new Map<Zone, CronSubject[]>();
  for (const subject of subjects.filter(({ enabled }) => enabled)) {
    const members = zones.get(subject.zone) ?? [];
    members.push(subject);
    zones.set(subject.zone, members);
  }
  return [...zones].flatMap(([zone, members]) => firstWarning(zone, members));
}

function firstWarning(zone: Zone, members: readonly CronSubject[]): readonly LintWarning[] {
  for (const change of zone.changes) {
    if (change.after <= change.before || change.at > zone.start + DAYS_AHEAD * DAY) continue;
    const [first, ...others] = members.flatMap((member) => extraRunOf(member, change));
    if (first !== undefined) return [warningOf(zone, change, first, others)];
  }
  return [];
}

/** The warning for one schedule and one change of the clock, however far ahead. */
export function extraRunMessage(subject: CronSubject, change: ClockChange): string | undefined {
  const [run] = change.after <= change.before ? [] : extraRunOf(subject, change);
  return run === undefined ? undefined : warningOf(subject.zone, change, run, []).message;
}

function extraRunOf({ key, expression, zone }: CronSubject, change: ClockChange): readonly ExtraRun[] {
  const wall = extraRunAt(expression, zone, change);
  return wall === undefined || wall - change.after < zone.start ? [] : [{ key, wall }];
}

/**
 * The scheduler asks croniter each minute for the last fire time. From some hour on after the clock went forward,
 * croniter moves the last fire time before the change by as much as the clock jumped (`_get_next`, "DST Handling for
 * cron job spanning across days"). No run was made since that time, so one starts. Before that hour, and from the
 * next fire time on, the answer is right. When the clock goes back, croniter returns a time that is too early, which
 * already had its run.
 */
function extraRunAt(expression: CronExpression, zone: Zone, change: ClockChange): number | undefined {
  const [from, until] = [change.at + change.before, change.at + change.after];
  const last = lastFireBefore(expression, from);
  if (last === undefined || zone.wallAt(last - change.before) !== last) return undefined;
  const [next = Number.POSITIVE_INFINITY] = fireTimes(expression, from, until + DAY);
  // Ends in the last hour before midnight at the latest, because `last` is before `from`.
  for (let hour = until - (until % HOUR); ; hour += HOUR) {
    const untilMidnight = DAY - (hour % DAY);
    const wall = Math.max(hour, until, last - (until - from) + untilMidnight);
    if (wall < hour + HOUR) return wall < next ? wall : undefined;
  }
}

function lastFireBefore(expression: CronExpression, wall: number): number | undefined {
  for (const daysBack of [1, 8, DAYS_BACK]) {
    const last = [...fireTimes(expression, wall - daysBack * DAY, wall)].at(-1);
    if (last !== undefined) return last;
  }
  return undefined;
}

function warningOf(
  { timezone }: Zone,
  { at, before, after }: ClockChange,
  first: ExtraRun,
  others: readonly ExtraRun[],
): LintWarning {
  const [from, until] = [at + before, at + after];
  const names = listedUpTo(
    MOST_NAMES,
    others.map(({ key }) => quoted(key)),
  );
  const earliest = others.reduce((least, { wall }) => Math.min(least, wall), first.wall);
  const on = `on ${spokenDate(earliest)} in ${timezone}`;
  const when =
    others.length === 0 ? `${on} at ${spokenTime(earliest)}` : `${on} from ${spokenTime(earliest)} on`;
  const message =
    `${others.length === 0 ? "starts" : `and ${names} start`} one extra time ${when}, after the clock goes from ` +
    `${spokenTime(from)} to ${spokenTime(until)}: Skyvern's open-source server does that with the last run before ` +
    "the change (whether its cloud does is not known); " +
    `the timezone "UTC" avoids that, and so does "paused:" or skyvern:paused from before ${spokenTime(from)} ` +
    `until after ${spokenTime(until + until - from)}`;
  return { rule: "extra-run", message, keys: [first.key, ...others.map(({ key }) => key)] };
}
