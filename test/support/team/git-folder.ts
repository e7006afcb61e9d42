import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What tests do in a folder that is, or becomes, a git repository. */
export interface GitFolder {
  /** Runs git, and returns what it prints. */
  readonly git: (...args: readonly string[]) => string;
  /** Writes a file, and makes the folders that it needs. */
  readonly write: (name: string, text: string) => void;
  /** Commits everything, and returns the commit. */
  readonly commit: () => string;
}

/** @param root the folder, which may be another one for each test */
export function gitFolder(root: () => string): GitFolder {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", ...args], {
      cwd: root(),
      encoding: "utf8",
    }).trim();
  const commit = (): string => {
    git("add", ".");
    git("commit", "--quiet", "--message", "Change");
    return git("rev-parse", "HEAD");
  };
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root(), name)), { recursive: true });
    writeFileSync(join(root(), name), text);
  };
  return { git, write, commit };
}
