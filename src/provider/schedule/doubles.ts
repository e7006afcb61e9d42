import { inUtc } from "../../skyvern/in-utc";
import type { WireSchedule } from "../../skyvern/wire";
import type { Account } from "../account";
import { changedKeys } from "../changed-keys";
import type { Properties } from "../lifecycle";
import type { ProviderContext } from "../provider-context";
import type { ScheduleClaims } from "./claims";
import type { WorkflowScheduleInputs } from "./inputs";
import { isAlike, stateOf, type WorkflowScheduleState } from "./state";

/** Keeps what is there already from being made once more: its workflow would run twice at each time. */
export class ScheduleDoubles {
  readonly #context: ProviderContext;
  readonly #claims: ScheduleClaims;
  /** The inputs of resources in state, by workflow, name and fire times. */
  readonly #inState = new Map<string, Set<string>>();
  /** The workflow, name and fire times of unconfirmed creations that are being replaced. */
  readonly #unconfirmed = new Set<string>();
  /** The workflow, name and fire times of what was looked for. */
  readonly #sought = new Set<string>();

  constructor(context: ProviderContext, claims: ScheduleClaims) {
    this.#context = context;
    this.#claims = claims;
  }

  /** A resource in state was made with these inputs. */
  seeInState(inputs: Properties): void {
    const key = keyOf(inputs);
    const seen = this.#inState.get(key) ?? new Set();
    this.#inState.set(key, seen.add(JSON.stringify(inputs)));
  }

  /** A creation that could not be confirmed is replaced: what it may have made is found out there. */
  seeUnconfirmed(state: WorkflowScheduleState): void {
    this.#unconfirmed.add(keyOf(state));
  }

  /** Whether this process looked for a schedule like it. */
  isSought(inputs: WorkflowScheduleInputs): boolean {
    return this.#sought.has(keyOf(inputs));
  }

  /**
   * Why a new schedule must not be made. Undefined where nothing is like it; where one has another name only, as after
   * a rename, with a warning.
   *
   * @throws SkyvernError
   */
  async problem(account: Account, inputs: WorkflowScheduleInputs): Promise<string | undefined> {
    const { workflowId, name } = inputs;
    const live = await account.schedules.listAtFirst(workflowId);
    this.#sought.add(keyOf(inputs));
    if (this.#unconfirmed.has(keyOf(inputs))) return undefined;
    const isStranger = (one: WireSchedule): boolean => !this.#claims.isKnown(one.workflow_schedule_id);
    const alike = live.filter((one) => isAlike(stateOf(one, undefined), inputs));
    const strangers = alike.filter(isStranger);
    // The engine may check a new resource, or a replacement as if it were one, before it tells whose the others are.
    const expected = (this.#inState.get(keyOf(inputs))?.size ?? 0) - (alike.length - strangers.length);
    if (strangers.length > Math.max(0, expected)) {
      const found = strangers
        .map((one) => `${one.workflow_schedule_id}, made ${inUtc(one.created_at)}`)
        .join("; ");
      return `Workflow ${workflowId} has a schedule "${name}" with this cron expression and timezone already (${found}), and with another one it would run twice at each time. Set adopt to true to take it over, as after a \`pulumi up\` that was cut off, or to false to make another one all the same.`;
    }
    const renamed = live.find((one) => isStranger(one) && firesTheSame(one, inputs));
    if (renamed !== undefined && alike.length === 0) await this.#warn(renamed, inputs);
    return undefined;
  }

  #warn(other: WireSchedule, { workflowId, name }: WorkflowScheduleInputs): Promise<void> {
    const { name: itsName, workflow_schedule_id: scheduleId } = other;
    const its = itsName === undefined ? scheduleId : `"${itsName}" (${scheduleId})`;
    return this.#context.showWarning(
      `Workflow ${workflowId} has a schedule ${its} with the same cron expression, timezone and parameters as the new "${name}". While both are there, it runs twice at each time. Where the resource was only renamed, give it an alias with the former name; else set adopt to "${scheduleId}" to take the other one over, or to false to have both.`,
    );
  }
}

/** Whether both would run the same job at the same times, whatever their names. */
function firesTheSame(one: WireSchedule, inputs: WorkflowScheduleInputs): boolean {
  if (!one.enabled || inputs.enabled === false) return false;
  const changes = changedKeys(stateOf(one, undefined), inputs, ["cronExpression", "timezone", "parameters"]);
  return changes.length === 0;
}

function keyOf(inputs: Partial<Record<keyof WorkflowScheduleInputs, unknown>>): string {
  const { workflowId, name, cronExpression, timezone } = inputs;
  return JSON.stringify([workflowId, name, cronExpression, timezone]);
}
