import { refusal } from "../server/api-error";
import { dateTime } from "../server/date-time";
import { boolean, list, oneOf, optional, text, withDefault } from "../server/fields";
import { readQuery, refuse } from "../server/model";
import { entriesOf, pageModel } from "../server/page";
import type { Route } from "../server/route";
import type { Store, StoredRun } from "../server/store";
import { isFound } from "./list";
import { runStateAt } from "./state";
import { readTagFilter } from "./tags";
import { workflowRunAnswer, workflowRunRow } from "./workflow-run-answer";

const ends = ["failed", "terminated", "canceled", "timed_out", "completed"];
const model = {
  ...pageModel(),
  status: list(oneOf("enum", ["created", "queued", "running", ...ends, "paused"])),
  search_key: optional(shortText),
  error_code: optional(shortText),
};
const modelOfOne = {
  ...model,
  created_at_start: optional(dateTime),
  created_at_end: optional(dateTime),
  tags: list(text),
  include_child_runs: withDefault(false, boolean),
};
const longestText = 500;

/** The older routes about runs of workflows, which the official clients use for lists. */
export function workflowRunRoutes(store: Store): readonly Route[] {
  return [
    {
      method: "GET",
      paths: ["/v1/workflows/runs", "/v1/agents/runs", "/api/v1/workflows/runs"],
      handle({ query }) {
        const filters = readQuery(model, query, "status");
        return listed(store, filters, () => true);
      },
    },
    {
      method: "GET",
      paths: ["/v1/workflows", "/v1/agents", "/api/v1/workflows"].map((path) => `${path}/:workflowId/runs`),
      handle({ query, workflowId }) {
        const filters = readQuery(modelOfOne, query, "status", "tags");
        const hasTags = readTagFilter(filters.tags);
        const from = filters.created_at_start?.time ?? Number.NEGATIVE_INFINITY;
        const until = filters.created_at_end?.time ?? Number.POSITIVE_INFINITY;
        return listed(store, filters, (run) => {
          const created = Date.parse(`${run.createdAt}Z`);
          const isOfWorkflow = run.workflow.workflowId === workflowId;
          return isOfWorkflow && created >= from && created < until && hasTags(run);
        });
      },
    },
    {
      method: "GET",
      paths: ["/api/v1/workflows/runs/:runId"],
      handle({ runId }) {
        const run = store.runs.get(runId);
        if (run === undefined) throw refusal(404, `WorkflowRun ${runId} not found`);
        return workflowRunAnswer(store, run);
      },
    },
  ];
}

interface Filters {
  readonly page: number;
  readonly page_size: number;
  readonly status: readonly string[];
  readonly search_key: string | null;
  readonly error_code: string | null;
}

function listed(store: Store, filters: Filters, isWanted: (run: StoredRun) => boolean): readonly object[] {
  const now = store.now().getTime();
  const { status, search_key: search, error_code } = filters;
  // No run of the sandbox has error codes.
  const runs = error_code ? [] : [...store.runs.values()].reverse();
  const wanted = runs.filter(
    (run) =>
      isWanted(run) &&
      (status.length === 0 || status.includes(runStateAt(run, now).current.status)) &&
      isFound(run, search ?? "", keysOf(run)),
  );
  return entriesOf(wanted, filters).map((run) => workflowRunRow(store, run));
}

function keysOf({ workflow }: StoredRun): readonly unknown[] {
  const inputs = workflow.parameters.filter(({ parameter_type }) => parameter_type === "workflow");
  return inputs.flatMap(({ key, description }) => [key, description]);
}

function shortText(value: unknown): string {
  const short = text(value);
  if (short.length <= longestText) return short;
  const msg = `String should have at most ${longestText} characters`;
  return refuse("string_too_long", msg, short, { max_length: longestText });
}
