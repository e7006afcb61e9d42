import { IncompleteError, isSkyvernError, SkyvernError } from "../../errors";
import { isAnswerLost } from "../../skyvern/client";
import { inUtc } from "../../skyvern/in-utc";
import { replaceSchedule, setScheduleEnabled } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import type { ProviderContext } from "../provider-context";
import { released, remembered } from "./hold";
import { formatScheduleId } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import { overtakenRun } from "./overtaken-run";
import { bodyOf, scheduleChanges, stateOf, type WorkflowScheduleState } from "./state";

/**
 * Makes a schedule what the inputs say, with no write where it is that already.
 *
 * @throws IncompleteError when it is not known whether a hold has paused it
 * @throws SkyvernError
 */
export async function bringInLine(
  context: ProviderContext,
  before: WorkflowScheduleState,
  inputs: WorkflowScheduleInputs,
): Promise<WorkflowScheduleState> {
  const wanted = released(before, inputs);
  const changes = scheduleChanges(before, wanted);
  if (changes.length > 0) return write(context, before, changes, wanted);
  // What was unknown in the preview can turn out to be the same.
  const { adopt: _, afterHold: __, ...rest } = before;
  const { afterHold: ___, ...given } = wanted;
  return { ...rest, ...given, ...remembered(before, inputs) };
}

/**
 * One PUT with every field; one POST when only `enabled` differs. When its answer is lost, the schedule is
 * read, and the write sent again only when it did not arrive.
 */
async function write(
  context: ProviderContext,
  before: WorkflowScheduleState,
  changes: readonly string[],
  inputs: WorkflowScheduleInputs,
): Promise<WorkflowScheduleState> {
  const { workflowId, scheduleId, organizationId } = before;
  const account = context.account();
  const memory = remembered(before, inputs);
  let isLost = false;
  const { enabled } = inputs;
  const send = (): Promise<WireSchedule> =>
    enabled !== undefined && changes.every((key) => key === "enabled")
      ? setScheduleEnabled(account.client, workflowId, scheduleId, enabled)
      : replaceSchedule(account.client, workflowId, scheduleId, bodyOf(inputs));
  try {
    const written = await send().catch(async (error) => {
      if (!isAnswerLost(error)) throw error;
      isLost = true;
      const live = await account.schedules.readAlone({ workflowId, scheduleId });
      const arrived = live !== undefined && scheduleChanges(stateOf(live), inputs).length === 0;
      return arrived ? live : send();
    });
    if (written.modified_at !== undefined) {
      const overtaken = overtakenRun(before, Date.parse(inUtc(written.modified_at)));
      if (overtaken !== undefined) await context.showWarning(overtaken);
    }
    return stateOf(written, inputs, memory);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    const mayForget = isLost && memory.afterHold !== undefined && before.afterHold === undefined;
    if (mayForget && error.kind !== "not-found") {
      // It may be paused by this, and would then look as if a person had paused it.
      throw new IncompleteError(
        `${error.finding} Whether schedule ${scheduleId} is held is not known; state remembers that it runs after the hold. Run \`pulumi up\` again.`,
        formatScheduleId(before),
        { ...before, ...memory },
      );
    }
    if (error.kind !== "not-found") throw error;
    await account.mustOwn(organizationId, `Schedule ${scheduleId}`);
    const advice =
      "It was deleted outside Pulumi: run `pulumi refresh`, and the next `pulumi up` makes it again.";
    throw new SkyvernError("not-found", error.message, { advice, cause: error });
  } finally {
    account.schedules.forget();
  }
}
