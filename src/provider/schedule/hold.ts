import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/** What the end of a hold (`skyvern:paused`) does to a schedule, as state remembers it; nothing where it stays paused. */
type Remembered = Pick<WorkflowScheduleState, "afterHold">;

/** Whether the schedule is paused without a hold: then it stays paused afterwards. */
export function isPausedByItself({ enabled, afterHold }: WorkflowScheduleState): boolean {
  return !enabled && afterHold === undefined;
}

/**
 * What state has to remember while these inputs hold. Where the program leaves `enabled` to what is, it is what ran
 * when the hold came; without a hold, and of what stays paused, it is nothing.
 *
 * @param before as it was before they are brought in line
 */
export function remembered(
  before: Pick<Partial<WorkflowScheduleState>, "enabled" | "afterHold">,
  { afterHold }: Pick<WorkflowScheduleInputs, "afterHold">,
): Remembered {
  const ran = before.enabled === true || before.afterHold === "enabled";
  return afterHold === "enabled" || (afterHold === "as before" && ran) ? { afterHold: "enabled" } : {};
}

/** Whether state has to remember something else than it does, or may have to, with an `enabled` that is unknown yet. */
export function changesMemory(
  state: Partial<WorkflowScheduleState>,
  inputs: Pick<WorkflowScheduleInputs, "afterHold">,
): boolean {
  return isUnknown(inputs.afterHold) || remembered(state, inputs).afterHold !== state.afterHold;
}

/** The inputs with what the end of a hold gives back, where the program itself leaves `enabled` out. */
export function released(
  before: Partial<WorkflowScheduleState>,
  inputs: WorkflowScheduleInputs,
): WorkflowScheduleInputs {
  const resumes = before.afterHold === "enabled" && inputs.enabled === undefined;
  return resumes ? { ...inputs, enabled: true } : inputs;
}

/**
 * The state with whether the schedule runs now, where a hold begins or ends: state may not know of a pause by hand,
 * or of a write whose answer was lost. Such a pause stays when the hold ends, with a warning.
 *
 * @throws SkyvernError
 */
export async function asItRuns(
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
      `Schedule${name} (${state.scheduleId}) of workflow ${state.workflowId} is paused already, and state says that it ran: somebody paused it, or an earlier hold was cut off. So it stays paused when skyvern:paused ends. If it should run then, resume it in Skyvern's web page.`,
    );
  }
  return { ...state, enabled: live.enabled };
}
