import { formatInstant, type InstantName } from "../../../calendar/instant";
import { formatInterval } from "../../../calendar/interval-length";
import { spokenName } from "../../../spoken-name";
import type { CheckFailure } from "../../lifecycle";
import type { ProviderContext } from "../../provider-context";
import { isUnknown } from "../../unknown";
import { isOfSet, type WorkflowScheduleInputs } from "../inputs";
import type { WorkflowScheduleState } from "../state";

/** The server refuses a new time that is closer than this, in milliseconds (`ensure_future` in Skyvern 1.0.56). */
const leadMilliseconds = 60_000;
/** Enough for a review and an `up` before the time that a message proposes, in milliseconds. */
const proposedLeadMilliseconds = 3_600_000;

/** The server's clock if it is known, else that of this machine; in milliseconds since 1970. */
export function serverTime(context: ProviderContext): number {
  return (context.checksLive() ? context.account().client.serverTime() : undefined) ?? Date.now();
}

/**
 * Why Skyvern would refuse a time that is new: it is over, or less than a minute ahead. It accepts the time that it
 * has stored already.
 *
 * @param before the schedule that exists; undefined for a new one
 * @param now by the server's clock, in milliseconds since 1970
 */
export function tooSoonFailures(
  before: Pick<WorkflowScheduleState, InstantName> | undefined,
  inputs: WorkflowScheduleInputs,
  now: number,
): readonly CheckFailure[] {
  return (["firstFireAt", "runAt"] as const).flatMap((property): CheckFailure[] => {
    const wanted = inputs[property];
    if (wanted === undefined || isUnknown(wanted) || wanted === before?.[property]) return [];
    if (Date.parse(wanted) >= now + leadMilliseconds) return [];
    const when = Date.parse(wanted) <= now ? "is in the past" : "is less than a minute ahead";
    const name = isOfSet(inputs) ? { firstFireAt: "startingAt", runAt: "at" }[property] : property;
    const reason = `${wanted} ${when}. A new ${name} must be at least one minute ahead. ${advice(property, inputs, now)}`;
    return [{ property, reason }];
  });
}

function advice(property: InstantName, inputs: WorkflowScheduleInputs, now: number): string {
  // A spread may have moved the time of the file, so none is proposed.
  if (isOfSet(inputs))
    return property === "runAt"
      ? "Write a later time, or set absent: true for the schedule in this environment."
      : "Write a later time, or remove startingAt: Skyvern then chooses the first fire time.";
  if (property === "runAt") return "Write a later time, or remove the schedule from the program.";
  const { firstFireAt, intervalSeconds } = inputs;
  if (intervalSeconds === undefined || isUnknown(intervalSeconds)) return "Write a later time.";
  const [first, step] = [Date.parse(firstFireAt ?? ""), 1000 * intervalSeconds];
  const next = first + Math.ceil((now + proposedLeadMilliseconds - first) / step) * step;
  return `To keep the same fire times, write "${formatInstant(next)}". Or leave firstFireAt out: Skyvern then chooses the first fire time.`;
}

/** Says that a changed interval counts from the old first fire time, which the program leaves to Skyvern. */
export function keptStart(
  before: WorkflowScheduleState,
  { intervalSeconds, firstFireAt }: WorkflowScheduleInputs,
): string | undefined {
  const isKept = firstFireAt === undefined && before.firstFireAt !== undefined;
  const isChanged = before.intervalSeconds !== undefined && before.intervalSeconds !== intervalSeconds;
  if (!isKept || !isChanged || intervalSeconds === undefined || isUnknown(intervalSeconds)) return undefined;
  return `Schedule ${spokenName(before.name)} keeps its first fire time ${before.firstFireAt}: it now fires every ${formatInterval(intervalSeconds)}, counted from that time. To change it, set firstFireAt (startingAt in a schedule file).`;
}
