import type { ScheduleFile } from "../schedule-file";
import type { KnownKeys } from "./match";

/** Writes `adopt` with the id of each schedule into its environment, unless the file already has one there. */
export function withAdoption(file: ScheduleFile, keys: KnownKeys): ScheduleFile {
  const environments = Object.entries(file.environments).map(([name, own]) => {
    const schedules = { ...own?.schedules };
    for (const [id, key] of keys.get(name) ?? [])
      schedules[key] = { ...schedules[key], adopt: schedules[key]?.adopt ?? id };
    return [name, Object.keys(schedules).length === 0 ? own : { ...own, schedules }] as const;
  });
  return { ...file, environments: Object.fromEntries(environments) };
}
