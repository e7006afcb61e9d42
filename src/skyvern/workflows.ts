import { isSkyvernError } from "../errors";
import * as z from "../zod";
import type { SkyvernClient } from "./client";
import { type WireWorkflow, wireWorkflow, wireWorkflows } from "./wire";

/** `GET /v1/workflows/{wpid}`: the workflow's current version; `not-found` when it does not exist. */
export function readWorkflow(client: SkyvernClient, workflowId: string): Promise<WireWorkflow> {
  return client.call({
    operation: `read workflow ${workflowId}`,
    method: "GET",
    path: ["v1", "workflows", workflowId],
    schema: wireWorkflow,
  });
}

/** Whether `GET /v1/credentials/{id}` knows the credential. */
export async function credentialExists(client: SkyvernClient, credentialId: string): Promise<boolean> {
  try {
    await client.call({
      // Without the id, which is a parameter's value and may be secret.
      operation: "read a credential",
      method: "GET",
      path: ["v1", "credentials", credentialId],
      notFoundTexts: ["Credential not found"],
      schema: z.unknown(),
    });
    return true;
  } catch (error) {
    if (isSkyvernError(error, "not-found")) return false;
    throw error;
  }
}

/** The `page_size` of the workflow list; the server sets no limit. */
const workflowsPerPage = 100;

/**
 * All pages of `GET /v1/workflows`, newest first.
 *
 * @param filter `title`, `search_key`: parts of what they look for, upper and lower case alike
 */
export async function listWorkflows(
  client: SkyvernClient,
  filter: Readonly<Record<string, string>>,
): Promise<readonly WireWorkflow[]> {
  const found = new Map<string, WireWorkflow>();
  for (let page = 1; ; page++) {
    const workflows = await client.call({
      operation: `list the workflows (page ${page})`,
      method: "GET",
      path: ["v1", "workflows"],
      query: { page, page_size: workflowsPerPage, ...filter },
      schema: wireWorkflows,
    });
    const before = found.size;
    // Pages shift while others create: what was seen before is not counted again.
    for (const workflow of workflows) found.set(workflow.workflow_permanent_id, workflow);
    if (workflows.length < workflowsPerPage || found.size === before) return [...found.values()];
  }
}
