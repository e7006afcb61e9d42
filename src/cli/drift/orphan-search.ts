import { isSkyvernError } from "../../errors";
import type { AccountSchedule } from "../../lookup/account-schedules";
import type { SkyvernClient } from "../../skyvern/client";
import { stackClient } from "../engine/account-client";
import type { StackEngine, StoredResource } from "../engine/stack-engine";
import { ignores } from "../patterns";
import { CommandFailure } from "../usage";
import {
  type AccountOrphans,
  explicitProviders,
  inOrder,
  KeptSchedules,
  type Orphan,
  type OrphanSearch,
  usesOwnAccount,
} from "./orphans";

// The client is loaded here, because `--no-orphans` does not need it.
const lookup = (): typeof import("../../lookup/account-schedules") =>
  require("../../lookup/account-schedules");

/** Which schedules are searched for, and how. */
export interface SearchOptions {
  /** The stacks whose accounts are searched. */
  readonly stacks: readonly string[];
  /** Names, patterns and ids of schedules that are not reported. */
  readonly ignore: readonly string[];
  /** The options that a command of the report needs to find the project: empty, or ` --cwd DIR`. */
  readonly folderOption: string;
  /** Ends the requests to the accounts. */
  readonly signal: AbortSignal;
}

/** An account, and the stacks that use it. */
interface Account {
  readonly client: SkyvernClient;
  readonly stacks: string[];
}

/**
 * Searches the accounts of the stacks for schedules that no stack of the project has. If an account has such
 * candidates, the states of the project's other stacks are read too.
 */
export async function searchOrphans(engine: StackEngine, options: SearchOptions): Promise<OrphanSearch> {
  const failures: string[] = [];
  const notes: string[] = [];
  const kept = new KeptSchedules();
  const accounts = new Map<SkyvernClient, Account>();
  for (const stack of options.stacks) {
    const state = await attempt(() => engine.resources(stack));
    if ("problem" in state) {
      failures.push(`The account of ${stack} was not searched for orphans: ${state.problem}`);
      continue;
    }
    kept.add(state.result);
    notes.push(...noteOnProviders(stack, state.result));
    const made = await attempt(() => stackClient(engine, stack));
    if ("result" in made) {
      const account = accounts.get(made.result) ?? { client: made.result, stacks: [] };
      account.stacks.push(stack);
      accounts.set(made.result, account);
    } else {
      // A stack without resources of the account need not have its key.
      const found = usesOwnAccount(state.result) ? failures : notes;
      found.push(`The account of ${stack} was not searched for orphans: ${made.problem}`);
    }
  }

  const listed = await Promise.all(
    [...accounts.values()].map(async ({ client, stacks }) => {
      const list = async () =>
        (await lookup().accountSchedules(client.until(options.signal))).filter(({ isOver }) => !isOver);
      return { client, stacks, schedules: await attempt(list) };
    }),
  );
  const found = listed.flatMap(({ client, stacks, schedules }) => {
    if ("result" in schedules) return [{ baseUrl: client.baseUrl, stacks, schedules: schedules.result }];
    failures.push(`The account of ${stacks.join(", ")} was not searched for orphans: ${schedules.problem}`);
    return [];
  });
  const merged = withoutTwins(found);
  const isCandidate = (one: AccountSchedule): boolean => !kept.has(one) && !ignores(options.ignore, one);
  if (merged.some(({ schedules }) => schedules.some(isCandidate)))
    failures.push(...(await addOtherStacks(engine, options.stacks, kept)));
  return { accounts: merged.map((one) => orphansOf(one, kept, options)), failures, notes };
}

/** The schedules of an account. */
interface ListedAccount {
  readonly baseUrl: string;
  readonly stacks: readonly string[];
  readonly schedules: readonly AccountSchedule[];
}

/** Two keys can belong to one account: it is then listed once, with the stacks of both. */
function withoutTwins(accounts: readonly ListedAccount[]): readonly ListedAccount[] {
  const merged: ListedAccount[] = [];
  for (const account of accounts) {
    const ids = new Set(account.schedules.map(({ scheduleId }) => scheduleId));
    const twin = merged.findIndex(
      ({ baseUrl, schedules }) =>
        baseUrl === account.baseUrl && schedules.some(({ scheduleId }) => ids.has(scheduleId)),
    );
    const known = merged[twin];
    if (known === undefined) merged.push(account);
    else merged[twin] = { ...known, stacks: [...known.stacks, ...account.stacks] };
  }
  return merged;
}

function orphansOf(
  { baseUrl, stacks, schedules }: ListedAccount,
  kept: KeptSchedules,
  { ignore, folderOption }: SearchOptions,
): AccountOrphans {
  const orphans = schedules.filter((one) => !kept.has(one));
  const reported = orphans.filter((one) => !ignores(ignore, one));
  const command = `npx pulumi-skyvern import --stack ${stacks[0]}${folderOption}`;
  return {
    stacks,
    baseUrl,
    schedules: inOrder(reported.map(asOrphan)),
    ignored: orphans.length - reported.length,
    ...(reported.length === 0 ? {} : { command }),
  };
}

/** Without the parameters, which may be secret, and without what the report says in words. */
function asOrphan({
  parameters: _parameters,
  isOver: _isOver,
  when: _when,
  ...orphan
}: AccountSchedule): Orphan {
  return orphan;
}

/** Adds the schedules of the project's other stacks. Returns what could not be read, in sentences. */
async function addOtherStacks(
  engine: StackEngine,
  known: readonly string[],
  kept: KeptSchedules,
): Promise<readonly string[]> {
  const stacks = await attempt(() => engine.stacks());
  if ("problem" in stacks)
    return [
      `Only these stacks were compared: ${known.join(", ")}. An orphan may belong to another stack of the project, because the stacks could not be listed: ${stacks.problem}`,
    ];
  const others = stacks.result.filter((stack) => !known.includes(stack));
  const states = await Promise.all(
    others.map(async (stack) => ({ stack, state: await attempt(() => engine.resources(stack)) })),
  );
  return states.flatMap(({ stack, state }) => {
    if ("result" in state) {
      kept.add(state.result);
      return [];
    }
    return [
      `An orphan may belong to the stack ${stack}, because its state could not be read: ${state.problem}`,
    ];
  });
}

function noteOnProviders(stack: string, state: readonly StoredResource[]): readonly string[] {
  const names = explicitProviders(state);
  if (names.length === 0) return [];
  const whose = names.length === 1 ? `the provider ${names[0]}` : `the providers ${names.join(", ")}`;
  return [`${stack}: only the account of the stack's configuration was searched for orphans, not ${whose}.`];
}

/** The result, or why an expected failure left none. */
type Attempt<Result> = { readonly result: Result } | { readonly problem: string };

async function attempt<Result>(action: () => Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { result: await action() };
  } catch (error) {
    if (error instanceof CommandFailure || isSkyvernError(error)) return { problem: error.message };
    if (error instanceof Error && error.name === "AbortError")
      return { problem: "The search was interrupted. Run the command again." };
    throw error;
  }
}
