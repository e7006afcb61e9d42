import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { CalendarData } from "../calendar/calendar-data";
import { driftOf, type ResourceDrift } from "../drift/resource-drift";
import {
  allChangesOf,
  type Change,
  type Changes,
  mayHaveChanged,
  notDone,
  type StartedRun,
  startedRuns,
} from "../engine/changes";
import { type Warning, warningsOf } from "../engine/engine-failure";
import type { EngineOutcome, StackEngine } from "../engine/stack-engine";
import type { Interruption } from "../interruption";
import { progress } from "../progress";
import type { Terminal } from "../terminal";
import { counted } from "../usage";
import { handEditSentence, markHandEdits } from "./hand-edits";
import { movedRuns } from "./moved-runs";
import { renameWarnings } from "./renames";

/** How far one stack came. */
export interface StackPromotion {
  readonly stack: string;
  /** `previewed` with `--preview` only; `stopped` before it would overwrite what was changed by hand. */
  readonly status: "promoted" | "previewed" | "stopped" | "interrupted" | "failed" | "not reached";
  /** The changes made; without an `up`, the planned ones. */
  readonly changes: readonly Change[];
  /**
   * The planned changes that a failed `up` did not make: a job may be missing, or scheduled twice. Left out otherwise.
   */
  readonly notDone?: readonly Change[];
  readonly unchanged: number;
  readonly warnings: readonly Warning[];
  readonly runs: readonly StartedRun[];
  /** If they were asked for, and runs of the coming week are moved, added or removed: those runs before and after. */
  readonly week?: CalendarData;
  readonly failure?: {
    readonly during: "preview" | "up";
    readonly reasons: readonly string[];
    /** False if the stack is as before, such as after an `up` that a lock refused. */
    readonly mayHaveChanged: boolean;
  };
}

/** A whole promotion. `--json` writes one of these. */
export interface Promotion {
  /** The commit that is checked out; left out outside git. */
  readonly commit?: string;
  /** There are changes that the commit does not have. */
  readonly isDirty: boolean;
  /** With `--preview`, which changes nothing. */
  readonly isPreview: boolean;
  readonly stacks: readonly StackPromotion[];
  /** After a failure that left stacks changed: which stacks have the commit, and how to go back. */
  readonly nextStep?: string;
}

/** What a promotion needs. */
export interface PromotionWork {
  readonly engine: StackEngine;
  readonly isPreview: boolean;
  /** Whether a preview has the runs of the coming week. */
  readonly hasWeek: boolean;
  /** Whether to overwrite what was changed by hand. */
  readonly overwrites: boolean;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

/**
 * Previews and applies one stack after the other, and stops at the first that fails. With `isPreview` it
 * previews them all.
 */
export async function promoteStacks(
  names: readonly string[],
  work: PromotionWork,
): Promise<readonly StackPromotion[]> {
  const { isPreview, interruption } = work;
  const stacks: StackPromotion[] = [];
  for (const stack of new Set(names)) {
    const hasFailed = !isPreview && stacks.some(({ failure }) => failure !== undefined);
    if (hasFailed || interruption.isRequested) stacks.push(notReached(stack));
    else stacks.push(await promoteStack(stack, work));
  }
  return stacks;
}

async function promoteStack(stack: string, work: PromotionWork): Promise<StackPromotion> {
  const { engine, terminal, interruption, isPreview } = work;
  terminal.say(`${stack}: preview`);
  const preview = await engine.preview(stack, { signal: interruption.signal });
  const plan = { stack, ...outcome(preview.events, []), runs: [] };
  if (preview.failure !== undefined && interruption.isRequested) return notReached(stack);
  if (preview.failure !== undefined) return failedPreview(plan, preview.failure);
  const isChange = plan.changes.length > 0;
  const refresh = isChange ? await engine.previewRefresh(stack, { signal: interruption.signal }) : noChange;
  if (refresh.failure !== undefined && interruption.isRequested) return notReached(stack);
  if (refresh.failure !== undefined) return failedPreview(plan, refresh.failure);
  const drift = driftOf(refresh.events);
  const { warnings, changes } = outcome(preview.events, drift);
  const renames = renameWarnings(preview.events, await engine.runtime());
  const planned = { ...plan, changes, warnings: [...warnings, ...renames] };
  const overwritten = handEditSentence(changes);
  if (isPreview) {
    const notice = overwritten === undefined ? [] : [{ message: overwritten }];
    const week = work.hasWeek ? movedRuns(preview.events, new Date()) : undefined;
    return {
      ...planned,
      warnings: [...planned.warnings, ...notice],
      ...(week === undefined ? {} : { week }),
      status: "previewed",
    };
  }
  if (overwritten !== undefined && !work.overwrites)
    return { ...failedPreview(planned, [overwritten]), status: "stopped" };
  if (interruption.isRequested) return { ...planned, status: "not reached" };

  terminal.say(`${stack}: up, ${spokenCounts(planned)}`);
  const up = await engine.up(stack, {
    signal: interruption.signal,
    onEvent: progress(stack, terminal),
  });
  const done = { stack, ...outcome(up.events, drift), runs: startedRuns(up.events) };
  if (up.failure === undefined) return { ...done, status: "promoted" };
  if (up.lacksEvents === true)
    return {
      ...done,
      status: "failed",
      failure: { during: "up", reasons: up.failure, mayHaveChanged: true },
    };
  const left = notDone(preview.events, up.events);
  const hasFailed = up.events.some(({ resOpFailedEvent }) => resOpFailedEvent !== undefined);
  if (interruption.isRequested && !hasFailed) return interrupted(done, left, mayHaveChanged(up.events));
  return {
    ...done,
    notDone: left,
    status: "failed",
    failure: { during: "up", reasons: up.failure, mayHaveChanged: mayHaveChanged(up.events) },
  };
}

/** The changes and warnings of the events. */
function outcome(
  events: readonly EngineEvent[],
  drift: readonly ResourceDrift[],
): Changes & { readonly warnings: readonly Warning[] } {
  const { changes, unchanged } = allChangesOf(events);
  return { changes: markHandEdits(changes, drift), unchanged, warnings: warningsOf(events) };
}

const noChange: EngineOutcome = { events: [] };

function failedPreview(
  plan: Omit<StackPromotion, "status" | "failure">,
  reasons: readonly string[],
): StackPromotion {
  return { ...plan, status: "failed", failure: { during: "preview", reasons, mayHaveChanged: false } };
}

/** Leaves out the engine's messages: it fails because it was asked to stop. */
function interrupted(
  done: Omit<StackPromotion, "status" | "failure">,
  left: readonly Change[],
  isChanged: boolean,
): StackPromotion {
  const { stack, changes } = done;
  if (changes.length > 0 && left.length === 0) {
    const message = "The command was interrupted after all changes were applied.";
    return { ...done, warnings: [...done.warnings, { message }], status: "promoted" };
  }
  const reason = `Interrupted: ${counted(changes.length, "change")} applied, ${left.length} not applied. To continue, run \`npx pulumi-skyvern promote ${stack}\`.`;
  return {
    ...done,
    notDone: left,
    status: "interrupted",
    failure: { during: "up", reasons: [reason], mayHaveChanged: isChanged },
  };
}

function notReached(stack: string): StackPromotion {
  return { stack, status: "not reached", changes: [], unchanged: 0, warnings: [], runs: [] };
}

/** `1 to create, 2 to update, 37 unchanged`, or `nothing to change, 37 unchanged`. */
function spokenCounts({ changes, unchanged }: Changes): string {
  const kinds = (["create", "update", "replace", "delete"] as const).flatMap((kind) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${count} to ${kind}`];
  });
  return [...(kinds.length === 0 ? ["nothing to change"] : kinds), `${unchanged} unchanged`].join(", ");
}
