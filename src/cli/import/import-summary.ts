import type { Account } from "./account";
import type { ImportedEnvironment } from "./import-result";
import type { Written } from "./schedule-text";

/** What the file got of an account, and what it did not. */
export function summaryOf(
  {
    target: { environment, stack, variable },
    read,
    known,
    state,
    notChosen,
    configuration,
    missingSecrets,
  }: Account,
  { composed }: Written,
): Omit<ImportedEnvironment, "takeover" | "importFile"> {
  const { spokenLeftOut } =
    require("../../schedule-file/compose/write/text") as typeof import("../../schedule-file/compose/write/text");
  const isListed = ({ scheduleId }: { readonly scheduleId: string }): boolean => state.others.has(scheduleId);
  const keys = ["skyvern:apiKey", "skyvern:apiKeyEnv"];
  const isKeyMissing =
    variable !== undefined && stack !== undefined && !keys.some((key) => configuration.has(key));
  return {
    environment,
    ...(stack === undefined ? {} : { stack }),
    ...(isKeyMissing ? { keyVariable: variable } : {}),
    added: composed.keys.get(environment)?.size ?? 0,
    known: known.size + read.live.filter(isListed).length,
    over: read.live.filter(({ isOver, scheduleId }) => isOver && !known.has(scheduleId)).length,
    ...(notChosen === 0 ? {} : { notChosen }),
    leftOut: composed.leftOut
      .filter((one) => one.environment === environment)
      .map((one) => ({
        scheduleId: one.live.scheduleId,
        workflowId: one.live.workflowId,
        ...(one.live.name === undefined ? {} : { name: one.live.name }),
        reason: one.reason,
        text: spokenLeftOut(one),
      })),
    secrets: [...missingSecrets.keys(), ...(composed.secrets.get(environment)?.keys() ?? [])],
  };
}
