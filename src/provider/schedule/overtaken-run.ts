import { readCronExpression } from "../../calendar/cron/expression";
import { nextRuns } from "../../calendar/next-runs";
import { isSkyvernError } from "../../errors";
import type { WorkflowScheduleState } from "./state";

/**
 * How long the open-source server may take to notice that a schedule is due, in milliseconds
 * (`WORKFLOW_SCHEDULE_POLL_INTERVAL_SECONDS`). It takes what is due since the last change only
 * (`previous_fire_time_since_edit` in `skyvern/services/workflow_schedule_service.py`).
 */
const pollMilliseconds = 60_000;

/**
 * Why a write, or the delete that a replacement begins with, may have cost the schedule a run: it was due, and the
 * write came before the server looked. Undefined when it was not due.
 *
 * @param before as it was before the write
 * @param writtenAt by the server's clock, in milliseconds since 1970
 */
export function overtakenRun(before: WorkflowScheduleState, writtenAt: number): string | undefined {
  const { cronExpression, timezone, enabled, createdAt, scheduleId } = before;
  if (!enabled || cronExpression === undefined) return undefined;
  if (!mayBeDue(cronExpression, new Date(writtenAt).getUTCMinutes())) return undefined;
  const due = firstRun(cronExpression, timezone, writtenAt - pollMilliseconds);
  if (due === undefined || due >= writtenAt || due < Date.parse(createdAt)) return undefined;
  const seconds = Math.ceil((writtenAt - due) / 1000);
  const name = before.name === undefined ? "" : ` "${before.name}"`;
  return `Schedule${name} (${scheduleId}) of workflow ${before.workflowId} was due at ${new Date(due).toISOString()}, ${seconds} s before this update. Skyvern's open-source server looks once a minute, and skips what was due before a change. Look whether that run was started, and start it by hand if it was not.`;
}

/**
 * Whether it can be due at that minute of UTC, whatever its timezone: offsets are whole quarters of an hour. Most
 * expressions are done with by that, without a calendar.
 */
function mayBeDue(cronExpression: string, minute: number): boolean {
  const reading = readCronExpression(cronExpression);
  return "expression" in reading && reading.expression.minutes.some((one) => (one - minute) % 15 === 0);
}

/** The first fire time after `instant`; undefined for an expression that was made elsewhere and is not read here. */
function firstRun(cronExpression: string, timezone: string, instant: number): number | undefined {
  try {
    return nextRuns(cronExpression, timezone, 1, new Date(instant))[0]?.getTime();
  } catch (error) {
    if (isSkyvernError(error, "invalid", "configuration")) return undefined;
    throw error;
  }
}
