import { type Path, pathText } from "../../property-path";
import type { ScheduleFile } from "../schedule-file";
import { layersOf } from "./merge";

/**
 * The places of parameters that are null where no environment has anything to take away: such a one was meant to have
 * a value, and would be missing without a word.
 */
export function needlessNulls(file: ScheduleFile): readonly Path[] {
  const nulls = new Map<string, { readonly path: Path; takesAway: boolean }>();
  for (const environment of Object.keys(file.environments)) {
    for (const key of Object.keys(file.schedules)) {
      const given = new Set<string>();
      for (const [at, layer] of layersOf(file, environment, key)) {
        for (const [name, value] of Object.entries(layer?.parameters ?? {})) {
          if (value === undefined) continue;
          if (value !== null) given.add(name);
          else {
            const path: Path = [...at, "parameters", name];
            const known = nulls.get(pathText(path)) ?? { path, takesAway: false };
            nulls.set(pathText(path), { path, takesAway: known.takesAway || given.has(name) });
          }
        }
      }
    }
  }
  return [...nulls.values()].flatMap(({ path, takesAway }) => (takesAway ? [] : [path]));
}
