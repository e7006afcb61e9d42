import { notImplemented, refusal } from "../server/api-error";
import type { Route } from "../server/route";
import type { Store, StoredRun } from "../server/store";

/** The routes that read and remove the tags of a run. The metadata of its request becomes its tags. */
export function runTagRoutes(store: Store): readonly Route[] {
  const found = (runId: string): StoredRun => {
    const run = store.runs.get(runId);
    if (run === undefined) throw refusal(404, `Workflow run ${runId} not found`);
    return run;
  };
  const answer = ({ runId, tags, createdAt }: StoredRun): object => {
    const origin = { source: "manual", set_at: createdAt, set_by: store.organizationId };
    const sorted = Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1));
    return { workflow_run_id: runId, tags: sorted.map(([key, value]) => ({ key, value, ...origin })) };
  };
  return [
    {
      method: "GET",
      paths: ["/v1/runs/:runId/tags"],
      handle: ({ runId }) => answer(found(runId)),
    },
    {
      method: "DELETE",
      paths: ["/v1/runs/:runId/tags/:tagKey"],
      handle({ runId, tagKey }) {
        const run = found(runId);
        const { [tagKey]: _removed, ...tags } = run.tags;
        store.runs.set(runId, { ...run, tags });
        return answer({ ...run, tags });
      },
    },
  ];
}

/** Turns `?tags=key:value`, repeated or comma-separated, into a predicate. A run must have all of these tags. */
export function readTagFilter(sent: readonly string[]): (run: StoredRun) => boolean {
  const terms = sent.join() === "" ? [] : sent.flatMap((one) => one.split(",")).map(readTerm);
  return ({ tags }) => terms.every(([key, value]) => tags[key] === value);
}

function readTerm(text: string): readonly [key: string, value: string] {
  const [, key = "", value = ""] = /^([^:]*):(.*)$/s.exec(text.trim()) ?? [];
  if (key.trim() === "" || value.trim() === "" || value.trim() === "*") {
    throw notImplemented(`the tag filter "${text}". It implements key:value`);
  }
  return [key.trim(), value.trim()];
}
