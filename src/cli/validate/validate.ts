import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { isSkyvernError } from "../../errors";
import { inOrder } from "../../schedule-file/finding";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import type { SkyvernClient } from "../../skyvern/client";
import { accountClient } from "../engine/account-client";
import type { Terminal } from "../terminal";
import { addFormatOptions, CommandFailure, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { findingsReport, type ValidatedFile } from "./findings-report";

interface ValidateOptions extends FormatOptions {
  readonly environment?: readonly string[];
  readonly account?: boolean;
  readonly strict?: boolean;
}

const help = `
Without --account, it needs neither a Skyvern account nor Pulumi. Give several
files, or a pattern without quotes: the shell expands it. The file - is the
standard input.

With --account, it also compares workflows and parameters with the account of
SKYVERN_API_KEY, at SKYVERN_BASE_URL if you run your own server. If the
environments have different accounts, select those of this key with
--environment.

Exit codes: 0 nothing wrong, 1 a file or the account could not be read,
2 findings: errors, and with --strict also warnings, except extra-run, which
depends on the date.

Examples:
  $ npx pulumi-skyvern validate schedules.yaml --environment prod --strict
  $ npx pulumi-skyvern validate schedules.yaml --environment prod --account
  $ npx pulumi-skyvern validate teams/*.yaml`;

/**
 * Adds `validate [file...]`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addValidate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("validate")
    .summary("check schedule files")
    .description("Checks schedule files: their form, references, and each environment's schedules.")
    .argument("[file...]", "the schedule files", ["schedules.yaml"])
    .option("--environment <name...>", "check these environments only")
    .option("--account", "also compare workflows and parameters with the account")
    .option("--strict", "let warnings count as findings")
    .addHelpText("after", help);
  addFormatOptions(command).action(async (files: readonly string[], options: ValidateOptions) => {
    const read = files.map((file) => readAndCheck(file, options.environment));
    let validated: readonly ValidatedFile[] = read.map(({ validated }) => validated);
    let failure: Error | undefined;
    if (options.account === true) {
      const failed = new AbortController();
      try {
        const client = accountClient().until(failed.signal);
        validated = await Promise.all(read.map((one) => withAccount(one, client, terminal)));
      } catch (error) {
        // What the files themselves have is reported all the same.
        failure = commandFailure(error);
        failed.abort();
      }
    }
    terminal.report(findingsReport(validated, reportFormat(options), terminal.paint));
    if (failure !== undefined) throw failure;
    // A pull request must not fail for the time of the year.
    const counts = validated
      .flatMap(({ findings }) => findings)
      .filter(
        ({ severity, rule }) => severity === "error" || (options.strict === true && rule !== "extra-run"),
      );
    done(counts.length === 0 ? 0 : 2);
  });
}

/** A file that was read, and what was found without the account. */
interface ReadFile {
  readonly source: ScheduleSource;
  readonly validated: ValidatedFile;
}

/** The YAML parser and the schema are loaded here: the other commands do not need them. */
function readAndCheck(argument: string, environments: readonly string[] | undefined): ReadFile {
  const { validateSource } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  const { readScheduleFile } =
    require("../../schedule-file/read/read-schedule-file") as typeof import("../../schedule-file/read/read-schedule-file");
  const file = argument === "-" ? "<stdin>" : argument;
  try {
    const source = readScheduleFile(file, argument === "-" ? readFileSync(0) : undefined);
    return { source, validated: { file, ...validateSource(source, { environments }) } };
  } catch (error) {
    if (isSkyvernError(error) && /[*?[{]|^["']/.test(file)) throw new CommandFailure(patternProblem(file));
    throw commandFailure(error);
  }
}

function patternProblem(pattern: string): string {
  return `There is no file ${pattern}. The shell expands patterns: write the pattern without quotes. If it has none, no file matches it. In PowerShell and cmd, list the files.`;
}

/** Adds what the account finds. @throws SkyvernError if the account cannot be asked */
async function withAccount(
  { source, validated }: ReadFile,
  client: SkyvernClient,
  terminal: Terminal,
): Promise<ValidatedFile> {
  const { file, environments, findings } = validated;
  if (source.findings.length > 0) {
    // Without its wrong values, other parts of the file would seem wrong.
    terminal.say(`${file}: not compared with the account. Correct the errors of the file first.`);
    return validated;
  }
  const { accountFindings } = require("./account-findings") as typeof import("./account-findings");
  const { withoutRepeats } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  try {
    const found = await Promise.all(environments.map((one) => accountFindings(client, source, one)));
    return { ...validated, findings: inOrder([...findings, ...withoutRepeats(found.flat())]) };
  } catch (error) {
    throw isSkyvernError(error) ? error.during(`compare ${file} with the account`) : error;
  }
}

function commandFailure(error: unknown): Error {
  if (isSkyvernError(error)) return new CommandFailure(error.message);
  return error instanceof Error ? error : new Error(String(error));
}
