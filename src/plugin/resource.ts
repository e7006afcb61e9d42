import { IncompleteError, isSkyvernError } from "../errors";
import {
  type CheckFailure,
  type Lifecycle,
  type Limits,
  type Properties,
  shownFailure,
} from "../provider/lifecycle";
import { naming } from "../provider/naming";
import { unknownValue } from "../provider/unknown";
import { differencesAt, type PropertyDifference, updateAt } from "./properties";
import { computedProperties } from "./schema";
import { originOf, type ResourceKind } from "./tokens";

/** What a diff answers to the engine. */
export interface PropertyDiffResult {
  readonly changes: boolean;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly differences: readonly PropertyDifference[];
}

/** What is special about a kind of resource beside its lifecycle. */
export interface ResourceRules {
  readonly kind: ResourceKind;
  /** Changes what the program gave, before it is checked. */
  prepare(urn: string, inputs: Properties): Promise<Properties>;
  /** The inputs of a resource that is imported, from its state; undefined if it cannot be imported. */
  importedInputs(state: Properties, inputs: Properties | undefined): Properties | undefined;
  /** The outputs that an update may change beside those that the program sets. */
  volatile(state: Properties, inputs: Properties): readonly string[];
  /** The inputs that the program leaves out, so that the server decides. */
  readonly leftToServer: (inputs: Properties) => readonly string[];
}

/**
 * Serves a lifecycle to the engine. The engine sends the URN with each call, so nothing about identity is stored: state
 * has the inputs and outputs only.
 */
export class ServedResource {
  readonly #lifecycle: Lifecycle<object, object>;
  readonly #rules: ResourceRules;
  readonly #signal: AbortSignal;

  private constructor(lifecycle: Lifecycle<object, object>, rules: ResourceRules, signal: AbortSignal) {
    this.#lifecycle = lifecycle;
    this.#rules = rules;
    this.#signal = signal;
  }

  /** @param signal ends the waits for runs when the engine cancels the deployment */
  static of<Inputs extends object, State extends object>(
    lifecycle: Lifecycle<Inputs, State>,
    rules: ResourceRules,
    signal: AbortSignal,
  ): ServedResource {
    // The engine sends the inputs and states of this lifecycle only.
    return new ServedResource(lifecycle as unknown as Lifecycle<object, object>, rules, signal);
  }

  async check(
    urn: string,
    olds: Properties,
    news: Properties,
  ): Promise<{ inputs: Properties; failures: readonly CheckFailure[] }> {
    const before = withOrigin(urn, olds);
    const isNew = Object.keys(own(olds)).length === 0;
    try {
      const prepared = await this.#rules.prepare(urn, own(news));
      const inputs = withOrigin(urn, prepared);
      const result = await this.#doing("check", "", inputs, () =>
        this.#lifecycle.check(isNew ? undefined : before, inputs),
      );
      const failures = result.failures.map((failure) => shownFailure(this.#lifecycle, failure));
      return { inputs: own(result.inputs), failures };
    } catch (error) {
      // The engine shows a failure without a property as one sentence.
      if (!isSkyvernError(error)) throw error;
      return { inputs: own(news), failures: [{ property: "", reason: error.message }] };
    }
  }

  async diff(urn: string, id: string, olds: Properties, news: Properties): Promise<PropertyDiffResult> {
    const before = withOrigin(urn, olds);
    const { changes, changed, replaces, deleteBeforeReplace } = await this.#doing("compare", id, before, () =>
      this.#lifecycle.diff(id, before, withOrigin(urn, news)),
    );
    const computed = computedProperties(this.#rules.kind);
    const differences = changed.flatMap((key) => {
      const isReplacing = replaces.includes(key);
      // A new run changes `status`, which no program sets.
      return computed.includes(key)
        ? [updateAt(key, isReplacing)]
        : differencesAt(key, olds[key], news[key], isReplacing);
    });
    return { changes, replaces, deleteBeforeReplace, differences };
  }

  async create(urn: string, inputs: Properties, limits: Limits): Promise<{ id: string; state: Properties }> {
    const given = withOrigin(urn, inputs);
    return complete(async () => {
      const { id, state } = await this.#doing("create", "", given, () =>
        this.#lifecycle.create(given, this.#limited(limits)),
      );
      return { id, state: own(state as Properties) };
    });
  }

  /** What a creation is expected to give: the inputs, and unknown values for what the server assigns. */
  previewCreate(inputs: Properties): Properties {
    const computed = [...computedProperties(this.#rules.kind), ...this.#rules.leftToServer(inputs)];
    const unknowns = computed.filter((key) => inputs[key] === undefined).map((key) => [key, unknownValue]);
    return { ...own(inputs), ...Object.fromEntries(unknowns) };
  }

  async read(
    urn: string,
    id: string,
    state: Properties,
    inputs: Properties,
  ): Promise<{ id: string; state: Properties; inputs: Properties } | undefined> {
    const before = withOrigin(urn, state);
    const isImport = Object.keys(own(state)).length === 0;
    const existing = await this.#doing("read", id, before, () =>
      this.#lifecycle.read(id, isImport ? {} : before),
    );
    if (existing === undefined) return undefined;
    const now = own(existing.state as Properties);
    const found = existing.inputs === undefined ? undefined : own(existing.inputs as Properties);
    const read = isImport ? this.#rules.importedInputs(now, found) : (found ?? own(inputs));
    return { id: existing.id, state: now, inputs: read ?? {} };
  }

  async update(
    urn: string,
    id: string,
    olds: Properties,
    news: Properties,
    limits: Limits,
  ): Promise<Properties> {
    const before = withOrigin(urn, olds);
    return complete(async () => {
      const state = await this.#doing("update", id, before, () =>
        this.#lifecycle.update(id, before, withOrigin(urn, news), this.#limited(limits)),
      );
      return own(state as Properties);
    });
  }

  /** What an update is expected to give. */
  previewUpdate(olds: Properties, news: Properties): Properties {
    const computed = computedProperties(this.#rules.kind);
    // A property that is undefined is not sent.
    const kept = [...computed, ...this.#rules.leftToServer(news)].map((key) => [key, olds[key]]);
    const unknowns = this.#rules.volatile(olds, news).map((key) => [key, unknownValue]);
    return { ...Object.fromEntries([...kept, ...unknowns]), ...own(news) };
  }

  async delete(urn: string, id: string, state: Properties): Promise<void> {
    const before = withOrigin(urn, state);
    await this.#doing("delete", id, before, () => this.#lifecycle.delete(id, before));
  }

  #limited(limits: Limits): Limits {
    return { ...limits, signal: this.#signal };
  }

  /** Does what the engine asks, and names it in the error of a lookup that fails. */
  #doing<Result>(
    verb: string,
    id: string,
    properties: Properties,
    work: () => Promise<Result>,
  ): Promise<Result> {
    return naming(() => `${verb} ${this.#lifecycle.subject(id, properties)}`, work);
  }
}

/** Properties as state has them: without what the dynamic door stores beside them. */
function own({ __provider, __origin, __defaults, origin, ...properties }: Properties): Properties {
  return properties;
}

function withOrigin(urn: string, properties: Properties): Properties {
  return { ...own(properties), origin: originOf(urn) };
}

/** What an error carries becomes state, so it has no origin either. */
async function complete<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IncompleteError)) throw error;
    throw new IncompleteError(error.message, error.id, own(error.properties as Properties));
  }
}
