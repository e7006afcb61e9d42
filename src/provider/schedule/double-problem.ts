import { inUtc } from "../../skyvern/in-utc";
import { isSettled } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import { spokenName } from "../../spoken-name";
import type { Account } from "../account";
import { changedKeys } from "../changed-keys";
import type { ProviderContext } from "../provider-context";
import { isOfSet, type WorkflowScheduleInputs } from "./inputs";
import type { ScheduleLedger } from "./ledger";
import { firesAlike, isAlike, stateOf } from "./state";

/**
 * Prevents duplicates: a workflow with two equal schedules runs twice at each time. Warns if the new schedule looks
 * like another one that was renamed.
 *
 * @returns why the new schedule must not be created; undefined if it may
 * @throws SkyvernError
 */
export async function doubleProblem(
  context: ProviderContext,
  account: Account,
  ledger: ScheduleLedger,
  inputs: WorkflowScheduleInputs,
): Promise<string | undefined> {
  const { workflowId, name, origin } = inputs;
  const live = (await account.schedules.listAtFirst(workflowId)).filter((one) => !isSettled(one));
  ledger.recordSearch(origin);
  const attempt = ledger.attemptOf(origin);
  // The delete or create that follows settles the unconfirmed creation.
  if (attempt?.workflowId === workflowId && isAlike(attempt, inputs)) return undefined;
  const alike = live.filter((one) => isAlike(stateOf(one), inputs));
  const strangers = alike.filter((one) => !ledger.isKnown(one.workflow_schedule_id));
  // The engine may check this resource before it compares others, which have some of these schedules.
  const unassigned = alike.filter(
    ({ workflow_schedule_id: id }) => ledger.isKnown(id) && !ledger.isInProgram(id),
  );
  const expected = ledger.countAwaited(inputs) - unassigned.length;
  if (strangers.length > Math.max(0, expected)) {
    const found = strangers
      .map((one) => `${one.workflow_schedule_id}, created ${inUtc(one.created_at)}`)
      .join("; ");
    const alias = hasOwnName(inputs)
      ? ""
      : ` If you renamed the resource, ${aliasAdvice(ledger, strangers[0], inputs)} instead.`;
    return `Workflow ${workflowId} already has a schedule ${spokenName(name)} with the same fire times (${found}). A second one would run the workflow twice at each time. If an earlier \`pulumi up\` was cut off, set adopt to true to take the schedule over. If you forced a replacement (\`--replace\`, \`pulumi state taint\`), add \`--refresh\`. If you want a second schedule, set adopt to false.${alias}`;
  }
  const former = live.find((one) => {
    const { workflow_schedule_id: id } = one;
    const mayLeave = ledger.isKnown(id) ? !ledger.isInProgram(id) : alike.length === 0;
    return mayLeave && firesTheSame(one, inputs);
  });
  if (former !== undefined) await warnOfRename(context, ledger, former, inputs);
  return undefined;
}

/** Whether both run the workflow at the same times with the same parameters, under any name. */
function firesTheSame(one: WireSchedule, inputs: WorkflowScheduleInputs): boolean {
  if (!one.enabled || inputs.enabled === false) return false;
  const state = stateOf(one);
  return firesAlike(state, inputs) && changedKeys(state, inputs, ["parameters"]).length === 0;
}

/** Whether the schedule has the name of the resource, or its key in a set. Then a rename did not cause the duplicate. */
function hasOwnName({ name, origin = "" }: WorkflowScheduleInputs): boolean {
  const own = origin.split("::").at(-1) ?? "";
  return own === name || own.endsWith(`-${name}`);
}

function warnOfRename(
  context: ProviderContext,
  ledger: ScheduleLedger,
  former: WireSchedule,
  inputs: WorkflowScheduleInputs,
): Promise<void> {
  const { name: formerName, workflow_schedule_id: id } = former;
  const which = formerName === undefined ? id : `"${formerName}" (${id})`;
  return context.showWarning(
    `Schedule ${spokenName(inputs.name)} looks like a rename of ${which}: workflow ${inputs.workflowId} has that schedule with the same fire times and parameters. While both exist, the workflow runs twice at each time. If you renamed the resource, ${aliasAdvice(ledger, former, inputs)}. If not, set adopt to "${id}" to take that schedule over, or to false to have both.`,
  );
}

/**
 * How a renamed resource keeps its schedule: with `aliases` in the schedule file, or in the resource's options. The
 * language of the program is not known here.
 */
function aliasAdvice(
  ledger: ScheduleLedger,
  former: WireSchedule | undefined,
  inputs: WorkflowScheduleInputs,
): string {
  const resourceName = former && ledger.resourceNameOf(former.workflow_schedule_id);
  if (isOfSet(inputs)) {
    const key = former?.name ?? resourceName ?? "the former name";
    return `add \`aliases: [${/^[\w-]+$/.test(key) ? key : JSON.stringify(key)}]\`, with the former key, to it in the schedule file`;
  }
  const text = JSON.stringify(resourceName ?? former?.name ?? "the former name");
  // Most resources give their name to the schedule. Only the program knows.
  const condition = resourceName === undefined && former?.name !== undefined ? ` if that was ${text}` : "";
  return `add an alias with the former name of the resource to its options: in TypeScript \`aliases: [{ name: ${text} }]\`${condition}, in YAML the former URN`;
}
