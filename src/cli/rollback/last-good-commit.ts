import type { Checkout } from "../checkout";
import type { PastCommand } from "../engine/stack-engine";

/** The commit to go back to, or, in a sentence, why there is none. */
export type LastGoodCommit = { readonly commit: string } | { readonly reason: string };

/** Kinds of commands after which a stack has the resources that it had before. */
const harmless = new Set(["refresh", "rename"]);

/**
 * The commit that a stack was at before the `up` that has just failed: that of the newest command that succeeded and
 * could change which resources the stack has. Where that was no `up` of a commit alone, there is none: an older commit
 * would take back more than what has just failed.
 *
 * @param history newest first, without previews; its first entry must be the `up` that has just failed
 * @param current the program of that `up`
 */
export function lastGoodCommit(
  history: readonly PastCommand[],
  current: Pick<Checkout, "commit" | "uncommitted">,
): LastGoodCommit {
  const [newest] = history;
  if (newest?.kind !== "update" || newest.result !== "failed" || newest.commit !== current.commit)
    return { reason: othersAtWork };
  const good = history.find(({ kind, result }) => result === "succeeded" && !harmless.has(kind));
  if (good === undefined) return { reason: noGoodCommit };
  const { kind, commit, isDirty } = good;
  if (kind === "destroy") return { reason: destroyed };
  if (kind !== "update") return { reason: otherKind(kind) };
  if (commit === undefined) return { reason: withoutCommit };
  if (isDirty) return { reason: beside(commit) };
  if (commit === current.commit && current.uncommitted.length === 0) return { reason: sameCommit };
  return { commit };
}

/** Where the history is not the one that a rollback was made up from. */
export const othersAtWork =
  "The newest entry of the stack's history is not the `up` that has just failed: somebody else changes the stack too. Look at `pulumi stack history`, and promote again.";

const noGoodCommit =
  "There is no last good commit: none of the last hundred commands in the stack's history is an `up` that succeeded.";

const sameCommit =
  "There is no commit to go back to: the newest good one is the commit that has just failed.";

const byHand = "Fix what failed and promote again, or revert by hand.";

const destroyed = `The newest command that succeeded is a \`destroy\`, and a commit before it would make again, and let fire, what it deleted. ${byHand}`;

const withoutCommit = `The newest \`up\` that succeeded was run outside git, so its program is not known, and an older commit would take back more than what has just failed. ${byHand}`;

function otherKind(kind: string): string {
  return `The newest command that succeeded is no \`up\` but of the kind \`${kind}\`, and a commit before it may not have what it brought in, and would delete that. ${byHand}`;
}

function beside(commit: string): string {
  return `The newest \`up\` that succeeded was of commit ${commit} with uncommitted changes, which git does not have, and an older commit would take back more than what has just failed. ${byHand}`;
}
