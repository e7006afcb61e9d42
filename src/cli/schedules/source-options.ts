import { type Command, Option } from "commander";
import { CommandFailure, collected } from "../usage";

/** The options of a command about the schedules of a file, a stack or an account. */
export interface SourceOptions {
  readonly account?: boolean;
  readonly stack?: string;
  readonly cwd: string;
  readonly environment?: readonly string[];
  readonly only?: readonly string[];
}

/** Adds these options. */
export function addSourceOptions(command: Command): Command {
  return command
    .addOption(new Option("--account", "the schedules of the account").conflicts("stack"))
    .option("--stack <stack>", "the schedules of this stack")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .addOption(
      new Option(
        "--environment <name>",
        "only this environment of the file; repeat it for several",
      ).argParser<readonly string[] | undefined>(collected),
    )
    .addOption(
      new Option(
        "--only <pattern>",
        "only schedules whose name, key, id, resource or workflow title matches; * and ? stand for any text and any character; repeat it for several",
      ).argParser<readonly string[] | undefined>(collected),
    );
}

/**
 * Whether the schedules are those of a stack or an account.
 *
 * @param argument what the command line names beside the options
 * @throws CommandFailure if it names both
 */
export function isLive(argument: string | undefined, { account, stack }: SourceOptions): boolean {
  const found = account === true || stack !== undefined;
  if (found && argument !== undefined)
    throw new CommandFailure(
      `${account === true ? "--account" : "--stack"} shows the schedules of an account. Leave it out, or leave out "${argument}".`,
    );
  return found;
}
