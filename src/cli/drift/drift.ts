import type { Command } from "commander";
import { warningsOf } from "../engine/engine-failure";
import { StackEngine } from "../engine/stack-engine";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { addFormatOptions, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { driftReport, type StackDrift } from "./drift-report";
import { driftOf } from "./resource-drift";

const help = `
Compares the stack's state, as the last \`pulumi up\` left it, with the server,
and changes neither. The code is not compared.

Exit codes: 0 no drift, 1 a stack could not be checked, 2 drift.

Example:
  $ npx pulumi-skyvern drift staging prod --markdown > drift.md`;

/** Adds `drift STACK...`. */
export function addDrift(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("drift")
    .summary("report what was changed on the server outside Pulumi")
    .description("Reports what differs on the server from what the last `pulumi up` left.")
    .argument("<stack...>", "the stacks to check")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .addHelpText("after", help);
  addFormatOptions(command).action(
    async (stacks: readonly string[], options: FormatOptions & { readonly cwd: string }) => {
      const found = await checkStacks(stacks, options.cwd, terminal);
      terminal.report(driftReport(found, reportFormat(options), terminal.paint));
      done(exitCode(found));
    },
  );
}

/** One stack after the other, each once. One that cannot be checked does not stop the others. */
async function checkStacks(
  names: readonly string[],
  folder: string,
  terminal: Terminal,
): Promise<readonly StackDrift[]> {
  const engine = await StackEngine.open(folder);
  const interruption = new Interruption(terminal);
  const found: StackDrift[] = [];
  try {
    for (const stack of new Set(names)) {
      if (interruption.isRequested) {
        found.push(failed(stack, [interrupted]));
        continue;
      }
      terminal.say(`${stack}: comparing the state with the server`);
      const { events, failure } = await engine.previewRefresh(stack, { signal: interruption.signal });
      if (failure !== undefined)
        found.push(failed(stack, interruption.isRequested ? [interrupted] : failure));
      else {
        const resources = driftOf(events);
        const status = resources.length === 0 ? "clean" : "drifted";
        found.push({ stack, status, resources, warnings: warningsOf(events) });
      }
    }
  } finally {
    interruption.dispose();
  }
  return found;
}

const interrupted = "It was not checked: the command was interrupted.";

function failed(stack: string, failure: readonly string[]): StackDrift {
  return { stack, status: "failed", resources: [], warnings: [], failure };
}

function exitCode(found: readonly StackDrift[]): ExitCode {
  if (found.some(({ status }) => status === "failed")) return 1;
  return found.some(({ status }) => status === "drifted") ? 2 : 0;
}
