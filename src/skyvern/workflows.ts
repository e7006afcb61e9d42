import { isSkyvernError } from "../errors";
import { forms, type SkyvernClient } from "./client";
import { largestPage, readEveryPage } from "./lists/pages";
import type { WireWorkflow } from "./wire";

/** Why a text is not a workflow's permanent id, as a sentence without the full stop that follows the text; or undefined. */
export function workflowIdProblem(value: string): string | undefined {
  if (/^wpid_\w+$/.test(value)) return undefined;
  return /^w_\w+$/.test(value)
    ? "is the id of one version of a workflow. Write the permanent id, wpid_…, which stays the same when the workflow is edited"
    : "is not a workflow id. Write the workflow's permanent id, wpid_…, from its address in Skyvern's web page";
}

/** `GET /v1/workflows/{wpid}`: the workflow's current version; `not-found` when it does not exist. */
export function readWorkflow(client: SkyvernClient, workflowId: string): Promise<WireWorkflow> {
  return client.call({
    operation: `read workflow ${workflowId}`,
    method: "GET",
    path: ["v1", "workflows", workflowId],
    schema: () => forms().wireWorkflow,
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
      schema: () => forms().wireAnything,
    });
    return true;
  } catch (error) {
    if (isSkyvernError(error, "not-found")) return false;
    throw error;
  }
}

/**
 * All pages of `GET /v1/workflows`, newest first.
 *
 * @param filter `title`, `search_key`: parts of what they look for, upper and lower case alike
 * @throws SkyvernError, `unexpected-response` if the list is incomplete
 */
export function listWorkflows(
  client: SkyvernClient,
  filter: Readonly<Record<string, string>>,
): Promise<readonly WireWorkflow[]> {
  return readEveryPage({
    rows: "workflows",
    baseUrl: client.baseUrl,
    idOf: (one) => one.workflow_permanent_id,
    readPage: async (page) => ({ rows: await listWorkflowPage(client, page, largestPage, filter) }),
  });
}

/**
 * One page of `GET /v1/workflows`, newest first. A page after the last one is empty.
 *
 * @param filter as of {@link listWorkflows}
 * @throws SkyvernError
 */
export function listWorkflowPage(
  client: SkyvernClient,
  page: number,
  pageSize: number,
  filter: Readonly<Record<string, string>> = {},
): Promise<readonly WireWorkflow[]> {
  return client.call({
    operation: `list the workflows (page ${page})`,
    method: "GET",
    path: ["v1", "workflows"],
    query: { page, page_size: pageSize, ...filter },
    schema: () => forms().wireWorkflows,
  });
}
