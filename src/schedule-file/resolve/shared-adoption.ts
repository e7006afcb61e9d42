import type { ScheduleFile } from "../schedule-file";
import { findWorkflow, type MergedEnvironment, type MergedSchedule, mergeEnvironment } from "./merge";

/** An `adopt` of the file with which several environments may take over the same schedule of an account. */
interface SharedAdoption {
  /** The key of the schedule. */
  readonly key: string;
  readonly environments: readonly string[];
}

/**
 * The schedules whose `adopt` in the file's own `schedules` would make environments take over each other's schedule,
 * because workflow, provider and name are the same. Only texts are compared, so the same title is the same workflow.
 */
export function sharedAdoptions(file: ScheduleFile): readonly SharedAdoption[] {
  const keys = Object.keys(file.schedules).filter((key) => (file.schedules[key]?.adopt ?? false) !== false);
  if (keys.length === 0) return [];
  const users = new Map<string, Map<string, string[]>>(keys.map((key) => [key, new Map()]));
  for (const environment of Object.keys(file.environments)) {
    const merged = mergeEnvironment(file, environment);
    for (const schedule of merged.schedules) {
      const targets = users.get(schedule.key);
      if (targets === undefined || schedule.values.adopt === false) continue;
      const target = targetOf(schedule, merged);
      targets.set(target, [...(targets.get(target) ?? []), environment]);
    }
  }
  return [...users].flatMap(([key, targets]) => {
    const environments = [...targets.values()].find(({ length }) => length > 1);
    return environments === undefined ? [] : [{ key, environments }];
  });
}

/** The same text for the same schedule of an account, as far as the file shows it. */
function targetOf({ key, values }: MergedSchedule, { own, workflows }: MergedEnvironment): string {
  const { workflow = "", adopt, aliases: [oldestKey = key] = [], name = oldestKey } = values;
  const meant = findWorkflow(workflow, workflows)?.reference ?? workflow;
  return JSON.stringify([meant, own.provider, adopt, adopt === true ? name : ""]);
}
