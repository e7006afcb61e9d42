import { fireTimes } from "../../calendar/fire-times";
import { formatInstant } from "../../calendar/instant";
import type { ZonedTimes } from "../../calendar/times-of";
import type { ClockChange } from "../../calendar/zone/zone-clock";
import { formatDuration } from "../../duration";
import { lintDayOr } from "../../schedule-file/lint/day-or";
import { clockChangeEffect } from "../../schedule-file/lint/daylight-saving";
import { extraRunMessage } from "../../schedule-file/lint/extra-run";
import { lintMeaning } from "../../schedule-file/lint/meaning";
import { type CronSubject, cronSubjects, readSubjects } from "../../schedule-file/lint/subject";
import { listedUpTo, spokenTime } from "../../schedule-file/lint/words";
import { zoneFrom } from "../../schedule-file/lint/zone";
import { localTime } from "./local-time";

/** A change of the clock, and what it does to a schedule. */
export interface ClockNote<Effect = string> {
  /** When the clock changes; ISO 8601, UTC. */
  readonly at: string;
  /** What the clock shows before and after the change, with its offset: `2027-03-28T02:00:00+01:00`. */
  readonly clockFrom: string;
  readonly clockTo: string;
  /** Each begins in lower case, without a full stop. Empty if nothing is skipped, repeated or added. */
  readonly effects: readonly Effect[];
}

/** What a change of the clock does, as a sentence and in one word. */
export interface NamedEffect {
  /** `twice`: a time that comes twice, or a run that starts once more. `none`: nothing is skipped, repeated or added. */
  readonly effect: "twice" | "late" | "skipped" | "none";
  readonly text: string;
}

const MOST_TIMES = 3;
/** One to daylight saving, and one from it. */
const MOST_CHANGES = 2;

/**
 * What the next two changes of the clock do to a schedule, if they are within 400 days. None for a one-time schedule, which
 * fires at a fixed moment.
 */
export function clockNotes(times: ZonedTimes, from: Date): readonly ClockNote[] {
  return clockEffects(times, from).map((note) => ({
    ...note,
    effects: note.effects.map(({ text }) => text),
  }));
}

/** {@link clockNotes}, with each effect also in one word. */
export function clockEffects(times: ZonedTimes, from: Date): readonly ClockNote<NamedEffect>[] {
  if (times.runAt !== undefined) return [];
  const { changes, start } = zoneFrom(times.timezone, from);
  const [subject] = subjectsOf(times, from);
  return changes
    .filter(({ at }) => at >= start)
    .slice(0, MOST_CHANGES)
    .map((change) => ({
      at: formatInstant(change.at),
      clockFrom: localTime(change.at, change.before),
      clockTo: localTime(change.at, change.after),
      effects: subject === undefined ? [intervalEffect(change)] : cronEffects(subject, change),
    }));
}

/** What is probably not meant by the expression or the timezone: the rules `day-or`, `uneven-step` and `fixed-zone`. */
export function meaningWarnings(times: ZonedTimes, from: Date): readonly string[] {
  const subjects = subjectsOf(times, from);
  return [...lintDayOr(subjects), ...lintMeaning(subjects)].map(({ message }) => message);
}

/** As the lint reads a schedule; none without a cron expression. */
function subjectsOf(times: ZonedTimes, from: Date): readonly CronSubject[] {
  return cronSubjects(readSubjects([{ ...times, key: "", name: "", workflow: "", enabled: false }], from));
}

function cronEffects(subject: CronSubject, change: ClockChange): readonly NamedEffect[] {
  const moved = clockChangeEffect(subject, change);
  const extra = extraRunMessage(subject, change);
  const first =
    moved === undefined ? leftOut(subject, change) : { effect: moved.effect, text: moved.message };
  const second = extra === undefined ? undefined : { effect: "twice" as const, text: extra };
  return [first, second].flatMap((effect) => effect ?? []);
}

/** The fire times of an hour that does not exist, if other runs start at the moments to which they would move. */
function leftOut({ expression }: CronSubject, { at, before, after }: ClockChange): NamedEffect | undefined {
  const missed = [...fireTimes(expression, at + before, at + after)];
  if (missed.length === 0) return undefined;
  const times = listedUpTo(MOST_TIMES, missed.map(spokenTime));
  const text = `skips ${times}, which ${missed.length === 1 ? "does" : "do"} not exist on that day`;
  return { effect: "skipped", text };
}

/** An interval counts real time. */
function intervalEffect({ before, after }: ClockChange): NamedEffect {
  const moved = formatDuration(Math.abs(after - before));
  const text = `the local fire times are ${moved} ${after > before ? "later" : "earlier"} from then on: an interval counts real time`;
  return { effect: "none", text };
}
