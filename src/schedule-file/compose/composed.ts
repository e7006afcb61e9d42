import type { ScheduleFile } from "../schedule-file";
import type { LeftOut } from "./account-schedule";
import type { KnownKeys } from "./match";
import type { StackSecrets } from "./secrets";

/** A schedule file that has the schedules of the accounts. */
export interface Composed {
  readonly content: ScheduleFile;
  /** Sentences for the comments of new schedules, by key. */
  readonly notes: ReadonlyMap<string, readonly string[]>;
  /** The same for new workflows, by name. */
  readonly workflowNotes: ReadonlyMap<string, readonly string[]>;
  /** The key of each schedule that was added, by environment and id. */
  readonly keys: KnownKeys;
  /** What the stacks' configurations need. */
  readonly secrets: StackSecrets;
  readonly leftOut: readonly LeftOut[];
}

/** What is there already. */
export interface Before {
  /** The file; undefined for a new one. */
  readonly content: ScheduleFile | undefined;
  /** The schedules of the accounts that the file has. */
  readonly known: KnownKeys;
  /** The secrets of the stacks' configurations. */
  readonly stored: StackSecrets;
}
