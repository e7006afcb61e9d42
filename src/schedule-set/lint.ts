import { lintCrowding } from "./lint-crowding";
import { lintDayOr } from "./lint-day-or";
import { lintDaylightSaving } from "./lint-daylight-saving";
import { lintExtraRun } from "./lint-extra-run";
import { lintOverlap } from "./lint-overlap";
import { lintPlanLimit } from "./lint-plan-limit";
import { type AccountFacts, type LintSubject, type LintWarning, readSubjects } from "./lint-subject";
import { lintTooOften } from "./lint-too-often";

export type { AccountFacts, LintSubject, LintWarning } from "./lint-subject";

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
  ];
}
