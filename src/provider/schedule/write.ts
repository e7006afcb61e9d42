import { IncompleteError, isSkyvernError, SkyvernError } from "../../errors";
import { isAnswerLost } from "../../skyvern/client";
import { inUtc } from "../../skyvern/in-utc";
import { replaceSchedule, setScheduleEnabled } from "../../skyvern/schedules";
import type { WireSchedule } from "../../skyvern/wire";
import { confirmCheck } from "../live-check";
import type { ProviderContext } from "../provider-context";
import { afterHoldOf, inputsAfterHold, keptPause } from "./hold";
import { formatScheduleId } from "./id";
import type { WorkflowScheduleInputs } from "./inputs";
import { overtakenRun } from "./overtaken-run";
import { bodyOf, isOneTime, scheduleChanges, stateOf, type WorkflowScheduleState } from "./state";

/**
 * Updates a schedule to match the inputs. Writes nothing if it matches already.
 *
 * @throws IncompleteError if it is unknown whether a hold has paused the schedule
 * @throws SkyvernError
 */
export async function applyInputs(
  context: ProviderContext,
  before: WorkflowScheduleState,
  inputs: WorkflowScheduleInputs,
): Promise<WorkflowScheduleState> {
  const wanted = inputsAfterHold(before, inputs);
  const changes = scheduleChanges(before, wanted);
  if (changes.length > 0) return write(context, before, changes, wanted);
  // The diff also reports unknown inputs, which may resolve to the stored values.
  const { adopt: _, afterHold: __, pausedByHand: ___, ...rest } = before;
  const { afterHold: ____, ...given } = wanted;
  return { ...rest, ...given, ...afterHoldOf(before, inputs), ...keptPause(before, inputs) };
}

/**
 * Sends one PUT with every field, or one POST if only `enabled` differs. If the answer is lost, reads the schedule,
 * and sends the write again only if it did not arrive.
 */
async function write(
  context: ProviderContext,
  before: WorkflowScheduleState,
  changes: readonly string[],
  inputs: WorkflowScheduleInputs,
): Promise<WorkflowScheduleState> {
  const { workflowId, scheduleId, organizationId } = before;
  const account = context.account();
  if (changes.includes("parameters"))
    await confirmCheck(context, { ...inputs, workflowId }, `update schedule ${scheduleId}`);
  const memory = { ...afterHoldOf(before, inputs), ...keptPause(before, inputs) };
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
    // The server fires a one-time schedule however late it looks.
    if (written.modified_at !== undefined && !isOneTime(before)) {
      const overtaken = overtakenRun(before, Date.parse(inUtc(written.modified_at)));
      if (overtaken !== undefined) await context.showWarning(overtaken);
    }
    return stateOf(written, inputs, memory);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    const mayForget = isLost && memory.afterHold !== undefined && before.afterHold === undefined;
    if (mayForget && error.kind !== "not-found") {
      // The write may have paused the schedule, which would then look like a pause by hand.
      throw new IncompleteError(
        `${error.finding} It is unknown whether schedule ${scheduleId} was paused for skyvern:paused. State records that it fires again when that ends. Run \`pulumi up\` again.`,
        formatScheduleId(before),
        { ...before, ...memory },
      );
    }
    if (error.kind !== "not-found") throw error;
    await account.mustOwn(organizationId, `Schedule ${scheduleId}`);
    const advice =
      "It was deleted outside Pulumi. Run `pulumi refresh`: the next `pulumi up` creates it again.";
    throw new SkyvernError("not-found", error.finding, { advice, cause: error });
  } finally {
    account.schedules.forget();
  }
}
