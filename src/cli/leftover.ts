import { rmSync } from "node:fs";

/**
 * Removes a file or folder that a command no longer needs. A failure does not change how the command ends.
 *
 * @returns a sentence for the user if it is still there
 */
export function removeLeftover(path: string): string | undefined {
  try {
    rmSync(path, { recursive: true, force: true });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `Could not remove ${path}, which is no longer needed: ${reason}. Remove it yourself.`;
  }
}
