import { acceptedForm } from "../../calendar/cron/accepted-form";
import { formatInstant } from "../../calendar/instant";
import { formatInterval } from "../../calendar/interval-length";
import { storedParameters } from "../../json-parameters";
import { inUtc } from "../../skyvern/in-utc";
import type { WireSchedule, WireScheduleBody } from "../../skyvern/wire";
import { changedKeys } from "../changed-keys";
import type { WorkflowScheduleInputs } from "./inputs";

/** A schedule as state stores it: the inputs, and what the server assigned. Nothing volatile. */
export interface WorkflowScheduleState extends Omit<WorkflowScheduleInputs, "afterHold"> {
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
const changeable = [
  "cronExpression",
  "intervalSeconds",
  "runAt",
  "timezone",
  "name",
  "description",
  "parameters",
] as const;

/** The inputs that leave it to the server, if the program leaves them out. */
const leftToServer = ["enabled", "firstFireAt"] as const;

export type ScheduleChange = (typeof changeable)[number] | (typeof leftToServer)[number] | "workflowId";

/**
 * The inputs that differ from state. `adopt` is a one-time act, `origin` is only stored, a left-out `enabled` respects a
 * pause, and a left-out `firstFireAt` what the server chose. A needless write would reset `modified_at`, after which
 * Skyvern's scheduler skips a due run.
 */
export function scheduleChanges(
  state: Partial<WorkflowScheduleState>,
  inputs: WorkflowScheduleInputs,
): ScheduleChange[] {
  const given = leftToServer.filter((key) => inputs[key] !== undefined);
  return changedKeys(state, inputs, ["workflowId", ...changeable, ...given]);
}

/** Whether a schedule is of the one-time kind. Skyvern cannot turn it into a recurring one, or the other way round. */
export function isOneTime({ runAt }: { readonly runAt?: unknown }): boolean {
  return runAt !== undefined;
}

const timesKeys = ["cronExpression", "timezone", "intervalSeconds", "runAt"] as const;

/** When a schedule fires. */
type FireTimes = Partial<Readonly<Record<(typeof timesKeys)[number] | "firstFireAt", unknown>>>;

/** Whether both fire at the same times. A `firstFireAt` that is left out could be that of the other. */
export function firesAlike(one: FireTimes, other: FireTimes): boolean {
  const [first, second] = [one.firstFireAt, other.firstFireAt];
  const isSameStart = first === undefined || second === undefined || first === second;
  return isSameStart && timesKeys.every((key) => one[key] === other[key]);
}

/** Whether both fire at the same times under the same name. In one workflow, such a pair is a duplicate. */
export function isAlike(
  one: FireTimes & { readonly name?: unknown },
  other: FireTimes & { readonly name?: unknown },
): boolean {
  return one.name === other.name && firesAlike(one, other);
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
      : { cronExpression: storedExpression(schedule.cron_expression) }),
    ...(schedule.interval_seconds === undefined ? {} : { intervalSeconds: schedule.interval_seconds }),
    ...(schedule.first_fire_at === undefined ? {} : { firstFireAt: instantOf(schedule.first_fire_at) }),
    ...(schedule.run_at === undefined ? {} : { runAt: instantOf(schedule.run_at) }),
    // The web page shows an empty name as none.
    ...(schedule.name === undefined || schedule.name === "" ? {} : { name: schedule.name }),
    ...(schedule.description === undefined ? {} : { description: schedule.description }),
    ...(parameters === undefined ? {} : { parameters }),
    ...(adopt === undefined ? {} : { adopt }),
    ...(origin === undefined ? {} : { origin }),
    ...(afterHold === undefined || schedule.enabled ? {} : { afterHold }),
    ...(pausedByHand === undefined || schedule.enabled ? {} : { pausedByHand }),
  };
}

/** `0 2 * * *, UTC`, `every 1h30m from 2027-01-04T08:00:00Z on` or `once, at 2027-01-04T08:00:00Z`. */
export function spokenTimes(state: WorkflowScheduleState): string {
  const { cronExpression, timezone, intervalSeconds, firstFireAt, runAt } = state;
  if (runAt !== undefined) return `once, at ${runAt}`;
  if (intervalSeconds === undefined) return `${cronExpression ?? "no cron"}, ${timezone}`;
  return `every ${formatInterval(intervalSeconds)} from ${firstFireAt} on`;
}

/** The inputs that match this state. A refresh stores them, so that drift shows. */
export function inputsOf(state: WorkflowScheduleState): Partial<WorkflowScheduleInputs> {
  const { scheduleId, createdAt, organizationId, afterHold, pausedByHand, ...inputs } = state;
  return inputs;
}

/** The body of a POST or PUT. */
export function bodyOf(inputs: WorkflowScheduleInputs): WireScheduleBody {
  return {
    ...(inputs.cronExpression === undefined ? {} : { cron_expression: inputs.cronExpression }),
    ...(inputs.intervalSeconds === undefined ? {} : { interval_seconds: inputs.intervalSeconds }),
    ...(inputs.firstFireAt === undefined ? {} : { first_fire_at: inputs.firstFireAt }),
    ...(inputs.runAt === undefined ? {} : { run_at: inputs.runAt }),
    timezone: inputs.timezone,
    name: inputs.name ?? null,
    description: inputs.description ?? null,
    parameters: inputs.parameters ?? null,
    ...(inputs.enabled === undefined ? {} : { enabled: inputs.enabled }),
  };
}

function instantOf(time: string): string {
  return formatInstant(Date.parse(inUtc(time)));
}

/**
 * The server keeps expressions as sent, also in forms that the check refuses, such as `@daily`. The same times in another
 * form are not drift.
 */
function storedExpression(cronExpression: string): string {
  return acceptedForm(cronExpression) ?? cronExpression.trim().replace(/\s+/g, " ");
}
