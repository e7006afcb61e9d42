import { type Command, Option } from "commander";
import { Interruption } from "../interruption";
import type { Terminal } from "../terminal";
import { collected, type ExitCode } from "../usage";
import { importReport } from "./import-report";
import { type ImportOptions, runImport } from "./run-import";

const help = `
In a Pulumi project it imports the account of the selected stack, or of --stack;
the stack's name is the environment. Without a project, it takes the key from
SKYVERN_API_KEY, and writes only the schedule file.

With --account once for each environment, several accounts become one file: a
schedule with the same workflow title and name is one schedule.

It never writes to Skyvern. For each stack it also writes a file for
\`pulumi import\`, or runs that import with --apply. Secrets go into the stacks'
configurations.

Exit codes: 0 everything is imported, 1 failure or wrong usage, 2 some schedules
are left out: the report and the file say why.

Examples:
  $ npx pulumi-skyvern import --stack prod --apply
  $ npx pulumi-skyvern import --account dev=SKYVERN_API_KEY_DEV \\
      --account prod=SKYVERN_API_KEY_PROD`;

/**
 * Adds `import [file]`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addImport(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("import")
    .summary("bring the schedules of an account into code")
    .description("Writes the schedules of an account into a schedule file, and takes them over.")
    .argument("[file]", "the schedule file; new schedules are added to an existing one")
    .option("--stack <name>", "the stack that gets the schedules")
    .option("--environment <name>", "the environment in the file (default: the stack's name, or prod)")
    .addOption(
      new Option(
        "--account <name=variable>",
        "an environment, and the environment variable with the key of its account; repeat it for several",
      )
        .argParser<readonly string[] | undefined>(collected)
        .conflicts(["stack", "environment"]),
    )
    .addOption(
      new Option(
        "--only <pattern>",
        "only schedules whose name, id or workflow title matches; * and ? stand for any text and any character; repeat it for several",
      ).argParser<readonly string[] | undefined>(collected),
    )
    .addOption(new Option("--to <form>", "what to write").choices(["yaml", "typescript"]).default("yaml"))
    .option("--set <name>", "the name of the ScheduleSet in the program (default: schedules)")
    .option("--apply", "also import them into the state of the stacks")
    .addOption(
      new Option(
        "--adopt",
        "write `adopt`, with the id of each schedule, into the file, and no files for `pulumi import`",
      ).conflicts("apply"),
    )
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--json", "write the report as JSON")
    .addHelpText("after", help)
    .action(async (file: string | undefined, options: ImportOptions & { readonly json?: boolean }) => {
      const interruption = new Interruption(terminal);
      try {
        const result = await runImport(file, options, { terminal, signal: interruption.signal });
        terminal.report(importReport(result, options.json === true, terminal.paint));
        done(result.environments.some(({ leftOut }) => leftOut.length > 0) ? 2 : 0);
      } finally {
        interruption.dispose();
      }
    });
}
