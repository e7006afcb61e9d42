import { storedParameters } from "../../json-parameters";
import { inUtc } from "../../skyvern/in-utc";
import type { WireSchedule, WireScheduleBody } from "../../skyvern/wire";
import { changedKeys } from "../changed-keys";
import type { WorkflowScheduleInputs } from "./inputs";

/** A schedule as state stores it: the inputs, and what the server assigned. Nothing volatile. */
export interface WorkflowScheduleState
  extends Omit<WorkflowScheduleInputs, "cronExpression" | "name" | "afterHold"> {
  /** Left out if somebody made it an interval or one-time schedule outside Pulumi. */
  readonly cronExpression?: string;
  /** Left out if the schedule has none: one created outside Pulumi need not have a name. */
  readonly name?: string;
  readonly enabled: boolean;
  /** `wfs_…`. */
  readonly scheduleId: string;
  /** ISO 8601, UTC. For an unconfirmed creation, the interval in which it may have happened. */
  readonly createdAt: string;
  /** `o_…`, the organisation that owns it. Left out if the server did not report it. */
  readonly organizationId?: string;
  /** Set while `skyvern:paused` holds a schedule that fires again afterwards. */
  readonly afterHold?: "enabled";
  /** Set while a schedule is paused that a refresh found paused by hand. `promote` stops before it resumes one. */
  readonly pausedByHand?: true;
}

/** The inputs that one PUT can change, in the order of the API's documentation. */
const changeable = ["cronExpression", "timezone", "name", "description", "parameters"] as const;

export type ScheduleChange = (typeof changeable)[number] | "workflowId" | "enabled";

/**
 * The inputs that differ from state. `adopt` is a one-time act, `origin` is only stored, and a left-out `enabled`
 * respects a pause. A needless write would reset `modified_at`, after which Skyvern's scheduler skips a due run.
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

/** Whether both fire at the same times under the same name. In one workflow, such a pair is a duplicate. */
export function isAlike(one: FireTimes, other: FireTimes): boolean {
  return (["name", "cronExpression", "timezone"] as const).every((key) => one[key] === other[key]);
}

/**
 * The state of a schedule on the server. `adopt` and `origin` come from the inputs, `afterHold` and `pausedByHand` from
 * the earlier state. A schedule that fires has neither: somebody resumed it.
 */
export function stateOf(
  schedule: WireSchedule,
  { adopt, origin }: Pick<WorkflowScheduleInputs, "adopt" | "origin"> = {},
  { afterHold, pausedByHand }: Pick<WorkflowScheduleState, "afterHold" | "pausedByHand"> = {},
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
    ...(pausedByHand === undefined || schedule.enabled ? {} : { pausedByHand }),
  };
}

/** The inputs that match this state. A refresh stores them, so that drift shows. */
export function inputsOf(state: WorkflowScheduleState): Partial<WorkflowScheduleInputs> {
  const { scheduleId, createdAt, organizationId, afterHold, pausedByHand, ...inputs } = state;
  return inputs;
}

/** The body of a POST or PUT. */
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

/** The server keeps blanks as sent. The check normalises them, so a different blank is not drift. */
function normalBlanks(cronExpression: string): string {
  return cronExpression.trim().replace(/\s+/g, " ");
}
