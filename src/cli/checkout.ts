import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The git checkout of a project. */
export interface Checkout {
  /** The commit that is checked out. */
  readonly commit: string;
  /** Whether the commit merges branches: `git revert` of one needs `-m 1`. */
  readonly isMerge: boolean;
  /** The files that differ from the commit, and new files, as `git status` names them. */
  readonly uncommitted: readonly string[];
}

const execute = promisify(execFile);

/** The checkout of a project's folder; undefined outside git, without git, and before the first commit. */
export async function findCheckout(folder: string): Promise<Checkout | undefined> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await execute("git", args, { cwd: folder, maxBuffer: 1 << 26 })).stdout;
  try {
    const commit = (await git("rev-parse", "--verify", "HEAD^{commit}")).trim();
    // A shallow clone does not have the parents, but the commit still names them.
    const [header = ""] = (await git("cat-file", "commit", commit)).split("\n\n");
    const status = await git("status", "--porcelain");
    return {
      commit,
      isMerge: (header.match(/^parent /gm) ?? []).length > 1,
      uncommitted: status.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(3)])),
    };
  } catch {
    return undefined;
  }
}
