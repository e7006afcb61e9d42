import { isSkyvernError } from "../errors";
import { forms, type SkyvernClient } from "./client";

/** `GET /api/v1/organizations`: the ids of the API key's organisations; undefined where the server has no such route. */
export async function listOrganizationIds(client: SkyvernClient): Promise<readonly string[] | undefined> {
  try {
    const { organizations } = await client.call({
      operation: "read the organisation of the API key",
      method: "GET",
      path: ["api", "v1", "organizations"],
      schema: () => forms().wireOrganizations,
    });
    return organizations.map((one) => one.organization_id);
  } catch (error) {
    if (isSkyvernError(error, "unsupported")) return undefined;
    throw error;
  }
}
