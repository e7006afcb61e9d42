import { invalidRequest, refusal } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { Route } from "../server/route";
import type { Store, StoredRun } from "../server/store";
import { type RunTrigger, resumePausedRun, startRun, stopRun } from "./actions";
import { runAnswer, startedRunAnswer } from "./answer";
import { readRunBody } from "./body";
import { readRunParameters } from "./parameters";

const mostCanceledAtOnce = 100;

/** The routes that start, read, cancel and continue a run. The older `/api/v1` cannot read runs. */
export function runRoutes(store: Store): readonly Route[] {
  const listed = (runId: string, missing: string): StoredRun => {
    const run = store.runs.get(runId);
    if (run === undefined || run.taskRunId === null) throw refusal(404, `${missing} ${runId}`);
    return run;
  };
  const present = (runId: string): StoredRun => {
    const run = store.runs.get(runId);
    if (run === undefined) throw refusal(404, `Workflow run not found ${runId}`);
    return run;
  };
  return [
    {
      method: "POST",
      paths: ["/v1/run/agents", "/v1/run/workflows"],
      readsBody: true,
      handle({ body, header }) {
        const request = readRunBody(body, header("x-max-steps-override"));
        return startedRunAnswer(startRun(store, request, triggerOf(header("x-user-agent"))));
      },
    },
    {
      method: "POST",
      paths: ["/api/v1/workflows/:workflowId/run"],
      readsBody: true,
      handle({ workflowId, body, header }) {
        const data = isJsonObject(body) ? { parameters: body.data ?? null } : {};
        const request = readRunBody({ workflow_id: workflowId, proxy_location: null, ...data });
        const { runId } = startRun(store, request, triggerOf(header("x-user-agent")));
        return {
          workflow_id: workflowId,
          workflow_run_id: runId,
          agent_id: workflowId,
          agent_run_id: runId,
        };
      },
    },
    {
      method: "GET",
      paths: ["/v1/runs/:runId"],
      handle: ({ runId }) => runAnswer(store, listed(runId, "Task run not found")),
    },
    {
      method: "POST",
      paths: ["/v1/runs/:runId/cancel"],
      handle: ({ runId }) => cancel(store, listed(runId, "Run not found")),
    },
    {
      method: "POST",
      paths: ["/api/v1/workflows/runs/:runId/cancel"],
      handle: ({ runId }) => cancel(store, present(runId)),
    },
    {
      method: "POST",
      paths: ["/v1/runs/cancel"],
      readsBody: true,
      handle({ body }) {
        const isCanceled = (runId: string): boolean => {
          const run = store.runs.get(runId);
          if (run === undefined || run.taskRunId === null) return false;
          stopRun(store, run, "canceled");
          return "values" in readRunParameters(run.parameters);
        };
        const runIds = [...new Set(readRunIds(body))];
        const answered = runIds.map((runId) => [runId, isCanceled(runId)] as const);
        const those = (wanted: boolean) => answered.filter(([, is]) => is === wanted).map(([runId]) => runId);
        return { cancelled: those(true), failed: those(false) };
      },
    },
    {
      method: "POST",
      paths: ["/v1/workflows/runs/:runId/continue"],
      handle({ runId }) {
        if (!resumePausedRun(store, present(runId))) throw refusal(404, `Workflow run not found ${runId}`);
        return null;
      },
    },
  ];
}

// The server cancels a run with unreadable parameters, and then fails to build the response.
function cancel(store: Store, run: StoredRun): null {
  stopRun(store, run, "canceled");
  const parameters = readRunParameters(run.parameters);
  if ("problem" in parameters) throw refusal(400, parameters.problem);
  return null;
}

function triggerOf(userAgent: string | undefined): RunTrigger {
  return userAgent === "skyvern-ui" ? "manual" : "api";
}

function readRunIds(body: unknown): readonly string[] {
  if (body === undefined || body === null) {
    throw invalidRequest({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  }
  const fields = new RequestFields(isJsonObject(body) ? body : {});
  const runIds = fields.optionalList("run_ids", mostCanceledAtOnce);
  if (runIds === null) {
    throw invalidRequest({ type: "missing", loc: ["body", "run_ids"], msg: "Field required", input: body });
  }
  if (fields.failures.length > 0) throw invalidRequest(...fields.failures);
  return runIds;
}
