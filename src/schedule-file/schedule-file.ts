// Written by hand, because types inferred from the schema lose these comments. test/types/schedule-file.test.ts makes the
// compiler compare the two in both directions.

/**
 * The settings that a schedule can inherit: from `defaults`, from its group, from its environment.
 *
 * @example
 * import type { ScheduleDefaults } from "pulumi-skyvern";
 *
 * export const defaults: ScheduleDefaults = { timezone: "Europe/Stockholm", parameters: { region: "eu" } };
 */
export interface ScheduleDefaults {
  /** A name under `workflows`, or an id, `wpid_…`. */
  readonly workflow?: string | undefined;
  /** Five fields, with at least 5 minutes between two fire times; docs/cron.md has the rules. */
  readonly cron?: string | undefined;
  /**
   * Instead of `cron`: how often it fires, in elapsed time, such as `"90m"`, `"36h"` or `"2d"`, from 5 minutes. A later
   * level that sets one of `cron`, `every` and `at` replaces the one of an earlier level.
   */
  readonly every?: string | undefined;
  /** The first fire time of `every`, with a UTC offset. @default one interval after the creation */
  readonly startingAt?: string | undefined;
  /** Instead of `cron`: the only fire time, with a UTC offset, such as `"2027-01-04T09:00:00+01:00"`. */
  readonly at?: string | undefined;
  /** IANA name of the timezone in which `cron` is read. @default `"UTC"` */
  readonly timezone?: string | undefined;
  /** A text for people. */
  readonly description?: string | undefined;
  /**
   * Values for the workflow's input parameters. They are merged key by key. Null removes an inherited value, and is an
   * error if there is none. In an object of a program, values may be outputs.
   */
  readonly parameters?: { readonly [key: string]: unknown } | undefined;
  /** Whether it fires. Both values are enforced. @default `true` */
  readonly enabled?: boolean | undefined;
}

/**
 * Settings that several schedules share.
 *
 * @example
 * import type { ScheduleGroup } from "pulumi-skyvern";
 *
 * export const night: ScheduleGroup = { cron: "0 2 * * *", spread: "30m" };
 */
export interface ScheduleGroup extends ScheduleDefaults {
  /** Such as `30m`, at most 12 hours: each member fires later by less than this. Its key decides the amount. */
  readonly spread?: string | undefined;
}

/**
 * One schedule of a schedule file.
 *
 * @example
 * import type { ScheduleEntry } from "pulumi-skyvern";
 *
 * export const entry: ScheduleEntry = { workflow: "invoices", cron: "0 2 * * *", aliases: ["nightly-invoices"] };
 */
export interface ScheduleEntry extends ScheduleDefaults {
  /** A name under `groups`. */
  readonly group?: string | undefined;
  /** Shown in Skyvern's web page; `""` for a schedule without a name. @default its key, or its oldest alias */
  readonly name?: string | undefined;
  /** True leaves it out: of this environment, or of all that do not set `absent: false`. @default `false` */
  readonly absent?: boolean | undefined;
  /**
   * Takes over an existing schedule, as `adopt` of `WorkflowSchedule` does: `wfs_…`, or true for the one of the same
   * name. Write it in an environment. In the file's own schedules it is an error if two environments could take over
   * the same schedule.
   */
  readonly adopt?: string | boolean | undefined;
  /**
   * Former keys in this set, or former names as a `WorkflowSchedule` of the program, the oldest first. The oldest
   * alias sets the default name and the amount of `spread`.
   */
  readonly aliases?: readonly string[] | undefined;
}

/**
 * The workflow that a logical name stands for.
 *
 * @example
 * import type { WorkflowReference } from "pulumi-skyvern";
 *
 * export const invoices: WorkflowReference = { title: "Invoices" };
 */
export type WorkflowReference =
  | {
      /** `wpid_…`. */
      readonly id: string;
    }
  | {
      /** The exact title, which only one workflow may have. */
      readonly title: string;
    };

/**
 * The differences of one environment.
 *
 * @example
 * import type { ScheduleEnvironment } from "pulumi-skyvern";
 *
 * export const staging: ScheduleEnvironment = { enabled: false, schedules: { invoices: { cron: "0 4 * * *" } } };
 */
export interface ScheduleEnvironment extends ScheduleDefaults {
  /** More workflows. One with a name of the file replaces it as a whole. */
  readonly workflows?: { readonly [name: string]: WorkflowReference } | undefined;
  /** More groups, and changes to groups of the file: what a group leaves out here stays as it is there. */
  readonly groups?: { readonly [name: string]: ScheduleGroup } | undefined;
  /** Differences of single schedules, by their keys in the file. */
  readonly schedules?: { readonly [key: string]: ScheduleEntry } | undefined;
  /** The account of this environment: a name in `providers` of the set. */
  readonly provider?: string | undefined;
  /** Keys of schedules that Pulumi must not delete, or true for all. */
  readonly protect?: boolean | readonly string[] | undefined;
  /** The reason why all its schedules are paused. Without it, each has its own state again. */
  readonly paused?: string | undefined;
  /** How many schedules the plan of the account allows. A set that needs more prints a warning. */
  readonly planLimit?: number | undefined;
}

/**
 * The content of a schedule file. docs/schedule-file.md has the rules.
 *
 * @example
 * import { type ScheduleFile, ScheduleSet } from "pulumi-skyvern";
 *
 * const content: ScheduleFile = {
 *   workflows: { invoices: { title: "Invoices" } },
 *   schedules: { nightly: { workflow: "invoices", cron: "0 2 * * *" } },
 *   environments: { staging: { enabled: false }, prod: null },
 * };
 * new ScheduleSet("jobs", { content, environment: "prod" });
 */
export interface ScheduleFile {
  /** Keys that start with `x-` may contain anything, such as YAML anchors. */
  readonly [extension: `x-${string}`]: unknown;
  /** The path of the JSON Schema, for editors. */
  readonly $schema?: string | undefined;
  /** Settings that all schedules inherit. */
  readonly defaults?: ScheduleDefaults | undefined;
  /** The workflows, by logical name. A name must not look like an id. */
  readonly workflows?: { readonly [name: string]: WorkflowReference } | undefined;
  /** Groups of schedules, by name. */
  readonly groups?: { readonly [name: string]: ScheduleGroup } | undefined;
  /** The schedules, by key. The name of each resource ends with its key. */
  readonly schedules: { readonly [key: string]: ScheduleEntry };
  /**
   * Schedules of the account that nobody wants in a stack: names, in which `*` and `?` stand for any text and any
   * character, or ids (`wfs_…`). `pulumi-skyvern drift` does not report them. A set ignores this key.
   */
  readonly ignore?: readonly string[] | undefined;
  /** The environments, by name. A set accepts no other. Null means no differences. */
  readonly environments: { readonly [name: string]: ScheduleEnvironment | null };
}
