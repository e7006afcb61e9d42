import { notImplemented, refusal } from "../server/api-error";
import { list, oneOf, optional, text } from "../server/fields";
import { readQuery, refuse } from "../server/model";
import { entriesOf, pageModel } from "../server/page";
import type { Store, StoredRun } from "../server/store";
import { runListRow } from "./rows";
import { runStateAt } from "./state";
import { readTagFilter } from "./tags";

const ends = ["timed_out", "failed", "terminated", "completed", "canceled"];
const shortestSearch = 3;
const model = {
  ...pageModel({ page: 100, pageSize: 100 }),
  status: list(oneOf("enum", ["created", "queued", "running", "paused", ...ends])),
  search_key: optional(searchKey),
  workflow_permanent_id: list(text),
  tags: list(text),
};

/** `GET /v1/runs`: the runs, newest first, in pages. It has no total. */
export function listRuns(store: Store, query: URLSearchParams): readonly object[] {
  const filters = readQuery(model, query, "status", "workflow_permanent_id", "tags");
  if (query.has("run_type")) throw notImplemented("the filter run_type of runs");
  const { status, search_key: search, workflow_permanent_id: workflowIds } = filters;
  const hasTags = readTagFilter(filters.tags);
  const now = store.now().getTime();
  // Runs that failed during set-up appear only in a search or in the list of a workflow.
  const showsUnlisted = Boolean(search) || workflowIds.length > 0;
  const wanted = [...store.runs.values()]
    .reverse()
    .filter(
      (run) =>
        (run.taskRunId !== null || showsUnlisted) &&
        (status.length === 0 || status.includes(runStateAt(run, now).current.status)) &&
        (workflowIds.length === 0 || workflowIds.includes(run.workflow.workflowId)) &&
        isFound(run, search ?? "") &&
        hasTags(run),
    );
  return entriesOf(wanted, filters).map((run) => runListRow(store, run));
}

/** The run, or a 404. A run that failed during set-up appears only in lists. */
export function findRun(store: Store, runId: string, missing: string): StoredRun {
  const run = store.runs.get(runId);
  if (run === undefined || run.taskRunId === null) throw refusal(404, `${missing} ${runId}`);
  return run;
}

function searchKey(value: unknown): string {
  const search = text(value);
  if (search.length >= shortestSearch) return search;
  const msg = `String should have at least ${shortestSearch} characters`;
  return refuse("string_too_short", msg, search, { min_length: shortestSearch });
}

/** Whether a text of the run contains `search`. `more` are texts to search beside the usual ones. */
export function isFound(run: StoredRun, search: string, more: readonly unknown[] = []): boolean {
  const { title, workflowId } = run.workflow;
  const inputs = run.parameters.map(({ text: value }) => value);
  const { webhook_url, extra_http_headers } = run.request;
  const headers = JSON.stringify(extra_http_headers);
  const texts = [run.runId, workflowId, title, ...inputs, webhook_url, headers, ...more];
  return texts.some((one) => typeof one === "string" && one.toLowerCase().includes(search.toLowerCase()));
}
