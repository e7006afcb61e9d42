import { statSync } from "node:fs";
import type { Command } from "commander";
import { projectFolder } from "../engine/project-folder";
import { StackEngine } from "../engine/stack-engine";
import type { Paint, Terminal } from "../terminal";
import { CommandFailure, counted, type ExitCode } from "../usage";
import { checkAccount } from "./account-checks";
import { type Check, ok, problem } from "./check";
import { checkNode, checkPackages } from "./installation";
import { checkPlugin, runtimeOf } from "./plugin";
import { checkPrograms } from "./programs";

const help = `
It checks Node.js, the packages that the project finds, the Pulumi CLI, the
settings, and the server with the API key. It changes nothing, and never prints
the key. With --stack, the settings are those of the stack.

Exit codes: 0 no problem, 1 the checks could not be made, 2 problems.

Examples:
  $ npx pulumi-skyvern doctor
  $ npx pulumi-skyvern doctor --stack prod --json`;

interface DoctorOptions {
  readonly stack?: string;
  readonly cwd: string;
  readonly json?: boolean;
}

/**
 * Adds `doctor`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addDoctor(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("doctor")
    .summary("check the installation, the settings and the server")
    .description("Checks the installation, the settings and the server, and says what to do about problems.")
    .option("--stack <stack>", "check the account of this stack")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--json", "write the report as JSON")
    .addHelpText("after", help)
    .action(async (options: DoctorOptions) => {
      const checks = await runChecks(options, terminal);
      terminal.report(
        options.json === true ? JSON.stringify({ checks }, null, 2) : doctorReport(checks, terminal.paint),
      );
      done(checks.some(({ status }) => status === "problem") ? 2 : 0);
    });
}

/** All checks, each also after a problem in another one. @throws CommandFailure if the folder does not exist */
async function runChecks({ stack, cwd }: DoctorOptions, terminal: Terminal): Promise<readonly Check[]> {
  const checks = [checkNode()];
  const folder = findProject(cwd);
  if ("problem" in folder) checks.push(problem("project", folder.problem));
  else checks.push(ok("project", `Pulumi project in ${folder.path}`), ...checkPackages(folder.path));
  terminal.say("starting the Pulumi CLI");
  checks.push(...(await checkPrograms("problem" in folder ? undefined : runtimeOf(folder.path))));
  const say = (line: string): void => terminal.say(line);
  const pluginOf = (configuration?: ReadonlyMap<string, string>): readonly Check[] =>
    "problem" in folder ? [] : checkPlugin(folder.path, configuration);
  if (stack === undefined) return [...checks, ...pluginOf(), ...(await checkAccount(new Map(), say))];
  terminal.say(`reading the configuration of ${stack}`);
  const read = await readConfiguration(cwd, stack);
  if ("problem" in read) return [...checks, ...pluginOf(), problem("stack", read.problem)];
  checks.push(ok("stack", `The configuration of ${stack} can be read.`));
  return [...checks, ...pluginOf(read.configuration), ...(await checkAccount(read.configuration, say))];
}

function findProject(cwd: string): { readonly path: string } | { readonly problem: string } {
  try {
    return { path: projectFolder(cwd) };
  } catch (error) {
    const isFolder = statSync(cwd, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!(error instanceof CommandFailure) || !isFolder) throw error;
    return { problem: error.message };
  }
}

async function readConfiguration(
  cwd: string,
  stack: string,
): Promise<{ readonly configuration: ReadonlyMap<string, string> } | { readonly problem: string }> {
  try {
    const engine = await StackEngine.open(cwd);
    return { configuration: await engine.configuration(stack) };
  } catch (error) {
    if (error instanceof CommandFailure) return { problem: error.message };
    throw error;
  }
}

const styles = { ok: "green", warning: "yellow", problem: "red" } as const;

/** A line for each check, and a summary. */
export function doctorReport(checks: readonly Check[], paint: Paint): string {
  const lines = checks.map(({ id, status, message, advice }) => {
    const text = advice === undefined ? message : `${message} ${advice}`;
    return `${paint(styles[status], status.padEnd(7))} ${id}: ${text.replace(/\s*\n\s*/g, " ")}`;
  });
  const count = (status: Check["status"]): number => checks.filter((one) => one.status === status).length;
  const summary = `${counted(checks.length, "check")}: ${counted(count("problem"), "problem")}, ${counted(count("warning"), "warning")}`;
  return [...lines, "", summary].join("\n");
}
