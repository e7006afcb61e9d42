import { isDeepStrictEqual } from "node:util";
import type { ScheduleEntry, ScheduleEnvironment, ScheduleFile } from "../schedule-file";
import { timesOf } from "./entry";

/**
 * Writes a time once for a group of an environment, if all its members there differ from the file in the same way.
 */
export function foldGroups(file: ScheduleFile): ScheduleFile {
  const members = new Map<string, string[]>(Object.keys(file.groups ?? {}).map((group) => [group, []]));
  for (const [key, { group = "" }] of Object.entries(file.schedules)) members.get(group)?.push(key);
  const environments = Object.entries(file.environments).map(
    ([name, own]) => [name, folded(file, own ?? {}, members)] as const,
  );
  return { ...file, environments: Object.fromEntries(environments) };
}

function folded(
  { schedules }: ScheduleFile,
  own: ScheduleEnvironment,
  members: ReadonlyMap<string, readonly string[]>,
): ScheduleEnvironment {
  const overlays = new Map<string, ScheduleEntry>(Object.entries(own.schedules ?? {}));
  const groups: Record<string, ReturnType<typeof timesOf>> = {};
  for (const [group, keys] of members) {
    const present = keys.filter((key) => (overlays.get(key)?.absent ?? schedules[key]?.absent) !== true);
    const [first, ...others] = present.map((key) => timesOf(overlays.get(key) ?? {}));
    const isShared =
      first !== undefined && others.length > 0 && others.every((one) => isDeepStrictEqual(one, first));
    if (!isShared || Object.keys(first).length === 0) continue;
    groups[group] = first;
    for (const key of present) {
      const { cron: _cron, every: _every, at: _at, startingAt: _start, ...rest } = overlays.get(key) ?? {};
      if (Object.keys(rest).length === 0) overlays.delete(key);
      else overlays.set(key, rest);
    }
  }
  if (Object.keys(groups).length === 0) return own;
  const { schedules: _, ...rest } = own;
  return {
    ...rest,
    groups: { ...own.groups, ...groups },
    ...(overlays.size === 0 ? {} : { schedules: Object.fromEntries(overlays) }),
  };
}
