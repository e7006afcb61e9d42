import { existsSync } from "node:fs";
import { join } from "node:path";
import { isSkyvernError } from "../../errors";
import { findingPlace } from "../../schedule-file/finding";
import { CommandFailure } from "../usage";

const reader = (): typeof import("../../schedule-file/read/read-schedule-file") =>
  require("../../schedule-file/read/read-schedule-file");

/** The patterns of a schedule file, and why they are missing. */
export interface FilePatterns {
  readonly patterns: readonly string[];
  readonly note?: string;
}

/** The file that is read without `--file`, in the project's folder. */
const usualFile = "schedules.yaml";

/**
 * The value of `ignore` in a schedule file.
 *
 * @param file as given by the user, or undefined for `schedules.yaml` in the project's folder, if it exists
 * @throws CommandFailure if a given file cannot be read
 */
export function patternsOfFile(file: string | undefined, projectFolder: string): FilePatterns {
  const path = file ?? join(projectFolder, usualFile);
  if (file === undefined && !existsSync(path)) return { patterns: [] };
  try {
    const { content, findings } = reader().readScheduleFile(path);
    const [first] = content === undefined ? findings : findings.filter(({ place }) => isOfIgnore(place.path));
    if (content !== undefined && first === undefined) return { patterns: content.ignore ?? [] };
    const reason = first === undefined ? "" : ` ${findingPlace(first)}: ${first.message}`;
    return withoutFile(`The file has errors, so \`ignore\` could not be read from it.${reason}`);
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    return withoutFile(error.message);
  }

  function withoutFile(problem: string): FilePatterns {
    if (file !== undefined) throw new CommandFailure(problem);
    return { patterns: [], note: `${usualFile}: ${problem}` };
  }
}

function isOfIgnore(path: string): boolean {
  return /^ignore\b/.test(path);
}
