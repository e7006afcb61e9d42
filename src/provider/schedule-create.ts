import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError, isSkyvernError, type SkyvernError } from "../errors";
import { isAnswerLost } from "../skyvern/client";
import { createSchedule, listWorkflowSchedules } from "../skyvern/schedules";
import type { WireSchedule } from "../skyvern/wire";
import type { Account } from "./account";
import type { ScheduleClaims } from "./schedule-claims";
import { formatScheduleId, unconfirmedScheduleId } from "./schedule-id";
import type { WorkflowScheduleInputs } from "./schedule-inputs";
import {
  bodyOf,
  inputsOf,
  inUtc,
  scheduleChanges,
  stateOf,
  type WorkflowScheduleState,
} from "./schedule-state";

/** When to look for a schedule whose creation was not confirmed, in milliseconds after the one before. */
const looks = [0, 1000, 3000];
/** What a `Date` header (whole seconds) and two clocks of one service may be apart, in milliseconds. */
const clockSlackMilliseconds = 3000;
/** How far this machine's clock may be off where only it is known, in milliseconds. */
const unconfirmedWindowMilliseconds = 15 * 60_000;

/**
 * Sends one POST, never a second: each would make one more schedule. When its answer is lost, the workflow's
 * schedules are listed, and the one that this POST made is taken.
 *
 * @throws IncompleteError when that cannot be told: state then remembers the attempt, and the next `pulumi up`
 * settles it (see {@link findUnconfirmed})
 */
export async function createOnce(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<WireSchedule> {
  // Schedules that are alike are made one after the other, so that each can be told from the next.
  return account.inTurn(JSON.stringify([inputs.workflowId, bodyOf(inputs)]), async () => {
    const schedule = await post(account, claims, inputs);
    claims.manage(schedule.workflow_schedule_id);
    return schedule;
  });
}

async function post(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<WireSchedule> {
  const startedAt = Date.now();
  try {
    return await createSchedule(account.client, inputs.workflowId, bodyOf(inputs));
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    return await confirm(account, claims, inputs, startedAt, error);
  }
}

async function confirm(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
  startedAt: number,
  lost: SkyvernError,
): Promise<WireSchedule> {
  let seen = "the workflow's schedules do not show it";
  for (const delay of looks) {
    await sleep(delay);
    try {
      const { value, serverTime } = await listWorkflowSchedules(account.client, inputs.workflowId);
      const oldest = (serverTime ?? Date.now()) - (Date.now() - startedAt) - clockSlackMilliseconds;
      const made = alike(claims, inputs, value).filter((one) => createdAt(one) >= oldest);
      const [schedule] = made;
      if (schedule !== undefined && made.length === 1) return schedule;
      if (made.length > 1) {
        seen = `${made.length} schedules could be the one: ${made.map((one) => one.workflow_schedule_id).join(", ")}`;
      }
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      seen = `looking for it failed as well (${error.message})`;
    }
  }
  const id = formatScheduleId({ workflowId: inputs.workflowId, scheduleId: unconfirmedScheduleId });
  throw new IncompleteError(
    `${lost.message} Whether the schedule was made is not known: ${seen}. Nothing was sent twice. Run \`pulumi up\` again: it settles this first, and then there is exactly one.`,
    id,
    {
      ...inputs,
      enabled: inputs.enabled ?? true,
      scheduleId: unconfirmedScheduleId,
      createdAt: new Date(startedAt).toISOString(),
    },
  );
}

/**
 * The schedules that an unconfirmed creation may have made: alike in every field, and made around the time
 * of the attempt by this machine's clock.
 */
export async function findUnconfirmed(
  account: Account,
  claims: ScheduleClaims,
  state: WorkflowScheduleState,
): Promise<readonly WireSchedule[]> {
  try {
    const { value } = await listWorkflowSchedules(account.client, state.workflowId);
    return alike(claims, inputsOf(state), value).filter(
      (one) => Math.abs(createdAt(one) - Date.parse(state.createdAt)) < unconfirmedWindowMilliseconds,
    );
  } catch (error) {
    if (isSkyvernError(error, "not-found")) return [];
    throw error;
  }
}

/** Schedules of nobody else that are just what these inputs make. */
function alike(
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
  schedules: readonly WireSchedule[],
): readonly WireSchedule[] {
  const wanted = { ...inputs, enabled: inputs.enabled ?? true };
  return schedules.filter(
    (one) =>
      !claims.isManaged(one.workflow_schedule_id) &&
      scheduleChanges(stateOf(one, undefined), wanted).length === 0,
  );
}

function createdAt(schedule: WireSchedule): number {
  return Date.parse(inUtc(schedule.created_at));
}
