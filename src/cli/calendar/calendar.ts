import { type Command, Option } from "commander";
import { addSourceOptions } from "../schedules/source-options";
import type { Terminal } from "../terminal";
import { CommandFailure, counted, type ExitCode } from "../usage";
import type { CalendarData } from "./calendar-data";
import { openPage, temporaryPage } from "./open-page";
import { icsFile, pageFile, writeOutput } from "./output-file";
import type { CalendarOptions } from "./run-calendar";

interface CommandOptions extends CalendarOptions {
  /** True without a file. */
  readonly ics?: string | true;
  readonly json?: boolean;
  readonly output?: string;
  readonly open?: boolean;
  readonly plain?: boolean;
  readonly markdown?: boolean;
}

const help = `
The argument is a schedule file, by default schedules.yaml; - is the standard
input. With --account, it shows the schedules in the account of
SKYVERN_API_KEY, and with --stack those of a stack, as its account has them now.
Both add usual durations and last runs, with one request for each workflow.

--compare marks what is added, removed, moved to other times or changed since a
git revision of the file; --markdown writes that for a pull request.

In the terminal, a table shows how many runs start in each hour of the week, in
the busiest week. --plain writes sentences instead. -o writes a page: one file,
which makes no request. --ics writes the runs as iCalendar, without paused
schedules.

Times are those at which runs start. Days are those of --timezone.

Exit codes: 0 fine, 1 failure or wrong usage, 2 the times of a schedule cannot
be computed: the report says why.

Examples:
  $ npx pulumi-skyvern calendar schedules.yaml --environment prod
  $ npx pulumi-skyvern calendar --account --from 2027-03-22 --weeks 1
  $ npx pulumi-skyvern calendar schedules.yaml --compare main --markdown
  $ npx pulumi-skyvern calendar schedules.yaml -o week.html --open
  $ npx pulumi-skyvern calendar schedules.yaml --weeks 26 --ics runs.ics`;

/**
 * Adds `calendar [file]`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addCalendar(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("calendar")
    .summary("show which runs start in which hour of the week")
    .description("Shows when the schedules of a file, a stack or an account start runs, as a calendar.")
    .argument("[file]", "the schedule file");
  addSourceOptions(command)
    .option("--from <date>", "the first day, such as 2027-03-27 (default: today)")
    .option("--weeks <n>", "how many weeks, 1 to 53", "2")
    .option("--timezone <zone>", "the timezone of the days (default: that of this machine)")
    .option("--compare <revision>", "mark what differs from the file in a git revision, such as main")
    .addOption(new Option("-o, --output <page>", "write a page, such as week.html, that any browser opens"))
    .addOption(new Option("--open", "open the page in the default browser"))
    .addOption(
      new Option(
        "--ics [file]",
        "write iCalendar, for Google Calendar, Outlook and Apple's; to standard output without a file",
      ).conflicts(["output", "open", "plain", "json", "compare"]),
    )
    .addOption(
      new Option("--plain", "sentences instead of blocks and columns, for a screen reader").conflicts("json"),
    )
    .addOption(
      new Option("--markdown", "write the comparison for a pull request").conflicts([
        "output",
        "open",
        "ics",
        "plain",
        "json",
      ]),
    )
    .addOption(new Option("--json", "write the data as JSON").conflicts(["output", "open"]))
    .addHelpText("after", help)
    .action(async (file: string | undefined, options: CommandOptions) => {
      // Loaded here, not at the top: the other commands need neither the calendar nor the lint.
      const { runCalendar } = require("./run-calendar") as typeof import("./run-calendar");
      if (options.markdown === true && options.compare === undefined)
        throw new CommandFailure("--markdown is for a comparison: add --compare, such as --compare main.");
      const ics = typeof options.ics === "string" ? icsFile(options.ics) : undefined;
      const page = pageOfOptions(options);
      const data = await runCalendar(file, { ...options, isForPage: page !== undefined }, terminal);
      if (options.ics !== undefined) writeIcs(data, ics, terminal);
      else if (page !== undefined) await writePage(data, page, options.open === true, terminal);
      else terminal.report(reportOf(data, options, terminal));
      const now = data.schedules.filter(({ change }) => change?.kind !== "removed");
      done(now.some(({ state }) => state === "unknown") ? 2 : 0);
    });
}

/** Undefined if no page is asked for. @throws CommandFailure if it would overwrite something else */
function pageOfOptions({ output, open }: CommandOptions): string | undefined {
  if (output !== undefined) return pageFile(output);
  return open === true ? temporaryPage() : undefined;
}

async function writePage(
  data: CalendarData,
  file: string,
  opens: boolean,
  terminal: Terminal,
): Promise<void> {
  const { pageOf } = require("./page-file") as typeof import("./page-file");
  writeOutput(file, pageOf(data));
  terminal.say(`wrote ${file}`);
  if (opens) await openPage(file, terminal);
}

function reportOf(
  data: CalendarData,
  { json, plain, markdown }: CommandOptions,
  { columns, paint }: Terminal,
): string {
  if (json === true) return JSON.stringify(data, null, 2);
  if (markdown === true)
    return (require("./view/changes") as typeof import("./view/changes")).compareMarkdown(data);
  const { textView } = require("./view/text-view") as typeof import("./view/text-view");
  const { plainView } = require("./view/plain-view") as typeof import("./view/plain-view");
  return plain === true ? plainView(data) : textView(data, columns ?? 80, paint);
}

function writeIcs(data: CalendarData, file: string | undefined, terminal: Terminal): void {
  // The library is loaded here, on demand.
  const { icsFeed } = require("./ics/feed") as typeof import("./ics/feed");
  const feed = icsFeed(data);
  const left = data.schedules.filter(({ state }) => state === "paused" || state === "unknown").length;
  if (left > 0)
    terminal.say(
      `left out: ${counted(left, "schedule")} that ${left === 1 ? "is" : "are"} paused or unknown`,
    );
  if (file === undefined) terminal.report(feed);
  else {
    writeOutput(file, feed);
    terminal.say(`wrote ${file}`);
  }
}
