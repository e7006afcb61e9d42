import type { ValidationFailure } from "../server/api-error";
import { readPage } from "../server/page";
import type { Route } from "../server/route";
import type { Store, StoredRun } from "../server/store";
import { currentTags } from "./actions";
import { runListRow, workflowRunRow } from "./rows";
import { runStateAt } from "./state";
import { readTagFilter } from "./tag-rules";

const ends = ["timed_out", "failed", "terminated", "completed", "canceled"];
const runStatuses = ["created", "queued", "running", "paused", ...ends];
// The same statuses, in the order of another error message of the server.
const workflowEnds = ["failed", "terminated", "canceled", "timed_out", "completed"];
const workflowRunStatuses = ["created", "queued", "running", ...workflowEnds, "paused"];
const otherTypes = ["openai_cua", "anthropic_cua", "ui_tars", "yutori_navigator"];
const runTypes = ["task_v1", "task_v2", "task_v3", "workflow_run", ...otherTypes];
const shortestSearch = 3;
const mostPages = 100;

/** The three lists of runs, newest first. None has a total. */
export function runListRoutes(store: Store): readonly Route[] {
  return [
    {
      method: "GET",
      paths: ["/v1/runs"],
      handle: ({ query }) => listRuns(store, query),
    },
    {
      method: "GET",
      paths: ["/v1/workflows/runs", "/api/v1/workflows/runs"],
      handle: ({ query }) => listWorkflowRuns(store, query, () => true),
    },
    {
      method: "GET",
      paths: ["/v1/workflows/:workflowId/runs", "/api/v1/workflows/:workflowId/runs"],
      handle({ workflowId, query }) {
        const hasTags = readTagFilter(query);
        const isOf = (run: StoredRun) => run.workflow.workflowId === workflowId;
        return listWorkflowRuns(store, query, (run) => isOf(run) && hasTags(currentTags(store, run)));
      },
    },
  ];
}

function listRuns(store: Store, query: URLSearchParams): readonly object[] {
  const search = query.get("search_key");
  const { start, end } = readPage(
    query,
    { page: mostPages, pageSize: mostPages },
    ...enumFailures(query, "status", runStatuses),
    ...searchFailures(search),
    ...enumFailures(query, "run_type", runTypes),
  );
  const types = query.getAll("run_type");
  const workflowIds = query.getAll("workflow_permanent_id");
  const hasTags = readTagFilter(query);
  // Runs that failed during set-up appear only in a search or in the list of a workflow.
  const showsUnlisted = Boolean(search) || workflowIds.length > 0;
  const runs = newestFirst(store).filter(
    (run) =>
      (run.taskRunId !== null || showsUnlisted) &&
      hasStatus(store, run, query) &&
      isFound(run, search) &&
      (types.length === 0 || types.includes("workflow_run")) &&
      (workflowIds.length === 0 || workflowIds.includes(run.workflow.workflowId)) &&
      hasTags(currentTags(store, run)),
  );
  return runs.slice(start, end).map((run) => runListRow(store, run));
}

function listWorkflowRuns(
  store: Store,
  query: URLSearchParams,
  isWanted: (run: StoredRun) => boolean,
): readonly object[] {
  const { start, end } = readPage(query, {}, ...enumFailures(query, "status", workflowRunStatuses));
  const search = query.get("search_key");
  const runs = newestFirst(store).filter(
    (run) => isWanted(run) && hasStatus(store, run, query) && isFound(run, search),
  );
  return runs.slice(start, end).map((run) => workflowRunRow(store, run));
}

function newestFirst(store: Store): readonly StoredRun[] {
  return [...store.runs.values()].reverse();
}

function hasStatus(store: Store, run: StoredRun, query: URLSearchParams): boolean {
  const wanted: readonly string[] = query.getAll("status");
  return wanted.length === 0 || wanted.includes(runStateAt(run, store.now().getTime()).current.status);
}

function isFound(run: StoredRun, search: string | null): boolean {
  const wanted = (search ?? "").toLowerCase();
  const { title, workflowId } = run.workflow;
  const inputs = run.parameters.map(({ text }) => text);
  const { webhook_url, extra_http_headers } = run.request;
  const texts = [run.runId, workflowId, title, ...inputs, webhook_url, JSON.stringify(extra_http_headers)];
  return texts.some((text) => (text ?? "").toLowerCase().includes(wanted));
}

function searchFailures(search: string | null): ValidationFailure[] {
  if (search === null || search.length >= shortestSearch) return [];
  const msg = `String should have at least ${shortestSearch} characters`;
  const complaint = { type: "string_too_short", loc: ["query", "search_key"], msg, input: search };
  return [{ ...complaint, ctx: { min_length: shortestSearch } }];
}

function enumFailures(query: URLSearchParams, key: string, known: readonly string[]): ValidationFailure[] {
  const quoted = known.map((one) => `'${one}'`);
  const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  const msg = `Input should be ${expected}`;
  return query.getAll(key).flatMap((input, index) => {
    return known.includes(input)
      ? []
      : [{ type: "enum", loc: ["query", key, index], msg, input, ctx: { expected } }];
  });
}
