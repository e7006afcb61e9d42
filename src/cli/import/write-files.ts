import { renameSync, rmSync, writeFileSync } from "node:fs";

/** A file to write. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Writes all files or none: first under other names, then each in its place. A killed command leaves at most whole files,
 * and `.tmp` files beside them that the next one replaces.
 *
 * @throws Error of the file system
 */
export function writeFiles(files: readonly NewFile[]): void {
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      const temporary = `${path}.tmp`;
      written.push(temporary);
      writeFileSync(temporary, text);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
  for (const { path } of files) renameSync(`${path}.tmp`, path);
}
