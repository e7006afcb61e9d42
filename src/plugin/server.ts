import type {
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
  UntypedServiceImplementation,
} from "@grpc/grpc-js";
import type * as messages from "@pulumi/pulumi/proto/provider_pb";
import { IncompleteError } from "../errors";
import type { CheckFailure, Limits, Properties } from "../provider/lifecycle";
import { ProcessContext } from "../provider/process-context";
import { RunLifecycle } from "../provider/run/lifecycle";
import { ScheduleLifecycle } from "../provider/schedule/lifecycle";
import { configurationFailures, configurationOf } from "./configuration";
import { Engine } from "./engine";
import { failureOf, IncompleteFailure } from "./failure";
import { callFunction } from "./functions";
import { listResources } from "./list";
import { messageOf, propertiesOf } from "./properties";
import { ServedResource } from "./resource";
import { runRules, scheduleRules } from "./rules";
import { packageVersion, schemaText } from "./schema";
import { Empty, PluginInfo, provider, type StructMessage } from "./stubs";
import { pluginType, typeIn, urnOf } from "./tokens";

/** A call whose request has this type, answered by a promise. */
type Answer<Request, Response> = (request: Request) => Response | Promise<Response>;

type Log = ConstructorParameters<typeof ProcessContext>[0];

/**
 * The provider plugin: Pulumi's `ResourceProvider` service over the lifecycles that the dynamic resources use. The
 * engine has one such process for each provider of a program.
 *
 * @param address of the engine; undefined if it attaches later
 * @param createContext the context of the lifecycles; tests run many of them in one process
 */
export function providerService(
  address: string | undefined,
  createContext = (log: Log) => new ProcessContext(log),
): UntypedServiceImplementation {
  const engine = new Engine();
  if (address !== undefined) engine.connect(address);
  const cancellation = new AbortController();
  const row = (origin: string | undefined) => (origin === undefined ? undefined : urnOf(origin));
  const context = createContext({
    showProgress: (text, origin, isLasting) => engine.showProgress(text, row(origin), isLasting),
    showWarning: (text, origin) => engine.showWarning(text, row(origin)),
    // The engine does not show the output of a plugin.
    showNote: (text) => engine.showProgress(text, undefined, true),
  });
  let name: string | undefined;
  const schedules = scheduleRules(context.configuration, context, () => name);
  const { signal } = cancellation;
  const resources = new Map([
    [pluginType("WorkflowSchedule"), ServedResource.of(new ScheduleLifecycle(context), schedules, signal)],
    [pluginType("WorkflowRun"), ServedResource.of(new RunLifecycle(context), runRules, signal)],
  ]);
  const resourceOf = (urn: string): ServedResource => {
    const type = typeIn(urn);
    const resource = resources.get(type);
    if (resource === undefined) throw new Error(`The provider has no resource of type ${type}.`);
    return resource;
  };

  return {
    handshake: unary((request: messages.ProviderHandshakeRequest) => {
      if (request.getEngineAddress() !== "") engine.connect(request.getEngineAddress());
      return new provider.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: unary((request: { getAddress(): string }) => {
      engine.connect(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(() => new PluginInfo().setVersion(packageVersion())),
    getSchema: unary(() => new provider.GetSchemaResponse().setSchema(schemaText())),
    checkConfig: unary((request: messages.CheckRequest) => {
      const news = propertiesOf(request.getNews());
      return checked(request, news, configurationFailures(news));
    }),
    // Another setting never replaces the provider, which would replace all its resources.
    diffConfig: unary((request: messages.DiffRequest) => {
      const [before, after] = [request.getOlds(), request.getNews()].map((one) =>
        JSON.stringify(propertiesOf(one)),
      );
      const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
      return new provider.DiffResponse().setChanges(before === after ? DIFF_NONE : DIFF_SOME);
    }),
    configure: unary((request: messages.ConfigureRequest) => {
      name = request.getName();
      context.configure(configurationOf(propertiesOf(request.getArgs())));
      return new provider.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      const result = await callFunction(
        request.getTok(),
        propertiesOf(request.getArgs()),
        context.configuration,
      );
      return new provider.InvokeResponse().setReturn(messageOf(result));
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const { inputs, failures } = await resourceOf(request.getUrn()).check(request.getUrn(), olds, news);
      return checked(request, inputs, failures);
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const resource = resourceOf(request.getUrn());
      const [olds, news] = [propertiesOf(request.getOlds()), propertiesOf(request.getNews())];
      const result = await resource.diff(request.getUrn(), request.getId(), olds, news);
      const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
      const answer = new provider.DiffResponse()
        .setChanges(result.changes ? DIFF_SOME : DIFF_NONE)
        .setReplacesList([...result.replaces])
        .setDeletebeforereplace(result.deleteBeforeReplace)
        .setHasdetaileddiff(true);
      for (const [path, kind] of result.differences)
        answer.getDetaileddiffMap().set(path, new provider.PropertyDiff().setKind(kind));
      return answer;
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const resource = resourceOf(request.getUrn());
      const given = request.getProperties();
      const inputs = propertiesOf(given);
      if (request.getPreview())
        return new provider.CreateResponse().setProperties(messageOf(resource.previewCreate(inputs), given));
      const { id, state } = await keeping([given], () =>
        resource.create(request.getUrn(), inputs, limitsOf(request)),
      );
      return new provider.CreateResponse().setId(id).setProperties(messageOf(state, given));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const sources = [request.getProperties(), request.getInputs()] as const;
      const [state, inputs] = [propertiesOf(sources[0]), propertiesOf(sources[1])];
      const resource = resourceOf(request.getUrn());
      const found = await resource.read(request.getUrn(), request.getId(), state, inputs);
      if (found === undefined) return new provider.ReadResponse();
      return new provider.ReadResponse()
        .setId(found.id)
        .setProperties(messageOf(found.state, ...sources))
        .setInputs(messageOf(found.inputs, ...sources));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const resource = resourceOf(request.getUrn());
      const sources = [request.getNews(), request.getOlds()] as const;
      const [news, olds] = [propertiesOf(sources[0]), propertiesOf(sources[1])];
      const state = request.getPreview()
        ? resource.previewUpdate(olds, news)
        : await keeping(sources, () =>
            resource.update(request.getUrn(), request.getId(), olds, news, limitsOf(request)),
          );
      return new provider.UpdateResponse().setProperties(messageOf(state, ...sources));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const state = propertiesOf(request.getProperties());
      await resourceOf(request.getUrn()).delete(request.getUrn(), request.getId(), state);
      return new Empty();
    }),
    list: async (call: ServerWritableStream<messages.ListRequest, messages.ListResponse>) => {
      try {
        for (const one of await listResources(call.request, context.configuration)) call.write(one);
        call.end();
      } catch (error) {
        call.emit("error", failureOf(error));
      }
    },
    construct: unary((request: messages.ConstructRequest) => {
      const { construct } = require("./construct") as typeof import("./construct");
      return construct(request, engine.address, context.configuration);
    }),
    cancel: unary(() => {
      cancellation.abort();
      return new Empty();
    }),
  };
}

/** A handler of gRPC. */
function unary<Request, Response>(answer: Answer<Request, Response>) {
  return async (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>): Promise<void> => {
    try {
      done(null, await answer(call.request));
    } catch (error) {
      done(failureOf(error), null);
    }
  };
}

/** Does the work; if the resource is incomplete, the properties of the error keep what is secret in the sources. */
async function keeping<Result>(
  sources: readonly (StructMessage | undefined)[],
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof IncompleteError ? new IncompleteFailure(error, sources) : error;
  }
}

function checked(
  request: messages.CheckRequest,
  inputs: Properties,
  failures: readonly CheckFailure[],
): messages.CheckResponse {
  return new provider.CheckResponse()
    .setInputs(messageOf(inputs, request.getNews()))
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new provider.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

/** The engine sends `customTimeouts` in seconds, and 0 if the resource has none. */
function limitsOf(request: { getTimeout(): number }): Limits {
  const seconds = request.getTimeout();
  return seconds > 0 ? { timeoutMilliseconds: seconds * 1000 } : {};
}
