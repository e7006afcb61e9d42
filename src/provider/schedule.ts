import { IncompleteError, isSkyvernError, SkyvernError } from "../errors";
import { isAnswerLost, isForeignAnswer } from "../skyvern/client";
import { deleteSchedule, replaceSchedule, setScheduleEnabled } from "../skyvern/schedules";
import type { WireSchedule } from "../skyvern/wire";
import type { CheckResult, DiffResult, Existing, Lifecycle, Properties } from "./lifecycle";
import { MissingSchedules } from "./missing-schedules";
import { overtakenRun } from "./overtaken-run";
import type { ProviderContext } from "./provider-context";
import { findAdoption } from "./schedule-adoption";
import { checkSchedule } from "./schedule-check";
import { ScheduleClaims } from "./schedule-claims";
import { createOnce, findUnconfirmed, idsOf, newSchedule } from "./schedule-create";
import { asItRuns, changesMemory, released, remembered } from "./schedule-hold";
import { formatScheduleId, parseScheduleId, type SchedulePlace, unconfirmedScheduleId } from "./schedule-id";
import type { WorkflowScheduleInputs } from "./schedule-inputs";
import { bodyOf, inputsOf, scheduleChanges, stateOf, type WorkflowScheduleState } from "./schedule-state";

type Inputs = WorkflowScheduleInputs;
type State = WorkflowScheduleState;

/** The lifecycle of one schedule of one workflow; one object serves every such resource of the process. */
export class ScheduleLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = new Set(["workflowId", "cronExpression", "timezone", "name", "enabled", "adopt"]);
  readonly #context: ProviderContext;
  readonly #claims = new ScheduleClaims();
  readonly #missing: MissingSchedules;
  /** Unconfirmed creations that are being replaced and not settled yet, by workflow and name. */
  readonly #unsettled = new Map<string, State>();
  /** Workflow and name of creations that this process could not confirm. */
  readonly #unconfirmedNames = new Set<string>();

  constructor(context: ProviderContext) {
    this.#context = context;
    this.#missing = new MissingSchedules(context);
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    return checkSchedule(this.#context, this.#claims, before, inputs);
  }

  async diff(id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const { scheduleId } = parseScheduleId(id);
    if (scheduleId === unconfirmedScheduleId) {
      this.#unsettled.set(keyOf(state.workflowId, state.name), state);
      return { changes: true, replaces: ["scheduleId"], deleteBeforeReplace: true };
    }
    const changes = scheduleChanges(state, released(state, inputs));
    if (changes.includes("workflowId")) {
      this.#claims.know(scheduleId);
      // Both alive at once would fire twice.
      return { changes: true, replaces: ["workflowId"], deleteBeforeReplace: true };
    }
    const rival = this.#claims.manage(scheduleId);
    if (rival !== undefined) {
      throw new SkyvernError(
        "invalid",
        `Schedule ${scheduleId} belongs to this resource, and another one adopts it, as "${rival}". Remove adopt there: only one resource can have it.`,
      );
    }
    await this.#missing.warn(parseScheduleId(id), state);
    const isChanged = changes.length > 0 || changesMemory(state, inputs);
    return { changes: isChanged, replaces: [], deleteBeforeReplace: false };
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    // Those of one name go one after the other, so that each can be told from the next.
    const key = keyOf(inputs.workflowId, inputs.name);
    const state = await this.#context.account().inTurn(key, async () => {
      const found = (await this.#settle(key, inputs)) ?? (await this.#adopt(inputs));
      return found ?? (await this.#make(key, inputs));
    });
    this.#context.account().schedules.forget();
    return { id: formatScheduleId(state), state };
  }

  async read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined> {
    const place = parseScheduleId(id);
    const account = this.#context.account();
    const isUnconfirmed = place.scheduleId === unconfirmedScheduleId;
    if (!isUnconfirmed) this.#claims.know(place.scheduleId);
    const schedule = isUnconfirmed
      ? await account.inTurn(keyOf(place.workflowId, state.name), () => this.#unconfirmed(state as State))
      : await account.schedules.read(place);
    if (schedule === undefined) {
      await account.mustOwn(state.organizationId, `Schedule ${place.scheduleId}`);
      return undefined;
    }
    const now = stateOf(schedule, state.adopt, state);
    return { id: formatScheduleId(now), inputs: inputsOf(now), state: now };
  }

  async update(id: string, state: State, inputs: Inputs): Promise<State> {
    const before = { ...state, ...parseScheduleId(id) };
    return this.#bringInLine(await asItRuns(this.#context, before, inputs), inputs);
  }

  async delete(id: string, state: State): Promise<void> {
    const place = parseScheduleId(id);
    if (place.scheduleId === unconfirmedScheduleId) {
      const key = keyOf(place.workflowId, state.name);
      await this.#context.account().inTurn(key, async () => {
        const made = await this.#unconfirmed(state);
        if (made !== undefined)
          await this.#delete({ ...place, scheduleId: made.workflow_schedule_id }, state);
        this.#unsettled.delete(key);
      });
      return;
    }
    // A replacement adopted the very schedule that it replaces: it lives on there.
    if (!this.#claims.isTakenOver(place.scheduleId)) await this.#delete(place, state);
  }

  async #make(key: string, inputs: Inputs): Promise<State> {
    if (this.#unconfirmedNames.has(key)) {
      throw new SkyvernError(
        "unavailable",
        `Could not create schedule "${inputs.name}" of workflow ${inputs.workflowId}: whether another one of this name was made a moment ago is not known, and the two could not be told apart. Run \`pulumi up --refresh\`.`,
      );
    }
    try {
      const made = await createOnce(this.#context.account(), this.#claims, inputs);
      return stateOf(made, inputs.adopt, remembered(newSchedule, inputs));
    } catch (error) {
      if (error instanceof IncompleteError) this.#unconfirmedNames.add(key);
      throw error;
    }
  }

  /** What an unconfirmed creation made, where its replacement did not delete it (`retainOnDelete`). */
  async #settle(key: string, inputs: Inputs): Promise<State | undefined> {
    const attempt = this.#unsettled.get(key);
    if (attempt === undefined) return undefined;
    const made = await this.#unconfirmed(attempt);
    this.#unsettled.delete(key);
    if (made === undefined) return undefined;
    this.#claims.manage(made.workflow_schedule_id);
    return this.#bringInLine(stateOf(made, undefined, attempt), inputs);
  }

  /** Takes over what `adopt` means and brings it in line; undefined when there is nothing to adopt. */
  async #adopt(inputs: Inputs): Promise<State | undefined> {
    if (inputs.adopt === undefined || inputs.adopt === false) return undefined;
    const schedules = await this.#context.account().schedules.listAnew(inputs.workflowId);
    const adoption = findAdoption(inputs, schedules, this.#claims);
    if ("problem" in adoption) throw new SkyvernError("invalid", adoption.problem);
    const { schedule } = adoption;
    if (schedule === undefined) return undefined;
    this.#claims.takeOver(schedule.workflow_schedule_id, inputs.name);
    return this.#bringInLine(stateOf(schedule, undefined), inputs);
  }

  async #bringInLine(before: State, inputs: Inputs): Promise<State> {
    const wanted = released(before, inputs);
    const changes = scheduleChanges(before, wanted);
    if (changes.length > 0) return this.#write(before, changes, wanted);
    // What was unknown in the preview can turn out to be the same.
    const { adopt: _, afterHold: __, ...rest } = before;
    const { afterHold: ___, ...given } = wanted;
    return { ...rest, ...given, ...remembered(before, inputs) };
  }

  /**
   * One PUT with every field; one POST when only `enabled` differs. When its answer is lost, the schedule is
   * read, and the write sent again only when it did not arrive.
   */
  async #write(before: State, changes: readonly string[], inputs: Inputs): Promise<State> {
    const { workflowId, scheduleId, organizationId } = before;
    const account = this.#context.account();
    const memory = remembered(before, inputs);
    let isLost = false;
    const { enabled } = inputs;
    const send = (): Promise<WireSchedule> =>
      enabled !== undefined && changes.every((key) => key === "enabled")
        ? setScheduleEnabled(account.client, workflowId, scheduleId, enabled)
        : replaceSchedule(account.client, workflowId, scheduleId, bodyOf(inputs));
    try {
      const written = await send().catch(async (error) => {
        if (!isAnswerLost(error)) throw error;
        isLost = true;
        const live = await account.schedules.readAlone({ workflowId, scheduleId });
        const arrived = live !== undefined && scheduleChanges(stateOf(live, undefined), inputs).length === 0;
        return arrived ? live : send();
      });
      const overtaken = overtakenRun(before, written);
      if (overtaken !== undefined) await this.#context.showWarning(overtaken);
      return stateOf(written, inputs.adopt, memory);
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      const mayForget = isLost && memory.afterHold !== undefined && before.afterHold === undefined;
      if (mayForget && error.kind !== "not-found") {
        // It may be paused by this, and would then look as if a person had paused it.
        throw new IncompleteError(
          `${error.finding} Whether schedule ${scheduleId} is held is not known; state remembers that it runs after the hold. Run \`pulumi up\` again.`,
          formatScheduleId(before),
          { ...before, ...memory },
        );
      }
      if (error.kind !== "not-found") throw error;
      await account.mustOwn(organizationId, `Schedule ${scheduleId}`);
      const advice =
        "It was deleted outside Pulumi: run `pulumi refresh`, and the next `pulumi up` makes it again.";
      throw new SkyvernError("not-found", error.message, { advice, cause: error });
    } finally {
      account.schedules.forget();
    }
  }

  /** Runs that the schedule has started already go on. */
  async #delete({ workflowId, scheduleId }: SchedulePlace, state: State): Promise<void> {
    const account = this.#context.account();
    try {
      await deleteSchedule(account.client, workflowId, scheduleId);
    } catch (error) {
      if (isSkyvernError(error, "not-found")) {
        await account.mustOwn(state.organizationId, `Schedule ${scheduleId}`);
      } else if (!isForeignAnswer(error) || (await account.schedules.readAlone({ workflowId, scheduleId }))) {
        throw error;
      }
    }
    this.#claims.know(scheduleId);
    account.schedules.forget();
  }

  /** The schedule that a creation without an answer made, if it made one. */
  async #unconfirmed(state: State): Promise<WireSchedule | undefined> {
    const found = await findUnconfirmed(this.#context.account(), this.#claims, state);
    const [made] = found;
    if (found.length > 1) {
      throw new SkyvernError(
        "invalid",
        `An earlier update could not tell whether it made schedule "${state.name}" of workflow ${state.workflowId}, and ${found.length} schedules could be the one: ${idsOf(found)}. Delete the ones that should not be there, and run the command again. Where another stack has one of them, take this resource out of state (\`pulumi state delete\`) instead, and set adopt to the id of its own.`,
      );
    }
    if (made !== undefined) this.#claims.know(made.workflow_schedule_id);
    return made;
  }
}

function keyOf(workflowId: string, name: string | undefined): string {
  return JSON.stringify([workflowId, name]);
}
