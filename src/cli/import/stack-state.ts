import { kindOf } from "../../plugin/tokens";
import { nameOf } from "../engine/changes";
import type { StoredResource } from "../engine/stack-engine";

const setType = "skyvern:index:ScheduleSet";

/** What a stack's state says about schedules. */
export interface StackState {
  /** The schedules of the set, by id: their keys. */
  readonly keys: ReadonlyMap<string, string>;
  /** The ids of schedules that other resources have. */
  readonly others: ReadonlySet<string>;
  /** The URN of the set; undefined if the stack does not have it yet. */
  readonly set: string | undefined;
}

export const emptyState: StackState = { keys: new Map(), others: new Set(), set: undefined };

/** The names of the sets in a state. */
export function setNames(resources: readonly StoredResource[]): readonly string[] {
  return resources.filter(({ type }) => type === setType).map(({ urn }) => nameOf(urn));
}

/** @param set the name of the set whose file the command writes */
export function readState(resources: readonly StoredResource[], set: string): StackState {
  const urn = resources.find((one) => one.type === setType && nameOf(one.urn) === set)?.urn;
  const keys = new Map<string, string>();
  const others = new Set<string>();
  for (const { type, urn: own, id = "", parent } of resources) {
    if (kindOf(type) !== "WorkflowSchedule") continue;
    const [, scheduleId = ""] = id.split("/");
    if (urn !== undefined && parent === urn) keys.set(scheduleId, nameOf(own).slice(set.length + 1));
    else others.add(scheduleId);
  }
  return { keys, others, set: urn };
}
