import type { AccountFacts, LintSubject, LintWarning } from "./subject";

/**
 * Warns of an `up` that could create more schedules than the plan allows. The new schedules are not known here, because a
 * renamed one looks new too, so the warning takes the last ones.
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
    `\`pulumi up\` could create ${added} schedule${added === 1 ? "" : "s"}, but the account already has ${existing} ` +
    `and its plan allows ${limit}, so Skyvern may refuse ${refused}`;
  return [{ rule: "plan-limit", message, keys: [first.key] }];
}
