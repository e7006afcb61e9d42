import { isSkyvernError } from "../../errors";
import type { WireSchedule } from "../../skyvern/wire";
import type { ProviderContext } from "../provider-context";
import type { SchedulePlace } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import type { WorkflowScheduleState } from "./state";

/**
 * Reports missing and paused schedules, which an `up` without a refresh would not notice. It does not repair them:
 * whoever deleted or paused one may have meant it.
 */
export class UnseenChanges {
  readonly #context: ProviderContext;
  /** Set by the first failure, so that no other resource waits for the same timeout. */
  #isUnavailable = false;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  /**
   * Warns if a schedule in state is missing on the server, or is paused there and stays paused. Prints a note if the
   * server cannot be asked.
   *
   * @param isWritten whether this `up` writes the schedule
   */
  async warn(
    place: SchedulePlace,
    state: WorkflowScheduleState,
    inputs: WorkflowScheduleInputs,
    isWritten: boolean,
  ): Promise<void> {
    if (this.#isUnavailable || !this.#context.checksLive()) return;
    let live: WireSchedule | undefined;
    try {
      const account = this.#context.account();
      if (account.isUnreachable) return;
      live = await account.schedules.readAtFirst(place);
      if (live === undefined) await account.mustOwn(state.organizationId, `Schedule ${place.scheduleId}`);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      this.#isUnavailable = true;
      const text = `Could not check whether schedules are missing or paused in Skyvern: ${error.finding}`;
      await this.#context.notes.print("unlisted", text);
      return;
    }
    const name = state.name === undefined ? "" : ` "${state.name}"`;
    const which = `Schedule${name} (${place.scheduleId}) of workflow ${place.workflowId}`;
    if (live === undefined) {
      const isOver = state.runAt !== undefined && Date.parse(state.runAt) <= Date.now();
      if (isOver) return;
      await this.#context.showWarning(
        `${which} is in state but missing in Skyvern. It was deleted outside Pulumi, or by a \`pulumi destroy\` that was cut off. Run \`pulumi up --refresh\` to create it again.`,
      );
      return;
    }
    const { enabled } = inputs;
    // The update that ends a hold compares with the live schedule itself.
    const isHeld = state.afterHold !== undefined;
    const resumes = enabled === true && isWritten;
    if (live.enabled || !state.enabled || enabled === false || isHeld || resumes) return;
    const advice =
      enabled === true
        ? "Run `pulumi up --refresh` to resume it."
        : "If it should fire, resume it in Skyvern's web page. To keep the pause, run `pulumi refresh`.";
    await this.#context.showWarning(
      `${which} is paused in Skyvern, but state says that it fires. Somebody paused it, or a \`pulumi up\` with skyvern:paused was cut off. ${advice}`,
    );
  }
}
