import { refusal } from "../server/api-error";
import { optional, text } from "../server/fields";
import { readQuery } from "../server/model";
import { entriesOf, pageModel } from "../server/page";
import type { Route } from "../server/route";
import type { Store, StoredWorkflow } from "../server/store";
import { workflowAnswer } from "./answer";
import { readWorkflowDefinition, saveWorkflow } from "./definition";

const listModel = { ...pageModel(), search_key: optional(text), title: optional(text) };

/** `/v1/workflows` and its alias `/v1/agents`. */
export function workflowRoutes(store: Store): readonly Route[] {
  const listPaths = ["/v1/workflows", "/v1/agents"];
  const itemPaths = listPaths.map((list) => `${list}/:workflowId`);
  const found = (workflowId: string): StoredWorkflow => {
    const workflow = store.workflows.get(workflowId);
    if (workflow === undefined) {
      throw refusal(404, `Workflow not found. workflow_permanent_id=${workflowId}`);
    }
    return workflow;
  };
  return [
    {
      method: "POST",
      paths: listPaths,
      readsBody: true,
      handle: ({ body }) => workflowAnswer(store, saveWorkflow(store, readWorkflowDefinition(body))),
    },
    {
      method: "POST",
      paths: itemPaths,
      readsBody: true,
      handle({ body, workflowId }) {
        const definition = readWorkflowDefinition(body);
        return workflowAnswer(store, saveWorkflow(store, definition, found(workflowId)));
      },
    },
    {
      method: "POST",
      paths: itemPaths.map((item) => `${item}/delete`),
      handle({ workflowId }) {
        store.deleteWorkflow(workflowId);
        return null;
      },
    },
    {
      method: "GET",
      paths: listPaths,
      handle({ query }) {
        const { search_key, title, ...page } = readQuery(listModel, query);
        const wanted = (search_key ?? title ?? "").toLowerCase();
        const newestFirst = [...store.workflows.values()].reverse();
        const matching = newestFirst.filter((workflow) => workflow.title.toLowerCase().includes(wanted));
        return entriesOf(matching, page).map((workflow) => workflowAnswer(store, workflow));
      },
    },
    {
      method: "GET",
      paths: itemPaths,
      handle: ({ workflowId }) => workflowAnswer(store, found(workflowId)),
    },
  ];
}
