import { type Command, Option } from "commander";
import type { Terminal } from "../terminal";
import { collected, type ExitCode } from "../usage";
import type { CalendarOptions } from "./run-calendar";

const help = `
The argument is a schedule file, by default schedules.yaml; - is the standard
input. With --account, it shows the schedules in the account of
SKYVERN_API_KEY, and with --stack those of a stack, as its account has them now,
with usual durations and last runs: one request for each workflow.

Times are those at which runs start. Days are those of --timezone.

Exit codes: 0 fine, 1 failure or wrong usage, 2 the times of a schedule cannot
be computed: the report says why.

Examples:
  $ npx pulumi-skyvern calendar schedules.yaml --environment prod
  $ npx pulumi-skyvern calendar --account --from 2027-03-22 --weeks 1 --json`;

/** Adds `calendar [file]`. */
export function addCalendar(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("calendar")
    .summary("show which runs start in which hour of the week")
    .description("Shows when the schedules of a file, a stack or an account start runs, as a calendar.")
    .argument("[file]", "the schedule file")
    .addOption(new Option("--account", "the schedules of the account").conflicts("stack"))
    .option("--stack <stack>", "the schedules of this stack")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .addOption(
      new Option("--environment <name>", "only this environment of the file; repeat it").argParser<
        readonly string[] | undefined
      >(collected),
    )
    .addOption(
      new Option(
        "--only <pattern>",
        "only schedules whose name, key, id or workflow title matches; * and ? stand for any text and any character; repeat it",
      ).argParser<readonly string[] | undefined>(collected),
    )
    .option("--from <date>", "the first day, such as 2027-03-27 (default: today)")
    .option("--weeks <n>", "how many weeks, 1 to 53", "2")
    .option("--timezone <zone>", "the timezone of the days (default: that of this machine)")
    .option("--json", "write the data as JSON")
    .addHelpText("after", help)
    .action(async (file: string | undefined, options: CalendarOptions & { readonly json?: boolean }) => {
      // Loaded here, not at the top: the other commands need neither the calendar nor the lint.
      const { runCalendar } = require("./run-calendar") as typeof import("./run-calendar");
      const data = await runCalendar(file, options, terminal);
      terminal.report(JSON.stringify(data, null, 2));
      done(data.schedules.some(({ state }) => state === "unknown") ? 2 : 0);
    });
}
