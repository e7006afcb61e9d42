import { type CronExpression, readCronExpression } from "../../calendar/cron/expression";
import { intervalProblem } from "../../calendar/interval";
import { timezoneProblem } from "../../calendar/zone/timezone";
import { isSkyvernError } from "../../errors";
import type { ResolvedSchedule } from "../resolve/resolved-schedule";
import type { WorkflowReference } from "../schedule-file";
import { fireMinutes } from "./fire-minutes";
import type { MinuteSet } from "./minutes";
import { type Zone, zoneFrom } from "./zone";

/** A schedule with its key in the set. */
export interface LintSubject extends ResolvedSchedule {
  readonly key: string;
  /** What `workflow` means; two names can mean the same. */
  readonly reference?: WorkflowReference;
}

/** Facts that only the account knows; each may be missing. */
export interface AccountFacts {
  /** Usual time of a run in minutes, by workflow as the subject names it. */
  readonly usualMinutes?: ReadonlyMap<string, number>;
  readonly plan?: {
    /** How many schedules the plan allows. */
    readonly limit: number;
    /** Schedules of the account now. */
    readonly existing: number;
    /** Schedules that this `up` would add at most. */
    readonly added: number;
  };
}

/** What is probably not meant, about one schedule or several together. */
export interface LintWarning {
  /** A short name that stays the same, such as `overlap`. */
  readonly rule: string;
  /** What the first schedule does; begins in lower case, without a full stop. */
  readonly message: string;
  /** The schedules' keys. The warning is shown on the first. */
  readonly keys: readonly [string, ...string[]];
}

/** A subject whose expression and timezone were understood. */
export interface ReadSubject extends LintSubject {
  readonly expression: CronExpression;
  readonly zone: Zone;
  /** From `zone.start` on; empty for one that is disabled. */
  readonly fires: MinuteSet;
}

/**
 * Reads the subjects, sorted by key. Leaves out those with an expression or a timezone that Skyvern refuses: these are
 * errors, which are reported elsewhere.
 */
export function readSubjects(subjects: readonly LintSubject[], now: Date): readonly ReadSubject[] {
  const zones = new Map<string, Zone | undefined>();
  const zoneOf = (timezone: string) => {
    if (!zones.has(timezone)) zones.set(timezone, zoneIfKnown(timezone, now));
    return zones.get(timezone);
  };
  const read = subjects.flatMap((subject): ReadSubject[] => {
    const reading = readCronExpression(subject.cronExpression);
    const zone = zoneOf(subject.timezone);
    if ("problem" in reading || zone === undefined) return [];
    const { expression } = reading;
    if (intervalProblem(expression) !== undefined) return [];
    return [
      { ...subject, expression, zone, fires: fireMinutes(subject.enabled ? expression : undefined, zone) },
    ];
  });
  return read.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function zoneIfKnown(timezone: string, now: Date): Zone | undefined {
  if (timezoneProblem(timezone) !== undefined) return undefined;
  try {
    return zoneFrom(timezone, now);
  } catch (error) {
    // An old Node.js may lack this timezone. Then there are no warnings, and nothing fails.
    if (isSkyvernError(error, "configuration")) return undefined;
    throw error;
  }
}
