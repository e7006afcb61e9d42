import { lintCrowding } from "./crowding";
import { lintDayOr } from "./day-or";
import { lintDaylightSaving } from "./daylight-saving";
import { lintExtraRun } from "./extra-run";
import { lintOverlap } from "./overlap";
import { lintPlainSecrets } from "./plain-secret";
import { lintPlanLimit } from "./plan-limit";
import { type AccountFacts, type LintSubject, type LintWarning, readSubjects } from "./subject";
import { lintTooOften } from "./too-often";

export type { AccountFacts, LintSubject, LintWarning } from "./subject";

/**
 * What may not be meant in a set of schedules as one environment has it. Disabled schedules count for the rules
 * `day-or` and `daylight-saving` alone, and for the plan's limit. One whose cron expression or timezone cannot
 * be read is left out of all rules but `plan-limit`. Needs no network, and no clock but `now`.
 */
export function lintSchedules(
  subjects: readonly LintSubject[],
  now: Date,
  facts: AccountFacts = {},
): readonly LintWarning[] {
  const read = readSubjects(subjects, now);
  return [
    ...lintPlanLimit(subjects, facts),
    ...lintOverlap(read, facts),
    ...lintTooOften(read, facts),
    ...lintCrowding(read),
    ...lintDaylightSaving(read),
    ...lintExtraRun(read),
    ...lintDayOr(read),
    ...lintPlainSecrets(subjects),
  ];
}
