import type { ScheduleFile } from "../schedule-file";
import { type MergedEnvironment, type MergedSchedule, mergeEnvironment, workflowMeant } from "./merge";

/** An `adopt` of the file that several environments have for what may be one schedule of the account. */
interface SharedAdoption {
  /** Of the schedule. */
  readonly key: string;
  readonly environments: readonly string[];
}

/**
 * The schedules whose `adopt` stands in the file's own `schedules` and would make environments take over each other's:
 * those that mean the same workflow, provider and name. Only texts can be compared here, so the same title counts as
 * the same workflow.
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

/** The same text for what is the same schedule of an account, as far as the file tells. */
function targetOf({ key, values }: MergedSchedule, { own, workflows }: MergedEnvironment): string {
  const { workflow = "", adopt, aliases: [oldestKey = key] = [], name = oldestKey } = values;
  const meant = workflowMeant(workflow, workflows)?.reference ?? workflow;
  return JSON.stringify([meant, own.provider, adopt, adopt === true ? name : ""]);
}
