import { type Command, Option } from "commander";
import { findCheckout } from "../checkout";
import { StackEngine } from "../engine/stack-engine";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { addFormatOptions, CommandFailure, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { nextStep } from "./next-step";
import { type Promotion, promoteStacks } from "./promotion";
import { promotionReport } from "./promotion-report";

interface PromoteOptions extends FormatOptions {
  readonly cwd: string;
  readonly preview?: boolean;
  readonly overwrite?: boolean;
  readonly rollback?: boolean;
}

const help = `
For each stack in turn: a preview, then \`pulumi up --refresh\`. To test a
change, let a WorkflowRun of the program depend on the schedules: when the run
fails, the \`up\` fails too, and the next stacks are not reached.

A promotion stops before it would overwrite what somebody changed by hand, such
as a paused schedule. Write the change into the code, or add --overwrite.

With --preview --markdown, the report also shows which runs of the coming week
are moved, added or removed.

To go back after a failure, run \`git revert\` and promote again.

Exit codes: 0 all stacks are promoted (or previewed), 1 a stack is not.

Examples:
  $ npx pulumi-skyvern promote dev staging prod --preview
  $ npx pulumi-skyvern promote dev staging prod`;

/**
 * Adds `promote STACK...`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addPromote(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("promote")
    .summary("apply the program to one stack after the other")
    .description("Applies the program to one stack after the other, and stops at the first failure.")
    .argument("<stack...>", "the stacks, in the order in which they get the change")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--preview", "preview all stacks, and change nothing")
    .option("--overwrite", "overwrite changes made by hand: resume, create again")
    .addOption(new Option("--rollback").hideHelp())
    .addHelpText("after", help);
  addFormatOptions(command).action(async (stacks: readonly string[], options: PromoteOptions) => {
    if (options.rollback === true)
      throw new CommandFailure(
        "There is no --rollback: to go back, run `git revert COMMIT`, then `promote` again.",
      );
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
  const { cwd, preview: isPreview = false, overwrite: overwrites = false } = options;
  // `calendar --compare` writes them in the other formats.
  const hasWeek = reportFormat(options) === "markdown";
  const engine = await StackEngine.open(cwd);
  const checkout = await findCheckout(engine.folder);
  const uncommitted = checkout?.uncommitted ?? [];
  const isDirty = uncommitted.length > 0;
  if (isDirty && !isPreview) terminal.say(uncommittedWarning(uncommitted));
  const interruption = new Interruption(terminal);
  try {
    const stacks = await promoteStacks(names, {
      engine,
      isPreview,
      hasWeek,
      overwrites,
      terminal,
      interruption,
    });
    const next = isPreview ? undefined : nextStep(stacks, checkout);
    return {
      ...(checkout === undefined ? {} : { commit: checkout.commit }),
      isDirty,
      isPreview,
      stacks,
      ...(next === undefined ? {} : { nextStep: next }),
    };
  } finally {
    interruption.dispose();
  }
}

function uncommittedWarning(files: readonly string[]): string {
  const others = files.length - 3;
  const named = `${files.slice(0, 3).join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
  return `warning: there are uncommitted changes: ${named}. They are promoted too, and \`git revert\` cannot undo them.`;
}
