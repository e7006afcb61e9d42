import { inUtc } from "../skyvern/in-utc";
import type { Account } from "./account";
import type { CheckFailure, CheckResult, Properties } from "./lifecycle";
import { checkLive } from "./live-check";
import type { ProviderContext } from "./provider-context";
import { findAdoption } from "./schedule-adoption";
import type { ScheduleClaims } from "./schedule-claims";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "./schedule-inputs";
import { isAlike, stateOf } from "./schedule-state";
import { isUnknown } from "./unknown";

/** Checks a schedule by itself, then against its workflow, and whether a new one can adopt what it names. */
export async function checkSchedule(
  context: ProviderContext,
  claims: ScheduleClaims,
  before: Properties | undefined,
  given: Properties,
): Promise<CheckResult> {
  if (before !== undefined) claims.seeInState(before.workflowId, before.name);
  const local = checkScheduleInputs(before, given);
  const inputs = local.inputs as unknown as WorkflowScheduleInputs;
  return checkLive(context, before, local, async (account) =>
    before === undefined ? newScheduleFailures(account, claims, inputs) : [],
  );
}

/** A new one must not be what is there already: its workflow would run twice at each time. */
async function newScheduleFailures(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<readonly CheckFailure[]> {
  if (inputs.adopt !== undefined) return adoptionFailures(account, claims, inputs);
  // Before a replacement the engine checks once more, as if it were new, while the old one is still there.
  if (claims.isInState(inputs.workflowId, inputs.name)) return [];
  const alike = (await account.schedules.listAtFirst(inputs.workflowId)).filter(
    (one) => isAlike(stateOf(one, undefined), inputs) && !claims.isKnown(one.workflow_schedule_id),
  );
  if (alike.length === 0) return [];
  const found = alike.map((one) => `${one.workflow_schedule_id}, made ${inUtc(one.created_at)}`).join("; ");
  const reason = `Workflow ${inputs.workflowId} has a schedule "${inputs.name}" with this cron expression and timezone already (${found}), and with another one it would run twice at each time. Set adopt to true to take it over, as after a \`pulumi up\` that was cut off, or to false to make another one all the same.`;
  return [{ property: "", reason }];
}

async function adoptionFailures(
  account: Account,
  claims: ScheduleClaims,
  inputs: WorkflowScheduleInputs,
): Promise<readonly CheckFailure[]> {
  const { adopt, name } = inputs;
  if (adopt === undefined || adopt === false || isUnknown(adopt) || isUnknown(name)) return [];
  const adoption = findAdoption(inputs, await account.schedules.listWorkflow(inputs.workflowId), claims);
  if ("problem" in adoption) return [{ property: "adopt", reason: adoption.problem }];
  if (adoption.schedule === undefined) return [];
  const { workflow_schedule_id: scheduleId } = adoption.schedule;
  const other = claims.intend(scheduleId, name);
  if (other === undefined) return [];
  const reason = `Schedule ${scheduleId} is to be adopted by another resource, as "${other}", already. Only one resource can have it.`;
  return [{ property: "adopt", reason }];
}
