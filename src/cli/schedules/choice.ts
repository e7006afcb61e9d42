import { readInstant } from "../../calendar/instant";
import { ignores, matches } from "../patterns";
import { CommandFailure } from "../usage";
import type { GivenSchedule } from "./given-schedule";

/**
 * The schedules that `--only` chooses.
 *
 * @throws CommandFailure if none is left
 */
export function chosen<Given extends GivenSchedule>(
  schedules: readonly Given[],
  only: readonly string[] | undefined,
): readonly Given[] {
  const found = choose(schedules, only);
  if (found.length > 0) return found;
  throw new CommandFailure(
    only === undefined || schedules.length === 0
      ? "There are no schedules."
      : `No schedule matches --only ${only.map((pattern) => `"${pattern}"`).join(" or ")}.`,
  );
}

/** The schedules that `--only` chooses; perhaps none. */
export function choose<Given extends GivenSchedule>(
  schedules: readonly Given[],
  only: readonly string[] | undefined,
): readonly Given[] {
  return schedules.filter(({ about }) => only === undefined || isNamedBy(only, about));
}

function isNamedBy(patterns: readonly string[], about: GivenSchedule["about"]): boolean {
  const { scheduleId = "", name, key, resource, workflowTitle } = about;
  if (ignores(patterns, { scheduleId, name })) return true;
  const names = [key, resource, workflowTitle].flatMap((one) => one ?? []);
  return names.some((one) => patterns.some((pattern) => matches(pattern, one)));
}

/** A moment of the command line. @throws CommandFailure */
export function readFrom(from: string): Date {
  const reading = readInstant(/^\d{4}-\d\d-\d\d$/.test(from) ? `${from}T00:00Z` : from, "runAt");
  if ("instant" in reading) return new Date(reading.instant);
  throw new CommandFailure(
    `--from: ${reading.problem}. A date alone, such as 2027-03-27, means its beginning in UTC.`,
  );
}

/** Undefined if the environment names a timezone that does not exist. */
export function timezoneOfMachine(): string | undefined {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return timeZone === undefined || timeZone === "Etc/Unknown" ? undefined : timeZone;
}
