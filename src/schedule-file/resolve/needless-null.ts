import { type Path, pathText } from "../../property-path";
import type { ScheduleFile } from "../schedule-file";
import { layersOf } from "./merge";

/**
 * The paths of parameters that are null although no other level sets them, in any environment. Somebody meant to give
 * such a parameter a value; without this error it would be missing silently.
 */
export function needlessNulls(file: ScheduleFile): readonly Path[] {
  const nulls = new Map<string, { readonly path: Path; isNeeded: boolean }>();
  for (const environment of Object.keys(file.environments)) {
    const layers = layersOf(file, environment);
    for (const key of Object.keys(file.schedules)) {
      const given = new Set<string>();
      for (const [at, layer] of layers(key)) {
        for (const [name, value] of Object.entries(layer?.parameters ?? {})) {
          if (value === undefined) continue;
          if (value !== null) given.add(name);
          else {
            const path: Path = [...at, "parameters", name];
            const wasNeeded = nulls.get(pathText(path))?.isNeeded === true;
            nulls.set(pathText(path), { path, isNeeded: wasNeeded || given.has(name) });
          }
        }
      }
    }
  }
  return [...nulls.values()].flatMap(({ path, isNeeded }) => (isNeeded ? [] : [path]));
}
