import { setTimeout as sleep } from "node:timers/promises";
import { IncompleteError, isSkyvernError, SkyvernError } from "../../errors";
import { isAnswerLost, looksAfterLostAnswer } from "../../skyvern/client";
import { inUtc } from "../../skyvern/in-utc";
import { createSchedule, listWorkflowSchedules } from "../../skyvern/schedules";
import { requestTimeoutMilliseconds } from "../../skyvern/transport";
import type { WireSchedule } from "../../skyvern/wire";
import { spokenName } from "../../spoken-name";
import type { Account } from "../account";
import { afterHoldOf } from "./hold";
import { formatScheduleId, unconfirmedScheduleId } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";
import { bodyOf, isAlike, scheduleChanges, stateOf, type WorkflowScheduleState } from "./state";

/** How far apart a `Date` header (whole seconds) and two clocks of one service may be, in milliseconds. */
const clockSlackMilliseconds = 3000;
/** How far off this machine's clock may be if the server's is unknown, in milliseconds. */
const machineSlackMilliseconds = 15 * 60_000;
/** How long after a lost answer the server may still carry out the request, in milliseconds. */
const landingMilliseconds = { givenUp: requestTimeoutMilliseconds, other: 2000 };
/** How long to wait for a creation that the server may still carry out, in milliseconds. */
const longestWaitMilliseconds = requestTimeoutMilliseconds + 15_000;

/** When the server may have carried out an unconfirmed creation, in milliseconds since 1970. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Sends one POST, never a second: each would create another schedule. If the answer is lost, lists the workflow's
 * schedules and finds the one that this POST made.
 *
 * @param before `enabled` if the program leaves it out
 * @throws IncompleteError if the outcome stays ambiguous. State then records the attempt, and the next update settles
 * it (see {@link unconfirmedSchedule})
 */
export async function createOnce(
  account: Account,
  ledger: ScheduleLedger,
  inputs: WorkflowScheduleInputs,
  before: Pick<WorkflowScheduleState, "enabled">,
): Promise<WireSchedule> {
  const sentAt = Date.now();
  try {
    const schedule = await createSchedule(account.client, inputs.workflowId, bodyOf(inputs));
    ledger.recordCreation(schedule.workflow_schedule_id, inputs);
    return schedule;
  } catch (error) {
    if (!isAnswerLost(error)) throw error;
    return await confirm(account, ledger, inputs, { before, sentAt, lost: error });
  }
}

/** A POST whose answer was lost. */
interface Attempt {
  readonly before: Pick<WorkflowScheduleState, "enabled">;
  /** By this machine's clock, in milliseconds since 1970. */
  readonly sentAt: number;
  readonly lost: SkyvernError;
}

async function confirm(
  account: Account,
  ledger: ScheduleLedger,
  inputs: WorkflowScheduleInputs,
  { before, sentAt, lost }: Attempt,
): Promise<WireSchedule> {
  let seen = "the workflow's list of schedules does not have it";
  for (const delay of looksAfterLostAnswer) {
    await sleep(delay);
    try {
      const schedules = await listWorkflowSchedules(account.client, inputs.workflowId);
      const wanted = { ...inputs, enabled: inputs.enabled ?? true };
      const made = madeIn(windowOf(account, sentAt, lost), schedules, ledger).filter(
        (one) => scheduleChanges(stateOf(one), wanted).length === 0,
      );
      const [schedule] = made;
      if (schedule !== undefined && made.length === 1) {
        ledger.recordCreation(schedule.workflow_schedule_id, inputs);
        return schedule;
      }
      if (made.length > 1) seen = `${made.length} schedules could be the one: ${idsOf(made)}`;
    } catch (error) {
      if (!isSkyvernError(error)) throw error;
      seen = `the search for it failed too (${error.finding})`;
    }
  }
  const { from, to } = windowOf(account, sentAt, lost);
  const { afterHold: _, ...given } = inputs;
  throw new IncompleteError(
    `${lost.finding} It is unknown whether Skyvern created the schedule: ${seen}. The request was not sent again. Run \`pulumi up --refresh\`: it finds the schedule or creates it, so that there is exactly one, or reports why it cannot.`,
    formatScheduleId({ workflowId: inputs.workflowId, scheduleId: unconfirmedScheduleId }),
    {
      ...given,
      ...afterHoldOf(before, inputs),
      enabled: inputs.enabled ?? true,
      scheduleId: unconfirmedScheduleId,
      // An interval of ISO 8601, by the server's clock.
      createdAt: `${new Date(from).toISOString()}/${new Date(to).toISOString()}`,
    },
  );
}

/**
 * Finds the schedule that an unconfirmed creation made: created at that time, with the same name, cron expression and
 * timezone, and owned by no resource. A person may have changed its other fields since. Undefined if there is none.
 *
 * @throws SkyvernError if several could be the one, or one was created later than a request can take
 */
export async function unconfirmedSchedule(
  account: Account,
  ledger: ScheduleLedger,
  state: WorkflowScheduleState,
): Promise<WireSchedule | undefined> {
  const { workflowId, name } = state;
  const [from = Number.NaN, to = Number.NaN] = state.createdAt.split("/").map((time) => Date.parse(time));
  const startedAt = Date.now();
  const since = { from, to: Number.POSITIVE_INFINITY };
  for (;;) {
    const alike = madeIn(since, await account.schedules.listNow(workflowId), ledger).filter((one) =>
      isAlike(stateOf(one), state),
    );
    const found = madeIn({ from, to }, alike, ledger);
    const isOver = (account.client.serverTime() ?? Date.now()) > to;
    if (found.length === 1) return found[0];
    const isSure = alike.length > 0 || isOver || Date.now() - startedAt > longestWaitMilliseconds;
    if (isSure && alike.length === 0) return undefined;
    if (isSure) {
      const count = alike.length === 1 ? "another schedule" : `${alike.length} schedules`;
      throw new SkyvernError(
        "invalid",
        `An earlier update could not find out whether it created schedule ${spokenName(name)} of workflow ${workflowId}, and ${count} could be the one: ${idsOf(alike)}. Delete each schedule that is not needed, and run the command again. If another stack manages one of them, remove this resource from state instead (\`pulumi state delete\`), and set adopt to the id of its own schedule.`,
      );
    }
    // The server may still carry out a request that arrived late.
    await sleep(1000);
  }
}

function windowOf(account: Account, sentAt: number, lost: SkyvernError): Window {
  const serverTime = account.client.serverTime();
  const offset = serverTime === undefined ? 0 : serverTime - Date.now();
  const slack = serverTime === undefined ? machineSlackMilliseconds : clockSlackMilliseconds;
  // After a gateway's timeout (504) the server may continue.
  const isGivenUp = lost.kind === "timeout" || lost.status === 504;
  const landing = isGivenUp ? landingMilliseconds.givenUp : landingMilliseconds.other;
  return { from: sentAt + offset - slack, to: Date.now() + offset + landing + slack };
}

function madeIn(
  { from, to }: Window,
  schedules: readonly WireSchedule[],
  ledger: ScheduleLedger,
): readonly WireSchedule[] {
  return schedules.filter((one) => {
    const createdAt = Date.parse(inUtc(one.created_at));
    return createdAt >= from && createdAt <= to && !ledger.isKnown(one.workflow_schedule_id);
  });
}

/** `wfs_1, wfs_2`. */
function idsOf(schedules: readonly WireSchedule[]): string {
  return schedules.map((one) => one.workflow_schedule_id).join(", ");
}
