import type { AccountFacts, LintSubject, LintWarning } from "./subject";

/**
 * An `up` that could make more schedules than the plan allows. Which ones are new is not known here (one that is only
 * renamed looks like it): the ones that would not fit are taken to be the last.
 */
export function lintPlanLimit(
  subjects: readonly LintSubject[],
  { plan }: AccountFacts,
): readonly LintWarning[] {
  if (plan === undefined) return [];
  const { limit, existing, added } = plan;
  const refused = Math.min(added, existing + added - limit);
  const first = subjects.at(-refused) ?? subjects[0];
  if (refused <= 0 || first === undefined) return [];
  const message =
    `would make up to ${added} more schedule${added === 1 ? "" : "s"}, with ${existing} of the plan's ${limit} there: ` +
    `${refused} may be refused`;
  return [{ rule: "plan-limit", message, keys: [first.key] }];
}
