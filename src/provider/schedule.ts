import { isSkyvernError, SkyvernError } from "../errors";
import { isAnswerLost } from "../skyvern/client";
import {
  deleteSchedule,
  listWorkflowSchedules,
  replaceSchedule,
  setScheduleEnabled,
} from "../skyvern/schedules";
import type { WireSchedule } from "../skyvern/wire";
import type { Account } from "./account";
import type { CheckResult, DiffResult, Existing, Lifecycle, Properties } from "./lifecycle";
import { findAdoption } from "./schedule-adoption";
import { checkSchedule } from "./schedule-check";
import { ScheduleClaims } from "./schedule-claims";
import { createOnce, findUnconfirmed } from "./schedule-create";
import { formatScheduleId, parseScheduleId, type SchedulePlace, unconfirmedScheduleId } from "./schedule-id";
import type { WorkflowScheduleInputs } from "./schedule-inputs";
import { bodyOf, inputsOf, scheduleChanges, stateOf, type WorkflowScheduleState } from "./schedule-state";

type Inputs = WorkflowScheduleInputs;
type State = WorkflowScheduleState;

/** The lifecycle of one schedule of one workflow; one object serves every such resource of the process. */
export class ScheduleLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = new Set(["workflowId", "cronExpression", "timezone", "name", "enabled", "adopt"]);
  readonly #account: () => Account;
  readonly #claims = new ScheduleClaims();

  constructor(account: () => Account) {
    this.#account = account;
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    return checkSchedule(this.#account, this.#claims, before, inputs);
  }

  async diff(id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const { scheduleId } = parseScheduleId(id);
    if (scheduleId === unconfirmedScheduleId) {
      return { changes: true, replaces: ["scheduleId"], deleteBeforeReplace: true };
    }
    const rival = this.#claims.manage(scheduleId);
    if (rival !== undefined) {
      throw new SkyvernError(
        "invalid",
        `Schedule ${scheduleId} belongs to this resource, and "${rival}" adopts it as well. Remove adopt there: only one resource can have it.`,
      );
    }
    const changes = scheduleChanges(state, inputs);
    const replaces = changes.filter((key) => key === "workflowId");
    // Both alive at once would fire twice.
    return { changes: changes.length > 0, replaces, deleteBeforeReplace: replaces.length > 0 };
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    const schedule = (await this.#adopt(inputs)) ?? (await createOnce(this.#account(), this.#claims, inputs));
    this.#account().schedules.forget();
    const place = { workflowId: inputs.workflowId, scheduleId: schedule.workflow_schedule_id };
    return { id: formatScheduleId(place), state: stateOf(schedule, inputs.adopt) };
  }

  async read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined> {
    const place = parseScheduleId(id);
    const schedule =
      place.scheduleId === unconfirmedScheduleId
        ? await this.#unconfirmed(state as State)
        : await this.#account().schedules.read(place);
    if (schedule === undefined) return undefined;
    this.#claims.manage(schedule.workflow_schedule_id);
    const now = stateOf(schedule, state.adopt);
    return { id: formatScheduleId(now), inputs: inputsOf(now), state: now };
  }

  async update(id: string, state: State, inputs: Inputs): Promise<State> {
    const changes = scheduleChanges(state, inputs);
    // What was unknown in the preview can turn out to be the same.
    if (changes.length === 0) return { ...state, ...inputs };
    return stateOf(await this.#write(parseScheduleId(id), changes, inputs), inputs.adopt);
  }

  async delete(id: string, state: State): Promise<void> {
    const place = parseScheduleId(id);
    if (place.scheduleId === unconfirmedScheduleId) {
      const made = await this.#unconfirmed(state);
      if (made !== undefined) await this.#delete({ ...place, scheduleId: made.workflow_schedule_id });
      return;
    }
    // A replacement adopted the very schedule that it replaces: it lives on there.
    if (!this.#claims.isTakenOver(place.scheduleId)) await this.#delete(place);
  }

  /** Takes over what `adopt` means and brings it in line; undefined when there is nothing to adopt. */
  async #adopt(inputs: Inputs): Promise<WireSchedule | undefined> {
    if (inputs.adopt === undefined || inputs.adopt === false) return undefined;
    const { value } = await listWorkflowSchedules(this.#account().client, inputs.workflowId);
    const adoption = findAdoption(inputs, value, this.#claims);
    if ("problem" in adoption) throw new SkyvernError("invalid", adoption.problem);
    const { schedule } = adoption;
    if (schedule === undefined) return undefined;
    this.#claims.takeOver(schedule.workflow_schedule_id, inputs.name);
    const changes = scheduleChanges(stateOf(schedule, undefined), inputs);
    const place = { workflowId: inputs.workflowId, scheduleId: schedule.workflow_schedule_id };
    return changes.length === 0 ? schedule : this.#write(place, changes, inputs);
  }

  /**
   * One PUT with every field; one POST when only `enabled` differs. When its answer is lost, the schedule is
   * read, and the write sent again only when it did not arrive.
   */
  async #write(
    { workflowId, scheduleId }: SchedulePlace,
    changes: readonly string[],
    inputs: Inputs,
  ): Promise<WireSchedule> {
    const account = this.#account();
    const { enabled } = inputs;
    const send = (): Promise<WireSchedule> =>
      enabled !== undefined && changes.every((key) => key === "enabled")
        ? setScheduleEnabled(account.client, workflowId, scheduleId, enabled)
        : replaceSchedule(account.client, workflowId, scheduleId, bodyOf(inputs));
    try {
      return await send();
    } catch (error) {
      if (isSkyvernError(error, "not-found")) {
        throw new SkyvernError(
          "not-found",
          `${error.message} It was deleted outside Pulumi: run \`pulumi refresh\`, and the next \`pulumi up\` makes it again.`,
          { cause: error },
        );
      }
      if (!isAnswerLost(error)) throw error;
      const live = await account.schedules.readAlone({ workflowId, scheduleId });
      const arrived = live !== undefined && scheduleChanges(stateOf(live, undefined), inputs).length === 0;
      return arrived ? live : await send();
    } finally {
      account.schedules.forget();
    }
  }

  /** Runs that the schedule has started already go on. */
  async #delete({ workflowId, scheduleId }: SchedulePlace): Promise<void> {
    const account = this.#account();
    try {
      await deleteSchedule(account.client, workflowId, scheduleId);
    } catch (error) {
      if (!isSkyvernError(error, "not-found")) throw error;
    }
    this.#claims.release(scheduleId);
    account.schedules.forget();
  }

  /** The schedule that a creation without an answer made, if it made one. */
  async #unconfirmed(state: State): Promise<WireSchedule | undefined> {
    const found = await findUnconfirmed(this.#account(), this.#claims, state);
    if (found.length < 2) return found[0];
    throw new SkyvernError(
      "invalid",
      `An earlier update could not tell whether it made schedule "${state.name}" of workflow ${state.workflowId}, and ${found.length} schedules could be the one: ${found.map((one) => one.workflow_schedule_id).join(", ")}. Delete the ones that should not be there, and run the command again.`,
    );
  }
}
