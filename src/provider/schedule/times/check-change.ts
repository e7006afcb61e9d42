import { SkyvernError } from "../../../errors";
import { spokenName } from "../../../spoken-name";
import type { ProviderContext } from "../../provider-context";
import type { SchedulePlace } from "../id";
import type { WorkflowScheduleInputs } from "../inputs";
import type { ScheduleChange, WorkflowScheduleState } from "../state";
import { keptStart, serverTime, tooSoonFailures } from "./fire-instants";
import { refuseIfSettled } from "./settled";

interface ScheduleUpdate {
  readonly state: WorkflowScheduleState;
  readonly inputs: WorkflowScheduleInputs;
  readonly changes: readonly ScheduleChange[];
}

/**
 * Refuses an update that the server would refuse: of a one-time schedule that is over, or to a time that is. Says if a
 * changed interval keeps its first fire time.
 *
 * @throws SkyvernError `invalid`
 */
export async function checkChange(
  context: ProviderContext,
  place: SchedulePlace,
  { state, inputs, changes }: ScheduleUpdate,
): Promise<void> {
  await refuseIfSettled(context, place, state);
  if (changes.includes("firstFireAt") || changes.includes("runAt")) {
    const [failure] = tooSoonFailures(state, inputs, serverTime(context));
    if (failure !== undefined) {
      const message = `${failure.property} of schedule ${spokenName(state.name)}: ${failure.reason}`;
      throw new SkyvernError("invalid", message);
    }
  }
  const kept = keptStart(state, inputs);
  if (kept !== undefined) await context.showProgress(kept, undefined, true);
}
