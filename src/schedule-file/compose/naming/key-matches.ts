import type { Before } from "../composed";
import type { Match } from "../match";
import type { KeyedMatch } from "../secrets";
import { keyFrom, timesKey, uniqueKeys } from "./names";

/**
 * Gives each match its key, in the order of workflow and creation, and keeps only the schedules that the file does not
 * have. A key comes from the schedule's name, or else from its workflow and its times.
 */
export function keyMatches(matches: readonly Match[], { content, known }: Before): readonly KeyedMatch[] {
  const open = matches
    .map((match) => ({
      ...match,
      entries: new Map(
        [...match.entries].filter(
          ([environment, { live }]) => known.get(environment)?.has(live.scheduleId) !== true,
        ),
      ),
    }))
    .filter(({ entries }) => entries.size > 0)
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
  const unnamed = open.filter(({ key }) => key === undefined);
  const keys = uniqueKeys(unnamed.map(proposalsFor), new Set(Object.keys(content?.schedules ?? {})));
  const named = new Map(unnamed.map((match, index) => [match, keys[index] ?? ""]));
  return open.map((match) => ({
    ...match,
    key: match.key ?? named.get(match) ?? "",
    isInFile: match.key !== undefined,
  }));
}

function firstOf({ entries }: Match) {
  const [first] = [...entries.values()];
  if (first === undefined) throw new Error("A match has no schedule.");
  return first;
}

function orderOf(match: Match): string {
  const { live } = firstOf(match);
  return JSON.stringify([live.workflowTitle, live.createdAt, live.scheduleId]);
}

function proposalsFor(match: Match): readonly string[] {
  const { name, live, values } = firstOf(match);
  const [own, workflow] = [keyFrom(name), keyFrom(live.workflowTitle) || "workflow"];
  return own === "" ? [`${workflow}-${timesKey(values)}`] : [own, `${workflow}-${own}`];
}
