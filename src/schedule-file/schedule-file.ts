/** What a schedule may have from elsewhere: from `defaults`, from its group, from its environment. */
interface ScheduleDefaults {
  /** A name under `workflows`, or an id, `wpid_…`. */
  readonly workflow?: string | undefined;
  /** Five fields, at least 5 minutes apart; docs/cron.md says what is accepted. */
  readonly cron?: string | undefined;
  /** IANA name. @default "UTC" */
  readonly timezone?: string | undefined;
  readonly description?: string | undefined;
  /**
   * Values for the workflow's input parameters: merged key by key, and null takes one away; where there is none, it is
   * refused. In an object of a program they may be outputs.
   */
  readonly parameters?: { readonly [key: string]: unknown } | undefined;
  /** Whether it fires. Both are enforced. @default true */
  readonly enabled?: boolean | undefined;
}

/** Schedules that have something in common. */
export interface ScheduleGroup extends ScheduleDefaults {
  /** Such as `30m`: each member fires later, by an amount below this that its key decides. At most 12 hours. */
  readonly spread?: string | undefined;
}

/** One schedule. */
export interface ScheduleEntry extends ScheduleDefaults {
  /** A name under `groups`. */
  readonly group?: string | undefined;
  /** Shown in Skyvern's web page. @default its key, or its oldest alias */
  readonly name?: string | undefined;
  /** Not in this environment, or in none that does not say `absent: false`. @default false */
  readonly absent?: boolean | undefined;
  /**
   * As `adopt` of `WorkflowSchedule`: `wfs_…`, or true to take over the one of the same name. It belongs into an
   * environment's schedule: in the file's own it is refused where two environments could take over each other's.
   */
  readonly adopt?: string | boolean | undefined;
  /**
   * Keys that it had before in this set, or names that it had as a `WorkflowSchedule` of the program, the oldest
   * first: it goes on to decide the name's default and the amount of `spread`.
   */
  readonly aliases?: readonly string[] | undefined;
}

/** Which workflow a logical name means. */
export type WorkflowReference =
  /** `wpid_…`. */
  | { readonly id: string }
  /** The exact title, which only one workflow may have. */
  | { readonly title: string };

/** What is different in one environment. */
export interface ScheduleEnvironment extends ScheduleDefaults {
  /** In place of those of the file, each as a whole, or in addition. */
  readonly workflows?: { readonly [name: string]: WorkflowReference } | undefined;
  readonly groups?: { readonly [name: string]: ScheduleGroup } | undefined;
  /** Only keys that the file has under `schedules`. */
  readonly schedules?: { readonly [key: string]: ScheduleEntry } | undefined;
  /** A name among the `providers` of the set: the account of this environment. */
  readonly provider?: string | undefined;
  /** Keys of schedules that Pulumi must not delete, or true for all. */
  readonly protect?: boolean | readonly string[] | undefined;
  /** The reason for which none of them fires now, which "no" is not. Taking it out gives each its own state back. */
  readonly paused?: string | undefined;
  /** How many schedules the account's plan allows; a set that would need more warns. */
  readonly planLimit?: number | undefined;
}

/** What a schedule file holds; docs/schedule-file.md has the rules. */
export interface ScheduleFile {
  /** Anything, such as anchors for the rest of the file. */
  readonly [extension: `x-${string}`]: unknown;
  /** For editors: where the JSON Schema is. */
  readonly $schema?: string | undefined;
  readonly defaults?: ScheduleDefaults | undefined;
  /** Logical names of workflows, none of which looks like an id. */
  readonly workflows?: { readonly [name: string]: WorkflowReference } | undefined;
  readonly groups?: { readonly [name: string]: ScheduleGroup } | undefined;
  /** By key, which names the resource. */
  readonly schedules: { readonly [key: string]: ScheduleEntry };
  /** By name; a set refuses one that is not here. */
  readonly environments: { readonly [name: string]: ScheduleEnvironment | null };
}
