import type { Account } from "../account";
import type { CheckFailure, CheckResult, Properties } from "../lifecycle";
import { checkLive } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import { findAdoption } from "./adoption";
import type { ScheduleClaims } from "./claims";
import type { ScheduleDoubles } from "./doubles";
import { nameKey } from "./id";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "./inputs";

/** What a check knows of other resources. */
interface Others {
  readonly claims: ScheduleClaims;
  readonly doubles: ScheduleDoubles;
}

/** Checks a schedule by itself, then against its workflow, and whether a new one can adopt what it names. */
export async function checkSchedule(
  context: ProviderContext,
  others: Others,
  before: Properties | undefined,
  given: Properties,
): Promise<CheckResult> {
  const local = checkScheduleInputs(before, given);
  const inputs = local.inputs as unknown as WorkflowScheduleInputs;
  if (before === undefined) others.claims.seeAsNew(nameKey(inputs));
  else {
    others.claims.seeInProgram(nameKey(inputs));
    others.doubles.seeInState(before);
  }
  return checkLive(context, before, local, async (account) =>
    before === undefined ? newScheduleFailures(account, others, inputs) : [],
  );
}

async function newScheduleFailures(
  account: Account,
  { claims, doubles }: Others,
  inputs: WorkflowScheduleInputs,
): Promise<readonly CheckFailure[]> {
  if (inputs.adopt !== undefined) return adoptionFailures(account, claims, inputs);
  const reason = await doubles.problem(account, inputs);
  return reason === undefined ? [] : [{ property: "", reason }];
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
