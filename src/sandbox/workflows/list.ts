import { notImplemented, refusal } from "../server/api-error";
import { boolean, list, optional, text, withDefault } from "../server/fields";
import { readQuery } from "../server/model";
import { entriesOf, pageModel } from "../server/page";
import type { Store, StoredWorkflow } from "../server/store";
import { workflowListItem } from "./answer";
import { workflowStatus } from "./settings";

const model = {
  ...pageModel(),
  only_saved_tasks: withDefault(false, boolean),
  only_workflows: withDefault(false, boolean),
  only_templates: withDefault(false, boolean),
  search_key: optional(text),
  title: withDefault("", text),
  folder_id: optional(text),
  status: list(workflowStatus),
  tags: list(text),
  template: withDefault(false, boolean),
};
const usualStatuses = ["published", "draft"];

/** `GET /v1/workflows`: the newest versions of the workflows, newest first, in pages. It has no total. */
export function listWorkflows(store: Store, query: URLSearchParams): readonly object[] {
  const filters = readQuery(model, query, "status", "tags");
  if (filters.tags.join("") !== "") throw notImplemented("the filter tags of workflows");
  if (filters.template) return []; // the server's own templates
  if (filters.only_saved_tasks && filters.only_workflows) {
    throw refusal(400, "only_saved_tasks and only_workflows cannot be used together");
  }
  // The sandbox has no folders, and no templates of an organization.
  if (filters.only_templates || filters.folder_id) return [];
  const statuses = filters.status.length > 0 ? filters.status : usualStatuses;
  const isFound = searchFor(filters.search_key || filters.title);
  const wanted = [...store.workflows.values()].reverse().filter((workflow) => {
    const { status, is_saved_task: isTask } = workflow.settings;
    const hasKind = isTask ? !filters.only_workflows : !filters.only_saved_tasks;
    return hasKind && statuses.includes(status) && isFound(workflow);
  });
  return entriesOf(wanted, filters).map((workflow) => workflowListItem(store, workflow));
}

/** Searches titles, ids and parameters, outputs included. As in SQL's LIKE, `%` and `_` are placeholders. */
function searchFor(wanted: string): (workflow: StoredWorkflow) => boolean {
  if (wanted === "") return () => true;
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(escaped.replaceAll("%", ".*").replaceAll("_", "."), "is");
  return ({ title, workflowId, parameters }) => {
    if (workflowId.toLowerCase().includes(wanted.toLowerCase())) return true;
    const searched = parameters.flatMap(({ key, description, default_value: value = null }) => [
      key,
      description,
      typeof value === "string" || value === null ? value : JSON.stringify(value),
    ]);
    return [title, ...searched].some((one) => typeof one === "string" && pattern.test(one));
  };
}
