import { type Command, Option } from "commander";

/** A failure that is reported as a sentence, without a stack trace. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
}

/** 0: fine. 1: something failed. 2: findings (what `validate` found wrong, or drift). */
export type ExitCode = 0 | 1 | 2;

/** A report for a person, a program, or a web page. */
export type ReportFormat = "text" | "json" | "markdown";

/** The options of {@link addFormatOptions}. */
export interface FormatOptions {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** Adds `--json` and `--markdown`, which exclude each other. */
export function addFormatOptions(command: Command): Command {
  return command
    .addOption(new Option("--json", "write the report as JSON").conflicts("markdown"))
    .addOption(
      new Option("--markdown", "write the report as Markdown, for a pull request or an issue").conflicts(
        "json",
      ),
    );
}

/** Which format the options ask for. */
export function reportFormat({ json, markdown }: FormatOptions): ReportFormat {
  if (json === true) return "json";
  return markdown === true ? "markdown" : "text";
}

/** `1 stack`, `2 stacks`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** The values of an option that is repeated. */
export function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
