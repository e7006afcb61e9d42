import type { WireSchedule } from "../../skyvern/wire";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/** A pause by hand that a refresh has stored. State then has `enabled: false`, as if the program had paused it. */
type HandPause = Pick<WorkflowScheduleState, "pausedByHand">;

/** The `pausedByHand` of a schedule that a refresh reads. */
export function foundPause(state: Partial<WorkflowScheduleState>, { enabled }: WireSchedule): HandPause {
  const fired = state.enabled === true && state.afterHold === undefined;
  return !enabled && (fired || state.pausedByHand === true) ? { pausedByHand: true } : {};
}

/** The `pausedByHand` that remains: none once the program itself pauses the schedule. */
export function keptPause(
  { pausedByHand }: HandPause,
  { enabled, afterHold }: Pick<WorkflowScheduleInputs, "enabled" | "afterHold">,
): HandPause {
  const isOfProgram = enabled === false && (afterHold === undefined || afterHold === "paused");
  return pausedByHand === undefined || isOfProgram ? {} : { pausedByHand };
}
