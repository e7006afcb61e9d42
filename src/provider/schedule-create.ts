import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError, isSkyvernError, type SkyvernError } from "../errors";
import { isAnswerLost, looksAfterLostAnswer } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { createSchedule, listWorkflowSchedules } from "../skyvern/schedules";
import { requestTimeoutMilliseconds } from "../skyvern/transport";
import type { WireSchedule } from "../skyvern/wire";
import type { Account } from "./account";
import type { ScheduleClaims } from "./schedule-claims";
import { remembered } from "./schedule-hold";
import { formatScheduleId, unconfirmedScheduleId } from "./schedule-id";
import type { WorkflowScheduleInputs } from "./schedule-inputs";
import { bodyOf, isAlike, scheduleChanges, stateOf, type WorkflowScheduleState } from "./schedule-state";

/** What a `Date` header (whole seconds) and two clocks of one service may be apart, in milliseconds. */
const clockSlackMilliseconds = 3000;
/** How far this machine's clock may be off where the server's is not known, in milliseconds. */
const machineSlackMilliseconds = 15 * 60_000;
/** How long the server may still carry out a request whose answer was lost, in milliseconds. */
const landingMilliseconds = { timeout: requestTimeoutMilliseconds, other: 2000 };
/** How long settling waits for a creation that may still be carried out, in milliseconds. */
const longestWaitMilliseconds = requestTimeoutMilliseconds + 15_000;

/** What a new schedule is where nothing is said: it fires. */
export const newSchedule = { enabled: true } as const;

/** The time in which an unconfirmed creation was carried out, if it was; in milliseconds since 1970. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Sends one POST, never a second: each would make one more schedule. When its answer is lost, the workflow's
 * schedules are listed, and the one that this POST made is taken.
 *
 * @throws IncompleteError when that cannot be told: state then remembers the attempt, and the next update
 * settles it (see {@link findUnconfirmed})
 */
export async function createOnce(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<WireSchedule> {
  const sentAt = Date.now();
  try {
    const schedule = await createSchedule(account.client, inputs.workflowId, bodyOf(inputs));
    claims.manage(schedule.workflow_schedule_id);
    return schedule;
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    return await confirm(account, claims, inputs, sentAt, error);
  }
}

async function confirm(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
  sentAt: number,
  lost: SkyvernError,
): Promise<WireSchedule> {
  let seen = "the workflow's schedules do not show it";
  for (const delay of looksAfterLostAnswer) {
    await sleep(delay);
    try {
      const schedules = await listWorkflowSchedules(account.client, inputs.workflowId);
      const wanted = { ...inputs, enabled: inputs.enabled ?? true };
      const made = madeIn(windowOf(account, sentAt, lost), schedules, claims).filter(
        (one) => scheduleChanges(stateOf(one, undefined), wanted).length === 0,
      );
      const [schedule] = made;
      if (schedule !== undefined && made.length === 1) {
        claims.manage(schedule.workflow_schedule_id);
        return schedule;
      }
      if (made.length > 1) seen = `${made.length} schedules could be the one: ${idsOf(made)}`;
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      seen = `looking for it failed as well (${error.finding})`;
    }
  }
  const { from, to } = windowOf(account, sentAt, lost);
  const { afterHold: _, ...given } = inputs;
  throw new IncompleteError(
    `${lost.finding} Whether the schedule was made is not known: ${seen}. Nothing was sent twice. Run \`pulumi up --refresh\`: it settles this first, and then there is exactly one, or says why it cannot.`,
    formatScheduleId({ workflowId: inputs.workflowId, scheduleId: unconfirmedScheduleId }),
    {
      ...given,
      ...remembered(newSchedule, inputs),
      enabled: inputs.enabled ?? true,
      scheduleId: unconfirmedScheduleId,
      // An interval of ISO 8601, by the server's clock.
      createdAt: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
    },
  );
}

/**
 * The schedules that an unconfirmed creation may have made: made in its time for nobody else, under its name,
 * with its cron expression and timezone. What else a person may have changed since then does not count.
 */
export async function findUnconfirmed(
  account: Account,
  claims: ScheduleClaims,
  state: WorkflowScheduleState,
): Promise<readonly WireSchedule[]> {
  const [from = Number.NaN, to = Number.NaN] = state.createdAt.split("/").map((time) => Date.parse(time));
  const startedAt = Date.now();
  for (;;) {
    const found = madeIn({ from, to }, await account.schedules.listAnew(state.workflowId), claims).filter(
      (one) => isAlike(stateOf(one, undefined), state),
    );
    const isOver = (account.client.serverTime() ?? Date.now()) > to;
    if (found.length > 0 || isOver || Date.now() - startedAt > longestWaitMilliseconds) return found;
    // A request that was slow to arrive may still be carried out.
    await sleep(1000);
  }
}

function windowOf(account: Account, sentAt: number, lost: SkyvernError): Window {
  const serverTime = account.client.serverTime();
  const offset = serverTime === undefined ? 0 : serverTime - Date.now();
  const slack = serverTime === undefined ? machineSlackMilliseconds : clockSlackMilliseconds;
  const landing = lost.kind === "timeout" ? landingMilliseconds.timeout : landingMilliseconds.other;
  return { from: sentAt + offset - slack, to: Date.now() + offset + landing + slack };
}

function madeIn(
  { from, to }: Window,
  schedules: readonly WireSchedule[],
  claims: ScheduleClaims,
): readonly WireSchedule[] {
  return schedules.filter((one) => {
    const createdAt = Date.parse(inUtc(one.created_at));
    return createdAt >= from && createdAt <= to && !claims.isKnown(one.workflow_schedule_id);
  });
}

/** `wfs_1, wfs_2`. */
export function idsOf(schedules: readonly WireSchedule[]): string {
  return schedules.map((one) => one.workflow_schedule_id).join(", ");
}
