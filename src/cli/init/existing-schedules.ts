import { lstatSync } from "node:fs";
import { join } from "node:path";
import { isSkyvernError } from "../../errors";

/** The name of a project's schedule file. */
export const scheduleFileName = "schedules.yaml";

/** What a schedule file that exists says about a project. `import` may have written it. */
export interface ExistingSchedules {
  readonly environments: readonly string[];
  readonly hasErrors: boolean;
}

/** The schedule file of a folder; undefined if there is none. The YAML parser is loaded only if there is one. */
export function existingSchedules(folder: string): ExistingSchedules | undefined {
  const file = join(folder, scheduleFileName);
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
  const { validateFile } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  try {
    const { environments, findings } = validateFile(file);
    return { environments, hasErrors: findings.some(({ severity }) => severity === "error") };
  } catch (error) {
    if (isSkyvernError(error)) return { environments: [], hasErrors: true };
    throw error;
  }
}
