import type { Path } from "../../property-path";
import type { WorkflowReference } from "../schedule-file";

/** A schedule as one environment has it: everything merged, references filled in, moved by `spread`. */
export interface ResolvedSchedule {
  /** The logical name of its workflow, or an id (`wpid_…`) where the file names one directly. */
  readonly workflow: string;
  /** Five fields. */
  readonly cronExpression: string;
  /** IANA name. */
  readonly timezone: string;
  /** Shown in Skyvern's web page. */
  readonly name: string;
  /** Left out for a schedule without a description. */
  readonly description?: string;
  /** Values may be outputs, secret ones included. */
  readonly parameters?: { readonly [key: string]: unknown };
  /** As the file has it, without the pause of the environment. */
  readonly enabled: boolean;
}

/** A schedule with what only its resource needs. */
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
