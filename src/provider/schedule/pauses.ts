import { isDeepStrictEqual } from "node:util";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/** What a new schedule is where nothing is said: it fires. */
const firing = { enabled: true } as const;

/**
 * Remembers which schedules somebody has paused, and whose program leaves that to them, from their diff to the creation
 * of their replacement, which stays paused. A creation is told the inputs of that diff, and nothing of the old schedule.
 */
export class SchedulePauses {
  readonly #paused: WorkflowScheduleInputs[] = [];

  /** A schedule with this state is to have these inputs. */
  see(state: WorkflowScheduleState, inputs: WorkflowScheduleInputs): void {
    const isLeft = inputs.enabled === undefined || inputs.afterHold === "as before";
    if (isLeft && !state.enabled && state.afterHold === undefined) this.#paused.push(inputs);
  }

  /** What a schedule that is made with these inputs was before. */
  before(inputs: WorkflowScheduleInputs): Pick<WorkflowScheduleState, "enabled"> {
    return this.#paused.some((paused) => isDeepStrictEqual(paused, inputs)) ? { enabled: false } : firing;
  }
}
