import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Checkout, git, gitSucceeds } from "./checkout";
import { StackEngine } from "./stack-engine";
import { CommandFailure } from "./usage";

interface WorktreeRequest {
  /** The project's folder as it is now. */
  readonly project: string;
  readonly checkout: Checkout;
  readonly commit: string;
  readonly stack: string;
}

/**
 * Calls `use` with the project's folder as it was at a commit, in a temporary `git worktree` that can run: with the
 * packages that are installed here, where that commit wants the same ones, else with its own. The worktree
 * is removed afterwards, whatever happens.
 */
export async function withWorktree<Result>(
  { project, checkout, commit, stack }: WorktreeRequest,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  // Resolved, because git and Node name a folder behind a link by its own path.
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-rollback-")));
  const worktree = join(parent, "worktree");
  const folder = join(worktree, checkout.prefix);
  const links: string[] = [];
  try {
    await git(checkout.root, "worktree", "add", "--detach", worktree, commit);
    if (!existsSync(join(folder, "Pulumi.yaml")))
      throw new CommandFailure(`The commit ${commit} has no Pulumi.yaml in ./${checkout.prefix}.`);
    const settings = `Pulumi.${stack.split("/").at(-1)}.yaml`;
    // Where the stack's settings are kept out of git, today's are used.
    if (!existsSync(join(folder, settings)) && existsSync(join(project, settings)))
      copyFileSync(join(project, settings), join(folder, settings));
    if (await wantsSamePackages(checkout, commit)) links.push(...linkPackages(checkout, worktree));
    else await (await StackEngine.open(folder)).install();
    return await use(folder);
  } finally {
    for (const link of links) unlinkSync(link);
    await gitSucceeds(checkout.root, "worktree", "remove", "--force", worktree);
    rmSync(parent, { recursive: true, force: true });
  }
}

const lockFiles = ["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"];

/** The project's folder and those above it, up to the top of the checkout, as paths below the top. */
function folders({ prefix }: Checkout): readonly string[] {
  const parts = prefix.split("/").filter((part) => part !== "");
  return [...parts.keys(), parts.length].map((length) => parts.slice(0, length).join("/"));
}

/** Whether the lock files are the same there as here; without any, whether package.json is. */
async function wantsSamePackages(checkout: Checkout, commit: string): Promise<boolean> {
  const below = (names: readonly string[]): readonly string[] =>
    folders(checkout).flatMap((folder) => names.map((name) => (folder === "" ? name : `${folder}/${name}`)));
  const locks = below(lockFiles);
  const isLocked = (await git(checkout.root, "ls-files", "--", ...locks)) !== "";
  const files = isLocked ? locks : below(["package.json"]);
  return gitSucceeds(checkout.root, "diff", "--quiet", commit, "--", ...files);
}

function linkPackages(checkout: Checkout, worktree: string): readonly string[] {
  return folders(checkout).flatMap((folder) => {
    const [here, there] = [checkout.root, worktree].map((top) => join(top, folder, "node_modules"));
    if (here === undefined || there === undefined || !existsSync(here) || existsSync(there)) return [];
    symlinkSync(realpathSync(here), there, "junction");
    return [there];
  });
}
