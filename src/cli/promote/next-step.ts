import type { Checkout } from "../checkout";
import type { StackPromotion } from "./promotion";

/**
 * One line for the person on call when a promotion did not reach its end: which stacks have the commit, and how to go
 * back. Undefined when all stacks are promoted, and when no stack was changed.
 */
export function nextStep(
  stacks: readonly StackPromotion[],
  checkout: Checkout | undefined,
): string | undefined {
  const named = (select: (one: StackPromotion) => boolean): readonly string[] =>
    stacks.filter(select).map(({ stack }) => stack);
  const whole = named(({ status }) => status === "promoted");
  const partial = named(({ failure }) => failure?.mayHaveChanged === true);
  const untouched = named(({ status, failure }) => status !== "promoted" && failure?.mayHaveChanged !== true);
  const isChanged = whole.length + partial.length > 0;
  if (!isChanged || partial.length + untouched.length === 0) return undefined;
  const isCommitAlone = checkout !== undefined && checkout.uncommitted.length === 0;
  const program = isCommitAlone ? shortCommit(checkout.commit) : "this program";
  const has = (names: readonly string[]): string =>
    `${names.join(", ")} ${names.length > 1 ? "have" : "has"}`;
  const parts = [
    ...(whole.length > 0 ? [`${has(whole)} ${program}`] : []),
    ...(partial.length > 0 ? [`${has(partial)} part of ${program}`] : []),
    ...(untouched.length > 0 ? [`${untouched.join(", ")}: not changed`] : []),
  ];
  const wayBack = isCommitAlone
    ? `run \`git revert ${checkout.isMerge ? "-m 1 " : ""}${shortCommit(checkout.commit)}\`, then promote again`
    : "restore the former program, then promote it";
  return `Now: ${parts.join("; ")}. Fix the cause and promote again. To go back, ${wayBack}.`;
}

/** The first seven digits of a commit, as `git log --oneline` shows it. */
export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}
