import type { WireSchedule } from "../../skyvern/wire";
import type { WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";

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
    return adoptable(schedule);
  }
  if (adopt !== true) return { schedule: undefined };
  const candidates = schedules.filter(
    (one) => one.name === inputs.name && !ledger.isOfAnother(one.workflow_schedule_id, origin),
  );
  if (candidates.length > 1) {
    const list = candidates.map(
      (one) => `${one.workflow_schedule_id} (${one.cron_expression ?? "no cron"}, ${one.timezone})`,
    );
    return {
      problem: `Workflow ${workflowId} has ${candidates.length} schedules named "${inputs.name}": ${list.join(", ")}. Set adopt to the id of one of them.`,
    };
  }
  const [schedule] = candidates;
  return schedule === undefined ? { schedule } : adoptable(schedule);
}

/** The server refuses to make a one-time schedule recurring (422). */
function adoptable(schedule: WireSchedule): Adoption {
  if (schedule.run_at === undefined) return { schedule };
  return {
    problem: `Schedule ${schedule.workflow_schedule_id} runs once, at ${schedule.run_at}, and Skyvern cannot make it recurring. Delete it, or remove adopt to create a new schedule beside it.`,
  };
}
