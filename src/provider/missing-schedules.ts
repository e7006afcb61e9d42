import { isSkyvernError } from "../errors";
import type { ProviderContext } from "./provider-context";
import type { SchedulePlace } from "./schedule-id";
import type { WorkflowScheduleState } from "./schedule-state";

/**
 * An `up` without a refresh goes by the state. So that no schedule is missing without a word, those in state are held
 * against what the server lists. Whoever deleted one may have meant it, so nothing is made again.
 */
export class MissingSchedules {
  readonly #context: ProviderContext;
  /** Set by the first look that failed, so that no other one waits for the same. */
  #cannotLook = false;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  /** Warns when a schedule that is in state is not on the server; a note says where that cannot be told. */
  async warn(place: SchedulePlace, state: WorkflowScheduleState): Promise<void> {
    if (this.#cannotLook || !this.#context.checksLive()) return;
    try {
      const account = this.#context.account();
      if (account.isUnreachable || (await account.schedules.wasThereAtFirst(place))) return;
      await account.mustOwn(state.organizationId, `Schedule ${place.scheduleId}`);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      this.#cannotLook = true;
      const text = `Whether all schedules still exist is not checked: ${error.finding}`;
      this.#context.notes.say("unlisted", text);
      return;
    }
    const name = state.name === undefined ? "" : ` "${state.name}"`;
    await this.#context.showWarning(
      `Schedule${name} (${place.scheduleId}) of workflow ${place.workflowId} is in state, and not in Skyvern: it was deleted outside Pulumi, or by a \`pulumi destroy\` that was cut off. \`pulumi up --refresh\` makes it again.`,
    );
  }
}
