import type { Command } from "commander";
import { type Checkout, findCheckout, openCheckout } from "../checkout";
import { StackEngine } from "../engine/stack-engine";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { addFormatOptions, CommandFailure, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { type Promotion, promoteStacks } from "./promotion";
import { promotionReport } from "./promotion-report";

interface PromoteOptions extends FormatOptions {
  readonly cwd: string;
  readonly preview?: boolean;
  readonly rollback?: boolean;
}

const help = `
For each stack in turn: a preview, then \`pulumi up --refresh\`. A WorkflowRun of the program that depends on the
schedules is a smoke test: when it fails, so does the \`up\`, and the stacks after it are not reached.

--rollback takes a stack whose \`up\` fails back to the newest commit that was applied to it with success. That
commit is checked out into a temporary git worktree and applied from there, with its own stack settings. What git
does not have is not brought back. A rollback that would make a paused schedule fire, undo a rename, or take back what
somebody else did is not tried, and neither is one after an \`up\` that changed nothing. The promotion has failed all
the same (exit code 1). Write reports outside the checkout or into ignored files: after an \`up\` beside uncommitted
files there is no commit to go back to.

Exit codes: 0 all stacks are promoted (or previewed), 1 one failed.

Examples:
  $ npx pulumi-skyvern promote dev staging prod --preview --markdown > ../changes.md
  $ npx pulumi-skyvern promote dev staging prod --rollback`;

/** Adds `promote STACK...`. */
export function addPromote(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("promote")
    .summary("apply the program to one stack after the other")
    .description("Applies the program to one stack after the other, and stops at the first that fails.")
    .argument("<stack...>", "the stacks, in the order in which they get the change")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--preview", "preview all stacks, and change nothing")
    .option("--rollback", "take a stack whose `up` fails back to its last good commit")
    .addHelpText("after", help);
  addFormatOptions(command).action(async (stacks: readonly string[], options: PromoteOptions) => {
    const promotion = await promote(stacks, options, terminal);
    terminal.report(promotionReport(promotion, reportFormat(options), terminal.paint));
    const isFine = promotion.stacks.every(({ status }) => status === "promoted" || status === "previewed");
    done(isFine ? 0 : 1);
  });
}

async function promote(
  names: readonly string[],
  options: PromoteOptions,
  terminal: Terminal,
): Promise<Promotion> {
  const engine = await StackEngine.open(options.cwd);
  const { preview: isPreview = false, rollback: rollsBack = false } = options;
  const checkout = await (rollsBack ? checkoutToGoBackIn : findCheckout)(engine.folder);
  const uncommitted = checkout?.uncommitted ?? [];
  const isDirty = uncommitted.length > 0;
  if (isDirty && !isPreview) terminal.say(uncommittedWarning(uncommitted));
  const interruption = new Interruption(terminal);
  try {
    const work = { engine, checkout, isPreview, rollsBack, terminal, interruption };
    const stacks = await promoteStacks(names, work);
    return { ...(checkout === undefined ? {} : { commit: checkout.commit }), isDirty, isPreview, stacks };
  } finally {
    interruption.dispose();
  }
}

async function checkoutToGoBackIn(folder: string): Promise<Checkout> {
  try {
    return await openCheckout(folder);
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(
      `--rollback needs a git repository with a commit, and there is none to be used in ${folder}. Nothing was done. ${error.message}`,
    );
  }
}

function uncommittedWarning(files: readonly string[]): string {
  const others = files.length - 3;
  const named = `${files.slice(0, 3).join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
  return `warning: there are uncommitted changes: ${named}. What is promoted with them cannot be gone back to later: after it, \`--rollback\` is not tried until a commit alone was promoted.`;
}
