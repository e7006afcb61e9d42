import { Command, CommanderError } from "commander";
import { packageJson } from "./package-json";
import type { Terminal } from "./terminal";
import { CommandFailure, type ExitCode } from "./usage";

const help = `
Exit codes: 0 fine, 1 failure or wrong usage, 2 findings of validate, drift
or doctor, schedules that import or init left out, schedules whose times next
or calendar cannot compute, or a run of trigger that did not complete.
Reports go to standard output, progress to standard error.

Examples:
  $ npx pulumi-skyvern validate schedules.yaml
  $ npx pulumi-skyvern promote dev staging prod`;

/** In the order of the help. Each adds its command, and reports its exit code through `done`. */
const commands: Readonly<
  Record<string, () => (program: Command, terminal: Terminal, done: (code: ExitCode) => void) => void>
> = {
  init: () => (require("./init/init") as typeof import("./init/init")).addInit,
  import: () => (require("./import/import") as typeof import("./import/import")).addImport,
  validate: () => (require("./validate/validate") as typeof import("./validate/validate")).addValidate,
  next: () => (require("./next/next") as typeof import("./next/next")).addNext,
  calendar: () => (require("./calendar/calendar") as typeof import("./calendar/calendar")).addCalendar,
  drift: () => (require("./drift/drift") as typeof import("./drift/drift")).addDrift,
  promote: () => (require("./promote/promote") as typeof import("./promote/promote")).addPromote,
  trigger: () => (require("./trigger/trigger") as typeof import("./trigger/trigger")).addTrigger,
  sandbox: () => (require("./sandbox/sandbox") as typeof import("./sandbox/sandbox")).addSandbox,
  doctor: () => (require("./doctor/doctor") as typeof import("./doctor/doctor")).addDoctor,
};

/** The command that the arguments name, whose files alone are loaded. All of them for the help and for an unknown one. */
function wantedCommands(args: readonly string[]): readonly string[] {
  const named = args.find((argument) => !argument.startsWith("-"));
  const all = Object.keys(commands);
  return named !== undefined && all.includes(named) ? [named] : all;
}

/**
 * Runs the command line `args` (without `node` and the script's name) and returns the exit code. Expected
 * failures end in a sentence, unexpected ones in their message, and with `--debug` in a stack trace.
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const program = new Command("pulumi-skyvern")
    .description("Checks, compares, imports and promotes the Skyvern schedules that Pulumi manages.")
    .version(packageJson().version, "-V, --version", "print the version")
    .option("--debug", "with an unexpected error, print its stack trace")
    .helpOption("-h, --help", "print this help")
    .showHelpAfterError("(Add --help for the usage.)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.report(text),
      writeErr: (text) => terminal.say(text.trimEnd()),
      getOutHelpWidth: () => 80,
      getErrHelpWidth: () => 80,
    })
    .addHelpText("after", help);
  let code: ExitCode = 0;
  for (const name of wantedCommands(args))
    commands[name]?.()(program, terminal, (ended) => {
      code = ended;
    });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
    if (error instanceof CommandFailure) terminal.say(`error: ${error.message}`);
    else reportUnexpected(error, terminal, program.opts<{ debug?: boolean }>().debug === true);
    return 1;
  }
}

function reportUnexpected(error: unknown, terminal: Terminal, showsStack: boolean): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  terminal.say(`error: ${message}`);
  if (showsStack && stack !== undefined) terminal.say(stack);
  terminal.say(
    "This is a bug in pulumi-skyvern. Please report it with the command and the output of `pulumi-skyvern --debug ...`.",
  );
}
