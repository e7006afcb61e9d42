import { firstMeeting, hasMinute, meetings, type Occupation, occupation, occurrencesOf } from "./minutes";
import type { AccountFacts, LintSubject, LintWarning, ReadSubject } from "./subject";
import { listed, listedUpTo, quoted, spokenMinutes, spokenOccurrences } from "./words";

/** One warning combines more pairs of a schedule than this. */
const MOST_PAIRS = 3;
const CREDENTIAL = /^cred_\w+$/;

interface Worker {
  readonly subject: ReadSubject;
  /** What no other run should use at the same time: an identity, and its name in the message. */
  readonly resources: ReadonlyMap<string, string>;
  readonly runs: Occupation;
  readonly usualMinutes: number | undefined;
}

interface Meeting {
  readonly other: Worker;
  /** The first minute in which they meet. */
  readonly first: number;
}

/**
 * Warns of two enabled schedules with the same workflow or credential if one starts in the same minute as the other, or
 * while the other's run is usually active.
 */
export function lintOverlap(subjects: readonly ReadSubject[], facts: AccountFacts): readonly LintWarning[] {
  const workers = subjects.filter(({ enabled }) => enabled).map((subject) => workerOf(subject, facts));
  const groups = groupsOf(workers);
  return workers.flatMap((worker, index) => {
    const met: Meeting[] = [];
    for (const position of rivalsOf(worker, groups)) {
      const other = position > index ? workers[position] : undefined;
      const first = other === undefined ? undefined : firstMeeting(worker.runs, other.runs);
      if (other !== undefined && first !== undefined) met.push({ other, first });
    }
    return warningsOf(worker, met);
  });
}

/** The only parameters that a rule about times looks at. */
export function credentialsOf({ parameters = {} }: LintSubject): readonly string[] {
  return Object.values(parameters).filter(
    (value): value is string => typeof value === "string" && CREDENTIAL.test(value),
  );
}

function workerOf(subject: ReadSubject, facts: AccountFacts): Worker {
  const usualMinutes = facts.usualMinutes?.get(subject.workflow);
  const logins = credentialsOf(subject).map((id) => [`credential ${id}`, `credential ${id}`] as const);
  const { workflow, reference = { id: workflow } } = subject;
  return {
    subject,
    resources: new Map([[JSON.stringify(reference), `workflow ${quoted(workflow)}`], ...logins]),
    runs: occupation(subject.fires, Math.ceil(usualMinutes ?? 1)),
    usualMinutes,
  };
}

/** The positions of the workers of each resource. */
function groupsOf(workers: readonly Worker[]): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [position, worker] of workers.entries()) {
    for (const resource of worker.resources.keys()) {
      const group = groups.get(resource) ?? [];
      group.push(position);
      groups.set(resource, group);
    }
  }
  return groups;
}

/** The positions of all workers with a resource of this one, ascending. */
function rivalsOf({ resources }: Worker, groups: ReadonlyMap<string, readonly number[]>): readonly number[] {
  const [first = [], ...others] = [...resources.keys()].map((resource) => groups.get(resource) ?? []);
  // Each group is in order.
  if (others.length === 0) return first;
  return [...new Set([first, ...others].flat())].sort((one, other) => one - other);
}

function warningsOf(worker: Worker, all: readonly Meeting[]): readonly LintWarning[] {
  if (all.length <= MOST_PAIRS) return all.map((meeting) => pairWarning(worker, meeting));
  const keys = all.map(({ other }) => other.subject.key);
  const names = listedUpTo(MOST_PAIRS, keys.map(quoted));
  const first = all.reduce((one, next) => (next.first < one.first ? next : one));
  const shared = sharedWith(
    worker,
    all.map(({ other }) => other),
  );
  const message =
    `has runs at the same time as ${keys.length} other schedules (${names}), with ` +
    `${quoted(first.other.subject.key)} ${when(worker, first)}: ${consequence(shared)}`;
  return [{ rule: "overlap", message, keys: [worker.subject.key, ...keys] }];
}

function pairWarning(worker: Worker, meeting: Meeting): LintWarning {
  const { other } = meeting;
  const shared = consequence(sharedWith(worker, [other]));
  const message = `${howTheyMeet(worker, meeting)}, ${when(worker, meeting)}: ${shared}`;
  return { rule: "overlap", message, keys: [worker.subject.key, other.subject.key] };
}

/** The names of what they share, in the order of the others. */
function sharedWith({ resources }: Worker, others: readonly Worker[]): readonly string[] {
  const shared = new Set<string>();
  for (const other of others) {
    for (const [resource, name] of resources) if (other.resources.has(resource)) shared.add(name);
    if (shared.size === resources.size) break;
  }
  return [...shared];
}

function when({ subject, runs }: Worker, { other }: Meeting): string {
  return spokenOccurrences(occurrencesOf(meetings(runs, other.runs)), subject.zone);
}

function howTheyMeet(worker: Worker, { other, first }: Meeting): string {
  const name = quoted(other.subject.key);
  const [fires, otherFires] = [worker, other].map(({ runs }) => hasMinute(runs.starts, first));
  if (fires && otherFires) return `fires at the same minute as ${name}`;
  if (fires) return `fires during a run of ${name}, which usually takes ${lengthOf(other)}`;
  return `usually runs for ${lengthOf(worker)}, and ${name} fires before that is over`;
}

function lengthOf({ usualMinutes = 1 }: Worker): string {
  return spokenMinutes(usualMinutes);
}

/** By default the open-source server has one scheduled run at a time; Skyvern's cloud has many. */
function consequence(shared: readonly string[]): string {
  return `two runs would work with ${listed(shared)} at once, or one would wait for the other; move one of them`;
}
