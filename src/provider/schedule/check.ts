import { readCronExpression } from "../../calendar/cron/expression";
import { unevenSteps } from "../../calendar/uneven-steps";
import { fixedZoneProblem } from "../../calendar/zone/fixed-zone";
import type { WireSchedule } from "../../skyvern/wire";
import { spokenName } from "../../spoken-name";
import type { Account } from "../account";
import type { CheckResult, Properties } from "../lifecycle";
import { checkLive } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { isUnknown } from "../unknown";
import { type Adoption, adoptionNote, findAdoption } from "./adoption";
import { doubleProblem } from "./double-problem";
import { checkScheduleInputs, isOfSet, type WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";
import { stateOf, type WorkflowScheduleState } from "./state";
import { serverTime, tooSoonFailures } from "./times/fire-instants";

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
  if (local.failures.length > 0) return local;
  await warnOfMeaning(context, inputs);
  await warnOfHold(context, inputs, given);
  let adopted: WorkflowScheduleState | undefined;
  const result = await checkLive(context, before, local, {
    ahead: (account) => {
      if (before === undefined && inputs.adopt === undefined)
        account.schedules.listAtFirst(inputs.workflowId).catch(() => undefined);
    },
    check: async (account) => {
      if (before !== undefined) return [];
      if (inputs.adopt === undefined) {
        const reason = await doubleProblem(context, account, ledger, inputs);
        return reason === undefined ? [] : [{ property: "", reason }];
      }
      const adoption = await plannedAdoption(account, ledger, inputs);
      if (adoption !== undefined && "problem" in adoption)
        return [{ property: "adopt", reason: adoption.problem }];
      if (adoption?.schedule !== undefined) {
        adopted = stateOf(adoption.schedule);
        await showAdoption(context, adoption.schedule, inputs);
      }
      return [];
    },
  });
  // The diff compares the times of a schedule that exists with state, which has what Skyvern chose.
  if (before !== undefined || result.failures.length > 0) return result;
  return { ...result, failures: tooSoonFailures(adopted, inputs, serverTime(context)) };
}

/** A preview calls an adoption a creation. A change of what somebody made by hand is a warning. */
async function showAdoption(
  { notes, showProgress, showWarning }: ProviderContext,
  schedule: WireSchedule,
  inputs: WorkflowScheduleInputs,
): Promise<void> {
  const { text, isChange } = adoptionNote(schedule, inputs);
  const line = `Schedule ${spokenName(inputs.name)} ${text}.`;
  if (!notes.add(line)) return;
  await (isChange ? showWarning(line) : showProgress(line, undefined, true));
}

/** A hold of the stack cannot keep a one-time schedule from firing. */
async function warnOfHold(
  { showWarning }: ProviderContext,
  { name, runAt }: WorkflowScheduleInputs,
  { afterHold }: Properties,
): Promise<void> {
  if (afterHold === undefined || runAt === undefined || isUnknown(runAt)) return;
  if (Date.parse(runAt) <= Date.now()) return;
  await showWarning(
    `${spoken(name)} still fires at ${runAt}, although skyvern:paused is true: Skyvern cannot pause a one-time schedule. To stop it, remove it from the program (in a schedule file: set absent: true for it).`,
  );
}

/**
 * Warns once in a process of each expression that fires at other gaps than it says, and of each timezone without
 * daylight saving. A set warns of its own schedules, with the line of the file.
 */
async function warnOfMeaning(
  { notes, showWarning }: ProviderContext,
  inputs: WorkflowScheduleInputs,
): Promise<void> {
  if (isOfSet(inputs)) return;
  const { name, cronExpression, timezone } = inputs;
  const isKnown = cronExpression !== undefined && !isUnknown(cronExpression);
  const reading = isKnown ? readCronExpression(cronExpression) : undefined;
  const steps =
    reading !== undefined && "expression" in reading ? unevenSteps(reading.expression) : undefined;
  const zone = cronExpression === undefined || isUnknown(timezone) ? undefined : fixedZoneProblem(timezone);
  for (const problem of [steps, zone]) {
    if (problem !== undefined && notes.add(problem)) await showWarning(`${spoken(name)}: ${problem}.`);
  }
}

/** `Schedule "nightly"`; without the name while it is not known. */
function spoken(name: string | undefined): string {
  return isUnknown(name) ? "Schedule" : `Schedule ${spokenName(name)}`;
}

/** The adoption that the create of these inputs would do; undefined if there is none, or it is not known yet. */
async function plannedAdoption(
  account: Account,
  ledger: ScheduleLedger,
  inputs: WorkflowScheduleInputs,
): Promise<Adoption | undefined> {
  const { adopt, name, origin } = inputs;
  if (adopt === undefined || adopt === false || isUnknown(adopt) || isUnknown(name)) return undefined;
  const adoption = findAdoption(inputs, await account.schedules.listWorkflow(inputs.workflowId), ledger);
  if ("problem" in adoption || adoption.schedule === undefined) return adoption;
  const { workflow_schedule_id: scheduleId } = adoption.schedule;
  const rival = ledger.rivalName(scheduleId, origin);
  if (rival !== undefined)
    return {
      problem: `Another resource, "${rival}", already adopts schedule ${scheduleId}. Only one resource can have it: remove adopt from one of them.`,
    };
  ledger.recordIntent(scheduleId, inputs);
  return adoption;
}
