import { IncompleteError } from "../../../src/errors";
import type {
  CheckFailure,
  DiffResult,
  Existing,
  Lifecycle,
  Properties,
} from "../../../src/provider/lifecycle";
import type { ScheduleLifecycle } from "../../../src/provider/schedule/lifecycle";

type ScheduleInputs = Parameters<ScheduleLifecycle["create"]>[0];
type ScheduleState = Parameters<ScheduleLifecycle["delete"]>[1];

/** What the engine keeps of one resource between commands. */
export interface Kept {
  readonly id: string;
  readonly inputs: Properties;
  readonly state: Properties;
  /** The last create or update left it incomplete (`initErrors` in a stack's state). */
  readonly isIncomplete?: boolean;
}

/** What the engine calls: a lifecycle itself, or one that a provider serves. */
export interface EngineLifecycle<Inputs, State>
  extends Pick<Lifecycle<Inputs, State>, "check" | "create" | "update" | "delete"> {
  diff(id: string, state: State, inputs: Inputs): Promise<Omit<DiffResult, "changed">>;
  /** @param inputs what the engine keeps of them */
  read(id: string, state: Partial<State>, inputs: Inputs): Promise<Existing<Inputs, State> | undefined>;
}

let resources = 0;

/** What a check refused. */
class RefusedInputs extends Error {
  readonly failures: readonly CheckFailure[];

  constructor(failures: readonly CheckFailure[]) {
    super(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
    this.failures = failures;
  }
}

/**
 * Calls the lifecycle of one resource as Pulumi's engine does: check before everything, replacements in the
 * order that diff asks for, what an incomplete creation leaves, and state that has been through JSON.
 */
export class SmallEngine<Inputs extends object = ScheduleInputs, State extends object = ScheduleState> {
  lifecycle: EngineLifecycle<Inputs, State>;
  /** The resource's URN, as its class sends it. */
  origin = `urn:pulumi:dev::shop::test::resource-${++resources}`;
  kept: Kept | undefined;

  constructor(lifecycle: EngineLifecycle<Inputs, State>) {
    this.lifecycle = lifecycle;
  }

  get state(): Properties {
    return this.kept?.state ?? {};
  }

  /** @returns what was done */
  async up(program: Properties): Promise<"create" | "replace" | "update" | "same"> {
    const given = { origin: this.origin, ...program };
    const { inputs, failures } = await this.lifecycle.check(this.kept?.inputs, given);
    if (failures.length > 0) throw new RefusedInputs(failures);
    const wanted = throughJson(inputs) as unknown as Inputs;
    const old = this.kept;
    if (old === undefined) {
      await this.#create(wanted);
      return "create";
    }
    const diff = await this.lifecycle.diff(old.id, old.state as unknown as State, wanted);
    // The engine updates what is incomplete, also where nothing has changed.
    if (!diff.changes && old.isIncomplete !== true) {
      this.kept = { ...old, inputs: wanted as unknown as Properties };
      return "same";
    }
    if (diff.replaces.length === 0) {
      await this.#keep(wanted, async () => ({
        id: old.id,
        state: await this.lifecycle.update(old.id, old.state as unknown as State, wanted),
      }));
      return "update";
    }
    // A replacement is checked once more, as if it were new.
    const anew = await this.lifecycle.check(undefined, given);
    if (anew.failures.length > 0) throw new RefusedInputs(anew.failures);
    await this.#replace(old, throughJson(anew.inputs) as unknown as Inputs, diff.deleteBeforeReplace);
    return "replace";
  }

  /** `up --replace`: a check as of a new resource, and no diff; a resource's option says which one comes first. */
  async forceReplace(program: Properties, deleteFirst = false): Promise<void> {
    const given = { origin: this.origin, ...program };
    const { inputs, failures } = await this.lifecycle.check(undefined, given);
    if (failures.length > 0) throw new RefusedInputs(failures);
    if (this.kept !== undefined)
      await this.#replace(this.kept, throughJson(inputs) as unknown as Inputs, deleteFirst);
  }

  /** Compares what it read with the inputs of before, without a check. @returns whether it still exists */
  async refresh(): Promise<boolean> {
    const old = this.kept;
    if (old === undefined) return false;
    const existing = await this.lifecycle.read(
      old.id,
      old.state as unknown as State,
      old.inputs as unknown as Inputs,
    );
    if (existing === undefined) {
      this.kept = undefined;
      return false;
    }
    const state = throughJson(existing.state);
    await this.lifecycle.diff(existing.id, state as unknown as State, old.inputs as unknown as Inputs);
    this.kept = { id: existing.id, inputs: throughJson(existing.inputs ?? old.inputs), state };
    return true;
  }

  async destroy(): Promise<void> {
    if (this.kept !== undefined)
      await this.lifecycle.delete(this.kept.id, this.kept.state as unknown as State);
    this.kept = undefined;
  }

  async #replace(old: Kept, wanted: Inputs, deleteFirst: boolean): Promise<void> {
    const remove = () => this.lifecycle.delete(old.id, old.state as unknown as State);
    if (deleteFirst) {
      await remove();
      this.kept = undefined;
    }
    await this.#create(wanted);
    if (!deleteFirst) await remove();
  }

  #create(inputs: Inputs): Promise<void> {
    return this.#keep(inputs, () => this.lifecycle.create(inputs));
  }

  /** Keeps what `make` gives, or what it leaves when it ends half-way. */
  async #keep(inputs: Inputs, make: () => Promise<{ id: string; state: State }>): Promise<void> {
    try {
      const { id, state } = await make();
      this.kept = { id, inputs: throughJson(inputs), state: throughJson(state) };
    } catch (error) {
      if (error instanceof IncompleteError) {
        const state = throughJson(error.properties);
        this.kept = { id: error.id, inputs: throughJson(inputs), state, isIncomplete: true };
      }
      throw error;
    }
  }
}

function throughJson(value: object): Properties {
  return JSON.parse(JSON.stringify(value)) as Properties;
}
