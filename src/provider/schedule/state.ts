import { storedParameters } from "../../json-parameters";
import { inUtc } from "../../skyvern/in-utc";
import type { WireSchedule, WireScheduleBody } from "../../skyvern/wire";
import { changedKeys } from "../changed-keys";
import type { WorkflowScheduleInputs } from "./inputs";

/** A schedule as it is stored in a stack: the inputs, and what the server gave it. Nothing volatile. */
export interface WorkflowScheduleState
  extends Omit<WorkflowScheduleInputs, "cronExpression" | "name" | "afterHold"> {
  /** Left out when somebody made it an interval or one-time schedule outside Pulumi. */
  readonly cronExpression?: string;
  /** Left out when the schedule has none, as those made elsewhere may. */
  readonly name?: string;
  readonly enabled: boolean;
  /** `wfs_…`. */
  readonly scheduleId: string;
  /** ISO 8601, UTC; of an unconfirmed creation the interval in which it may have happened. */
  readonly createdAt: string;
  /** `o_…`, the organisation that it belongs to; left out where the server did not say. */
  readonly organizationId?: string;
  /** There while `skyvern:paused` holds a schedule that runs again afterwards. */
  readonly afterHold?: "enabled";
}

/** The inputs that one PUT can bring in line, in the order of the API's documentation. */
const changeable = ["cronExpression", "timezone", "name", "description", "parameters"] as const;

/** What differs between what is and what is wanted. */
export type ScheduleChange = (typeof changeable)[number] | "workflowId" | "enabled";

/**
 * The inputs that really differ. `adopt` is a one-time act, `origin` is only remembered, and a left-out `enabled`
 * respects a pause. Every
 * needless write would reset `modified_at`, after which Skyvern's scheduler drops a tick that was due.
 */
export function scheduleChanges(
  state: Partial<WorkflowScheduleState>,
  inputs: WorkflowScheduleInputs,
): ScheduleChange[] {
  const keys: ScheduleChange[] = ["workflowId", ...changeable];
  return changedKeys(state, inputs, inputs.enabled === undefined ? keys : [...keys, "enabled"]);
}

/** When a schedule fires, and under which name. */
type FireTimes = Partial<Readonly<Record<"name" | "cronExpression" | "timezone", unknown>>>;

/**
 * Whether both fire at the same times under the same name: what two schedules of one workflow never share unless
 * one was made twice. What a person may have changed since does not count.
 */
export function isAlike(one: FireTimes, other: FireTimes): boolean {
  return (["name", "cronExpression", "timezone"] as const).every((key) => one[key] === other[key]);
}

/**
 * The state of a schedule on the server. `adopt` and `origin` come from the inputs, and `afterHold` from the state
 * before. A schedule that runs has no `afterHold`: somebody resumed it during the hold.
 */
export function stateOf(
  schedule: WireSchedule,
  { adopt, origin }: Pick<WorkflowScheduleInputs, "adopt" | "origin"> = {},
  { afterHold }: Pick<WorkflowScheduleState, "afterHold"> = {},
): WorkflowScheduleState {
  const parameters = storedParameters(schedule.parameters);
  return {
    workflowId: schedule.workflow_permanent_id,
    timezone: schedule.timezone,
    enabled: schedule.enabled,
    scheduleId: schedule.workflow_schedule_id,
    createdAt: inUtc(schedule.created_at),
    ...(schedule.organization_id === undefined ? {} : { organizationId: schedule.organization_id }),
    ...(schedule.cron_expression === undefined
      ? {}
      : { cronExpression: normalBlanks(schedule.cron_expression) }),
    ...(schedule.name === undefined ? {} : { name: schedule.name }),
    ...(schedule.description === undefined ? {} : { description: schedule.description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(origin === undefined ? {} : { origin }),
    ...(afterHold === undefined || schedule.enabled ? {} : { afterHold }),
  };
}

/** The inputs that would leave a schedule in this state as it is: refresh stores them, so that drift shows. */
export function inputsOf(state: WorkflowScheduleState): Partial<WorkflowScheduleInputs> {
  const { scheduleId, createdAt, organizationId, afterHold, ...inputs } = state;
  return inputs;
}

/** The whole body for `POST` and `PUT`. */
export function bodyOf(inputs: WorkflowScheduleInputs): WireScheduleBody {
  return {
    cron_expression: inputs.cronExpression,
    timezone: inputs.timezone,
    name: inputs.name,
    description: inputs.description ?? null,
    parameters: inputs.parameters ?? null,
    ...(inputs.enabled === undefined ? {} : { enabled: inputs.enabled }),
  };
}

/** The server keeps blanks as they were sent; check normalises them, so they are never drift. */
function normalBlanks(cronExpression: string): string {
  return cronExpression.trim().replace(/\s+/g, " ");
}
