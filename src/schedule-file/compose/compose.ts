import type { ScheduleEntry, ScheduleFile } from "../schedule-file";
import type { AccountContent, AccountSchedule } from "./account-schedule";
import { baseOf } from "./base";
import type { Before, Composed } from "./composed";
import { escaped } from "./escape";
import { foldGroups } from "./fold-groups";
import { layered, without } from "./groups";
import { matchAccounts } from "./match";
import { keyMatches } from "./naming/key-matches";
import { nameWorkflows, referenceTo } from "./naming/workflow-names";
import { Placement } from "./placement";
import { type KeyedMatch, moveSecrets } from "./secrets";

/**
 * Adds the schedules of accounts to a file, or makes a new one. What the file has stays as it is. In a new file, what
 * most schedules have becomes a default, and what several with the same times share a group.
 */
export function compose(accounts: readonly AccountContent[], before: Before): Composed {
  const existing = before.content;
  const matches = keyMatches(matchAccounts(accounts, before.known), before);
  const { parameters, secrets } = moveSecrets(matches, before);
  const workflows = nameWorkflows(matches, existing);
  const wanted = new Map(
    matches.map(({ key, entries }) => {
      const inEach = [...entries].map(([environment, schedule]): [string, ScheduleEntry] => {
        const own = parameters.get(key)?.get(environment);
        return [environment, wantedEntry(schedule, workflows.nameOf(referenceTo(schedule)), own)];
      });
      return [key, new Map(inEach)] as const;
    }),
  );

  const names = [
    ...new Set([
      ...Object.keys(existing?.environments ?? {}),
      ...accounts.map(({ environment }) => environment),
    ]),
  ];
  const isNew = (name: string): boolean => !Object.hasOwn(existing?.environments ?? {}, name);
  const disabled = new Set(accounts.filter(isDisabled).map(({ environment }) => environment));
  const fresh = matches.filter(({ key }) => !Object.hasOwn(existing?.schedules ?? {}, key));
  const bases = new Map(
    fresh.map(({ key }) => {
      const { name, ...base } = baseOf(wanted.get(key) ?? new Map(), disabled);
      return [key, name === escaped(key) ? base : { ...base, name }] as [string, ScheduleEntry];
    }),
  );
  const layers =
    existing === undefined
      ? layered(bases)
      : {
          defaults: existing.defaults ?? {},
          groups: existing.groups ?? {},
          entries: slimmed(bases, existing),
        };
  const start = {
    ...existing,
    ...(Object.keys(layers.defaults).length === 0 ? {} : { defaults: layers.defaults }),
    ...(Object.keys(workflows.added).length === 0
      ? {}
      : { workflows: { ...existing?.workflows, ...workflows.added } }),
    ...(Object.keys(layers.groups).length === 0 ? {} : { groups: layers.groups }),
    schedules: { ...existing?.schedules, ...Object.fromEntries(layers.entries) },
    environments: Object.fromEntries(
      names.map((name) => [
        name,
        existing?.environments[name] ?? (disabled.has(name) && isNew(name) ? { enabled: false } : {}),
      ]),
    ),
  } satisfies ScheduleFile;

  const placed = new Placement(start, matches, wanted);
  for (const name of names) placed.add(name, isNew(name));
  const { content, keys, leftOut } = placed.result(names);
  return {
    content: existing === undefined ? foldGroups(content) : content,
    notes: new Map(fresh.map((match) => [match.key, notesOf(match, names.length > 1)] as const)),
    workflowNotes: workflows.notes,
    keys,
    secrets,
    leftOut: [...accounts.flatMap((one) => one.leftOut), ...leftOut],
  };
}

/** The entries without what they inherit from the file. */
function slimmed(
  entries: ReadonlyMap<string, ScheduleEntry>,
  { defaults }: ScheduleFile,
): ReadonlyMap<string, ScheduleEntry> {
  return new Map([...entries].map(([key, entry]) => [key, without(entry, { timezone: "UTC", ...defaults })]));
}

/** Whether nothing in the account fires by itself, and more than one schedule is paused. */
function isDisabled({ schedules }: AccountContent): boolean {
  const recurring = schedules.filter(({ values }) => values.at === undefined);
  return recurring.length > 1 && recurring.every(({ live }) => !live.enabled);
}

function wantedEntry(
  { name, values }: AccountSchedule,
  workflow: string,
  parameters: { readonly [key: string]: unknown } | undefined,
): ScheduleEntry {
  const { parameters: _, description, ...rest } = values;
  return {
    workflow,
    ...rest,
    name: escaped(name),
    ...(description === undefined ? {} : { description: escaped(description) }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/** The notes of all environments, with the environments that a note is about unless it is about all. */
function notesOf({ entries, notes }: KeyedMatch, isOneOfSeveral: boolean): readonly string[] {
  const environments = new Map<string, string[]>();
  for (const [environment, schedule] of entries)
    for (const note of schedule.notes)
      environments.set(note, [...(environments.get(note) ?? []), environment]);
  const own = [...environments].map(([note, some]) =>
    isOneOfSeveral ? `In ${some.join(", ")}: ${note.charAt(0).toLowerCase()}${note.slice(1)}` : note,
  );
  return [...notes, ...own];
}
