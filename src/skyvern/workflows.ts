import { z } from "zod";
import { isSkyvernError } from "../errors";
import type { SkyvernClient } from "./client";
import { type WireWorkflow, wireWorkflow } from "./wire";

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
      notFoundText: "Credential not found",
      schema: z.unknown(),
    });
    return true;
  } catch (error) {
    if (isSkyvernError(error, "not-found")) return false;
    throw error;
  }
}
