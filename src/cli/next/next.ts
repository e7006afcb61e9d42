import type { Command } from "commander";
import { addSourceOptions } from "../schedules/source-options";
import type { Terminal } from "../terminal";
import type { ExitCode } from "../usage";
import type { NextOptions } from "./run-next";

const help = `
The argument is a cron expression in quotes, or a schedule file, by default
schedules.yaml. The file - is the standard input. With --account, it shows the
schedules in the account of SKYVERN_API_KEY, and with --stack those of a stack,
as its account has them now.

Times are those at which runs start: in the schedule's timezone, in that of
this machine, and in UTC. Paused schedules have none.

Exit codes: 0 fine, 1 failure or wrong usage, 2 the times of a schedule cannot
be computed: the report says why.

Examples:
  $ npx pulumi-skyvern next "30 2 * * MON-FRI" --timezone Europe/Berlin
  $ npx pulumi-skyvern next schedules.yaml --environment prod --only "invoice*"
  $ npx pulumi-skyvern next --account --count 1 --json`;

/**
 * Adds `next [cron-or-file]`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addNext(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("next")
    .summary("show when schedules fire next")
    .description(
      "Shows when schedules fire next, what their expressions mean, and what daylight saving does to them.",
    )
    .argument("[cron-or-file...]", "a cron expression in quotes, or a schedule file")
    .option("--timezone <zone>", "the timezone of the expression (default: UTC)");
  addSourceOptions(command)
    .option("--count <n>", "how many fire times of each schedule, 1 to 1000", "5")
    .option("--from <date>", "show times after this date, such as 2027-03-27 (default: now)")
    .option("--language <code>", "the language of the words, such as de", "en")
    .option("--json", "write the report as JSON")
    .addHelpText("after", help)
    .action(async (given: readonly string[], options: NextOptions & { readonly json?: boolean }) => {
      // Loaded here, not at the top: the other commands need neither the calendar nor the lint.
      const { runNext } = require("./run-next") as typeof import("./run-next");
      const { nextReport } = require("./next-report") as typeof import("./next-report");
      const report = await runNext(given, options);
      terminal.report(
        options.json === true ? JSON.stringify(report, null, 2) : nextReport(report, terminal.paint),
      );
      done(report.schedules.some(({ state }) => state === "unknown") ? 2 : 0);
    });
}
