import { IncompleteError, isSkyvernError, SkyvernError } from "../../errors";
import { isForeignAnswer } from "../../skyvern/client";
import { deleteSchedule } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import type { CheckResult, DiffResult, Existing, Lifecycle, Properties } from "../lifecycle";
import type { ProviderContext } from "../provider-context";
import { findAdoption } from "./adoption";
import { checkSchedule } from "./check";
import { ScheduleClaims } from "./claims";
import { createOnce, unconfirmedSchedule } from "./create";
import { ScheduleDoubles } from "./doubles";
import { asItRuns, changesMemory, released, remembered } from "./hold";
import { formatScheduleId, nameKey, parseScheduleId, type SchedulePlace, unconfirmedScheduleId } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import { overtakenRun } from "./overtaken-run";
import { SchedulePauses } from "./pauses";
import { inputsOf, scheduleChanges, stateOf, type WorkflowScheduleState } from "./state";
import { UnseenChanges } from "./unseen-changes";
import { bringInLine } from "./write";

type Inputs = WorkflowScheduleInputs;
type State = WorkflowScheduleState;

/** The lifecycle of one schedule of one workflow; one object serves every such resource of the process. */
export class ScheduleLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = new Set(["workflowId", "cronExpression", "timezone", "name", "enabled", "adopt"]);
  readonly #context: ProviderContext;
  readonly #claims = new ScheduleClaims();
  readonly #doubles: ScheduleDoubles;
  readonly #unseen: UnseenChanges;
  readonly #pauses = new SchedulePauses();
  /** Unconfirmed creations that are being replaced and not settled yet, by workflow and name. */
  readonly #unsettled = new Map<string, State>();
  /** Workflow and name of creations that this process could not confirm. */
  readonly #unconfirmedNames = new Set<string>();

  constructor(context: ProviderContext) {
    this.#context = context;
    this.#doubles = new ScheduleDoubles(context, this.#claims);
    this.#unseen = new UnseenChanges(context);
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    const others = { claims: this.#claims, doubles: this.#doubles };
    return checkSchedule(this.#context, others, before, inputs);
  }

  async diff(id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const { scheduleId } = parseScheduleId(id);
    if (scheduleId === unconfirmedScheduleId) {
      this.#unsettled.set(nameKey(state), state);
      this.#doubles.seeUnconfirmed(state);
      return { changes: true, replaces: ["scheduleId"], deleteBeforeReplace: true };
    }
    this.#pauses.see(state, inputs);
    const changes = scheduleChanges(state, released(state, inputs));
    if (changes.includes("workflowId")) {
      this.#claims.move(scheduleId);
      // Both alive at once would fire twice.
      return { changes: true, replaces: ["workflowId"], deleteBeforeReplace: true };
    }
    const rival = this.#claims.compare(scheduleId, state, nameKey(inputs));
    if (rival !== undefined) {
      throw new SkyvernError(
        "invalid",
        `Schedule ${scheduleId} belongs to this resource, and another one adopts it, as "${rival}". Remove adopt there: only one resource can have it.`,
      );
    }
    await this.#unseen.warn(parseScheduleId(id), state, inputs, changes.length > 0);
    const isChanged = changes.length > 0 || changesMemory(state, inputs);
    return { changes: isChanged, replaces: [], deleteBeforeReplace: false };
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    // Those of one name go one after the other, so that each can be told from the next.
    const key = nameKey(inputs);
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
      ? await account.inTurn(nameKey({ ...state, ...place }), () => this.#unconfirmed(state as State))
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
    const now = await bringInLine(this.#context, await asItRuns(this.#context, before, inputs), inputs);
    this.#claims.renew(before.scheduleId, state, now);
    return now;
  }

  async delete(id: string, state: State): Promise<void> {
    const place = parseScheduleId(id);
    if (place.scheduleId === unconfirmedScheduleId) {
      const key = nameKey({ ...state, ...place });
      await this.#context.account().inTurn(key, async () => {
        const made = await this.#unconfirmed(state);
        if (made !== undefined)
          await this.#delete({ ...place, scheduleId: made.workflow_schedule_id }, state);
        this.#unsettled.delete(key);
      });
      return;
    }
    // A replacement adopted the very schedule that it replaces: it lives on there.
    if (this.#claims.isTakenOver(place.scheduleId)) return;
    if (this.#claims.isAnothers(place.scheduleId, state)) {
      // This process did not see the adoption: an earlier command ended between it and this delete.
      await this.#context.showWarning(
        `Schedule "${state.name}" (${place.scheduleId}) of workflow ${place.workflowId} is not deleted: another resource of the program has adopted it, and keeps it.`,
      );
      return;
    }
    await this.#delete(place, state);
  }

  async #make(key: string, inputs: Inputs): Promise<State> {
    if (this.#unconfirmedNames.has(key)) {
      throw new SkyvernError(
        "unavailable",
        `Could not create schedule "${inputs.name}" of workflow ${inputs.workflowId}: whether another one of this name was made a moment ago is not known, and the two could not be told apart. Run \`pulumi up --refresh\`.`,
      );
    }
    const account = this.#context.account();
    // The check left it out where it could not ask the server.
    if (inputs.adopt === undefined && !this.#doubles.isSought(inputs)) {
      const problem = await this.#doubles.problem(account, inputs);
      if (problem !== undefined) throw new SkyvernError("invalid", problem);
    }
    const before = this.#pauses.before(inputs);
    const wanted = inputs.enabled === undefined && !before.enabled ? { ...inputs, ...before } : inputs;
    try {
      const made = await createOnce(account, this.#claims, wanted, before);
      return stateOf(made, inputs.adopt, remembered(before, inputs));
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
    return bringInLine(this.#context, stateOf(made, undefined, attempt), inputs);
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
    return bringInLine(this.#context, stateOf(schedule, undefined), inputs);
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
    const isReplaced = this.#claims.isMoving(scheduleId) || this.#claims.isReplaced(scheduleId, state);
    const overtaken = isReplaced
      ? overtakenRun({ ...state, scheduleId }, account.client.serverTime() ?? Date.now())
      : undefined;
    if (overtaken !== undefined) await this.#context.showWarning(overtaken);
    this.#claims.know(scheduleId);
    account.schedules.forget();
  }

  /** The schedule that a creation without an answer made, if it made one. */
  async #unconfirmed(state: State): Promise<WireSchedule | undefined> {
    const made = await unconfirmedSchedule(this.#context.account(), this.#claims, state);
    if (made !== undefined) this.#claims.know(made.workflow_schedule_id);
    return made;
  }
}
