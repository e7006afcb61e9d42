import type { Command } from "commander";
import { isSkyvernError } from "../../errors";
import type { Terminal } from "../terminal";
import { addFormatOptions, CommandFailure, type ExitCode, type FormatOptions, reportFormat } from "../usage";
import { findingsReport, type ValidatedFile } from "./findings-report";

interface ValidateOptions extends FormatOptions {
  readonly environment?: readonly string[];
  readonly strict?: boolean;
}

const help = `
Needs neither a Skyvern account nor Pulumi. Exit codes: 0 nothing wrong, 1 the file could not be read, 2 findings:
errors, and with --strict warnings too, except extra-run, which depends on the date.

Example:
  $ npx pulumi-skyvern validate schedules.yaml --environment staging prod --strict`;

/** Adds `validate [file]`. */
export function addValidate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("validate")
    .summary("check a schedule file")
    .description("Checks a schedule file: its form, its references, and each environment's schedules.")
    .argument("[file]", "the schedule file", "schedules.yaml")
    .option("--environment <name...>", "check these environments only")
    .option("--strict", "let warnings count as findings")
    .addHelpText("after", help);
  addFormatOptions(command).action((file: string, options: ValidateOptions) => {
    const validated = readAndCheck(file, options.environment);
    terminal.report(findingsReport(validated, reportFormat(options), terminal.paint));
    // A pull request must not fail for the time of the year.
    const counts = validated.findings.filter(
      ({ severity, rule }) => severity === "error" || (options.strict === true && rule !== "extra-run"),
    );
    done(counts.length === 0 ? 0 : 2);
  });
}

/** The YAML parser and the schema are loaded here: the other commands do not need them. */
function readAndCheck(file: string, environments: readonly string[] | undefined): ValidatedFile {
  const { validateFile } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  try {
    return { file, ...validateFile(file, environments === undefined ? {} : { environments }) };
  } catch (error) {
    if (isSkyvernError(error)) throw new CommandFailure(error.message);
    throw error;
  }
}
