import * as pulumi from "@pulumi/pulumi";
import { checkConfigKeys } from "./config-keys";
import { originOf } from "./origin";
import { plainJson } from "./plain-json";
import { pointer } from "./pointer";

export interface WorkflowScheduleArgs {
  /** The workflow's permanent id, `wpid_…`. Changing this replaces the schedule: the old one is deleted first. */
  readonly workflowId: pulumi.Input<string>;
  /**
   * When it fires: five fields, minute, hour, day of month, month and day of week, at least 5 minutes apart.
   * What is accepted stands in docs/cron.md.
   */
  readonly cronExpression: pulumi.Input<string>;
  /** IANA name of the zone in which `cronExpression` is read, spelled exactly. @default "UTC" */
  readonly timezone?: pulumi.Input<string | undefined>;
  /** Shown in Skyvern's web page. @default the resource's own name */
  readonly name?: pulumi.Input<string | undefined>;
  /** Leaving it out clears it. */
  readonly description?: pulumi.Input<string | undefined>;
  /** Values for the workflow's input parameters, as plain JSON. Leaving it out clears them. */
  readonly parameters?: pulumi.Input<Record<string, unknown> | undefined>;
  /**
   * True and false are enforced. Left out, a new schedule fires, and a pause made in Skyvern's web page is
   * respected. While the stack's `skyvern:paused` is true, every schedule is paused.
   */
  readonly enabled?: pulumi.Input<boolean | undefined>;
  /**
   * Take over a schedule that exists, once, when the resource is created: the one of this id (`wfs_…`), or
   * with true the one of the same name in the same workflow, if there is exactly one; if there is none, a new
   * one is made. What differs is then brought in line. Changing or removing it later changes nothing.
   */
  readonly adopt?: pulumi.Input<string | boolean | undefined>;
}

/** The stacks whose hold was told: each run of a program has one of its own, tests have none. */
const toldStacks = new WeakSet<object>();
const noStack = {};

/**
 * Whether `skyvern:paused` holds all schedules of the stack; told once in each run of a program. It is asked here,
 * because an explicit provider gets nothing of the stack's configuration.
 */
function isStackHeld(): boolean {
  checkConfigKeys();
  const value = new pulumi.Config("skyvern").get("paused")?.trim() ?? "";
  if (value === "" || value === "false") return false;
  if (value !== "true") throw new pulumi.RunError(`skyvern:paused is "${value}". Write true or false.`);
  const stack = pulumi.runtime.getStackResource() ?? noStack;
  if (!toldStacks.has(stack)) {
    toldStacks.add(stack);
    void pulumi.log.warn(
      "skyvern:paused is true: all schedules of this stack are held. `pulumi config rm skyvern:paused` and `pulumi up` give each its own state back.",
    );
  }
  return true;
}

/** While the stack is held: paused, with what the program says for afterwards. */
function heldInputs(enabled: WorkflowScheduleArgs["enabled"]): Record<string, unknown> {
  if (!isStackHeld()) return { afterHold: undefined };
  const afterHold = pulumi.output(enabled).apply((own) => {
    if (typeof own === "boolean") return own ? "enabled" : "paused";
    // The provider refuses what is no boolean.
    return own ?? "as before";
  });
  return { enabled: false, afterHold };
}

/** A schedule on which Skyvern runs a workflow. Its id is `wpid_…/wfs_…`. */
export class WorkflowSchedule extends pulumi.CustomResource {
  declare readonly workflowId: pulumi.Output<string>;
  declare readonly cronExpression: pulumi.Output<string>;
  declare readonly timezone: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly parameters: pulumi.Output<Record<string, unknown> | undefined>;
  /** Whether it fires now, also where the input is left out. */
  declare readonly enabled: pulumi.Output<boolean>;
  declare readonly adopt: pulumi.Output<string | boolean | undefined>;
  /** `wfs_…`. */
  declare readonly scheduleId: pulumi.Output<string>;
  /** ISO 8601, UTC; an interval while the creation is unconfirmed (docs/state.md). */
  declare readonly createdAt: pulumi.Output<string>;
  /** `o_…`, the organisation that it belongs to; undefined where the server does not say. */
  declare readonly organizationId: pulumi.Output<string | undefined>;

  constructor(name: string, args: WorkflowScheduleArgs, options?: pulumi.CustomResourceOptions) {
    const type = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
    const properties = {
      // Every output exists from the start, those of inputs that are left out too.
      timezone: undefined,
      description: undefined,
      parameters: undefined,
      enabled: undefined,
      adopt: undefined,
      scheduleId: undefined,
      createdAt: undefined,
      organizationId: undefined,
      ...args,
      ...(args.parameters === undefined
        ? {}
        : { parameters: plainJson(`WorkflowSchedule "${name}"`, "parameters", args.parameters) }),
      ...heldInputs(args.enabled),
      name: args.name ?? name,
      // By this the provider tells resources apart.
      origin: originOf(type, name, options),
      __provider: pointer("workflowSchedule"),
    };
    // Two alive at once would fire twice, so also a replacement that the engine is told to make deletes first.
    const deletingFirst = { deleteBeforeReplace: true, ...options };
    super(type, name, properties, deletingFirst);
  }

  /**
   * The next times at which it fires, ISO 8601 in UTC, computed here as Skyvern's open-source server computes
   * them; the cloud's scheduler may differ around a daylight-saving change (docs/cron.md). They move on with
   * the clock: exporting them makes every `pulumi up` show a changed output.
   *
   * @param count how many, a whole number from 1 to 1000. @default 5
   * @throws RunError when it is no such number
   */
  nextRuns(count = 5): pulumi.Output<string[]> {
    if (!Number.isInteger(count) || count < 1 || count > 1000)
      throw new pulumi.RunError(`nextRuns(${count}): The count must be a whole number from 1 to 1000.`);
    return pulumi.all([this.cronExpression, this.timezone]).apply(([cronExpression, timezone]) => {
      // Without a timezone in its outputs: a unit test's mocks return the inputs as they are.
      // Loaded here, because a program that does not ask needs no cron parser.
      const { nextRuns } = require("../calendar/next-runs") as typeof import("../calendar/next-runs");
      return nextRuns(cronExpression, timezone ?? "UTC", count, new Date()).map((time) => time.toISOString());
    });
  }
}
