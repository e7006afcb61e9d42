import type { WireSchedule } from "../../skyvern/wire";
import type { ScheduleClaims } from "./claims";
import type { WorkflowScheduleInputs } from "./inputs";

/** The schedule that `adopt` means, none, or why that cannot be told. */
export type Adoption = { readonly schedule: WireSchedule | undefined } | { readonly problem: string };

/**
 * Finds what `adopt` means among the schedules of the workflow. A schedule that a resource has already is
 * never taken again.
 */
export function findAdoption(
  inputs: WorkflowScheduleInputs,
  schedules: readonly WireSchedule[],
  claims: ScheduleClaims,
): Adoption {
  const { adopt, workflowId } = inputs;
  if (typeof adopt === "string") {
    const schedule = schedules.find((one) => one.workflow_schedule_id === adopt);
    if (schedule === undefined) {
      // A replacement in another workflow: adopt did its work for the schedule that is being replaced.
      if (claims.isMoving(adopt)) return { schedule };
      return {
        problem: `There is no schedule ${adopt} in workflow ${workflowId} to adopt. Remove adopt to make a new one, or write the id of one that exists.`,
      };
    }
    if (claims.isManaged(adopt)) {
      return {
        problem: `Schedule ${adopt} belongs to a resource of this stack already, and two cannot have it. Remove adopt here, or name another schedule.`,
      };
    }
    return adoptable(schedule);
  }
  if (adopt !== true) return { schedule: undefined };
  const candidates = schedules.filter(
    (one) => one.name === inputs.name && !claims.isManaged(one.workflow_schedule_id),
  );
  if (candidates.length > 1) {
    const list = candidates.map(
      (one) => `${one.workflow_schedule_id} (${one.cron_expression ?? "no cron"}, ${one.timezone})`,
    );
    return {
      problem: `Workflow ${workflowId} has ${candidates.length} schedules named "${inputs.name}": ${list.join(", ")}. Set adopt to the id of the one that is meant.`,
    };
  }
  const [schedule] = candidates;
  return schedule === undefined ? { schedule } : adoptable(schedule);
}

/** The server refuses to make a one-time schedule recurring (422). */
function adoptable(schedule: WireSchedule): Adoption {
  if (schedule.run_at === undefined) return { schedule };
  return {
    problem: `Schedule ${schedule.workflow_schedule_id} runs once, at ${schedule.run_at}, and Skyvern cannot make it recurring. Delete it, or remove adopt to make a new schedule beside it.`,
  };
}
