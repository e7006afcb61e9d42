import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
Needs neither a Skyvern account nor Pulumi. Give several files, or a pattern
that the shell expands. The file - is the standard input.

Exit codes: 0 nothing wrong, 1 a file could not be read, 2 findings: errors,
and with --strict also warnings, except extra-run, which depends on the date.

Examples:
  $ npx pulumi-skyvern validate schedules.yaml --environment prod --strict
  $ npx pulumi-skyvern validate teams/*.yaml`;

/** Adds `validate [file...]`. */
export function addValidate(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  const command = program
    .command("validate")
    .summary("check schedule files")
    .description("Checks schedule files: their form, references, and each environment's schedules.")
    .argument("[file...]", "the schedule files", ["schedules.yaml"])
    .option("--environment <name...>", "check these environments only")
    .option("--strict", "let warnings count as findings")
    .addHelpText("after", help);
  addFormatOptions(command).action((files: readonly string[], options: ValidateOptions) => {
    const validated = files.map((file) => readAndCheck(file, options.environment));
    terminal.report(findingsReport(validated, reportFormat(options), terminal.paint));
    // A pull request must not fail for the time of the year.
    const counts = validated
      .flatMap(({ findings }) => findings)
      .filter(
        ({ severity, rule }) => severity === "error" || (options.strict === true && rule !== "extra-run"),
      );
    done(counts.length === 0 ? 0 : 2);
  });
}

/** The YAML parser and the schema are loaded here: the other commands do not need them. */
function readAndCheck(file: string, environments: readonly string[] | undefined): ValidatedFile {
  if (file === "-") return checkStandardInput(environments);
  const { validateFile } =
    require("../../schedule-file/validate-file") as typeof import("../../schedule-file/validate-file");
  try {
    return { file, ...validateFile(file, environments === undefined ? {} : { environments }) };
  } catch (error) {
    if (isSkyvernError(error)) throw new CommandFailure(error.message);
    throw error;
  }
}

/** Checks a copy, and names it `<stdin>`. */
function checkStandardInput(environments: readonly string[] | undefined): ValidatedFile {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-stdin-"));
  try {
    const copy = join(folder, "stdin.yaml");
    writeFileSync(copy, readFileSync(0));
    const validated = readAndCheck(copy, environments);
    const findings = validated.findings.map((finding) => ({
      ...finding,
      place: { ...finding.place, file: "<stdin>" },
    }));
    return { ...validated, file: "<stdin>", findings };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
