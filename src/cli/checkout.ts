import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { CommandFailure } from "./usage";

/** The git checkout that a project stands in. */
export interface Checkout {
  /** Its top folder. */
  readonly root: string;
  /** The project's folder below it, such as `deploy/`; empty for the top itself. */
  readonly prefix: string;
  /** The commit that is checked out. */
  readonly commit: string;
  /** The files that are not as in the commit, those that it does not have among them, as `git status` names them. */
  readonly uncommitted: readonly string[];
}

const execute = promisify(execFile);

/** Runs git in a folder; what it printed, without the last line feed. @throws CommandFailure with what git said */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await execute("git", args, { cwd: folder, maxBuffer: 1 << 26 });
    return stdout.replace(/\n$/, "");
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: string; readonly message: string };
    const said = (stderr ?? "").trim().replace(/^fatal: /, "");
    throw new CommandFailure(`\`git ${args.join(" ")}\` failed: ${said === "" ? message : said}`);
  }
}

/** Whether a git command ends with success. */
export async function gitSucceeds(folder: string, ...args: readonly string[]): Promise<boolean> {
  return git(folder, ...args).then(
    () => true,
    () => false,
  );
}

const headCommit = ["rev-parse", "--verify", "HEAD^{commit}"] as const;

/** The checkout of a project's folder; undefined outside git, without git, and before the first commit. */
export async function findCheckout(folder: string): Promise<Checkout | undefined> {
  return (await gitSucceeds(folder, ...headCommit)) ? openCheckout(folder) : undefined;
}

/** As {@link findCheckout}. @throws CommandFailure with what git said where there is none */
export async function openCheckout(folder: string): Promise<Checkout> {
  const commit = await git(folder, ...headCommit);
  const status = await git(folder, "status", "--porcelain");
  return {
    root: await git(folder, "rev-parse", "--show-toplevel"),
    prefix: await git(folder, "rev-parse", "--show-prefix"),
    commit,
    uncommitted: status.split("\n").flatMap((line) => (line === "" ? [] : [line.slice(3)])),
  };
}
