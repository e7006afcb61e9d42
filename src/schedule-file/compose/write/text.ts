import { formatInterval } from "../../../calendar/interval-length";
import type { LeftOut, LiveSchedule } from "../account-schedule";

/** A text on one line, of at most 80 characters, without characters that change the lines around it. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
  });
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}

/** `wfs_1 "nightly" of workflow "Invoices"`. */
function spokenSchedule({ scheduleId, name = "", workflowTitle }: LiveSchedule): string {
  const named = name === "" ? "without a name" : `"${oneLine(name)}"`;
  return `${scheduleId} ${named} of workflow "${oneLine(workflowTitle)}"`;
}

/** `0 2 * * *, UTC`, `every 1h30m` or `once, at 2027-01-04T08:00:00Z`. */
function spokenTimes({ cronExpression, timezone, intervalSeconds, runAt }: LiveSchedule): string {
  if (runAt !== undefined) return `once, at ${runAt}`;
  if (intervalSeconds !== undefined) return `every ${formatInterval(intervalSeconds)}`;
  return `${oneLine(cronExpression ?? "")}, ${oneLine(timezone)}`;
}

/** `wfs_1 "nightly" of workflow "Invoices" in prod (R 2 * * *, UTC): …`. */
export function spokenLeftOut({ live, environment, reason }: LeftOut): string {
  return `${spokenSchedule(live)} in ${environment} (${spokenTimes(live)}): ${reason}`;
}
