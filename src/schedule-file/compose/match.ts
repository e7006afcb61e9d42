import type { AccountContent, AccountSchedule } from "./account-schedule";

/** One schedule of the file: the schedules of the accounts that it stands for, at most one in each environment. */
export interface Match {
  /** By environment. */
  readonly entries: ReadonlyMap<string, AccountSchedule>;
  /** The key that the file already has. */
  readonly key: string | undefined;
  readonly notes: readonly string[];
}

/** The keys of schedules that a file already has: by environment, then by id (`wfs_…`). */
export type KnownKeys = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Finds the schedules that are the same in several accounts: those with the same workflow title and name. If an account
 * has several of these, only those with the same values are matched, and the rest is kept apart.
 */
export function matchAccounts(accounts: readonly AccountContent[], known: KnownKeys): readonly Match[] {
  const byKey = new Map<string, Map<string, AccountSchedule>>();
  const fresh: Candidate[] = [];
  for (const { environment, schedules } of accounts) {
    for (const schedule of schedules) {
      const key = known.get(environment)?.get(schedule.live.scheduleId);
      if (key === undefined) fresh.push({ environment, schedule });
      else byKey.set(key, (byKey.get(key) ?? new Map()).set(environment, schedule));
    }
  }
  const found = [...grouped(fresh, identityOf)].flatMap(([, group]) => matchesIn(group));
  const inFile = [...byKey].map(([key, entries]): Match => ({ key, entries, notes: [] }));
  return joined(inFile, found);
}

interface Candidate {
  readonly environment: string;
  readonly schedule: AccountSchedule;
}

/** A schedule whose workflow has no title of its own equals none of another account. */
function identityOf({ environment, schedule: { title, name, live } }: Candidate): string {
  return JSON.stringify(title === undefined ? [environment, live.scheduleId] : [title, name]);
}

/** The matches among candidates of one identity. */
function matchesIn(group: readonly Candidate[]): readonly Match[] {
  if (isOneInEach(group)) return [matchOf(group, [])];
  const repeated = [...grouped(group, ({ environment }) => environment)].find(([, some]) => some.length > 1);
  const note = `Not matched by its name: ${repeated?.[0]} has ${repeated?.[1].length} schedules of this workflow and name.`;
  const environments = new Set(group.map(({ environment }) => environment));
  const notes = environments.size === 1 ? [] : [note];
  return [...grouped(group, ({ schedule }) => contentOf(schedule))].flatMap(([, alike]) =>
    isOneInEach(alike) ? [matchOf(alike, notes)] : alike.map((one) => matchOf([one], notes)),
  );
}

function contentOf({ values: { enabled: _, ...values } }: AccountSchedule): string {
  return JSON.stringify(values);
}

function isOneInEach(group: readonly Candidate[]): boolean {
  return new Set(group.map(({ environment }) => environment)).size === group.length;
}

function matchOf(group: readonly Candidate[], notes: readonly string[]): Match {
  const entries = new Map(group.map(({ environment, schedule }) => [environment, schedule] as const));
  return { key: undefined, entries, notes };
}

/** Adds a match to the schedule of the file that has the same identity, if only one has it, and no environment twice. */
function joined(inFile: readonly Match[], found: readonly Match[]): readonly Match[] {
  const owners = grouped(
    inFile.flatMap((match) =>
      [...match.entries].map(([environment, schedule]) => ({ match, environment, schedule })),
    ),
    identityOf,
  );
  const result = new Map(inFile.map((match) => [match.key, match]));
  const apart = found.filter((match) => {
    const [first] = [...match.entries].map(([environment, schedule]) =>
      identityOf({ environment, schedule }),
    );
    const keys = new Set((owners.get(first ?? "") ?? []).map(({ match: { key } }) => key));
    const [key] = keys;
    const owner = result.get(key);
    const isFree = owner !== undefined && [...match.entries.keys()].every((one) => !owner.entries.has(one));
    if (keys.size !== 1 || !isFree) return true;
    result.set(key, { ...owner, entries: new Map([...owner.entries, ...match.entries]) });
    return false;
  });
  return [...result.values(), ...apart];
}

/** Items by the text that a function gives for each, in their order. */
export function grouped<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const text = textOf(item);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [item]);
    else group.push(item);
  }
  return groups;
}
