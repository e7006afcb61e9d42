import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CommandFailure } from "../usage";

/** A file to write; the path is relative to the project's folder. */
export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all files or none. Each is first written into a temporary folder, and then moved to its place. After a failure,
 * everything that was written or created is removed again.
 *
 * @throws CommandFailure if a file cannot be written, or exists by now
 */
export function writeFiles(folder: string, files: readonly PlannedFile[]): void {
  const undo: (() => void)[] = [];
  try {
    makeFolder(folder, undo);
    const temporary = mkdtempSync(join(folder, ".pulumi-skyvern-init-"));
    undo.push(() => rmSync(temporary, { recursive: true, force: true }));
    for (const [index, { text }] of files.entries()) writeFileSync(join(temporary, String(index)), text);
    for (const [index, { path }] of files.entries()) {
      const target = join(folder, path);
      makeFolder(dirname(target), undo);
      if (lstatSync(target, { throwIfNoEntry: false }) !== undefined)
        throw new CommandFailure(`${target} already exists.`);
      renameSync(join(temporary, String(index)), target);
      undo.push(() => rmSync(target, { force: true }));
    }
    rmdirSync(temporary);
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    throw new CommandFailure(
      `Nothing was written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Creates a folder and those above it. The undo removes only empty ones: others may write into them. */
function makeFolder(path: string, undo: (() => void)[]): void {
  const first = mkdirSync(path, { recursive: true });
  if (first === undefined) return;
  const created = [path];
  for (let above = path; above !== first && above !== dirname(above); created.push(above))
    above = dirname(above);
  undo.push(() => created.forEach((one) => void rmdirSync(one)));
}

/** The other steps must run too. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The failure that is reported is the first one.
  }
}
