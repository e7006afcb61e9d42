import { lintCrowding } from "./crowding";
import { lintDayOr } from "./day-or";
import { lintDaylightSaving } from "./daylight-saving";
import { lintExtraRun } from "./extra-run";
import { lintMeaning } from "./meaning";
import { lintOverlap } from "./overlap";
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
 */
export function lintSchedules(
  subjects: readonly LintSubject[],
  now: Date,
  facts: AccountFacts = {},
): readonly LintWarning[] {
  const read = readSubjects(subjects, now);
  const cron = cronSubjects(read);
  return [
    ...lintPlanLimit(subjects, facts),
    ...lintOverlap(read, facts),
    ...lintTooOften(read, facts),
    ...lintCrowding(read),
    ...lintDaylightSaving(cron),
    ...lintExtraRun(cron),
    ...lintDayOr(cron),
    ...lintMeaning(cron),
    ...lintPlainSecrets(subjects),
  ];
}
