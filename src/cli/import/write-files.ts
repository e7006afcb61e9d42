import { renameSync, writeFileSync } from "node:fs";
import { removeLeftover } from "../leftover";
import { CommandFailure } from "../usage";

/** A file to write. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all files or none: first under other names, then each in its place. A killed command leaves at most whole files,
 * and `.tmp` files beside them that the next one replaces.
 *
 * @throws CommandFailure if a file cannot be written
 */
export function writeFiles(files: readonly NewFile[]): void {
  const written: string[] = [];
  for (const { path, text } of files) {
    written.push(`${path}.tmp`);
    attempt(path, () => writeFileSync(`${path}.tmp`, text));
  }
  for (const { path } of files) attempt(path, () => renameSync(`${path}.tmp`, path));

  function attempt(path: string, step: () => void): void {
    try {
      step();
    } catch (error) {
      const left = written.flatMap((one) => removeLeftover(one) ?? []);
      const reason = error instanceof Error ? error.message : String(error);
      throw new CommandFailure(
        [`Could not write ${path}: ${reason}. Run the command again after you corrected that.`, ...left].join(
          " ",
        ),
      );
    }
  }
}
