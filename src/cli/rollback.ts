import { type Change, changesOf, type StartedRun, startedRuns } from "./changes";
import { type Checkout, gitSucceeds } from "./checkout";
import type { Interruption } from "./interruption";
import { progress } from "./progress";
import { rollbackRefusals } from "./rollback-refusals";
import type { PastCommand, StackEngine } from "./stack-engine";
import type { Terminal } from "./terminal";
import { withWorktree } from "./worktree";

/** How the return to the last good commit went. */
export interface Rollback {
  readonly status: "restored" | "failed" | "not tried";
  /** The commit that was gone back to. */
  readonly commit?: string;
  readonly changes?: readonly Change[];
  readonly runs?: readonly StartedRun[];
  /** Why it failed, or was not tried. */
  readonly reasons?: readonly string[];
}

interface RollbackWork {
  readonly engine: StackEngine;
  readonly checkout: Checkout;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

/**
 * Takes a stack back to its last good commit: the newest one whose `up` succeeded with nothing uncommitted. It is
 * checked out beside the project for the time of a preview and one `up`, which only follows where the preview is
 * without danger ({@link rollbackRefusals}). Whatever goes wrong stands in what it returns.
 */
export async function rollBack(
  stack: string,
  { engine, checkout, terminal, interruption }: RollbackWork,
): Promise<Rollback> {
  try {
    const commit = lastGoodCommit(await engine.history(stack), checkout);
    if (commit === undefined) return { status: "not tried", reasons: [noGoodCommit] };
    if (!(await gitSucceeds(checkout.root, "cat-file", "-e", `${commit}^{commit}`)))
      return { status: "not tried", commit, reasons: [missingCommit(commit)] };
    terminal.say(`${stack}: preview of its last good commit, ${commit.slice(0, 12)}`);
    return await withWorktree({ engine, checkout, commit, stack }, async (past) => {
      const plan = await past.preview(stack, { signal: interruption.signal });
      const reasons = plan.failure ?? rollbackRefusals(plan.events);
      if (reasons.length > 0) return { status: "not tried", commit, reasons };
      if (interruption.isRequested) return { status: "not tried", commit, reasons: [interrupted] };
      terminal.say(`${stack}: back to its last good commit, ${commit.slice(0, 12)}`);
      const up = await past.up(stack, { signal: interruption.signal, onEvent: progress(stack, terminal) });
      const { changes } = changesOf(up.events);
      const done = { commit, changes, runs: startedRuns(up.events) };
      if (up.failure !== undefined) return { ...done, status: "failed", reasons: up.failure };
      return { ...done, status: "restored" };
    });
  } catch (error) {
    // Whatever it is, the report of the promotion is more than an accident's message.
    return { status: "failed", reasons: [error instanceof Error ? error.message : String(error)] };
  }
}

/** The one to go back to; undefined where there is none, or it is the very program that has just failed. */
export function lastGoodCommit(
  history: readonly PastCommand[],
  current: Pick<Checkout, "commit" | "uncommitted">,
): string | undefined {
  const good = history.find(
    ({ kind, result, commit, isDirty }) =>
      kind === "update" && result === "succeeded" && commit !== undefined && !isDirty,
  )?.commit;
  return good === current.commit && current.uncommitted.length === 0 ? undefined : good;
}

const interrupted = "The command was interrupted.";

const noGoodCommit =
  "There is no last good commit: the stack's history has no other `up` that succeeded from a commit without uncommitted changes.";

function missingCommit(commit: string): string {
  return `The last good commit ${commit} is not in this clone. Fetch the whole history (with actions/checkout: \`fetch-depth: 0\`).`;
}
