import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative } from "node:path";
import { type Checkout, git, gitSucceeds } from "../checkout";
import { projectFile, StackEngine } from "../engine/stack-engine";
import { CommandFailure } from "../usage";
import { linkPackages, wantsSamePackages } from "./past-packages";

interface WorktreeRequest {
  /** The project as it is now. */
  readonly engine: StackEngine;
  readonly checkout: Checkout;
  readonly commit: string;
  readonly stack: string;
}

/**
 * Calls `use` with the project as it was at a commit, in a temporary `git worktree` that can run: with the packages
 * that are installed here, where that commit wants the same ones, else with its own. The worktree is removed
 * afterwards, whatever happens.
 */
export async function withWorktree<Result>(
  { engine, checkout, commit, stack }: WorktreeRequest,
  use: (past: StackEngine) => Promise<Result>,
): Promise<Result> {
  // Resolved, because git and Node name a folder behind a link by its own path.
  const parent = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-skyvern-rollback-")));
  const worktree = join(parent, "worktree");
  const folder = join(worktree, checkout.prefix);
  const links: string[] = [];
  try {
    await git(checkout.root, "worktree", "add", "--detach", worktree, commit);
    if (projectFile(folder) === undefined)
      throw new CommandFailure(`The commit ${commit} has no Pulumi.yaml in ./${checkout.prefix}.`);
    const past = await StackEngine.open(folder);
    bringSettings(await engine.settingsFile(stack), await past.settingsFile(stack), worktree);
    if (await wantsSamePackages(checkout, commit))
      await linkPackages(checkout, { worktree, commit, made: links });
    else await past.install();
    return await use(past);
  } finally {
    for (const link of links) unlinkSync(link);
    await gitSucceeds(checkout.root, "worktree", "remove", "--force", worktree);
    rmSync(parent, { recursive: true, force: true });
  }
}

/**
 * Where the stack's settings are kept out of git, today's are used.
 *
 * @throws CommandFailure where they cannot be: without them the program would run with defaults
 */
function bringSettings(today: string, then: string, worktree: string): void {
  if (existsSync(then) || !existsSync(today)) return;
  const isInside = !relative(worktree, then).startsWith("..");
  if (!isInside || extname(then) !== extname(today))
    throw new CommandFailure(
      `The commit does not have the stack's settings: it looks for them in ${relative(worktree, then)}, and today's ${today} cannot stand there, outside the checkout or in another format.`,
    );
  mkdirSync(dirname(then), { recursive: true });
  copyFileSync(today, then);
}
