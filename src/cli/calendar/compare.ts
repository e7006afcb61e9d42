import { isDeepStrictEqual } from "node:util";
import type { CalendarData, CalendarSchedule } from "./calendar-data";

/** What a person would call a change of a schedule. Its line, its words and its warnings follow from these. */
const compared = [
  "workflow",
  "kind",
  "timezone",
  "cronExpression",
  "intervalSeconds",
  "firstFireAt",
  "runAt",
  "state",
  "reason",
  "parameters",
  "fires",
] as const satisfies readonly (keyof CalendarSchedule)[];

/**
 * Marks what differs from a base: added, removed, moved (runs start at other times) or changed. Removed schedules are added
 * to the schedules, with the runs that they had.
 *
 * @param formerIds the ids that a schedule had before it was renamed, by its id
 */
export function compareCalendars(
  data: CalendarData,
  base: Pick<CalendarData, "schedules" | "environments">,
  revision: string,
  formerIds: ReadonlyMap<string, readonly string[]> = new Map(),
): CalendarData {
  const left = new Map(base.schedules.map((one) => [one.id, one]));
  const schedules = data.schedules.map((schedule): CalendarSchedule => {
    const id = [schedule.id, ...(formerIds.get(schedule.id) ?? [])].find((one) => left.has(one));
    const before = id === undefined ? undefined : left.get(id);
    if (id === undefined || before === undefined) return { ...schedule, change: { kind: "added" } };
    left.delete(id);
    const differences: (keyof CalendarSchedule)[] = compared.filter(
      (key) => !isDeepStrictEqual(schedule[key], before[key]),
    );
    if (differences.length === 0) return schedule;
    const kind = differences.includes("fires") ? "moved" : "changed";
    // For the page, which shows other hours in other timezones.
    if (kind === "moved" && before.besideFires !== undefined) differences.push("besideFires");
    // JSON and the page take a value that is left out as unchanged.
    const values = Object.fromEntries(differences.map((key) => [key, before[key]]));
    return { ...schedule, change: { kind, before: values } };
  });
  const removed = [...left.values()].map(
    (one): CalendarSchedule => ({ ...one, change: { kind: "removed" } }),
  );
  return {
    ...data,
    environments: [...new Set([...data.environments, ...base.environments])],
    schedules: [...schedules, ...removed],
    base: revision,
  };
}
