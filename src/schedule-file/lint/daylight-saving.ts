import { fireTimes } from "../../calendar/fire-times";
import type { ClockChange } from "../../calendar/zone/zone-clock";
import type { CronSubject, LintWarning } from "./subject";
import { listedUpTo, spokenDate, spokenMinutes, spokenTime } from "./words";

const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_TIMES = 3;

/**
 * Warns of local times that a change of the clock within 400 days skips or doubles: at most one warning for the next
 * skipped time, and one for the next doubled time. Disabled schedules count too.
 *
 * A skipped time does not count if another run of the schedule starts at that moment anyway: an hourly schedule just
 * lacks that hour. A schedule that fires at least hourly has a gap in a doubled hour, because the open-source server
 * fires nothing when that hour comes for the second time.
 */
export function lintDaylightSaving(subjects: readonly CronSubject[]): readonly LintWarning[] {
  return subjects.flatMap((subject): LintWarning[] => {
    const messages = [firstMessage(subject, skipped), firstMessage(subject, doubled)];
    return messages.flatMap((message) =>
      message === undefined ? [] : [{ rule: "daylight-saving", message, keys: [subject.key] }],
    );
  });
}

/** What a change of the clock does to the times of a schedule. */
export interface ClockEffect {
  /**
   * `late`: a run starts later that day. `twice`: a time comes twice, and the server runs it once. `skipped`: runs are
   * left out.
   */
  readonly effect: "late" | "twice" | "skipped";
  /** Begins in lower case, without a full stop. */
  readonly message: string;
}

type Rule = (subject: CronSubject, change: ClockChange) => ClockEffect | undefined;

function firstMessage(subject: CronSubject, rule: Rule): string | undefined {
  for (const change of subject.zone.changes) {
    const effect = change.at >= subject.zone.start ? rule(subject, change) : undefined;
    if (effect !== undefined) return effect.message;
  }
  return undefined;
}

/** What a change of the clock does to a schedule, if it skips or doubles one of its times. */
export function clockChangeEffect(subject: CronSubject, change: ClockChange): ClockEffect | undefined {
  return skipped(subject, change) ?? doubled(subject, change);
}

function skipped(
  { expression, zone }: CronSubject,
  { at, before, after }: ClockChange,
): ClockEffect | undefined {
  const [from, until] = [at + before, at + after];
  if (until <= from) return undefined;
  const usual = new Set(fireTimes(expression, until, until + (until - from)));
  const missed = [...fireTimes(expression, from, until)].filter((time) => !usual.has(time + until - from));
  const [first] = missed;
  if (first === undefined) return undefined;
  const latest = (missed.at(-1) ?? first) + until - from;
  const start = latest === until ? `at ${spokenTime(until)}` : between(until, latest);
  const runs = missed.length === 1 ? "the run of that day starts" : "its runs of that hour start";
  const message =
    `${listedUpTo(MOST_TIMES, missed.map(spokenTime))} ${missed.length === 1 ? "does" : "do"} not exist on ` +
    `${spokenDate(from)} in ${zone.timezone}, where the clock goes from ${spokenTime(from)} to ` +
    `${spokenTime(until)}: ${runs} ${start}; ${advice(from, until)}`;
  return { effect: "late", message };
}

function doubled(
  { expression, zone }: CronSubject,
  { at, before, after }: ClockChange,
): ClockEffect | undefined {
  const [from, until] = [at + after, at + before];
  const times = [...fireTimes(expression, from, until)];
  const last = times.at(-1);
  if (last === undefined) return undefined;
  const [next] = fireTimes(expression, until, until + DAY);
  const where = `on ${spokenDate(from)} in ${zone.timezone}`;
  if (next !== undefined && next - last <= until - from) {
    const message =
      `does not fire for ${spokenMinutes((next - last + until - from) / MINUTE)} ${where}, where ` +
      `${spokenTime(from)} to ${spokenTime(until)} comes twice: the open-source server leaves out the second ` +
      'time; the timezone "UTC" avoids that';
    return { effect: "skipped", message };
  }
  const message =
    `${listedUpTo(MOST_TIMES, times.map(spokenTime))} ${times.length === 1 ? "comes" : "come"} twice ${where}, ` +
    `where the clock goes from ${spokenTime(until)} back to ${spokenTime(from)}: the open-source server runs ` +
    `${times.length === 1 ? "it" : "each"} once, the first time; ${advice(from, until)}`;
  return { effect: "twice", message };
}

function between(from: number, until: number): string {
  return `between ${spokenTime(from)} and ${spokenTime(until)}`;
}

function advice(from: number, until: number): string {
  return `a time outside ${spokenTime(from)} to ${spokenTime(until)}, or the timezone "UTC", avoids that`;
}
