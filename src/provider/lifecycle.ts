/** A resource's properties as the engine sends them. */
export type Properties = Readonly<Record<string, unknown>>;

/** One thing wrong with the inputs. */
export interface CheckFailure {
  /** The property as the user wrote it (`parameters.count`). Empty for the resource as a whole. */
  readonly property: string;
  /** A sentence: what is wrong, and what is right. */
  readonly reason: string;
}

export interface CheckResult {
  /** The inputs with defaults filled in and notation normalised. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface DiffResult {
  readonly changes: boolean;
  /** The properties that differ, those of `replaces` included. Empty if only something hidden changes. */
  readonly changed: readonly string[];
  /** Keys whose change requires a replacement. */
  readonly replaces: readonly string[];
  /** Whether the old one must be deleted before the new one is created. */
  readonly deleteBeforeReplace: boolean;
}

export interface Existing<Inputs, State> {
  readonly id: string;
  /** The inputs that match it. Left out to keep the program's inputs. */
  readonly inputs?: Partial<Inputs>;
  readonly state: State;
}

/** What the engine allows an operation that may take long. */
export interface Limits {
  /** Overrides the time limit of the inputs (`customTimeouts` of the resource). */
  readonly timeoutMilliseconds?: number | undefined;
  /** Ends the wait at once, with an `IncompleteError`. What was started goes on. */
  readonly signal?: AbortSignal;
}

/**
 * The lifecycle of a resource, without Pulumi and HTTP. `host.ts` serves it to the dynamic-provider host, and
 * `src/plugin` to the engine itself. `check`
 * returns all bad inputs at once. Every other failure is thrown: as an `IncompleteError` if the resource may exist but
 * is incomplete, else as a `SkyvernError`.
 */
export interface Lifecycle<Inputs, State> {
  /** Inputs that are never secret: the engine prints the value of an input that has a failure. */
  readonly publicInputs: ReadonlySet<string>;
  /**
   * Names the thing in an error: `schedule "nightly" (wfs_1) of workflow wpid_1`.
   *
   * @param id empty for a new thing
   */
  subject(id: string, properties: Properties): string;
  /**
   * @param before the checked inputs in state; undefined for a new resource
   * @param inputs as the program gives them; unknown values are the sentinel of `unknown.ts`
   */
  check(before: Properties | undefined, inputs: Properties): Promise<CheckResult>;
  diff(id: string, state: State, inputs: Inputs): Promise<DiffResult>;
  create(inputs: Inputs, limits?: Limits): Promise<{ readonly id: string; readonly state: State }>;
  /** Undefined if the resource is gone. */
  read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined>;
  update(id: string, state: State, inputs: Inputs, limits?: Limits): Promise<State>;
  /** Succeeds if the resource is already gone. */
  delete(id: string, state: State): Promise<void>;
}

/** The engine prints the value of a failure's property, which may be secret, and `<nil>` if it is nested. */
export function shownFailure(
  { publicInputs }: Pick<Lifecycle<never, never>, "publicInputs">,
  { property, reason }: CheckFailure,
): CheckFailure {
  return publicInputs.has(property) || property === ""
    ? { property, reason }
    : { property: "", reason: `${property}: ${reason}` };
}
