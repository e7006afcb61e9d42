import { refusal } from "../server/api-error";
import type { Route } from "../server/route";
import type { Store } from "../server/store";
import { startRun, stopRun } from "./actions";
import { runAnswer, startedRunAnswer } from "./answer";
import { readRunBody } from "./body";
import { findRun, listRuns } from "./list";
import { readRunParameters } from "./parameters";
import type { WebhookSender } from "./webhooks";

/** The routes that start, list, read and cancel runs. */
export function runRoutes(store: Store, webhooks: WebhookSender): readonly Route[] {
  return [
    {
      method: "POST",
      paths: ["/v1/run/agents", "/v1/run/workflows"],
      readsBody: true,
      handle({ body }) {
        const run = startRun(store, readRunBody(body));
        webhooks.watch(run);
        return startedRunAnswer(run);
      },
    },
    {
      method: "GET",
      paths: ["/v1/runs"],
      handle: ({ query }) => listRuns(store, query),
    },
    {
      method: "GET",
      paths: ["/v1/runs/:runId"],
      handle: ({ runId }) => runAnswer(store, findRun(store, runId, "Task run not found")),
    },
    {
      method: "POST",
      paths: ["/v1/runs/:runId/cancel"],
      handle({ runId }) {
        const run = findRun(store, runId, "Run not found");
        stopRun(store, run, "canceled");
        // The server cancels a run with unreadable parameters, and then fails to build the response.
        const parameters = readRunParameters(run.parameters);
        if ("problem" in parameters) throw refusal(400, parameters.problem);
        return null;
      },
    },
  ];
}
