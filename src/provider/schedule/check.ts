import { readCronExpression } from "../../calendar/cron/expression";
import { unevenSteps } from "../../calendar/uneven-steps";
import { fixedZoneProblem } from "../../calendar/zone/fixed-zone";
import type { Account } from "../account";
import type { CheckFailure, CheckResult, Properties } from "../lifecycle";
import { checkLive } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import { findAdoption } from "./adoption";
import { doubleProblem } from "./double-problem";
import { checkScheduleInputs, type WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";

/** Checks a schedule by itself, then against its workflow, and a new one against the schedules that exist. */
export async function checkSchedule(
  context: ProviderContext,
  ledger: ScheduleLedger,
  before: Properties | undefined,
  given: Properties,
): Promise<CheckResult> {
  const local = checkScheduleInputs(before, given);
  const inputs = local.inputs as unknown as WorkflowScheduleInputs;
  ledger.recordCheck(inputs.origin, before);
  if (local.failures.length === 0) await warnOfMeaning(context, inputs);
  return checkLive(context, before, local, async (account) => {
    if (before !== undefined) return [];
    if (inputs.adopt !== undefined) return adoptionFailures(account, ledger, inputs);
    const reason = await doubleProblem(context, account, ledger, inputs);
    return reason === undefined ? [] : [{ property: "", reason }];
  });
}

/**
 * Warns once in a process of each expression that fires at other gaps than it says, and of each timezone without
 * daylight saving. A set warns of its own schedules, with the line of the file.
 */
async function warnOfMeaning(
  { notes, showWarning }: ProviderContext,
  { name, cronExpression, timezone, origin }: WorkflowScheduleInputs,
): Promise<void> {
  if (origin?.includes("skyvern:index:ScheduleSet$")) return;
  const reading = isUnknown(cronExpression) ? undefined : readCronExpression(cronExpression);
  const steps =
    reading !== undefined && "expression" in reading ? unevenSteps(reading.expression) : undefined;
  const zone = isUnknown(timezone) ? undefined : fixedZoneProblem(timezone);
  for (const problem of [steps, zone]) {
    if (problem !== undefined && notes.add(problem))
      await showWarning(`Schedule${isUnknown(name) ? "" : ` "${name}"`}: ${problem}.`);
  }
}

async function adoptionFailures(
  account: Account,
  ledger: ScheduleLedger,
  inputs: WorkflowScheduleInputs,
): Promise<readonly CheckFailure[]> {
  const { adopt, name, origin } = inputs;
  if (adopt === undefined || adopt === false || isUnknown(adopt) || isUnknown(name)) return [];
  const adoption = findAdoption(inputs, await account.schedules.listWorkflow(inputs.workflowId), ledger);
  if ("problem" in adoption) return [{ property: "adopt", reason: adoption.problem }];
  if (adoption.schedule === undefined) return [];
  const { workflow_schedule_id: scheduleId } = adoption.schedule;
  const rival = ledger.rivalName(scheduleId, origin);
  if (rival === undefined) {
    ledger.recordIntent(scheduleId, inputs);
    return [];
  }
  const reason = `Another resource, "${rival}", already adopts schedule ${scheduleId}. Only one resource can have it: remove adopt from one of them.`;
  return [{ property: "adopt", reason }];
}
