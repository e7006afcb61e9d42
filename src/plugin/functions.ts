import { SkyvernError } from "../errors";
import { lookupClient } from "../lookup/lookup-client";
import { lookUpRun } from "../lookup/run-lookup";
import { lookUpSchedules, type ScheduleQuery } from "../lookup/schedule-lookup";
import { lookUpWorkflow, lookUpWorkflows, type WorkflowQuery } from "../lookup/workflow-lookup";
import type { Properties } from "../provider/lifecycle";
import type { ConfigurationReader } from "../provider/settings";
import { containsUnknown } from "../provider/unknown";
import type { SkyvernClient } from "../skyvern/client";

/** The lookups by their tokens. A function of a Pulumi package returns an object, so lists have a key. */
const functions: Readonly<Record<string, (client: SkyvernClient, args: Properties) => Promise<object>>> = {
  "skyvern:index:getRun": (client, args) => lookUpRun(client, args as { readonly runId: string }),
  "skyvern:index:getWorkflow": (client, args) => lookUpWorkflow(client, args as WorkflowQuery),
  "skyvern:index:getWorkflows": async (client, args) => ({
    workflows: await lookUpWorkflows(client, args),
  }),
  "skyvern:index:getSchedules": async (client, args) => ({
    schedules: await lookUpSchedules(client, args as ScheduleQuery),
  }),
};

/** The schedules of the account of a provider. @throws SkyvernError */
export async function findSchedules(args: Properties, configuration: ConfigurationReader) {
  return lookUpSchedules(lookupClient(configuration), withoutNulls(args) as ScheduleQuery);
}

/** Calls a lookup of the account of a provider. @throws SkyvernError */
export async function callFunction(
  token: string,
  args: Properties,
  configuration: ConfigurationReader,
): Promise<object> {
  const call = functions[token];
  if (call === undefined) throw new SkyvernError("invalid", `The provider has no function ${token}.`);
  if (containsUnknown(args))
    throw new SkyvernError("invalid", `The arguments of ${token} are unknown during the preview.`);
  return call(lookupClient(configuration), withoutNulls(args));
}

function withoutNulls(args: Properties): Properties {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}
