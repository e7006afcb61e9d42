import { invalidRequest, refusal, type ValidationFailure } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { Route } from "../server/route";
import type { JsonObject, Store, StoredRun, StoredTag } from "../server/store";
import { currentTags } from "./actions";
import { tagKeyProblem, tagValueProblem } from "./tag-rules";

/** Identifies a tag: its key, or its value for a label without a key. */
interface TagName {
  readonly key: string | null;
  readonly value: string;
}

/** The routes of run tags. Tags can be searched for, but `GET /v1/runs/{id}` does not show them. */
export function runTagRoutes(store: Store): readonly Route[] {
  const found = (runId: string): StoredRun => {
    const run = store.runs.get(runId);
    if (run === undefined) throw refusal(404, `Workflow run ${runId} not found`);
    return run;
  };
  const change = (runId: string, sets: readonly TagName[], deletes: readonly TagName[]): object => {
    const run = found(runId);
    const gone = [...sets, ...deletes];
    const kept = run.tags.filter((tag) => !gone.some((one) => isSameTag(one, tag)));
    const origin = { source: "manual", setAt: store.timestamp(), setBy: store.organizationId } as const;
    const changed = { ...run, tags: [...kept, ...sets.map((one): StoredTag => ({ ...one, ...origin }))] };
    store.runs.set(runId, changed);
    return tagsAnswer(store, changed);
  };
  const paths = ["/v1/runs/:runId/tags", "/api/v1/runs/:runId/tags"];
  return [
    {
      method: "POST",
      paths,
      readsBody: true,
      handle: ({ runId, body }) => change(runId, ...readTagChanges(body)),
    },
    {
      method: "GET",
      paths,
      handle: ({ runId }) => tagsAnswer(store, found(runId)),
    },
    {
      method: "DELETE",
      paths: paths.map((path) => `${path}/:tagKey`),
      handle({ runId, tagKey }) {
        const problem = tagKeyProblem(tagKey);
        if (problem !== undefined) throw refusal(400, problem);
        return change(runId, [], [{ key: tagKey, value: "" }]);
      },
    },
  ];
}

function isSameTag(one: TagName, other: TagName): boolean {
  return one.key === other.key && (one.key !== null || one.value === other.value);
}

// Labels first, then by key.
function tagsAnswer(store: Store, run: StoredRun): object {
  const sortKey = ({ key, value }: StoredTag) => `${key === null ? 0 : 1}${key ?? ""}\0${value}`;
  const sorted = [...currentTags(store, run)].sort((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
  const tags = sorted.map(({ key, value, source, setAt, setBy }) => {
    return { key, value, source, set_at: setAt, set_by: setBy };
  });
  return { workflow_run_id: run.runId, tags };
}

function readTagChanges(body: unknown): readonly [sets: readonly TagName[], deletes: readonly TagName[]] {
  if (body === undefined || body === null) {
    throw invalidRequest({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  }
  const outer = isJsonObject(body) ? body : {};
  const sets = entriesOf(outer, "tags");
  const failures = sets.flatMap((entry, index) => tagFailures(entry, index));
  if (failures.length > 0) throw invalidRequest(...failures);
  const named = (entry: JsonObject): TagName => {
    const [key, value] = [entry.key ?? null, entry.value ?? ""];
    return { key: typeof key === "string" ? key.trim() || null : null, value: String(value).trim() };
  };
  return [sets.map(named), entriesOf(outer, "tags_to_delete").map(named)];
}

function entriesOf(body: JsonObject, key: string): readonly JsonObject[] {
  const fields = new RequestFields(body);
  const entries = body[key] === undefined || body[key] === null ? [] : fields.requiredObjects(key);
  if (fields.failures.length > 0) throw invalidRequest(...fields.failures);
  return entries;
}

function tagFailures(entry: JsonObject, index: number): readonly ValidationFailure[] {
  const fields = new RequestFields(entry, ["body", "tags", index]);
  const key = fields.optionalString("key");
  const keyProblem = key ? tagKeyProblem(key.trim()) : undefined;
  if (keyProblem !== undefined) fields.refuseValue("key", keyProblem);
  const complaints = fields.failures.length;
  const value = fields.requiredString("value");
  const valueProblem = fields.failures.length === complaints ? tagValueProblem(value) : undefined;
  if (valueProblem !== undefined) fields.refuseValue("value", valueProblem);
  return fields.failures;
}
