import { basename } from "node:path";
import { isSkyvernError } from "../../errors";
import { localKey } from "../../sandbox/local/local-key";
import type { LocalSandbox } from "../../sandbox/local/start-local-sandbox";
import { pageTemplate } from "../page-template";
import { printable } from "../schedules/printable";
import type { Terminal } from "../terminal";
import { CommandFailure, counted } from "../usage";
import { type FileSeed, seedOfFile } from "./seed-of-file";

/** The options of the command line. */
export interface SandboxCommandOptions {
  readonly port: string;
  readonly seed?: string;
  readonly environment?: string;
  readonly cwd: string;
}

const mostListed = 20;

/**
 * Runs the sandbox until Ctrl-C or SIGTERM.
 *
 * @throws CommandFailure for a wrong option, a file with errors, or a port in use
 * @public Loaded on demand, which the search for dead code does not see.
 */
export async function runSandbox(options: SandboxCommandOptions, terminal: Terminal): Promise<void> {
  const port = readPort(options.port);
  if (options.environment !== undefined && options.seed === undefined)
    throw new CommandFailure("--environment selects schedules of a file. Name the file with --seed.");
  const seed = options.seed === undefined ? undefined : seedOfFile(options.seed, options);
  const sandbox = await start(port, seed);
  for (const note of seed?.notes ?? []) terminal.say(`note: ${note}`);
  for (const { key, reason } of sandbox.refused)
    terminal.say(`note: "${key}" was left out, because Skyvern would refuse it: ${reason}`);
  terminal.report(introduction(sandbox, options.seed));
  const signal = await untilSignal();
  await sandbox.close();
  terminal.say(`${signal}: the sandbox stopped, and everything in it is gone.`);
}

function readPort(port: string): number {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  if (number <= 65_535) return number;
  throw new CommandFailure(`--port is "${port}", which is not a port from 0 to 65535.`);
}

async function start(port: number, seed: FileSeed | undefined): Promise<LocalSandbox> {
  const { startLocalSandbox } =
    require("../../sandbox/local/start-local-sandbox") as typeof import("../../sandbox/local/start-local-sandbox");
  try {
    return await startLocalSandbox({
      port,
      apiKey: localKey,
      page: pageTemplate("sandbox"),
      seed: seed?.seed,
    });
  } catch (error) {
    if (!isSkyvernError(error)) throw error;
    const isPort = error.cause !== undefined;
    const advice = "Is another sandbox running? Use another --port, or --port 0 for any free one.";
    throw new CommandFailure(isPort ? `${error.finding} ${advice}` : error.message);
  }
}

function introduction({ url, workflows, schedules }: LocalSandbox, file: string | undefined): string {
  const origin = file === undefined ? "" : ` of ${basename(file)}`;
  const listed = workflows
    .slice(0, mostListed)
    .map(({ workflowId, title }) => `  ${workflowId}  ${printable(title)}`);
  const more = workflows.length - listed.length;
  return [
    `The sandbox is running at ${url}`,
    `Web page of the sandbox, where you can move its clock: ${url}/sandbox`,
    "",
    "To use it in another terminal:",
    `  export SKYVERN_BASE_URL=${url}`,
    `  export SKYVERN_API_KEY=${localKey}`,
    "",
    `${counted(workflows.length, "workflow")}${origin}${schedules === 0 ? "" : `, ${counted(schedules, "schedule")}`}:`,
    ...listed,
    ...(more > 0 ? [`  and ${more} more`] : []),
    "",
    "It stores nothing on disk. Ctrl-C ends it.",
  ].join("\n");
}

function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const name of signals) process.once(name, () => resolve(name));
  });
}

const signals = ["SIGINT", "SIGTERM"] as const;
