import type { dynamic } from "@pulumi/pulumi";
import { IncompleteError, isSkyvernError } from "../errors";
import { showProgress, showWarning } from "./engine-log";
import { type Lifecycle, type Properties, shownFailure } from "./lifecycle";
import { naming } from "./naming";
import { ProcessContext } from "./process-context";
import type { ProviderContext } from "./provider-context";

/**
 * Serves a lifecycle to Pulumi's dynamic-provider host (`@pulumi/pulumi/cmd/dynamic-provider`), which keeps one such
 * object for the life of its process.
 *
 * @param createLifecycle called with the first resource
 */
export function host<Inputs extends object, State extends object>(
  createLifecycle: (context: ProviderContext) => Lifecycle<Inputs, State>,
): dynamic.ResourceProvider {
  const context = new ProcessContext({ showProgress, showWarning });
  let created: Lifecycle<Inputs, State> | undefined;
  const lifecycle = () => {
    created ??= createLifecycle(context);
    return created;
  };
  /** Does what the engine asks, and names it in the error of a lookup that fails. */
  const doing = <Result>(verb: string, id: string, properties: Properties, work: () => Promise<Result>) =>
    naming(() => `${verb} ${lifecycle().subject(id, properties)}`, work);
  return {
    async configure({ config }) {
      context.configure((key) => config.get(key));
    },
    check: (olds: Properties, news: Properties) =>
      withPlainErrors(async () => {
        const before = own(olds);
        const isNew = Object.keys(before).length === 0;
        const inputs = own(news);
        try {
          const result = await doing("check", "", inputs, () =>
            lifecycle().check(isNew ? undefined : before, inputs),
          );
          return {
            inputs: stored(result.inputs, olds),
            failures: result.failures.map((failure) => shownFailure(lifecycle(), failure)),
          };
        } catch (error) {
          // The engine shows a failure without a property as one sentence, and a thrown error as a crash.
          if (!isSkyvernError(error)) throw error;
          return { inputs: stored(inputs, olds), failures: [{ property: "", reason: error.message }] };
        }
      }),
    diff: (id: string, olds: Properties, news: Properties) =>
      withPlainErrors(async () => {
        const result = await doing("compare", id, olds, () =>
          lifecycle().diff(id, own(olds) as State, own(news) as Inputs),
        );
        // State that the plugin wrote has no pointer, without which the host cannot read it. An update stores it.
        const isFromPlugin = olds.__provider === undefined;
        return { ...result, changes: result.changes || isFromPlugin, replaces: [...result.replaces] };
      }),
    create: (inputs: Properties) =>
      complete(inputs, async () => {
        const { id, state } = await doing("create", "", inputs, () =>
          lifecycle().create(own(inputs) as Inputs),
        );
        return { id, outs: stored(state, inputs) };
      }),
    read: (id: string, state?: Properties) =>
      withPlainErrors(async () => {
        const existing = await doing("read", id, state ?? {}, () =>
          lifecycle().read(id, own(state ?? {}) as Partial<State>),
        );
        if (existing === undefined) return {};
        const { id: currentId, state: props, inputs } = existing;
        return {
          id: currentId,
          props: stored(props, state),
          ...(inputs === undefined ? {} : { inputs: stored(inputs, state) }),
        };
      }),
    update: (id: string, olds: Properties, news: Properties) =>
      complete(news, async () => {
        const state = await doing("update", id, olds, () =>
          lifecycle().update(id, own(olds) as State, own(news) as Inputs),
        );
        return { outs: stored(state, news) };
      }),
    delete: (id: string, state: Properties) =>
      withPlainErrors(() => doing("delete", id, state, () => lifecycle().delete(id, own(state) as State))),
  };
}

/** Properties as a lifecycle knows them: without the host's own `__provider`, and with `__origin` as `origin`. */
function own({ __provider, __origin, ...properties }: Properties): Properties {
  return __origin === undefined ? properties : { ...properties, origin: __origin };
}

/**
 * Properties as the engine stores them. It shows no property whose name starts with `__`, so `origin` has such a name.
 * An `origin` that an earlier version stored stays as it is, so that no diff shows it either.
 *
 * @param before the properties that these replace, or follow from
 */
function stored(after: object, before: Properties = {}): Record<string, unknown> {
  const { origin, ...properties } = after as Properties;
  return {
    ...properties,
    ...(origin === undefined || origin === before.origin ? {} : { __origin: origin }),
    ...(before.origin === undefined ? {} : { origin: before.origin }),
  };
}

/**
 * The host adds `__provider` to what create and update return, but not to what an error carries. Without it, the
 * engine could never read or delete the resource again.
 */
async function complete<Result>(inputs: Properties, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    const properties = { ...stored(error.properties, inputs), __provider: inputs.__provider };
    throw new IncompleteError(error.message, error.id, properties);
  }
}

/**
 * In check, diff, read and delete the host prints `${error}: ${error.stack}`, and forwards the error's `code` and
 * `details` over gRPC. So this throws a plain error whose text is the message alone.
 */
async function withPlainErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const plain = new Error(error.message);
    plain.toString = () => "skyvern";
    if (isSkyvernError(error)) plain.stack = error.message;
    else if (error.stack !== undefined) plain.stack = error.stack;
    throw plain;
  }
}
