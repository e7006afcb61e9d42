import type { ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb";
import { SkyvernError } from "../errors";
import type { ConfigurationReader } from "../provider/settings";
import { containsUnknown } from "../provider/unknown";
import { findSchedules } from "./functions";
import { propertiesOf } from "./properties";
import { provider } from "./stubs";
import { pluginType } from "./tokens";

/**
 * The schedules of an account, each with the id that an import takes. The query has the arguments of `getSchedules`. All
 * are in one page.
 *
 * @throws SkyvernError
 */
export async function listResources(
  request: ListRequest,
  configuration: ConfigurationReader,
): Promise<readonly ListResponse[]> {
  const token = request.getToken();
  if (token !== pluginType("WorkflowSchedule"))
    throw new SkyvernError("invalid", `The provider cannot list resources of type ${token}.`);
  const query = propertiesOf(request.getQuery());
  if (containsUnknown(query))
    return [new provider.ListResponse().setComputed(new provider.ListResponse.Computed())];
  const schedules = await findSchedules(query, configuration);
  const limit = request.getLimit();
  return (limit < 1 ? schedules : schedules.slice(0, limit)).map(({ workflowId, scheduleId, name }) =>
    new provider.ListResponse().setResult(
      new provider.ListResponse.Result().setId(`${workflowId}/${scheduleId}`).setName(name ?? scheduleId),
    ),
  );
}
