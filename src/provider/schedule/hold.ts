import type { WireSchedule } from "../../skyvern/wire";
import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/** What the end of a hold (`skyvern:paused`) does to a schedule. Empty if the schedule stays paused. */
type AfterHold = Pick<WorkflowScheduleState, "afterHold">;

/** Whether the schedule is paused without a hold: then it stays paused afterwards. */
export function isPausedByItself({ enabled, afterHold }: WorkflowScheduleState): boolean {
  return !enabled && afterHold === undefined;
}

/**
 * The `afterHold` that state stores with these inputs. If the program leaves `enabled` out, a schedule that fired
 * before the hold fires again afterwards.
 */
export function afterHoldOf(
  before: Pick<Partial<WorkflowScheduleState>, "enabled" | "afterHold">,
  { afterHold }: Pick<WorkflowScheduleInputs, "afterHold">,
): AfterHold {
  const ran = before.enabled === true || before.afterHold === "enabled";
  return afterHold === "enabled" || (afterHold === "as before" && ran) ? { afterHold: "enabled" } : {};
}

/** Whether the inputs change `afterHold` in state, or may change it because `enabled` is still unknown. */
export function changesAfterHold(
  state: Partial<WorkflowScheduleState>,
  inputs: Pick<WorkflowScheduleInputs, "afterHold">,
): boolean {
  return isUnknown(inputs.afterHold) || afterHoldOf(state, inputs).afterHold !== state.afterHold;
}

/** The inputs, with `enabled: true` if a hold ends and the program leaves `enabled` out. */
export function inputsAfterHold(
  before: Partial<WorkflowScheduleState>,
  inputs: WorkflowScheduleInputs,
): WorkflowScheduleInputs {
  const resumes = before.afterHold === "enabled" && inputs.enabled === undefined;
  return resumes ? { ...inputs, enabled: true } : inputs;
}

/**
 * The state with the live `enabled`, if a hold begins or ends. State may miss a pause by hand, or a write whose
 * answer was lost. Such a pause stays when the hold ends, with a warning.
 */
export async function withLiveEnabled(
  context: ProviderContext,
  state: WorkflowScheduleState,
  { afterHold }: WorkflowScheduleInputs,
): Promise<WorkflowScheduleState> {
  if (afterHold === undefined && state.afterHold === undefined) return state;
  const live = await context.account().schedules.readAlone(state);
  if (live === undefined || live.enabled === state.enabled) return state;
  if (afterHold === "as before" && !live.enabled && state.afterHold === undefined) {
    const name = state.name === undefined ? "" : ` "${state.name}"`;
    await context.showWarning(
      `Schedule${name} (${state.scheduleId}) of workflow ${state.workflowId} is already paused, but state says that it fires. Somebody paused it, or a \`pulumi up\` with skyvern:paused was cut off. It stays paused when skyvern:paused ends. If it should fire then, resume it in Skyvern's web page.`,
    );
  }
  return { ...state, enabled: live.enabled };
}

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
