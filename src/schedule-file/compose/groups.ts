import { isDeepStrictEqual } from "node:util";
import type { ScheduleEntry, ScheduleGroup } from "../schedule-file";
import { timesOf } from "./entry";
import { grouped } from "./match";
import { timesKey, uniqueKeys } from "./naming/names";

/** Fewer schedules with the same times are easier to read without a group. */
const fewest = 3;

/** Entries of a file, the groups that some of them have joined, and what all of them inherit. */
export interface Layered {
  readonly defaults: ScheduleEntry;
  readonly groups: Readonly<Record<string, ScheduleGroup>>;
  readonly entries: ReadonlyMap<string, ScheduleEntry>;
}

/**
 * Moves what most entries have into `defaults`, and what several with the same times share into groups. No entry changes
 * its meaning.
 */
export function layered(entries: ReadonlyMap<string, ScheduleEntry>): Layered {
  const all = [...entries.values()];
  const timezone = majority(all.map((one) => one.timezone ?? "UTC"));
  const workflow = majority(all.map((one) => one.workflow));
  const defaults: ScheduleEntry = {
    ...(timezone === undefined || timezone === "UTC" ? {} : { timezone }),
    ...(workflow === undefined || all.length < fewest ? {} : { workflow }),
  };
  const slim = new Map(
    [...entries].map(([key, entry]) => [key, without(entry, { timezone: "UTC", ...defaults })] as const),
  );
  const large = [...grouped([...slim], ([, entry]) => JSON.stringify([timesOf(entry), entry.timezone]))]
    .map(([, members]) => members)
    .filter((members) => members.length >= fewest);
  const names = uniqueKeys(
    large.map((members) => [timesKey(members[0]?.[1] ?? {})]),
    new Set(),
  );
  const groups: Record<string, ScheduleGroup> = {};
  const joined = new Map(slim);
  for (const [index, members] of large.entries()) {
    const name = names[index] ?? "";
    const shared = sharedBy(members.map(([, entry]) => entry));
    groups[name] = shared;
    for (const [key, entry] of members) {
      const { workflow: own, ...rest } = without(entry, shared);
      joined.set(key, { ...(own === undefined ? {} : { workflow: own }), group: name, ...rest });
    }
  }
  return { defaults, groups, entries: joined };
}

/** The value that more than half have. */
function majority<Value>(values: readonly Value[]): Value | undefined {
  const groups = [...grouped(values, (value) => String(value))].map(([, same]) => same);
  return groups.find((same) => 2 * same.length > values.length && same.length > 1)?.[0];
}

/** The values and parameters that all entries have. */
function sharedBy(entries: readonly ScheduleEntry[]): ScheduleGroup {
  const [{ name: _, parameters = {}, ...first } = {}, ...others] = entries;
  const isShared = (key: string, value: unknown): boolean =>
    others.every((one) => isDeepStrictEqual(Reflect.get(one, key), value));
  const values = Object.entries(first).filter(([key, value]) => isShared(key, value));
  const common = Object.entries(parameters).filter(([key, value]) =>
    others.every(
      (one) => Object.hasOwn(one.parameters ?? {}, key) && isDeepStrictEqual(one.parameters?.[key], value),
    ),
  );
  return {
    ...Object.fromEntries(values),
    ...(common.length === 0 ? {} : { parameters: Object.fromEntries(common) }),
  };
}

/** The entry without what it inherits. */
export function without(entry: ScheduleEntry, inherited: ScheduleGroup): ScheduleEntry {
  const { parameters = {}, ...values } = entry;
  const own = Object.entries(values).filter(
    ([key, value]) => !isDeepStrictEqual(Reflect.get(inherited, key), value),
  );
  const ownParameters = Object.entries(parameters).filter(
    ([key, value]) => !isDeepStrictEqual(inherited.parameters?.[key], value),
  );
  return {
    ...Object.fromEntries(own),
    ...(ownParameters.length === 0 ? {} : { parameters: Object.fromEntries(ownParameters) }),
  };
}
