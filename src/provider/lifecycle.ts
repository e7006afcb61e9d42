/** A resource's properties as the engine sends them. */
export type Properties = Readonly<Record<string, unknown>>;

/** One thing wrong with the inputs. */
export interface CheckFailure {
  /** The property as the user wrote it (`parameters.count`); empty when it is about the resource as a whole. */
  readonly property: string;
  /** A whole sentence: what is wrong, and what would be right. */
  readonly reason: string;
}

export interface CheckResult {
  /** The inputs with defaults filled in and notation normalised. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface DiffResult {
  readonly changes: boolean;
  /** Keys whose change needs a new thing in place of the old one. */
  readonly replaces: readonly string[];
  /** Whether the old one must be gone before the new one is made. */
  readonly deleteBeforeReplace: boolean;
}

export interface Existing<Inputs, State> {
  readonly id: string;
  /** The inputs that would leave it as it is; left out where what the program gave stays. */
  readonly inputs?: Partial<Inputs>;
  readonly state: State;
}

/**
 * What a resource can do, told without Pulumi and without HTTP: today `host.ts` serves it to the
 * dynamic-provider host. Bad inputs are returned by `check`, all at once; everything else that goes wrong
 * is thrown, as a `SkyvernError` or, when the thing exists but is not complete, an `IncompleteError`.
 */
export interface Lifecycle<Inputs, State> {
  /**
   * Inputs that are never secret: where one has a failure, the engine prints its value, and it does so for
   * secrets too.
   */
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
  create(inputs: Inputs): Promise<{ readonly id: string; readonly state: State }>;
  /** Undefined when the thing is gone. */
  read(id: string, state: Partial<State>): Promise<Existing<Inputs, State> | undefined>;
  update(id: string, state: State, inputs: Inputs): Promise<State>;
  /** A thing that is gone already is success. */
  delete(id: string, state: State): Promise<void>;
}
