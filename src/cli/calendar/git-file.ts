import { execFile } from "node:child_process";
import { basename, dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { CommandFailure } from "../usage";

const execute = promisify(execFile);
const mostBytes = 1 << 24;
const mostMilliseconds = 30_000;

/**
 * A file as it is in a git revision.
 *
 * @param revision such as `main`, `origin/main`, `HEAD~3` or a commit
 * @throws CommandFailure if there is no repository, or it has no such revision or file
 */
export async function fileOfRevision(file: string, revision: string): Promise<Buffer> {
  if (file === "-")
    throw new CommandFailure("--compare needs the name of a file: git does not have the standard input.");
  if (revision === "" || revision.startsWith("-"))
    throw new CommandFailure(`--compare: "${revision}" is not a git revision, such as main or HEAD~1.`);
  const folder = dirname(resolve(file));
  if ((await git(folder, "rev-parse", "--is-inside-work-tree")) === undefined)
    throw new CommandFailure(`--compare: ${folder} is not in a git repository.`);
  if ((await git(folder, "rev-parse", "--verify", "--quiet", `${revision}^{commit}`)) === undefined)
    throw new CommandFailure(
      `--compare: git does not know the revision "${revision}". Is it spelled correctly? In a CI job, fetch it first: \`git fetch --depth=1 origin main\`, then --compare FETCH_HEAD.`,
    );
  const content = await git(folder, "show", `${revision}:./${basename(file)}`);
  if (content === undefined)
    throw new CommandFailure(
      `--compare: ${file} does not exist in ${revision}, so there is nothing to compare.`,
    );
  return content;
}

/** What git writes; undefined if it fails. @throws CommandFailure if there is no git, or no end */
async function git(folder: string, ...args: readonly string[]): Promise<Buffer | undefined> {
  try {
    const options = {
      cwd: folder,
      encoding: "buffer",
      maxBuffer: mostBytes,
      timeout: mostMilliseconds,
    } as const;
    return (await execute("git", args, options)).stdout;
  } catch (error) {
    const { code, killed } = error as { readonly code?: unknown; readonly killed?: boolean };
    if (code === "ENOENT") throw new CommandFailure("--compare needs git, which is not on PATH.");
    if (killed === true || code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")
      throw new CommandFailure(
        "--compare: git did not answer in 30 seconds, or the file is larger than 16 MB.",
      );
    return undefined;
  }
}
