import { mayFire } from "../../calendar/may-fire";
import { nextFireTimes } from "../../calendar/schedule-times";
import { isSkyvernError } from "../../errors";
import type { WorkflowScheduleState } from "./state";

/**
 * How often the open-source server looks for due schedules, in milliseconds
 * (`WORKFLOW_SCHEDULE_POLL_INTERVAL_SECONDS`). It skips a fire time before the schedule's last change
 * (`previous_fire_time_since_edit` in `skyvern/services/workflow_schedule_service.py`).
 */
const pollMilliseconds = 60_000;

/**
 * The warning that a write, or the delete of a replacement, may have cost the schedule a run: it was due, and the
 * write came before the server looked. Undefined if it was not due.
 *
 * @param writtenAt by the server's clock, in milliseconds since 1970
 */
export function overtakenRun(before: WorkflowScheduleState, writtenAt: number): string | undefined {
  const { enabled, createdAt, scheduleId } = before;
  if (!enabled) return undefined;
  const due = firstRun(before, writtenAt - pollMilliseconds, writtenAt);
  if (due === undefined || due >= writtenAt || due < Date.parse(createdAt)) return undefined;
  const seconds = Math.ceil((writtenAt - due) / 1000);
  const name = before.name === undefined ? "" : ` "${before.name}"`;
  return `Schedule${name} (${scheduleId}) of workflow ${before.workflowId} was due at ${new Date(due).toISOString()}, ${seconds} s before this update. Skyvern's open-source server looks for due schedules once a minute, and skips those that were changed since. Check in Skyvern whether the run started. If it did not, start it by hand.`;
}

/**
 * The first fire time after `from`; it may be left out if it is not before `until`. Undefined if the expression was set
 * outside Pulumi and is invalid here.
 */
function firstRun(schedule: WorkflowScheduleState, from: number, until: number): number | undefined {
  const { cronExpression, timezone } = schedule;
  try {
    if (cronExpression !== undefined && !mayFire(cronExpression, timezone, from, until)) return undefined;
    return nextFireTimes(schedule, 1, new Date(from))[0]?.getTime();
  } catch (error) {
    if (isSkyvernError(error, "invalid", "configuration")) return undefined;
    throw error;
  }
}
