import { isSkyvernError, SkyvernError } from "../errors";
import { nearest } from "../nearest";
import type { SkyvernClient } from "../skyvern/client";
import type { Json, WireWorkflow } from "../skyvern/wire";
import { listWorkflows, readWorkflow } from "../skyvern/workflows";
import { checkArguments } from "./check-arguments";

/**
 * An input parameter of a workflow.
 *
 * @example
 * import { getWorkflow, type WorkflowParameter } from "pulumi-skyvern";
 *
 * const required = (all: readonly WorkflowParameter[]): string[] =>
 *   all.filter(({ isRequired }) => isRequired).map(({ key }) => key);
 * export const keys = getWorkflow({ title: "Invoices" }).then(({ parameters }) => required(parameters));
 */
export interface WorkflowParameter {
  /** Its name in `parameters` of a schedule or a run. */
  readonly key: string;
  /** `string`, `integer`, `float`, `boolean`, `json`, `file_url` or `credential_id`. */
  readonly type: string;
  /** Whether a schedule or a run must set it: it has no default and is not a credential. */
  readonly isRequired: boolean;
  /** The value if it is left out; undefined without a default. */
  readonly defaultValue: Json | undefined;
}

/**
 * The current version of a workflow.
 *
 * @example
 * import { getWorkflows, type WorkflowResult } from "pulumi-skyvern";
 *
 * const label = ({ workflowId, title }: WorkflowResult): string => `${workflowId} ${title}`;
 * export const labels = getWorkflows().then((workflows) => workflows.map(label));
 */
export interface WorkflowResult {
  /** The permanent id, `wpid_…`. */
  readonly workflowId: string;
  /** Several workflows may have the same title. */
  readonly title: string;
  /** Undefined for a workflow without a description. */
  readonly description: string | undefined;
  /** The input parameters, in the order of the workflow. */
  readonly parameters: readonly WorkflowParameter[];
}

/**
 * One workflow: by its id, or by its exact title.
 *
 * @example
 * import { getWorkflow, type WorkflowQuery } from "pulumi-skyvern";
 *
 * const query: WorkflowQuery = { title: "Invoices" };
 * export const workflow = getWorkflow(query);
 */
export type WorkflowQuery =
  | {
      /** `wpid_…`. */
      readonly workflowId: string;
    }
  | {
      /** The exact title, which only one workflow may have. Upper and lower case differ. */
      readonly title: string;
    };

/** @throws SkyvernError, `not-found` for none, `invalid` for a title that several have */
export async function lookUpWorkflow(client: SkyvernClient, query: WorkflowQuery): Promise<WorkflowResult> {
  checkArguments("getWorkflow", query);
  const { workflowId, title }: { readonly workflowId?: string; readonly title?: string } = query ?? {};
  if (workflowId !== undefined && title !== undefined)
    throw new SkyvernError("invalid", "getWorkflow takes a workflowId or a title, not both.");
  if (workflowId !== undefined) return resultOf(await readWorkflow(client, workflowId));
  if (title === undefined) throw new SkyvernError("invalid", "getWorkflow needs a workflowId or a title.");
  try {
    return resultOf(await workflowOfTitle(client, title, "Use workflowId to choose one."));
  } catch (error) {
    // The list is not what the program asked for.
    const isOfList = isSkyvernError(error) && error.operation !== undefined;
    throw isOfList ? error.during(`find workflow "${title}"`) : error;
  }
}

/**
 * The one workflow of exactly this title.
 *
 * @param advice what to do where several have it
 * @throws SkyvernError, `not-found` for none, `invalid` for several
 */
export async function workflowOfTitle(
  client: SkyvernClient,
  title: string,
  advice: string,
): Promise<WireWorkflow> {
  const found = (await listWorkflows(client, { title })).filter((workflow) => workflow.title === title);
  const [workflow] = found;
  if (workflow === undefined) {
    // Advice is not worth an error of its own.
    const all = (await listWorkflows(client, {}).catch(() => [])).map((one) => one.title);
    const words = (text: string): string => text.trim().replace(/\s+/g, " ").toLowerCase();
    const meant = all.find((one) => words(one) === words(title)) ?? nearest(title, all);
    const start = `There is no workflow with the title "${title}" at ${client.baseUrl} in the account of this API key.`;
    throw new SkyvernError(
      "not-found",
      `${start} ${meant === undefined ? "Titles are case-sensitive. Check the title, or use the id of the workflow." : `Did you mean "${meant}"?`}`,
    );
  }
  if (found.length > 1) {
    const ids = found.map((one) => one.workflow_permanent_id).join(", ");
    throw new SkyvernError(
      "invalid",
      `${found.length} workflows have the title "${title}": ${ids}. ${advice}`,
    );
  }
  return workflow;
}

/**
 * Which workflows to list; without `search`, all workflows of the account.
 *
 * @example
 * import { getWorkflows, type WorkflowsQuery } from "pulumi-skyvern";
 *
 * const query: WorkflowsQuery = { search: "invoice" };
 * export const workflows = getWorkflows(query);
 */
export interface WorkflowsQuery {
  /** Part of the title or of another text of the workflow (`search_key` of `GET /v1/workflows`). */
  readonly search?: string | undefined;
}

/** All workflows, or those with a text that contains `search`; newest first. @throws SkyvernError */
export async function lookUpWorkflows(
  client: SkyvernClient,
  query: WorkflowsQuery,
): Promise<WorkflowResult[]> {
  checkArguments("getWorkflows", query);
  const { search } = query;
  const workflows = await listWorkflows(client, search === undefined ? {} : { search_key: search });
  return workflows.map(resultOf);
}

function resultOf(workflow: WireWorkflow): WorkflowResult {
  const inputs = workflow.workflow_definition.parameters.filter((one) => one.parameter_type === "workflow");
  return {
    workflowId: workflow.workflow_permanent_id,
    title: workflow.title,
    description: workflow.description,
    parameters: inputs.map(({ key, workflow_parameter_type: type = "string", default_value }) => ({
      key,
      type,
      isRequired: (default_value ?? undefined) === undefined && type !== "credential_id",
      defaultValue: default_value ?? undefined,
    })),
  };
}
