import { type CronExpression, readCronExpression } from "../../calendar/cron/expression";
import { intervalProblem } from "../../calendar/interval";
import { timezoneProblem } from "../../calendar/zone/timezone";
import { isSkyvernError } from "../../errors";
import type { ResolvedSchedule } from "../resolve/resolved-schedule";
import type { WorkflowReference } from "../schedule-file";
import { fireMinutes, instantMinutes } from "./fire-minutes";
import { type MinuteSet, noMinutes } from "./minutes";
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

/** A subject whose fire times and timezone were understood. */
export interface ReadSubject extends LintSubject {
  /** Undefined for an interval or one-time schedule. */
  readonly expression: CronExpression | undefined;
  readonly zone: Zone;
  /** From `zone.start` on; empty for one that is disabled, and for an interval whose beginning Skyvern chooses. */
  readonly fires: MinuteSet;
}

/** A subject with a cron expression. */
export interface CronSubject extends ReadSubject {
  readonly expression: CronExpression;
}

/** Those with a cron expression: rules about the clock on the wall do not apply to others. */
export function cronSubjects(subjects: readonly ReadSubject[]): readonly CronSubject[] {
  return subjects.filter((subject): subject is CronSubject => subject.expression !== undefined);
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
  const expressions = new Map<string, CronExpression | undefined>();
  const expressionOf = (text: string) => {
    if (!expressions.has(text)) expressions.set(text, expressionIfValid(text));
    return expressions.get(text);
  };
  const none = noMinutes();
  const fires = new Map<string, MinuteSet>();
  const firesOf = (expression: CronExpression, zone: Zone) => {
    const written = `${zone.timezone} ${expression.text}`;
    const minutes = fires.get(written) ?? fireMinutes(expression, zone);
    fires.set(written, minutes);
    return minutes;
  };
  const read = subjects.flatMap((subject): ReadSubject[] => {
    const { cronExpression, enabled } = subject;
    const zone = zoneOf(subject.timezone);
    if (zone === undefined) return [];
    if (cronExpression === undefined) {
      const fires = enabled ? instantMinutes(subject, zone) : none;
      return [{ ...subject, expression: undefined, zone, fires }];
    }
    const expression = expressionOf(cronExpression);
    if (expression === undefined) return [];
    return [{ ...subject, expression, zone, fires: enabled ? firesOf(expression, zone) : none }];
  });
  return read.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function expressionIfValid(text: string): CronExpression | undefined {
  const reading = readCronExpression(text);
  if ("problem" in reading || intervalProblem(reading.expression) !== undefined) return undefined;
  return reading.expression;
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
