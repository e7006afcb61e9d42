import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { ask, type Properties, properties, struct } from "./messages";

/** How a property differs, as `DetailedDiff` says it: `UPDATE`, `ADD_REPLACE`, … */
type DifferenceKind = keyof typeof messages.PropertyDiff.Kind;

/** The differences by their paths. */
export type Differences = Readonly<Record<string, DifferenceKind>>;

/** What the engine may add to a create or an update. */
interface Options {
  readonly preview?: boolean;
  /** `customTimeouts`, in seconds. */
  readonly timeout?: number;
}

/**
 * One resource of a provider, with the calls of the engine. Every call sends the resource's URN, which the dynamic
 * provider ignores.
 */
export class ResourceClient {
  readonly #client: ResourceProviderClient;
  readonly #urn: string;

  constructor(client: ResourceProviderClient, urn: string) {
    this.#client = client;
    this.#urn = urn;
  }

  async check(
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest().setUrn(this.#urn).setOlds(struct(olds)).setNews(struct(news));
    const answer = await ask<messages.CheckResponse>((done) => this.#client.check(request, done));
    return { inputs: properties(answer.getInputs()), failures: answer.toObject().failuresList };
  }

  /** @returns differences only if the provider reports them one by one */
  async diff(
    id: string,
    olds: Properties,
    news: Properties,
  ): Promise<{
    changes: boolean | undefined;
    replaces: string[];
    deleteBeforeReplace: boolean;
    differences?: Differences;
  }> {
    const request = new messages.DiffRequest()
      .setUrn(this.#urn)
      .setId(id)
      .setOlds(struct(olds))
      .setOldInputs(struct(olds))
      .setNews(struct(news));
    const answer = await ask<messages.DiffResponse>((done) => this.#client.diff(request, done));
    return {
      changes: [undefined, false, true][answer.getChanges()],
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
      ...(answer.getHasdetaileddiff() ? { differences: differencesOf(answer) } : {}),
    };
  }

  async create(
    inputs: Properties,
    { preview = false, timeout = 0 }: Options = {},
  ): Promise<{ id: string; properties: Properties }> {
    const request = new messages.CreateRequest()
      .setUrn(this.#urn)
      .setProperties(struct(inputs))
      .setPreview(preview)
      .setTimeout(timeout);
    const answer = await ask<messages.CreateResponse>((done) => this.#client.create(request, done));
    return { id: answer.getId(), properties: properties(answer.getProperties()) };
  }

  /** @param state empty for an import */
  async read(
    id: string,
    state: Properties,
    inputs: Properties = {},
  ): Promise<{ id: string; properties: Properties; inputs: Properties }> {
    const request = new messages.ReadRequest()
      .setUrn(this.#urn)
      .setId(id)
      .setProperties(struct(state))
      .setInputs(struct(inputs));
    const answer = await ask<messages.ReadResponse>((done) => this.#client.read(request, done));
    return {
      id: answer.getId(),
      properties: properties(answer.getProperties()),
      inputs: properties(answer.getInputs()),
    };
  }

  async update(
    id: string,
    olds: Properties,
    news: Properties,
    { preview = false, timeout = 0 }: Options = {},
  ): Promise<Properties> {
    const request = new messages.UpdateRequest()
      .setUrn(this.#urn)
      .setId(id)
      .setOlds(struct(olds))
      .setOldInputs(struct(olds))
      .setNews(struct(news))
      .setPreview(preview)
      .setTimeout(timeout);
    const answer = await ask<messages.UpdateResponse>((done) => this.#client.update(request, done));
    return properties(answer.getProperties());
  }

  async delete(id: string, state: Properties): Promise<void> {
    const request = new messages.DeleteRequest().setUrn(this.#urn).setId(id).setProperties(struct(state));
    await ask((done) => this.#client.delete(request, done));
  }
}

function differencesOf(answer: messages.DiffResponse): Differences {
  const names = Object.entries(messages.PropertyDiff.Kind);
  const found: [string, DifferenceKind][] = [];
  answer.getDetaileddiffMap().forEach((difference, path) => {
    const [name] = names.find(([, kind]) => kind === difference.getKind()) ?? [];
    found.push([path, name as DifferenceKind]);
  });
  return Object.fromEntries(found);
}
