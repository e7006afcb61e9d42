/** A schedule that is not in the file. */
interface LeftOutSchedule {
  readonly scheduleId: string;
  readonly workflowId: string;
  readonly name?: string;
  readonly reason: string;
  /** The schedule and the reason in a sentence. */
  readonly text: string;
}

/** What was done for one environment. `--json` writes a list of these. */
export interface ImportedEnvironment {
  readonly environment: string;
  /** Left out if there is no stack of that name. */
  readonly stack?: string;
  /** The variable with the key of the account, if the stack's configuration names no key: it would use another one. */
  readonly keyVariable?: string;
  /** How many schedules the file got. */
  readonly added: number;
  /** How many of the account's schedules the code already had. */
  readonly known: number;
  /** How many one-time schedules are over. They never fire again, and are not in the file. */
  readonly over: number;
  /** How many `ignore` of the file or `--only` leaves out; not set for none. */
  readonly notChosen?: number;
  readonly leftOut: readonly LeftOutSchedule[];
  /** The keys of the secrets that the stack's configuration got or, without a stack, needs. */
  readonly secrets: readonly string[];
  /**
   * How the stack takes the schedules over. `file`: with `pulumi import --file`; `applied`: that was done; `adopt`: with
   * the next `up`; `none`: nothing is to be taken over, or there is no stack.
   */
  readonly takeover: "file" | "applied" | "adopt" | "none";
  /** The file for `pulumi import --file`. */
  readonly importFile?: string;
}

/** What the command did. */
export interface ImportResult {
  readonly file: string;
  readonly isNew: boolean;
  readonly form: "yaml" | "typescript";
  /** The name of the `ScheduleSet`. */
  readonly set: string;
  /** Whether a stack has the set already. */
  readonly hasSet: boolean;
  readonly hasProject: boolean;
  /** The runtime of the project, such as `nodejs`. Left out without a project. */
  readonly runtime?: string;
  /** The path of the file in the project's folder, as its program writes it. Left out without a project. */
  readonly programFile?: string;
  /** The version of an engine that is too old for a file with the state of schedules. */
  readonly olderEngine?: string;
  readonly environments: readonly ImportedEnvironment[];
}
