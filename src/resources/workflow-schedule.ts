import * as pulumi from "@pulumi/pulumi";
import { afterHoldOf, holdWarning } from "../config-key";
import { checkConfigKeys } from "./config-keys";
import { doorOf } from "./door";
import { plainJson } from "./plain-json";

/**
 * The inputs of a {@link WorkflowSchedule}. docs/workflow-schedule.md has the rules.
 *
 * @example
 * import type { WorkflowScheduleArgs } from "pulumi-skyvern";
 *
 * export const args: WorkflowScheduleArgs = {
 *   workflowId: "wpid_123",
 *   cronExpression: "0 9 * * MON-FRI",
 *   timezone: "Europe/Stockholm",
 *   parameters: { vendor: "acme" },
 * };
 */
export interface WorkflowScheduleArgs {
  /** The workflow's permanent id, `wpid_…`. Changing this replaces the schedule: the old one is deleted first. */
  readonly workflowId: pulumi.Input<string>;
  /**
   * When it fires: five fields (minute, hour, day of month, month, day of week), with at least 5 minutes between two
   * fire times. docs/cron.md has the rules. Set exactly one of this, `interval` (or `intervalSeconds`) and `runAt`.
   */
  readonly cronExpression?: pulumi.Input<string | undefined>;
  /**
   * How often it fires, in elapsed time: a text such as `"90m"`, `"36h"` or `"2d"`, from 5 minutes. It ignores daylight
   * saving: a day is 24 hours.
   */
  readonly interval?: pulumi.Input<string | undefined>;
  /** `interval` in seconds, a whole number from 300 to 2147483647. */
  readonly intervalSeconds?: pulumi.Input<number | undefined>;
  /**
   * The first fire time of an interval, with a UTC offset: `"2027-01-04T09:00:00+01:00"`. A new one must be a minute
   * ahead. @default one interval after the creation, as Skyvern stores it; a change of the interval keeps it
   */
  readonly firstFireAt?: pulumi.Input<string | undefined>;
  /**
   * Fires once, at this time, with a UTC offset: `"2027-01-04T09:00:00+01:00"`. A new one must be a minute ahead. A
   * one-time schedule cannot be paused, and cannot change after it fired. Changing to or from another kind replaces
   * the schedule: the old one is deleted first.
   */
  readonly runAt?: pulumi.Input<string | undefined>;
  /**
   * IANA name of the zone in which `cronExpression` is read, spelled exactly. Other kinds store it without an effect.
   * @default `"UTC"`
   */
  readonly timezone?: pulumi.Input<string | undefined>;
  /** Shown in Skyvern's web page; `""` for a schedule without a name. @default the resource's own name */
  readonly name?: pulumi.Input<string | undefined>;
  /** A text for people. Without it, the schedule has none. */
  readonly description?: pulumi.Input<string | undefined>;
  /** Values for the workflow's input parameters, as plain JSON. Without it, the schedule has none. */
  readonly parameters?: pulumi.Input<Record<string, unknown> | undefined>;
  /**
   * Whether it fires. True and false are enforced. If it is left out, a new schedule fires, and a pause made in
   * Skyvern's web page stays. While the stack's `skyvern:paused` is true, every schedule is paused.
   */
  readonly enabled?: pulumi.Input<boolean | undefined>;
  /**
   * Takes over an existing schedule when the resource is created. An id (`wfs_…`) means that schedule. True means
   * the schedule of the same name in the same workflow, or a new one if there is none; it fails if there are several.
   * One write then changes what differs. A later change of `adopt` has no effect.
   */
  readonly adopt?: pulumi.Input<string | boolean | undefined>;
}

/** Declares every output, even if its input is left out. */
const outputs = {
  cronExpression: undefined,
  intervalSeconds: undefined,
  firstFireAt: undefined,
  runAt: undefined,
  timezone: undefined,
  description: undefined,
  parameters: undefined,
  enabled: undefined,
  adopt: undefined,
  scheduleId: undefined,
  createdAt: undefined,
  organizationId: undefined,
};

/** The stacks whose hold was reported. Each run of a program has its own stack, a unit test has none. */
const reportedStacks = new WeakSet<object>();
const noStack = {};

/**
 * Reads whether `skyvern:paused` holds all schedules of the stack, and warns of it once. The resource class reads it
 * because an explicit provider gets none of the stack's configuration.
 */
function readStackHold(): boolean {
  checkConfigKeys();
  const value = new pulumi.Config("skyvern").get("paused")?.trim() ?? "";
  if (value === "" || value === "false") return false;
  if (value !== "true") throw new pulumi.RunError(`skyvern:paused is "${value}". Write true or false.`);
  const stack = pulumi.runtime.getStackResource() ?? noStack;
  if (!reportedStacks.has(stack)) {
    reportedStacks.add(stack);
    void pulumi.log.warn(holdWarning);
  }
  return true;
}

/** While the stack is held: paused, with the program's `enabled` for afterwards. */
function heldInputs(enabled: WorkflowScheduleArgs["enabled"]): Record<string, unknown> {
  if (!readStackHold()) return { afterHold: undefined };
  const afterHold = pulumi.output(enabled).apply(afterHoldOf);
  return { enabled: false, afterHold };
}

/**
 * A schedule on which Skyvern runs a workflow. Its id is `wpid_…/wfs_…`.
 *
 * @throws RunError if `parameters` is not plain JSON
 *
 * @example
 * import { WorkflowSchedule } from "pulumi-skyvern";
 *
 * const nightly = new WorkflowSchedule("nightly", { workflowId: "wpid_123", cronExpression: "0 2 * * *" });
 * export const scheduleId = nightly.scheduleId;
 */
export class WorkflowSchedule extends pulumi.CustomResource {
  /** The input, `wpid_…`. */
  declare readonly workflowId: pulumi.Output<string>;
  /** The input; undefined for an interval or one-time schedule. */
  declare readonly cronExpression: pulumi.Output<string | undefined>;
  /** The interval in seconds, also if the input was `interval`; undefined for a schedule of another kind. */
  declare readonly intervalSeconds: pulumi.Output<number | undefined>;
  /** The first fire time of an interval: the input, or what Skyvern chose; ISO 8601, UTC. */
  declare readonly firstFireAt: pulumi.Output<string | undefined>;
  /** The fire time of a one-time schedule; ISO 8601, UTC. */
  declare readonly runAt: pulumi.Output<string | undefined>;
  /** The input, or `UTC`. */
  declare readonly timezone: pulumi.Output<string>;
  /** The input, or the resource's own name; undefined for a schedule without a name. */
  declare readonly name: pulumi.Output<string>;
  /** The input. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** The input. */
  declare readonly parameters: pulumi.Output<Record<string, unknown> | undefined>;
  /** Whether it fires now, also if the input is left out. */
  declare readonly enabled: pulumi.Output<boolean>;
  /** The input. */
  declare readonly adopt: pulumi.Output<string | boolean | undefined>;
  /** The id of the schedule, `wfs_…`. */
  declare readonly scheduleId: pulumi.Output<string>;
  /** When it was created; ISO 8601, UTC. An interval while the creation is unconfirmed (docs/state.md). */
  declare readonly createdAt: pulumi.Output<string>;
  /** The organisation that it belongs to, `o_…`; undefined if the server does not say. */
  declare readonly organizationId: pulumi.Output<string | undefined>;

  /**
   * @param name the name in Pulumi's state, and in Skyvern unless `args.name` differs
   * @param args which workflow runs, and when
   * @param options Pulumi's options
   */
  constructor(name: string, args: WorkflowScheduleArgs, options?: pulumi.CustomResourceOptions) {
    const door = doorOf("WorkflowSchedule", name, options);
    // A resource that is only read has no inputs.
    if (options?.id !== undefined) {
      super(door.type, name, { ...outputs }, door.options);
      return;
    }
    const properties = {
      ...outputs,
      ...args,
      ...(args.parameters === undefined
        ? {}
        : { parameters: plainJson(`WorkflowSchedule "${name}"`, "parameters", args.parameters) }),
      ...heldInputs(args.enabled),
      name: args.name ?? name,
      ...door.hidden,
    };
    // Two live schedules would fire twice, so a forced replacement deletes first too.
    super(door.type, name, properties, { deleteBeforeReplace: true, ...door.options });
  }

  /**
   * The existing schedule with this id, which the program reads and does not manage. Only with the provider plugin
   * (`skyvern:plugin`, docs/plugin.md).
   *
   * @param name the name in Pulumi's state
   * @param id `wpid_…/wfs_…`
   * @param options Pulumi's options
   * @throws RunError without the plugin
   *
   * @example
   * import { WorkflowSchedule } from "pulumi-skyvern";
   *
   * export const cronExpression = WorkflowSchedule.get("legacy", "wpid_123/wfs_456").cronExpression;
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    options?: pulumi.CustomResourceOptions,
  ): WorkflowSchedule {
    return new WorkflowSchedule(name, { workflowId: "" }, { ...options, id });
  }

  /**
   * The next fire times, ISO 8601 in UTC; at most one for a one-time schedule. Your program computes them as Skyvern's
   * open-source server does. The cloud's scheduler may differ around a daylight-saving change (docs/cron.md). They
   * depend on the time of day, so a stack output made of them changes with every `pulumi up`.
   *
   * @param count how many, a whole number from 1 to 1000; 5 if it is left out
   * @throws RunError if it is not such a number
   *
   * @example
   * import { WorkflowSchedule } from "pulumi-skyvern";
   *
   * const weekly = new WorkflowSchedule("weekly", { workflowId: "wpid_123", cronExpression: "0 7 * * MON" });
   * weekly.nextRuns(1).apply(([next]) => console.log(`The next run starts at ${next}.`));
   */
  nextRuns(count = 5): pulumi.Output<string[]> {
    if (!Number.isInteger(count) || count < 1 || count > 1000)
      throw new pulumi.RunError(`nextRuns(${count}): The count must be a whole number from 1 to 1000.`);
    const { cronExpression, timezone, intervalSeconds, firstFireAt, runAt } = this;
    return pulumi.output({ cronExpression, timezone, intervalSeconds, firstFireAt, runAt }).apply((times) => {
      // Loaded here, because other programs need no cron parser. Under mocks `timezone` may be undefined.
      const { nextFireTimes } =
        require("../calendar/schedule-times") as typeof import("../calendar/schedule-times");
      return nextFireTimes(times, count, new Date()).map((time) => time.toISOString());
    });
  }
}
