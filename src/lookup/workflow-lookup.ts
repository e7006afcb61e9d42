import { isSkyvernError, SkyvernError } from "../errors";
import { nearest } from "../nearest";
import type { SkyvernClient } from "../skyvern/client";
import type { Json, WireWorkflow } from "../skyvern/wire";
import { listWorkflows, readWorkflow } from "../skyvern/workflows";

/** An input parameter of a workflow. */
export interface WorkflowParameter {
  readonly key: string;
  /** string, integer, float, boolean, json, file_url or credential_id. */
  readonly type: string;
  readonly isRequired: boolean;
  readonly defaultValue: Json | undefined;
}

/** A workflow's current version. */
export interface WorkflowResult {
  /** `wpid_…`. */
  readonly workflowId: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly parameters: readonly WorkflowParameter[];
}

/** One workflow: by its id, or by its exact title. */
export type WorkflowQuery = { readonly workflowId: string } | { readonly title: string };

/** @throws SkyvernError, `not-found` for none, `invalid` for a title that several have */
export async function lookUpWorkflow(client: SkyvernClient, query: WorkflowQuery): Promise<WorkflowResult> {
  const { workflowId, title }: { readonly workflowId?: string; readonly title?: string } = query;
  if (workflowId !== undefined) return resultOf(await readWorkflow(client, workflowId));
  if (title === undefined) throw new SkyvernError("invalid", "getWorkflow needs a workflowId or a title.");
  try {
    return resultOf(await workflowOfTitle(client, title, "Use workflowId to say which one is meant."));
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
    const all = await listWorkflows(client, {}).catch(() => []);
    const meant = nearest(
      title,
      all.map((one) => one.title),
    );
    const start = `There is no workflow with the title "${title}" at ${client.baseUrl} in the account of this API key.`;
    throw new SkyvernError(
      "not-found",
      `${start} ${meant === undefined ? "Titles are case-sensitive." : `Did you mean "${meant}"?`}`,
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

/** All workflows, or those of which some text contains `search`; newest first. @throws SkyvernError */
export async function lookUpWorkflows(
  client: SkyvernClient,
  { search }: { readonly search?: string | undefined },
): Promise<WorkflowResult[]> {
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
