import type { Path } from "../../property-path";
import type { WorkflowReference } from "../schedule-file";

/** A schedule of one environment: merged, with references filled in, moved by `spread`. */
export interface ResolvedSchedule {
  /** The logical name of its workflow, or an id (`wpid_…`) if the file names one directly. */
  readonly workflow: string;
  /** Five fields. */
  readonly cronExpression: string;
  /** IANA name. */
  readonly timezone: string;
  /** Shown in Skyvern's web page. */
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
  /** Before `spread` moved it. */
  readonly cron: string;
  readonly reference: WorkflowReference;
  /** The path of its workflow's id or title. */
  readonly referencePath: Path;
  readonly adopt: string | boolean | undefined;
  readonly aliases: readonly string[];
  readonly isProtected: boolean;
}
