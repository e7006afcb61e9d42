import type { Command } from "commander";
import { parseDuration } from "../../duration";
import { isSkyvernError } from "../../errors";
import type { SkyvernClient } from "../../skyvern/client";
import type { Json } from "../../skyvern/wire";
import { accountClient, stackClient } from "../engine/account-client";
import { StackEngine, type StoredResource } from "../engine/stack-engine";
import { statusLines } from "../progress";
import { type ShownParameters, shownParameters } from "../schedules/shown-parameters";
import type { Terminal } from "../terminal";
import { CommandFailure, type ExitCode } from "../usage";
import { type FoundSchedule, findSchedule } from "./find-schedule";
import { StopWaiting } from "./stop-waiting";
import { type Triggered, type TriggeredRun, triggerExitCode, triggerReport } from "./trigger-report";

const lookup = (): typeof import("../../lookup/account-schedules") =>
  require("../../lookup/account-schedules");
const runs = (): typeof import("../../provider/run/single-run") => require("../../provider/run/single-run");

const help = `
NAME is the exact name or the id (wfs_…) of a schedule in the account of
SKYVERN_API_KEY. With --stack, it is one in the account of the stack, and can
also be the name of the resource.

The run gets the parameters of the schedule. It is started once: if the answer
is lost, the run is searched for. Ctrl-C ends the wait, not the run.

Exit codes: 0 the run completed, or was started with --no-wait, 1 no run was
started or its end is not known, 2 the run ended in another way, such as failed.

Examples:
  $ npx pulumi-skyvern trigger nightly-invoices
  $ npx pulumi-skyvern trigger schedules-nightly --stack prod --yes --timeout 2h`;

interface TriggerOptions {
  readonly stack?: string;
  readonly cwd: string;
  readonly timeout: string;
  readonly wait: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/**
 * Adds `trigger NAME`.
 *
 * @public Loaded on demand, which the search for dead code does not see.
 */
export function addTrigger(program: Command, terminal: Terminal, done: (code: ExitCode) => void): void {
  program
    .command("trigger")
    .summary("run the workflow of a schedule now")
    .description("Runs the workflow of a schedule now, with its parameters, and waits for the end.")
    .argument("<name>", "the schedule")
    .option("--stack <stack>", "use the account of this stack")
    .option("--cwd <dir>", "the Pulumi project's folder", ".")
    .option("--timeout <time>", "how long to wait, such as 30m", "1h")
    .option("--no-wait", "start the run, and do not wait for it")
    .option("-y, --yes", "start the run without a question")
    .option("--json", "write the report as JSON")
    .addHelpText("after", help)
    .action(async (name: string, options: TriggerOptions) => {
      const timeout = parseDuration(options.timeout) ?? 0;
      if (timeout <= 0)
        throw new CommandFailure(
          `--timeout is "${options.timeout}", which is not a duration. Write it like 30m, 90s or 1h30m.`,
        );
      if (options.yes !== true && terminal.ask === undefined)
        throw new CommandFailure(
          "No run was started: there is no terminal on which to ask for a confirmation. Add --yes to start the run without a question.",
        );
      const { client, found } = await find(name, options);
      const parameters = shownParameters(found.schedule.parameters ?? {}, found.secretPaths);
      await confirm(found, parameters, client, options, terminal);
      const triggered = await run(client, found, parameters, { timeout, waits: options.wait, terminal });
      terminal.report(
        options.json === true ? JSON.stringify(triggered, null, 2) : triggerReport(triggered, terminal.paint),
      );
      done(triggerExitCode(triggered));
    });
}

/** The account, and the schedule in it. @throws CommandFailure */
async function find(
  name: string,
  { stack, cwd }: TriggerOptions,
): Promise<{ readonly client: SkyvernClient; readonly found: FoundSchedule }> {
  let client: SkyvernClient;
  let state: readonly StoredResource[] = [];
  if (stack === undefined) client = accountClient();
  else {
    const engine = await StackEngine.open(cwd);
    [client, state] = await Promise.all([stackClient(engine, stack), engine.resources(stack)]);
  }
  const schedules = await withSentence(() => lookup().accountSchedules(client));
  return { client, found: findSchedule(name, { baseUrl: client.baseUrl, schedules, state }) };
}

/** Shows what will run, and asks. @throws CommandFailure if the answer is not yes */
async function confirm(
  { schedule }: FoundSchedule,
  { shown }: ShownParameters,
  client: SkyvernClient,
  { yes }: TriggerOptions,
  terminal: Terminal,
): Promise<void> {
  const { name, scheduleId, workflowId, workflowTitle, times, enabled, isOver } = schedule;
  const state = isOver ? ", over" : enabled ? "" : ", paused";
  terminal.say(`schedule: ${name ? `${name} (${scheduleId})` : scheduleId}, ${times}${state}`);
  terminal.say(
    `workflow: ${workflowTitle === undefined ? workflowId : `"${workflowTitle}" (${workflowId})`} at ${client.baseUrl}`,
  );
  const lines = Object.entries(shown).map(
    ([key, value]) => `  ${key}: ${value === "[secret]" ? value : JSON.stringify(value)}`,
  );
  terminal.say(lines.length === 0 ? "parameters: none" : ["parameters:", ...lines].join("\n"));
  if (yes === true || terminal.ask === undefined) return;
  const answer = await terminal.ask("Start this run now? [y/N] ");
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandFailure("No run was started.");
}

interface RunOptions {
  readonly timeout: number;
  readonly waits: boolean;
  readonly terminal: Terminal;
}

/** Starts the run, and waits for its end. @throws CommandFailure if it was not started */
async function run(
  client: SkyvernClient,
  { schedule }: FoundSchedule,
  { hide }: ShownParameters,
  { timeout, waits, terminal }: RunOptions,
): Promise<Triggered> {
  const { scheduleId, workflowId, workflowTitle, name, parameters = {} } = schedule;
  const about = {
    scheduleId,
    workflowId,
    ...(workflowTitle === undefined ? {} : { workflowTitle }),
    ...(name === undefined ? {} : { name }),
  };
  const { startSingleRun, followSingleRun, unfollowed } = runs();
  const single = { workflowId, parameters };
  const stop = new StopWaiting(terminal);
  try {
    const started = await withSentence(() => startSingleRun(client, single));
    stop.started(started.run_id);
    terminal.say(`started ${started.run_id}`);
    if (!waits) return { schedule: about, run: runOf(unfollowed(single, started), hide), end: "started" };
    const say = statusLines((line) => terminal.say(line));
    const { run, end, problem } = await followSingleRun(client, single, started, {
      timeoutMilliseconds: timeout,
      showProgress: say,
      signal: stop.signal,
    });
    return { schedule: about, run: runOf(run, hide), end, ...(problem === undefined ? {} : { problem }) };
  } finally {
    stop.dispose();
  }
}

const runKeys = [
  "runId",
  "status",
  "failureReason",
  "errors",
  "output",
  "appUrl",
  "createdAt",
  "startedAt",
  "finishedAt",
] as const satisfies readonly (keyof TriggeredRun)[];

/** Without the inputs, signed URLs, and hidden values in the output. */
function runOf(state: TriggeredRun, hide: (text: string) => string): TriggeredRun {
  const chosen = Object.fromEntries(
    runKeys.flatMap((key) => (state[key] === undefined ? [] : [[key, state[key]]])),
  );
  const hidden = (_: string, value: Json): Json => (typeof value === "string" ? hide(value) : value);
  return JSON.parse(JSON.stringify(chosen), hidden) as TriggeredRun;
}

async function withSentence<Result>(action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    throw isSkyvernError(error) ? new CommandFailure(error.message) : error;
  }
}
