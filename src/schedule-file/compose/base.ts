import { kindKeys } from "../read/schema";
import type { ScheduleEntry } from "../schedule-file";
import { timesOf } from "./entry";

/** What a schedule has in each of its environments. */
export type WantedEntries = ReadonlyMap<string, ScheduleEntry>;

/**
 * The values that the file's own entry takes: of each key what most environments have, and of several the last one. A
 * description, a start or a parameter that not all environments have belongs to those environments, because a later
 * level cannot remove it, or only with a line of its own.
 */
export function baseOf(wanted: WantedEntries, disabled: ReadonlySet<string>): ScheduleEntry {
  const entries = [...wanted.values()];
  const { startingAt: _, ...times } = mostCommon(entries.map(timesOf)) ?? {};
  const sameTimes = entries.filter((one) => kindKeys.every((key) => one[key] === times[key]));
  const starts =
    sameTimes.length === entries.length ? inAll(entries.map(({ startingAt }) => startingAt)) : [];
  const descriptions = inAll(entries.map(({ description }) => description));
  const parameters = baseParameters(entries.map(({ parameters = {} }) => parameters));
  const enabled = mostCommon(
    [...wanted].filter(([name]) => !disabled.has(name)).map(([, { enabled }]) => enabled),
  );
  const [workflow, name, timezone] = (["workflow", "name", "timezone"] as const).map((key) =>
    mostCommon(entries.map((one) => one[key])),
  );
  const [startingAt, description] = [mostCommon(starts), mostCommon(descriptions)];
  return {
    ...(workflow === undefined ? {} : { workflow }),
    ...times,
    ...(startingAt === undefined ? {} : { startingAt }),
    ...(timezone === undefined ? {} : { timezone }),
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(enabled === false ? { enabled } : {}),
  };
}

function baseParameters(all: readonly { readonly [key: string]: unknown }[]): {
  readonly [key: string]: unknown;
} {
  const shared = Object.keys(all[0] ?? {}).filter((key) => all.every((one) => Object.hasOwn(one, key)));
  return Object.fromEntries(shared.map((key) => [key, mostCommon(all.map((one) => one[key]))]));
}

/** The values, if all environments have one; else none. */
function inAll<Value>(values: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  return values.includes(undefined) ? [] : values;
}

/** The most common value; of several the one that comes last. Undefined for none. */
function mostCommon<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<string, number>();
  const keys = values.map((value) => JSON.stringify(value) ?? "");
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values[keys.findLastIndex((key) => counts.get(key) === most)];
}
