import { isDeepStrictEqual } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type Checkout, gitSucceeds } from "../checkout";
import {
  allChangesOf,
  type Change,
  mayHaveChanged,
  notDone,
  type StartedRun,
  startedRuns,
} from "../engine/changes";
import { type Warning, warningsOf } from "../engine/engine-failure";
import type { PastCommand, StackEngine } from "../engine/stack-engine";
import type { Interruption } from "../interruption";
import { progress } from "../progress";
import type { Terminal } from "../terminal";
import { lastGoodCommit, othersAtWork } from "./last-good-commit";
import { rollbackRefusals } from "./rollback-refusals";
import { withWorktree } from "./worktree";

/** How the return to the last good commit went. */
export interface Rollback {
  readonly status: "restored" | "failed" | "not tried";
  /** The commit that was gone back to. */
  readonly commit?: string;
  readonly changes?: readonly Change[];
  /** Of a rollback whose `up` failed: what was planned and not done. */
  readonly notDone?: readonly Change[];
  readonly runs?: readonly StartedRun[];
  /** Of the rollback's own `up`, such as a time at which a schedule was due and did not fire. */
  readonly warnings?: readonly Warning[];
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
 * Takes a stack back to its last good commit ({@link lastGoodCommit}) after an `up` that changed something and failed.
 * The commit is checked out beside the project for the time of a preview and one `up`, which only follows where the
 * preview is without danger ({@link rollbackRefusals}) and nobody else was at work in the meantime. Whatever goes
 * wrong stands in what it returns.
 *
 * @param failedUp what the engine told of the `up` that failed
 */
export async function rollBack(
  stack: string,
  failedUp: readonly EngineEvent[],
  { engine, checkout, terminal, interruption }: RollbackWork,
): Promise<Rollback> {
  try {
    if (interruption.isRequested) return { status: "not tried", reasons: [interrupted] };
    // Such as one that a lock refused: what the stack has is somebody else's, and may be newer.
    if (!mayHaveChanged(failedUp)) return { status: "not tried", reasons: [nothingChanged] };
    const history = await commands(stack, engine);
    const good = lastGoodCommit(history, checkout);
    if ("reason" in good) return { status: "not tried", reasons: [good.reason] };
    const { commit } = good;
    if (!(await gitSucceeds(checkout.root, "cat-file", "-e", `${commit}^{commit}`)))
      return { status: "not tried", commit, reasons: [missingCommit(commit)] };
    terminal.say(`${stack}: preview of its last good commit, ${commit.slice(0, 12)}`);
    return await withWorktree({ engine, checkout, commit, stack }, async (past) => {
      const plan = await past.preview(stack, { signal: interruption.signal });
      const reasons = plan.failure ?? rollbackRefusals(plan.events);
      if (reasons.length > 0) return { status: "not tried", commit, reasons };
      if (!isSameHistory(await commands(stack, engine), history))
        return { status: "not tried", commit, reasons: [othersAtWork] };
      if (interruption.isRequested) return { status: "not tried", commit, reasons: [interrupted] };
      terminal.say(`${stack}: back to its last good commit, ${commit.slice(0, 12)}`);
      const up = await past.up(stack, { signal: interruption.signal, onEvent: progress(stack, terminal) });
      const { changes } = allChangesOf(up.events);
      const done = { commit, changes, runs: startedRuns(up.events), warnings: warningsOf(up.events) };
      if (up.failure === undefined) return { ...done, status: "restored" };
      return { ...done, status: "failed", notDone: notDone(plan.events, up.events), reasons: up.failure };
    });
  } catch (error) {
    // Whatever it is, the report of the promotion is more than an accident's message.
    return { status: "failed", reasons: [error instanceof Error ? error.message : String(error)] };
  }
}

/** The stack's history without previews, which a backend may have in it: the rollback's own is one. */
async function commands(stack: string, engine: StackEngine): Promise<readonly PastCommand[]> {
  return (await engine.history(stack)).filter(({ kind }) => kind !== "preview");
}

/** Whether nothing came on top. The oldest entries may have dropped out of the list, which has an end. */
function isSameHistory(now: readonly PastCommand[], before: readonly PastCommand[]): boolean {
  const length = Math.min(now.length, before.length);
  return isDeepStrictEqual(now.slice(0, length), before.slice(0, length));
}

const interrupted = "The command was interrupted.";

const nothingChanged = "The `up` changed nothing, so there is nothing to take back.";

function missingCommit(commit: string): string {
  return `The last good commit ${commit} is not in this clone. Fetch the whole history (with actions/checkout: \`fetch-depth: 0\`).`;
}
