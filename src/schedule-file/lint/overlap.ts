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
    const shared = [...worker.resources.keys()].flatMap((resource) => groups.get(resource) ?? []);
    const later = new Set(shared.filter((position) => position > index));
    const inOrder = [...later].sort((one, other) => one - other);
    return warningsOf(
      worker,
      inOrder.flatMap((position) => meetingOf(worker, workers[position])),
    );
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

function meetingOf(worker: Worker, other: Worker | undefined): readonly Meeting[] {
  const first = other === undefined ? undefined : firstMeeting(worker.runs, other.runs);
  return other === undefined || first === undefined ? [] : [{ other, first }];
}

function warningsOf(worker: Worker, all: readonly Meeting[]): readonly LintWarning[] {
  if (all.length <= MOST_PAIRS) return all.map((meeting) => pairWarning(worker, meeting));
  const keys = all.map(({ other }) => other.subject.key);
  const names = listedUpTo(MOST_PAIRS, keys.map(quoted));
  const first = all.reduce((one, next) => (next.first < one.first ? next : one));
  const shared = [...new Set(all.flatMap(({ other }) => sharedWith(worker, other)))];
  const message =
    `has runs at the same time as ${keys.length} other schedules (${names}), with ` +
    `${quoted(first.other.subject.key)} ${when(worker, first)}: ${consequence(shared)}`;
  return [{ rule: "overlap", message, keys: [worker.subject.key, ...keys] }];
}

function pairWarning(worker: Worker, meeting: Meeting): LintWarning {
  const { other } = meeting;
  const shared = consequence(sharedWith(worker, other));
  const message = `${howTheyMeet(worker, meeting)}, ${when(worker, meeting)}: ${shared}`;
  return { rule: "overlap", message, keys: [worker.subject.key, other.subject.key] };
}

function sharedWith({ resources }: Worker, other: Worker): readonly string[] {
  return [...resources].flatMap(([resource, name]) => (other.resources.has(resource) ? [name] : []));
}

function when({ subject, runs }: Worker, { other }: Meeting): string {
  return spokenOccurrences(occurrencesOf(meetings(runs, other.runs)), subject.zone);
}

function howTheyMeet(worker: Worker, { other, first }: Meeting): string {
  const name = quoted(other.subject.key);
  const [fires, otherFires] = [worker, other].map(({ runs }) => hasMinute(runs.starts, first));
  if (fires && otherFires) return `fires at the same minute as ${name}`;
  if (fires) return `fires while a run of ${name}, which usually takes ${lengthOf(other)}, would go on`;
  return `usually runs for ${lengthOf(worker)}, and ${name} fires before that is over`;
}

function lengthOf({ usualMinutes = 1 }: Worker): string {
  return spokenMinutes(usualMinutes);
}

/** By default the open-source server has one scheduled run at a time; Skyvern's cloud has many. */
function consequence(shared: readonly string[]): string {
  return `two runs would work with ${listed(shared)} at once, or one would wait for the other; move one of them`;
}
