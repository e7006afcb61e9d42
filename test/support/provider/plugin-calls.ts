import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ask, type Properties, properties, struct } from "./messages";
import type { ProviderProcess } from "./provider-process";

/** The reasons why the provider refuses a configuration. */
export async function configurationProblems(
  { client }: ProviderProcess,
  settings: Properties,
): Promise<{ property: string; reason: string }[]> {
  const request = new messages.CheckRequest().setNews(struct(settings));
  const answer = await ask<messages.CheckResponse>((done) => client.checkConfig(request, done));
  expect(properties(answer.getInputs())).toEqual(settings);
  return answer.toObject().failuresList;
}

/** Whether the provider differs, and what of it replaces it with all its resources. */
export async function configurationDiff(
  { client }: ProviderProcess,
  olds: Properties,
  news: Properties,
): Promise<{ changes: boolean | undefined; replaces: string[] }> {
  const request = new messages.DiffRequest().setOlds(struct(olds)).setNews(struct(news));
  const answer = await ask<messages.DiffResponse>((done) => client.diffConfig(request, done));
  return { changes: [undefined, false, true][answer.getChanges()], replaces: answer.getReplacesList() };
}

/** Calls a function of the package. @throws ServiceError */
export async function invoke(
  { client }: ProviderProcess,
  name: string,
  args: Properties,
): Promise<Properties> {
  const request = new messages.InvokeRequest().setTok(`skyvern:index:${name}`).setArgs(struct(args));
  const answer = await ask<messages.InvokeResponse>((done) => client.invoke(request, done));
  return properties(answer.getReturn());
}

/** Lists resources of a type, as `pulumi do TYPE list` does; "unknown" if the query is. @throws ServiceError */
export async function listed(
  { client }: ProviderProcess,
  type: string,
  query: Properties,
  limit = 0,
): Promise<readonly ({ readonly id: string; readonly name: string } | "unknown")[]> {
  const request = new messages.ListRequest().setToken(type).setQuery(struct(query)).setLimit(limit);
  const responses = (await client.list(request).toArray()) as messages.ListResponse[];
  return responses.map((one) => {
    const result = one.getResult();
    return result === undefined ? "unknown" : { id: result.getId(), name: result.getName() };
  });
}

/** The schema that the engine reads. */
export async function servedSchema({ client }: ProviderProcess): Promise<{
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<Record<string, unknown>>;
  readonly functions: Readonly<Record<string, unknown>>;
}> {
  const request = new messages.GetSchemaRequest();
  const answer = await ask<messages.GetSchemaResponse>((done) => client.getSchema(request, done));
  return JSON.parse(answer.getSchema());
}

/** What the engine calls after Ctrl-C. */
export async function cancel({ client }: ProviderProcess): Promise<void> {
  await ask((done) => client.cancel(new Empty(), done));
}
