import { isSkyvernError } from "../errors";
import type { Account } from "./account";
import { changedKeys } from "./changed-keys";
import type { CheckFailure, CheckResult, Properties } from "./lifecycle";
import type { Notes } from "./notes";
import { findAdoption } from "./schedule-adoption";
import type { ScheduleClaims } from "./schedule-claims";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "./schedule-inputs";
import { isUnknown } from "./unknown";
import { parameterFailures } from "./workflow-check";

/** What a check needs beside the inputs. */
export interface CheckContext {
  readonly account: () => Account;
  /** Whether to look at the live workflow (`skyvern:checkWorkflows`). */
  readonly checksLive: () => boolean;
  readonly claims: ScheduleClaims;
  readonly notes: Notes;
}

/**
 * Checks a schedule by itself, and then, when that finds nothing and `workflowId` or `parameters` are new or
 * changed, against the workflow as it is now. A server that cannot be reached leaves the second step out,
 * with a note, so that a preview works offline.
 *
 * @throws SkyvernError when there is no API key, it is refused, or the server is no Skyvern
 */
export async function checkSchedule(
  context: CheckContext,
  before: Properties | undefined,
  given: Properties,
): Promise<CheckResult> {
  const local = checkScheduleInputs(before, given);
  const inputs = local.inputs as unknown as WorkflowScheduleInputs;
  const changed = changedKeys(before ?? {}, local.inputs, ["workflowId", "parameters"]);
  if (local.failures.length > 0 || changed.length === 0 || isUnknown(inputs.workflowId)) return local;
  if (!context.checksLive()) {
    const why = "skyvern:checkWorkflows is false";
    context.notes.say("unchecked", `Workflows and parameters are not checked against Skyvern: ${why}.`);
    return local;
  }
  const account = context.account();
  if (account.isUnreachable) return local;
  try {
    const failures = await liveFailures(account, inputs);
    if (before === undefined) failures.push(...(await adoptionFailures(account, context.claims, inputs)));
    return { inputs: local.inputs, failures };
  } catch (error) {
    if (!isSkyvernError(error, "network", "timeout", "unavailable")) throw error;
    account.isUnreachable = error.kind !== "unavailable";
    context.notes.say(
      "unchecked",
      `Workflows and parameters are not checked against Skyvern: ${error.message}`,
    );
    return local;
  }
}

async function liveFailures(account: Account, inputs: WorkflowScheduleInputs): Promise<CheckFailure[]> {
  try {
    const workflow = await account.workflows.read(inputs.workflowId);
    if (isUnknown(inputs.parameters)) return [];
    return await parameterFailures(workflow, inputs.parameters ?? {}, (id) =>
      account.workflows.credentialExists(id),
    );
  } catch (error) {
    if (!isSkyvernError(error, "not-found")) throw error;
    const reason = `There is no workflow ${inputs.workflowId} at ${account.client.baseUrl} in the account of this API key. Was it deleted, or does it belong to another account or environment?`;
    return [{ property: "workflowId", reason }];
  }
}

async function adoptionFailures(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<CheckFailure[]> {
  if (
    inputs.adopt === undefined ||
    inputs.adopt === false ||
    isUnknown(inputs.adopt) ||
    isUnknown(inputs.name)
  )
    return [];
  const adoption = findAdoption(inputs, await account.schedules.listWorkflow(inputs.workflowId), claims);
  if ("problem" in adoption) return [{ property: "adopt", reason: adoption.problem }];
  if (adoption.schedule === undefined) return [];
  const { workflow_schedule_id: scheduleId } = adoption.schedule;
  const other = claims.intend(scheduleId, inputs.name);
  return other === undefined
    ? []
    : [
        {
          property: "adopt",
          reason: `Schedule ${scheduleId} is to be adopted by another resource, as "${other}", already. Only one resource can have it.`,
        },
      ];
}
