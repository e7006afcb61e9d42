import type { ScheduleTimes } from "../../calendar/schedule-times";
import type { Path } from "../../property-path";
import type { WorkflowReference } from "../schedule-file";

/** A schedule of one environment: merged, with references filled in, moved by `spread`. */
export interface ResolvedSchedule {
  /** The logical name of its workflow, or an id (`wpid_…`) if the file names one directly. */
  readonly workflow: string;
  /** Five fields; left out for an interval or one-time schedule. */
  readonly cronExpression?: string;
  /** Seconds between two fire times; left out for a cron or one-time schedule. */
  readonly intervalSeconds?: number;
  /** The first fire time of an interval, in UTC; left out if Skyvern chooses it. */
  readonly firstFireAt?: string;
  /** The only fire time, in UTC; left out for a cron or interval schedule. */
  readonly runAt?: string;
  /** IANA name. */
  readonly timezone: string;
  /** Shown in Skyvern's web page; empty for a schedule without a name. */
  readonly name: string;
  /** Left out for a schedule without a description. */
  readonly description?: string;
  /** Values may be outputs, also secret ones. */
  readonly parameters?: { readonly [key: string]: unknown };
  /** The value in the file; a pause of the environment does not change it. */
  readonly enabled: boolean;
}

/** A schedule with the values that only its resource needs. */
export interface SetSchedule extends ResolvedSchedule {
  readonly key: string;
  /** Before `spread` moved them. */
  readonly unspread: ScheduleTimes;
  readonly reference: WorkflowReference;
  /** The path of its workflow's id or title. */
  readonly referencePath: Path;
  readonly adopt: string | boolean | undefined;
  readonly aliases: readonly string[];
  readonly isProtected: boolean;
}
