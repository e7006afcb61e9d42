import type { Command } from "commander";
import type { Terminal } from "../terminal";
import type { ExitCode } from "../usage";
import type { SandboxCommandOptions } from "./run-sandbox";

const help = `
It listens on 127.0.0.1, stores nothing on disk, and prints the two variables
that select it. Schedules fire by its own clock, which can be moved forward.

With --seed, it has the workflows that the file names, with the parameters of
the file's schedules, so that \`pulumi up\` works at once. --environment also
creates the schedules of one environment, for a look at them without Pulumi.

Exit codes: 0 ended by Ctrl-C, 1 failure or wrong usage.

Examples:
  $ npx pulumi-skyvern sandbox
  $ npx pulumi-skyvern sandbox --seed schedules.yaml
  $ npx pulumi-skyvern sandbox --seed schedules.yaml --environment dev`;

/**
 * Adds `sandbox`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addSandbox(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("sandbox")
    .summary("start a Skyvern-compatible server on this machine")
    .description("Starts a Skyvern-compatible server on this machine, to try schedules without an account.")
    .option("--port <port>", "the port; 0 for any free one", "8765")
    .option("--seed <file>", "the schedule file whose workflows exist from the start")
    .option("--environment <name>", "also create the schedules of this environment of the file")
    .option("--cwd <dir>", "the folder of the file", ".")
    .addHelpText("after", help)
    .action(async (options: SandboxCommandOptions) => {
      // Loaded here, not at the top: no other command needs a server.
      const { runSandbox } = require("./run-sandbox") as typeof import("./run-sandbox");
      await runSandbox(options, terminal);
      done(0);
    });
}
