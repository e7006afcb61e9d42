import { isSettled } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import { changedKeys } from "../changed-keys";
import { isUnknown } from "../unknown";
import type { WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";
import { isOneTime, scheduleChanges, spokenTimes, stateOf, type WorkflowScheduleState } from "./state";
import { howSettled } from "./times/settled";

/** The schedule to adopt, undefined if there is none, or why adoption is impossible. */
export type Adoption = { readonly schedule: WireSchedule | undefined } | { readonly problem: string };

/** Finds the schedule that `adopt` names in the workflow. Never one that belongs to another resource. */
export function findAdoption(
  inputs: WorkflowScheduleInputs,
  schedules: readonly WireSchedule[],
  ledger: ScheduleLedger,
): Adoption {
  const { adopt, workflowId, origin } = inputs;
  if (typeof adopt === "string") {
    const schedule = schedules.find((one) => one.workflow_schedule_id === adopt);
    if (schedule === undefined) {
      // `adopt` names the schedule that is being replaced.
      if (ledger.isFormer(adopt, origin)) return { schedule };
      return {
        problem: `There is no schedule ${adopt} in workflow ${workflowId} to adopt. Remove adopt to create a new one, or write the id of one that exists.`,
      };
    }
    if (ledger.isOfAnother(adopt, origin)) {
      return {
        problem: `Schedule ${adopt} already belongs to a resource of this stack, and two resources cannot have it. Remove adopt here, or write the id of another schedule.`,
      };
    }
    return adoptable(schedule, inputs);
  }
  if (adopt !== true) return { schedule: undefined };
  const candidates = schedules.filter(
    (one) => one.name === inputs.name && !ledger.isOfAnother(one.workflow_schedule_id, origin),
  );
  if (candidates.length > 1) {
    const list = candidates.map((one) => `${one.workflow_schedule_id} (${spokenTimes(stateOf(one))})`);
    return {
      problem: `Workflow ${workflowId} has ${candidates.length} schedules ${inputs.name === undefined ? "without a name" : `named "${inputs.name}"`}: ${list.join(", ")}. Set adopt to the id of one of them.`,
    };
  }
  const [schedule] = candidates;
  return schedule === undefined ? { schedule } : adoptable(schedule, inputs);
}

/** The server refuses to make a one-time schedule recurring, or the other way round, and to change one that is over. */
function adoptable(schedule: WireSchedule, inputs: WorkflowScheduleInputs): Adoption {
  const { workflow_schedule_id: id, run_at: runAt } = schedule;
  const advice = `To create a new schedule instead, remove adopt. If ${id} must not fire any more, also delete it in Skyvern's web page.`;
  if (!isUnknown(inputs.runAt) && isOneTime(stateOf(schedule)) !== isOneTime(inputs)) {
    const other = runAt === undefined ? "is a recurring schedule" : `runs once, at ${runAt}`;
    const wanted = runAt === undefined ? "a one-time schedule" : "recurring";
    return { problem: `Schedule ${id} ${other}, and Skyvern cannot make it ${wanted}. ${advice}` };
  }
  const changes = isSettled(schedule) ? scheduleChanges(stateOf(schedule), inputs) : [];
  if (changes.length > 0)
    return {
      problem: `Schedule ${id} ${howSettled(schedule)} and can no longer change, but these inputs differ: ${changes.join(", ")}. ${advice}`,
    };
  return { schedule };
}

/**
 * What the adoption changes: `adopts wfs_1: cronExpression "48 0 * * *" -> "48 1 * * *"`, or `adopts wfs_1 unchanged`.
 * Values of parameters may be secret, so only their keys are shown.
 */
export function adoptionNote(schedule: WireSchedule, inputs: WorkflowScheduleInputs): AdoptionNote {
  const state = stateOf(schedule);
  const changes = scheduleChanges(state, inputs).map((key) =>
    key === "parameters"
      ? parameterChange(state, inputs)
      : `${key} ${shown(state[key])} -> ${shown(inputs[key])}`,
  );
  const which = `adopts ${schedule.workflow_schedule_id}`;
  const isChange = changes.length > 0;
  return { isChange, text: isChange ? `${which}: ${changes.join(", ")}` : `${which} unchanged` };
}

interface AdoptionNote {
  readonly isChange: boolean;
  readonly text: string;
}

function parameterChange(
  { parameters: before = {} }: WorkflowScheduleState,
  inputs: WorkflowScheduleInputs,
): string {
  const { parameters: after = {} } = inputs;
  if (isUnknown(after)) return "parameters change";
  const keys = changedKeys(before, after, [...new Set([...Object.keys(before), ...Object.keys(after)])]);
  return `parameters change (${keys.join(", ")})`;
}

function shown(value: unknown): string {
  if (isUnknown(value)) return "(known after up)";
  return value === undefined ? "(not set)" : JSON.stringify(value);
}
