import { refusal } from "../server/api-error";
import { readPage } from "../server/page";
import type { Route } from "../server/route";
import type { Store, StoredWorkflow } from "../server/store";
import { workflowAnswer } from "./answer";
import { readWorkflowDefinition, saveWorkflow } from "./definition";

/** `/v1/workflows`, its alias `/v1/agents`, and the older `/api/v1/workflows`, which deletes with another verb. */
export function workflowRoutes(store: Store): readonly Route[] {
  const found = (workflowId: string): StoredWorkflow => {
    const workflow = store.workflows.get(workflowId);
    if (workflow === undefined) {
      throw refusal(404, `Workflow not found. workflow_permanent_id=${workflowId}`);
    }
    return workflow;
  };
  const remove = (workflowId: string) => {
    store.deleteWorkflow(workflowId);
    return null;
  };
  return [
    {
      method: "POST",
      paths: ["/v1/workflows", "/v1/agents"],
      readsBody: true,
      handle: ({ body }) => workflowAnswer(store, saveWorkflow(store, readWorkflowDefinition(body))),
    },
    {
      method: "POST",
      paths: ["/v1/workflows/:workflowId", "/v1/agents/:workflowId"],
      readsBody: true,
      handle({ body, workflowId }) {
        const definition = readWorkflowDefinition(body);
        return workflowAnswer(store, saveWorkflow(store, definition, found(workflowId)));
      },
    },
    {
      method: "POST",
      paths: ["/v1/workflows/:workflowId/delete", "/v1/agents/:workflowId/delete"],
      handle: ({ workflowId }) => remove(workflowId),
    },
    {
      method: "DELETE",
      paths: ["/api/v1/workflows/:workflowId"],
      handle: ({ workflowId }) => remove(workflowId),
    },
    {
      method: "GET",
      paths: ["/v1/workflows", "/v1/agents", "/api/v1/workflows"],
      handle({ query }) {
        const { start, end } = readPage(query, {});
        const newestFirst = [...store.workflows.values()].reverse();
        const matching = newestFirst.filter(({ title }) => isTitleWanted(title, query));
        return matching.slice(start, end).map((workflow) => workflowAnswer(store, workflow));
      },
    },
    {
      method: "GET",
      paths: ["/v1/workflows/:workflowId", "/v1/agents/:workflowId", "/api/v1/workflows/:workflowId"],
      handle: ({ workflowId }) => workflowAnswer(store, found(workflowId)),
    },
  ];
}

function isTitleWanted(title: string, query: URLSearchParams): boolean {
  const wanted = query.get("search_key") ?? query.get("title") ?? "";
  return title.toLowerCase().includes(wanted.toLowerCase());
}
