import type { ScheduleFile, WorkflowReference } from "../../schedule-file";
import type { AccountSchedule } from "../account-schedule";
import { escaped } from "../escape";
import type { KeyedMatch } from "../secrets";
import { keyFrom, uniqueKeys } from "./names";

/** The workflow of a schedule, as a file refers to it: by title if it is the only one of that title, else by id. */
export function referenceTo({ title, live }: AccountSchedule): WorkflowReference {
  return title === undefined ? { id: live.workflowId } : { title: escaped(title) };
}

/** Names for the workflows of the matches, and what to add to the file for them. */
export interface WorkflowNames {
  /** The name for a reference. */
  readonly nameOf: (reference: WorkflowReference) => string;
  readonly added: Readonly<Record<string, WorkflowReference>>;
  /** Sentences for the comments of the added ones. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
}

/** A name for each workflow: the one of the file, or a new one from its title. */
export function nameWorkflows(
  matches: readonly KeyedMatch[],
  existing: ScheduleFile | undefined,
): WorkflowNames {
  const names = new Map(
    Object.entries(existing?.workflows ?? {}).map(([name, reference]) => [JSON.stringify(reference), name]),
  );
  const fresh = new Map<string, AccountSchedule>();
  const idle = new Map<string, Set<string>>();
  const environments = new Set(matches.flatMap(({ entries }) => [...entries.keys()]));
  for (const { entries } of matches) {
    for (const [environment, schedule] of entries) {
      const text = JSON.stringify(referenceTo(schedule));
      if (!names.has(text) && !fresh.has(text)) fresh.set(text, schedule);
      if (schedule.live.hasRuns === false) idle.set(text, (idle.get(text) ?? new Set()).add(environment));
    }
  }
  const proposals = [...fresh.values()].map(({ live }) => [keyFrom(live.workflowTitle) || "workflow"]);
  const keys = uniqueKeys(proposals, new Set(Object.keys(existing?.workflows ?? {})));
  const added: Record<string, WorkflowReference> = {};
  const notes = new Map<string, readonly string[]>();
  for (const [index, [text, schedule]] of [...fresh].entries()) {
    const name = keys[index] ?? "";
    names.set(text, name);
    added[name] = referenceTo(schedule);
    const where = environments.size === 1 ? "" : ` in ${[...(idle.get(text) ?? [])].join(", ")}`;
    if (idle.has(text)) notes.set(name, [`It never ran${where}.`]);
  }
  return { nameOf: (reference) => names.get(JSON.stringify(reference)) ?? "", added, notes };
}
