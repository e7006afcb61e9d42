import { changeNote } from "../../change-note";
import { IncompleteError, isSkyvernError, SkyvernError } from "../../errors";
import { isForeignAnswer } from "../../skyvern/client";
import { inUtc } from "../../skyvern/in-utc";
import { deleteSchedule } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import { spokenName } from "../../spoken-name";
import type { CheckResult, DiffResult, Existing, Lifecycle, Properties } from "../lifecycle";
import { confirmCheck } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import { findAdoption } from "./adoption";
import { checkSchedule } from "./check";
import { createOnce, unconfirmedSchedule } from "./create";
import { doubleProblem } from "./double-problem";
import {
  afterHoldOf,
  changesAfterHold,
  foundPause,
  inputsAfterHold,
  keptPause,
  withLiveEnabled,
} from "./hold";
import { formatScheduleId, nameKey, parseScheduleId, type SchedulePlace, unconfirmedScheduleId } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import { ScheduleLedger } from "./ledger";
import { overtakenRun } from "./overtaken-run";
import { inputsOf, isOneTime, scheduleChanges, stateOf, type WorkflowScheduleState } from "./state";
import { checkChange } from "./times/check-change";
import { UnseenChanges } from "./unseen-changes";
import { applyInputs } from "./write";

type Inputs = WorkflowScheduleInputs;
type State = WorkflowScheduleState;

/** The lifecycle of schedules. One object serves every schedule resource of the process. */
export class ScheduleLifecycle implements Lifecycle<Inputs, State> {
  readonly publicInputs = new Set([
    "workflowId",
    "cronExpression",
    "interval",
    "intervalSeconds",
    "firstFireAt",
    "runAt",
    "timezone",
    "name",
    "enabled",
    "adopt",
  ]);
  readonly #context: ProviderContext;
  readonly #ledger = new ScheduleLedger();
  readonly #unseen: UnseenChanges;

  constructor(context: ProviderContext) {
    this.#context = context;
    this.#unseen = new UnseenChanges(context);
  }

  subject(id: string, { name, workflowId = id.split("/")[0] }: Properties): string {
    const quoted = name === undefined || isUnknown(name) ? "" : ` "${name}"`;
    return `schedule${quoted}${id === "" ? "" : ` (${id.split("/").at(-1)})`} of workflow ${workflowId}`;
  }

  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult> {
    return checkSchedule(this.#context, this.#ledger, before, inputs);
  }

  async diff(id: string, state: State, inputs: Inputs): Promise<DiffResult> {
    const place = parseScheduleId(id);
    const { scheduleId } = place;
    const { origin } = inputs;
    if (scheduleId === unconfirmedScheduleId) {
      this.#ledger.recordAttempt(origin, state);
      const changed = ["scheduleId"];
      return { changes: true, changed, replaces: changed, deleteBeforeReplace: true };
    }
    const changes = scheduleChanges(state, inputsAfterHold(state, inputs));
    const replaces = changes.filter(
      (key) => key === "workflowId" || (key === "runAt" && isOneTime(state) !== isOneTime(inputs)),
    );
    if (replaces.length > 0) {
      this.#ledger.recordMove(origin, { ...state, scheduleId });
      // Two live schedules would fire twice.
      return { changes: true, changed: changes, replaces, deleteBeforeReplace: true };
    }
    this.#ledger.recordStay(origin, { ...state, scheduleId });
    const isKept = origin !== undefined && this.#ledger.isOwned(scheduleId, "kept", origin);
    const rival = isKept ? this.#ledger.rivalName(scheduleId, origin) : undefined;
    if (rival !== undefined) {
      throw new SkyvernError(
        "invalid",
        `Schedule ${scheduleId} belongs to this resource, but resource "${rival}" adopts it too. Only one resource can have it: remove adopt from "${rival}".`,
      );
    }
    if (changes.length > 0) await checkChange(this.#context, place, { state, inputs, changes });
    await this.#unseen.warn(place, state, inputs, changes.length > 0);
    const isNoted =
      changesAfterHold(state, inputs) || keptPause(state, inputs).pausedByHand !== state.pausedByHand;
    return {
      changes: changes.length > 0 || isNoted,
      changed: changes,
      replaces: [],
      deleteBeforeReplace: false,
    };
  }

  async create(inputs: Inputs): Promise<{ id: string; state: State }> {
    // Creations with the same name run one at a time, so that a lost one is never confused with the next.
    const state = await this.#context.account().inTurn(nameKey(inputs), async () => {
      const found = (await this.#settle(inputs)) ?? (await this.#adopt(inputs));
      return found ?? (await this.#createNew(inputs));
    });
    this.#context.account().schedules.forget();
    return { id: formatScheduleId(state), state };
  }

  async read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined> {
    const place = parseScheduleId(id);
    const account = this.#context.account();
    const isUnconfirmed = place.scheduleId === unconfirmedScheduleId;
    if (!isUnconfirmed) this.#ledger.recordSchedule(place.scheduleId);
    const schedule = isUnconfirmed
      ? await account.inTurn(nameKey({ ...state, ...place }), () => this.#unconfirmed(state as State))
      : await account.schedules.read(place);
    if (schedule === undefined) {
      await account.mustOwn(state.organizationId, `Schedule ${place.scheduleId}`);
      return undefined;
    }
    const now = stateOf(schedule, state, { ...state, ...foundPause(state, schedule) });
    const isChanged = state.scheduleId === now.scheduleId && scheduleChanges(state, now as Inputs).length > 0;
    if (isChanged && schedule.modified_at !== undefined)
      await this.#context.showProgress(changeNote(now.scheduleId, inUtc(schedule.modified_at)));
    return { id: formatScheduleId(now), inputs: inputsOf(now), state: now };
  }

  async update(id: string, state: State, inputs: Inputs): Promise<State> {
    const before = { ...state, ...parseScheduleId(id) };
    return applyInputs(this.#context, await withLiveEnabled(this.#context, before, inputs), inputs);
  }

  async delete(id: string, state: State): Promise<void> {
    const place = parseScheduleId(id);
    const { scheduleId, workflowId } = place;
    if (scheduleId === unconfirmedScheduleId) {
      await this.#context.account().inTurn(nameKey({ ...state, ...place }), async () => {
        const made = await this.#unconfirmed(state);
        if (made !== undefined)
          await this.#delete({ workflowId, scheduleId: made.workflow_schedule_id }, state);
        this.#ledger.recordSettlement(state);
      });
      return;
    }
    // The resource that adopted the schedule keeps it. It may be the replacement of this one.
    if (this.#ledger.isOwned(scheduleId, "adopted")) return;
    if (this.#ledger.isOwned(scheduleId, "kept")) {
      // An earlier command was cut off between the adoption and this delete.
      await this.#context.showWarning(
        `Schedule ${spokenName(state.name)} (${scheduleId}) of workflow ${workflowId} is not deleted: another resource of the program adopted it. There is nothing to do.`,
      );
      return;
    }
    await this.#delete(place, state);
  }

  async #createNew(inputs: Inputs): Promise<State> {
    const ledger = this.#ledger;
    if (ledger.isUnconfirmed(inputs)) {
      throw new SkyvernError(
        "unavailable",
        `Could not create schedule ${spokenName(inputs.name)} of workflow ${inputs.workflowId}. It is unknown whether an earlier request created one with the same name, so no second one was created. To find out, run \`pulumi up --refresh\`.`,
      );
    }
    const account = this.#context.account();
    // The check did not look for duplicates if it could not ask the server.
    if (inputs.adopt === undefined && !ledger.isSearched(inputs.origin)) {
      const problem = await doubleProblem(this.#context, account, ledger, inputs);
      if (problem !== undefined) throw new SkyvernError("invalid", problem);
    }
    await confirmCheck(this.#context, inputs, `create schedule ${spokenName(inputs.name)}`);
    // A new schedule fires. A replacement stays paused if the old schedule was paused.
    const before = { enabled: !ledger.isPaused(inputs.origin) };
    const wanted = inputs.enabled === undefined && !before.enabled ? { ...inputs, ...before } : inputs;
    try {
      const made = await createOnce(account, ledger, wanted, before);
      return stateOf(made, inputs, afterHoldOf(before, inputs));
    } catch (error) {
      if (error instanceof IncompleteError) ledger.recordUnconfirmed(inputs);
      throw error;
    }
  }

  /** The schedule of an unconfirmed creation that the replacement did not delete (`retainOnDelete`). */
  async #settle(inputs: Inputs): Promise<State | undefined> {
    const attempt = this.#ledger.attemptOf(inputs.origin);
    if (attempt === undefined) return undefined;
    const made = await this.#unconfirmed(attempt);
    this.#ledger.recordSettlement(attempt);
    if (made === undefined) return undefined;
    this.#ledger.recordCreation(made.workflow_schedule_id, inputs);
    return applyInputs(this.#context, stateOf(made, {}, attempt), inputs);
  }

  /** Adopts and updates the schedule that `adopt` names. Undefined if there is none. */
  async #adopt(inputs: Inputs): Promise<State | undefined> {
    if (inputs.adopt === undefined || inputs.adopt === false) return undefined;
    const schedules = await this.#context.account().schedules.listNow(inputs.workflowId);
    const adoption = findAdoption(inputs, schedules, this.#ledger);
    if ("problem" in adoption) throw new SkyvernError("invalid", adoption.problem);
    const { schedule } = adoption;
    if (schedule === undefined) return undefined;
    this.#ledger.recordAdoption(schedule.workflow_schedule_id, inputs);
    return applyInputs(this.#context, stateOf(schedule), inputs);
  }

  /** Deletes the schedule. Runs that it has started continue. */
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
    const overtaken = this.#ledger.isReplaced(scheduleId)
      ? overtakenRun({ ...state, scheduleId }, account.client.serverTime() ?? Date.now())
      : undefined;
    if (overtaken !== undefined) await this.#context.showWarning(overtaken);
    this.#ledger.recordDeletion(scheduleId, state);
    account.schedules.forget();
  }

  /** The schedule that an unconfirmed creation made. Undefined if it made none. */
  async #unconfirmed(state: State): Promise<WireSchedule | undefined> {
    const made = await unconfirmedSchedule(this.#context.account(), this.#ledger, state);
    if (made !== undefined) this.#ledger.recordSchedule(made.workflow_schedule_id);
    return made;
  }
}
