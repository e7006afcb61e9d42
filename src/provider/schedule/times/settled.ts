import { isSkyvernError, SkyvernError } from "../../../errors";
import { isSettled } from "../../../skyvern/schedules";
import type { WireSchedule } from "../../../skyvern/wire";
import type { ProviderContext } from "../../provider-context";
import type { SchedulePlace } from "../id";
import type { WorkflowScheduleState } from "../state";

/** `fired at 2027-01-04T08:00:00Z`. */
export function howSettled({ run_at, dispatch_status }: WireSchedule): string {
  if (dispatch_status === "canceled") return `was canceled before ${run_at}`;
  return dispatch_status === "failed" ? `failed to start its run at ${run_at}` : `fired at ${run_at}`;
}

/**
 * Refuses to change a one-time schedule that is over, so that a preview shows it. If the server cannot be asked now, the
 * update fails instead.
 *
 * @throws SkyvernError `invalid` if it is over
 */
export async function refuseIfSettled(
  context: ProviderContext,
  place: SchedulePlace,
  { name, runAt }: WorkflowScheduleState,
): Promise<void> {
  if (runAt === undefined || !context.checksLive()) return;
  let live: WireSchedule | undefined;
  try {
    live = await context.account().schedules.readAtFirst(place);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    return;
  }
  if (live === undefined || !isSettled(live)) return;
  throw new SkyvernError(
    "invalid",
    `Schedule "${name}" (${place.scheduleId}) of workflow ${place.workflowId} ${howSettled(live)}, so it can no longer change. Remove it from the program (in a schedule file: remove its key, or set absent: true), or undo the change, which may be in defaults or in the environment. To run the workflow once more, add another schedule.`,
  );
}
