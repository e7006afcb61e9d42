import { isSkyvernError } from "../../errors";
import type { ImportedAccount } from "../../lookup/imported-account";
import type { AccountContent, LiveSchedule } from "../../schedule-file/compose/account-schedule";
import type { ScheduleSource } from "../../schedule-file/read/read-schedule-file";
import type { StackEngine, StoredResource } from "../engine/stack-engine";
import { ignores, matches } from "../patterns";
import type { Terminal } from "../terminal";
import { CommandFailure } from "../usage";
import { fileSecrets } from "./file-secrets";
import { knownSchedules } from "./known-schedules";
import { emptyState, readState, type StackState } from "./stack-state";
import type { Target } from "./targets";

/** An account, and what is known about it before the file is written. */
export interface Account {
  readonly target: Target;
  readonly read: ImportedAccount;
  readonly state: StackState;
  /** The stack's configuration; the project's own keys are without its name. */
  readonly configuration: ReadonlyMap<string, string>;
  /** The keys of the schedules that the file already has, by id. */
  readonly known: ReadonlyMap<string, string>;
  /** The schedules that no code has yet, and those of the file. */
  readonly content: AccountContent;
  /** Values of secrets to which the file refers, and which the stack's configuration lacks: by key. */
  readonly missingSecrets: ReadonlyMap<string, string>;
  /** How many schedules `ignore` of the file, or `only`, leaves out. */
  readonly notChosen: number;
}

/** What an account is compared with. */
interface Surroundings {
  readonly engine: StackEngine | undefined;
  /** What the stacks have, by stack. */
  readonly resources: ReadonlyMap<string, readonly StoredResource[]>;
  /** The file; undefined for a new one. */
  readonly source: ScheduleSource | undefined;
  /** The name of the set. */
  readonly set: string;
  /** Patterns: only these schedules are imported. */
  readonly only: readonly string[] | undefined;
  readonly terminal: Terminal;
  /** Ends the requests. */
  readonly signal: AbortSignal;
}

const lookup = (): typeof import("../../lookup/imported-account") => require("../../lookup/imported-account");
const fitting = (): typeof import("../../schedule-file/compose/fit-account") =>
  require("../../schedule-file/compose/fit-account");

/**
 * Reads an account and its stack.
 *
 * @throws CommandFailure if the server refuses or does not answer, or the file cannot be compared with the account
 */
export async function readTarget(target: Target, around: Surroundings): Promise<Account> {
  const { environment, stack } = target;
  const { engine, source, set, only } = around;
  const read = await askAccount(target, around);
  const isKnown = engine !== undefined && stack !== undefined;
  const state = isKnown ? readState(around.resources.get(stack) ?? [], set) : emptyState;
  const configuration = isKnown
    ? withoutProject(await engine.configuration(stack), await engine.project())
    : new Map<string, string>();
  const known =
    source === undefined
      ? new Map<string, string>()
      : knownSchedules(source, environment, read.live, state, configuration);
  const open = read.live.filter(({ scheduleId }) => !state.others.has(scheduleId));
  const ignored = source?.content?.ignore ?? [];
  const isChosen = (one: LiveSchedule): boolean =>
    known.has(one.scheduleId) || (!ignores(ignored, one) && (only === undefined || isNamedBy(only, one)));
  const chosen = open.filter(isChosen);
  const content = fitting().fitAccount(environment, chosen, new Date(), new Set(known.keys()));
  const notChosen = open.filter((one) => !one.isOver && !isChosen(one)).length;
  const secrets =
    source?.content === undefined ? [] : [...fileSecrets(source.content, environment, known, read.live)];
  const missingSecrets = new Map(secrets.filter(([key]) => !configuration.has(key)));
  return { target, read, state, configuration, known, content, missingSecrets, notChosen };
}

function isNamedBy(patterns: readonly string[], one: LiveSchedule): boolean {
  return ignores(patterns, one) || patterns.some((pattern) => matches(pattern, one.workflowTitle));
}

async function askAccount(
  { environment, client }: Target,
  { terminal, signal }: Surroundings,
): Promise<ImportedAccount> {
  try {
    return await lookup().readAccount(client.until(signal), (read, total) =>
      terminal.say(`${environment}: ${read} of ${total} schedules read`),
    );
  } catch (error) {
    if (signal.aborted) throw new CommandFailure("The command was interrupted. Nothing was written.");
    throw isSkyvernError(error) ? new CommandFailure(`${error.message} Nothing was written.`) : error;
  }
}

function withoutProject(
  configuration: ReadonlyMap<string, string>,
  project: string,
): ReadonlyMap<string, string> {
  const prefix = `${project}:`;
  return new Map(
    [...configuration].map(([key, value]) => [
      key.startsWith(prefix) ? key.slice(prefix.length) : key,
      value,
    ]),
  );
}
