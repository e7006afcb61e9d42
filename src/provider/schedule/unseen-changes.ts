import { isSkyvernError } from "../../errors";
import type { WireSchedule } from "../../skyvern/wire";
import type { ProviderContext } from "../provider-context";
import type { SchedulePlace } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/**
 * An `up` without a refresh goes by the state. So that no schedule is missing or paused without a word, those in state
 * are held against what the server lists. Whoever deleted or paused one may have meant it, so nothing is changed.
 */
export class UnseenChanges {
  readonly #context: ProviderContext;
  /** Set by the first look that failed, so that no other one waits for the same. */
  #cannotLook = false;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  /**
   * Warns when a schedule that is in state is not on the server, or is paused there and stays so; a note says where
   * that cannot be told.
   *
   * @param isWritten whether this `up` writes the schedule
   */
  async warn(
    place: SchedulePlace,
    state: WorkflowScheduleState,
    inputs: WorkflowScheduleInputs,
    isWritten: boolean,
  ): Promise<void> {
    if (this.#cannotLook || !this.#context.checksLive()) return;
    let live: WireSchedule | undefined;
    try {
      const account = this.#context.account();
      if (account.isUnreachable) return;
      live = await account.schedules.readAtFirst(place);
      if (live === undefined) await account.mustOwn(state.organizationId, `Schedule ${place.scheduleId}`);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      this.#cannotLook = true;
      const text = `Whether all schedules still exist is not checked: ${error.finding}`;
      this.#context.notes.say("unlisted", text);
      return;
    }
    const name = state.name === undefined ? "" : ` "${state.name}"`;
    const which = `Schedule${name} (${place.scheduleId}) of workflow ${place.workflowId}`;
    if (live === undefined) {
      await this.#context.showWarning(
        `${which} is in state, and not in Skyvern: it was deleted outside Pulumi, or by a \`pulumi destroy\` that was cut off. \`pulumi up --refresh\` makes it again.`,
      );
      return;
    }
    const { enabled, afterHold } = inputs;
    const isHeld = afterHold !== undefined || state.afterHold !== undefined;
    const resumes = enabled === true && isWritten;
    if (live.enabled || !state.enabled || enabled === false || isHeld || resumes) return;
    const advice =
      enabled === true
        ? "`pulumi up --refresh` resumes it."
        : "Resume it in Skyvern's web page if it should run; `pulumi refresh` takes note of the pause.";
    await this.#context.showWarning(
      `${which} is paused in Skyvern, and state says that it runs: somebody paused it, or a hold (skyvern:paused) was cut off. ${advice}`,
    );
  }
}
