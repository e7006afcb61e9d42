import { lintCrowding } from "./crowding";
import { lintDayOr } from "./day-or";
import { lintDaylightSaving } from "./daylight-saving";
import { lintExtraRun } from "./extra-run";
import { lintMeaning } from "./meaning";
import { credentialsOf, lintOverlap } from "./overlap";
import { lintPlainSecrets } from "./plain-secret";
import { lintPlanLimit } from "./plan-limit";
import { type AccountFacts, cronSubjects, type LintSubject, type LintWarning, readSubjects } from "./subject";
import { lintTooOften } from "./too-often";

export type { AccountFacts, LintSubject, LintWarning } from "./subject";

/**
 * Finds what is probably not meant in the schedules of one environment. Disabled schedules count for the rules `day-or`,
 * `daylight-saving`, `uneven-step`, `fixed-zone` and `plan-limit`. Interval and one-time schedules count for `overlap`,
 * `too-often`, `crowding` and `plan-limit`. A schedule whose cron expression or timezone
 * cannot be read counts for `plan-limit` only. Needs no network, and no clock but `now`.
 *
 * @param known of earlier calls for the same moment and without facts; only if no value is an output
 */
export function lintSchedules(
  subjects: readonly LintSubject[],
  now: Date,
  facts: AccountFacts = {},
  known?: KnownWarnings,
): readonly LintWarning[] {
  const alike = known === undefined ? "" : JSON.stringify(subjects.map(comparedPart));
  const ofTimes = known?.get(alike) ?? lintTimes(subjects, now, facts);
  known?.set(alike, ofTimes);
  return [...lintPlanLimit(subjects, facts), ...ofTimes, ...lintPlainSecrets(subjects)];
}

/**
 * The warnings about times of other environments of the file, for the same moment and without facts of an account. The
 * environments of a file often differ in parameters only.
 */
export type KnownWarnings = Map<string, readonly LintWarning[]>;

function comparedPart(subject: LintSubject): unknown {
  const { parameters: _, ...others } = subject;
  return [others, credentialsOf(subject)];
}

function lintTimes(subjects: readonly LintSubject[], now: Date, facts: AccountFacts): readonly LintWarning[] {
  const read = readSubjects(subjects, now);
  const cron = cronSubjects(read);
  return [
    ...lintOverlap(read, facts),
    ...lintTooOften(read, facts),
    ...lintCrowding(read),
    ...lintDaylightSaving(cron),
    ...lintExtraRun(cron),
    ...lintDayOr(cron),
    ...lintMeaning(cron),
  ];
}
