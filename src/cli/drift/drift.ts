import type { Command } from "commander";
import { warningsOf } from "../engine/engine-failure";
import { StackEngine } from "../engine/stack-engine";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { addFormatOptions, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { type Drift, driftReport, type StackDrift } from "./drift-report";
import { patternsOfFile } from "./ignore";
import { searchOrphans } from "./orphan-search";
import type { OrphanSearch } from "./orphans";
import { driftOf } from "./resource-drift";

const help = `
Compares the stack's state, as the last \`pulumi up\` left it, with the server,
and changes neither. The code is not compared.

Then it searches the accounts of the stacks for orphans: schedules that can
still fire and that no stack of this project has. --ignore takes an id (wfs_…)
or a name, in which * stands for any text and ? for any character. The key
\`ignore\` of the schedule file keeps such a list.

Exit codes: 0 no drift and no orphans, 1 a stack or an account could not be
checked, 2 drift or orphans.

Examples:
  $ npx pulumi-skyvern drift staging prod --markdown > drift.md
  $ npx pulumi-skyvern drift prod --ignore "manual *" --ignore wfs_123`;

interface DriftOptions extends FormatOptions {
  readonly cwd: string;
  readonly orphans: boolean;
  readonly ignore?: readonly string[];
  readonly file?: string;
}

/**
 * Adds `drift STACK...`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addDrift(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("drift")
    .summary("report what was changed on the server outside Pulumi")
    .description(
      "Reports what differs on the server from what the last `pulumi up` left, and schedules that no stack has.",
    )
    .argument("<stack...>", "the stacks to check")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--no-orphans", "do not search for schedules that no stack has")
    .option("--ignore <pattern>", "do not report these orphans; repeat it for several", collect)
    .option(
      "--file <file>",
      "the schedule file with `ignore` (default: schedules.yaml in the project's folder, if it exists)",
    )
    .addHelpText("after", help);
  addFormatOptions(command).action(async (stacks: readonly string[], options: DriftOptions) => {
    const found = await findDrift([...new Set(stacks)], options, terminal);
    terminal.report(driftReport(found, reportFormat(options), terminal.paint));
    done(exitCode(found));
  });
}

function collect(pattern: string, before: readonly string[] = []): readonly string[] {
  return [...before, pattern];
}

async function findDrift(
  names: readonly string[],
  options: DriftOptions,
  terminal: Terminal,
): Promise<Drift> {
  const engine = await StackEngine.open(options.cwd);
  const file = options.orphans ? patternsOfFile(options.file, engine.folder) : undefined;
  const interruption = new Interruption(terminal);
  try {
    const stacks = await checkStacks(names, engine, interruption, terminal);
    if (file === undefined) return { stacks };
    const checked = stacks.filter(({ status }) => status !== "failed").map(({ stack }) => stack);
    if (checked.length > 0 && interruption.isRequested) return { stacks, orphans: interruptedSearch };
    if (checked.length > 0) terminal.say("looking for schedules that no stack has");
    const orphans = await searchOrphans(engine, {
      stacks: checked,
      ignore: [...file.patterns, ...(options.ignore ?? [])],
      folderOption: options.cwd === "." ? "" : ` --cwd ${quoted(options.cwd)}`,
      signal: interruption.signal,
    });
    const notes = file.note === undefined ? orphans.notes : [file.note, ...orphans.notes];
    return { stacks, orphans: { ...orphans, notes } };
  } finally {
    interruption.dispose();
  }
}

const interruptedSearch: OrphanSearch = {
  accounts: [],
  failures: ["No account was searched for orphans: the command was interrupted."],
  notes: [],
};

/** As an argument for a shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : JSON.stringify(text);
}

/** One stack after the other. One that cannot be checked does not stop the others. */
async function checkStacks(
  names: readonly string[],
  engine: StackEngine,
  interruption: Interruption,
  terminal: Terminal,
): Promise<readonly StackDrift[]> {
  const found: StackDrift[] = [];
  for (const stack of names) {
    if (interruption.isRequested) {
      found.push(failed(stack, [interrupted]));
      continue;
    }
    terminal.say(`${stack}: comparing the state with the server`);
    const { events, failure } = await engine.previewRefresh(stack, { signal: interruption.signal });
    if (failure !== undefined) {
      found.push(failed(stack, interruption.isRequested ? [interrupted] : failure));
      continue;
    }
    const resources = driftOf(events);
    const status = resources.length === 0 ? "clean" : "drifted";
    found.push({ stack, status, resources, warnings: warningsOf(events) });
  }
  return found;
}

const interrupted = "It was not checked: the command was interrupted.";

function failed(stack: string, failure: readonly string[]): StackDrift {
  return { stack, status: "failed", resources: [], warnings: [], failure };
}

function exitCode({ stacks, orphans }: Drift): ExitCode {
  if (stacks.some(({ status }) => status === "failed")) return 1;
  if (orphans !== undefined && orphans.failures.length > 0) return 1;
  const hasOrphans = orphans?.accounts.some(({ schedules }) => schedules.length > 0) ?? false;
  return hasOrphans || stacks.some(({ status }) => status === "drifted") ? 2 : 0;
}
