import { isDeepStrictEqual } from "node:util";
import { kindKeys } from "../read/schema";
import type { ScheduleEntry } from "../schedule-file";

/** The values of an entry that say when it fires. */
export function timesOf(entry: ScheduleEntry): Pick<ScheduleEntry, "cron" | "every" | "at" | "startingAt"> {
  const { cron, every, at, startingAt } = entry;
  return {
    ...(cron === undefined ? {} : { cron }),
    ...(every === undefined ? {} : { every }),
    ...(at === undefined ? {} : { at }),
    ...(startingAt === undefined ? {} : { startingAt }),
  };
}

/** Keys whose value an inherited one cannot be removed from. */
const lasting = ["description", "startingAt"] as const;

/**
 * What an entry must set so that it has the wanted values instead of the inherited ones. Undefined if that is not
 * possible, because an inherited value cannot be removed.
 */
export function differencesFrom(inherited: ScheduleEntry, wanted: ScheduleEntry): ScheduleEntry | undefined {
  if (lasting.some((key) => inherited[key] !== undefined && wanted[key] === undefined)) return undefined;
  const isSameKind = kindKeys.every((key) => inherited[key] === wanted[key]);
  const plain = (["workflow", "name", "timezone", "description", "enabled"] as const).filter(
    (key) => wanted[key] !== undefined && wanted[key] !== inherited[key],
  );
  const parameters = changedParameters(inherited.parameters ?? {}, wanted.parameters ?? {});
  const { startingAt, ...kind } = timesOf(wanted);
  return {
    ...Object.fromEntries(plain.filter((key) => key === "workflow").map((key) => [key, wanted[key]])),
    ...(isSameKind ? {} : kind),
    ...(startingAt === undefined || startingAt === inherited.startingAt ? {} : { startingAt }),
    ...Object.fromEntries(plain.filter((key) => key !== "workflow").map((key) => [key, wanted[key]])),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
}

/** The parameters to set, with null for one to remove. */
function changedParameters(
  inherited: { readonly [key: string]: unknown },
  wanted: { readonly [key: string]: unknown },
): { readonly [key: string]: unknown } {
  const removed = Object.keys(inherited).filter((key) => !Object.hasOwn(wanted, key));
  const set = Object.entries(wanted).filter(
    ([key, value]) => !Object.hasOwn(inherited, key) || !isDeepStrictEqual(inherited[key], value),
  );
  return Object.fromEntries([...removed.map((key) => [key, null] as const), ...set]);
}
