import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { IncompleteError, isSkyvernError } from "../../../src/errors";
import { providerService } from "../../../src/plugin/server";
import { host } from "../../../src/provider/host";
import type { CheckFailure, CheckResult, Lifecycle, Properties } from "../../../src/provider/lifecycle";
import { ProcessContext } from "../../../src/provider/process-context";
import type { ProviderContext } from "../../../src/provider/provider-context";
import { RunLifecycle } from "../../../src/provider/run/lifecycle";
import { ScheduleLifecycle } from "../../../src/provider/schedule/lifecycle";
import type { EngineLifecycle } from "../engine/small-engine";
import { initFailureOf, type Properties as Sent } from "../provider/messages";
import { ResourceClient } from "../provider/resource-client";

type Kind = "WorkflowSchedule" | "WorkflowRun";
type AnyLifecycle = EngineLifecycle<object, object>;

/** The lifecycle of a resource as the engine reaches it in one process of a provider. */
export interface DoorProcess {
  readonly lifecycle: AnyLifecycle;
  close(): void;
}

/**
 * One of the two ways in which the engine reaches the lifecycles. Both run in the process of the test, because thousands
 * of trials need a new provider for each command: the dynamic door without Pulumi's host, the plugin with its gRPC service.
 */
export interface FaultDoor {
  readonly name: string;
  open(kind: Kind, context: ProviderContext): DoorProcess;
}

/** A sentence that the engine shows. Any other error of a door is a crash. */
export class ShownError extends Error {}

const pointers: Readonly<Record<Kind, string>> = {
  WorkflowSchedule: "exports.handler = () => require('pulumi-skyvern/provider').workflowSchedule;",
  WorkflowRun: "exports.handler = () => require('pulumi-skyvern/provider').workflowRun;",
};

const dynamicDoor: FaultDoor = {
  name: "in the dynamic provider",
  open(kind, context) {
    const provider = host(() => lifecycleOf(kind, context));
    // The resource class adds the pointer, and Pulumi's host keeps it in state.
    const kept = (properties: object): Properties => ({ ...properties, __provider: pointers[kind] });
    const served = <Result>(work: () => Promise<Result>) =>
      work().catch((error: unknown) => {
        if (isSkyvernError(error)) throw new ShownError(error.message);
        // The host shows the stack of an error: an expected one has its message there.
        throw error instanceof Error && error.stack === error.message ? new ShownError(error.message) : error;
      });
    const lifecycle: AnyLifecycle = {
      check: (before, { origin, ...news }) =>
        served(async () => {
          const checked = await provider.check?.(before ?? {}, kept({ ...news, __origin: origin }));
          return checkedInputs(kept(checked?.inputs), checked?.failures ?? []);
        }),
      diff: (id, state, inputs) =>
        served(async () => {
          const found = await provider.diff?.(id, state, inputs);
          const { changes = true, replaces = [], deleteBeforeReplace = false } = found ?? {};
          return { changes, replaces, deleteBeforeReplace };
        }),
      create: (inputs) =>
        served(async () => {
          const { id, outs } = await provider.create(inputs);
          return { id, state: kept(outs) };
        }),
      read: (id, state) =>
        served(async () => {
          const found = await provider.read?.(id, state);
          if (found?.id === undefined) return undefined;
          const inputs = found.inputs === undefined ? {} : { inputs: kept(found.inputs) };
          return { id: found.id, state: kept(found.props), ...inputs };
        }),
      update: (id, state, inputs) =>
        served(async () => kept((await provider.update?.(id, state, inputs))?.outs)),
      delete: (id, state) => served(async () => provider.delete?.(id, state)),
    };
    return { lifecycle, close: () => undefined };
  },
};

const pluginDoor: FaultDoor = {
  name: "in the provider plugin",
  open(kind, context) {
    const server = new Server();
    const service = providerService(undefined, (log) => Object.assign(new ProcessContext(log), context));
    server.addService(ResourceProviderService as unknown as Parameters<Server["addService"]>[0], service);
    let client: ResourceProviderClient | undefined;
    const listening = new Promise<ResourceClient>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) return reject(error);
        client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
        resolve(new ResourceClient(client, `urn:pulumi:dev::shop::skyvern:index:${kind}::nightly`));
      });
    });
    const served = async <Result>(call: (resource: ResourceClient) => Promise<Result>): Promise<Result> => {
      const resource = await listening;
      return call(resource).catch((error: ServiceError | ShownError) => {
        if (error instanceof ShownError) throw error;
        const failure = initFailureOf(error);
        if (failure !== undefined) throw new IncompleteError(error.details, failure.id, failure.properties);
        // Of an unexpected error the plugin sends the stack.
        throw / {4}at .*:\d+/.test(error.details) ? error : new ShownError(error.details);
      });
    };
    const lifecycle: AnyLifecycle = {
      check: (before, { origin: _, ...news }) =>
        served(async (resource) => {
          const { inputs, failures } = await resource.check(sent(before ?? {}), sent(news));
          return checkedInputs(inputs, failures);
        }),
      diff: (id, state, inputs) =>
        served(async (resource) => {
          const { changes, replaces, deleteBeforeReplace } = await resource.diff(
            id,
            sent(state),
            sent(inputs),
          );
          return { changes: changes !== false, replaces, deleteBeforeReplace };
        }),
      create: (inputs) =>
        served(async (resource) => {
          const { id, properties } = await resource.create(sent(inputs));
          return { id, state: properties };
        }),
      read: (id, state, inputs) =>
        served(async (resource) => {
          const found = await resource.read(id, sent(state), sent(inputs));
          return found.id === ""
            ? undefined
            : { id: found.id, state: found.properties, inputs: found.inputs };
        }),
      update: (id, state, inputs) => served((resource) => resource.update(id, sent(state), sent(inputs))),
      delete: (id, state) => served((resource) => resource.delete(id, sent(state))),
    };
    return {
      lifecycle,
      close() {
        client?.close();
        server.forceShutdown();
      },
    };
  },
};

export const faultDoors: readonly FaultDoor[] = [dynamicDoor, pluginDoor];

function lifecycleOf(kind: Kind, context: ProviderContext): Lifecycle<object, object> {
  const lifecycle = kind === "WorkflowSchedule" ? new ScheduleLifecycle(context) : new RunLifecycle(context);
  // The engine sends the inputs and states of this kind only.
  return lifecycle as unknown as Lifecycle<object, object>;
}

/** The engine shows a failure without a property, such as a list that cannot be read, as one sentence. */
function checkedInputs(inputs: Properties, failures: readonly CheckFailure[]): CheckResult {
  const whole = failures.find(({ property }) => property === "");
  if (whole !== undefined) throw new ShownError(whole.reason);
  return { inputs, failures };
}

/** As it travels: without what is undefined. */
function sent(properties: object): Sent {
  return JSON.parse(JSON.stringify(properties)) as Sent;
}
