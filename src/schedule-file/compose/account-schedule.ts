import type { ScheduleEntry } from "../schedule-file";

/** A schedule as an account has it. Times are in ISO 8601. */
export interface LiveSchedule {
  /** `wfs_…`. */
  readonly scheduleId: string;
  /** `wpid_…`. */
  readonly workflowId: string;
  readonly workflowTitle: string;
  /** Whether no other workflow of the account has the title. */
  readonly isOnlyOfTitle: boolean;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly cronExpression?: string | undefined;
  readonly intervalSeconds?: number | undefined;
  readonly firstFireAt?: string | undefined;
  readonly runAt?: string | undefined;
  /** A one-time schedule that fired, failed to start, or was canceled. */
  readonly isOver: boolean;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly parameters?: { readonly [key: string]: unknown } | undefined;
  readonly createdAt: string;
  /** When it was last written. */
  readonly changedAt?: string | undefined;
  /** False if its workflow never ran; undefined if that is not known. */
  readonly hasRuns?: boolean | undefined;
}

/** The values that a file gives a schedule. The workflow and the name are apart. */
export type EntryValues = Pick<
  ScheduleEntry,
  "cron" | "every" | "startingAt" | "at" | "timezone" | "description" | "parameters" | "enabled"
>;

/** A schedule of an account, in the words of a schedule file. */
export interface AccountSchedule {
  readonly live: LiveSchedule;
  /** Empty for a schedule without a name. */
  readonly name: string;
  /** The title of its workflow, if it means only this workflow in the account. */
  readonly title: string | undefined;
  readonly values: EntryValues;
  /** What a reviewer should know: sentences for a comment. */
  readonly notes: readonly string[];
}

/** A schedule that a file cannot express. */
export interface LeftOut {
  readonly live: LiveSchedule;
  readonly environment: string;
  readonly reason: string;
}

/** The schedules of an account, for one environment of a file. */
export interface AccountContent {
  readonly environment: string;
  readonly schedules: readonly AccountSchedule[];
  readonly leftOut: readonly LeftOut[];
}
