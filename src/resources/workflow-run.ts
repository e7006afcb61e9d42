import * as pulumi from "@pulumi/pulumi";
import type { WorkflowRunState } from "../provider/run/state";
import { checkConfigKeys } from "./config-keys";
import { doorOf } from "./door";
import { plainJson } from "./plain-json";

/**
 * A status with which a run ends.
 *
 * @example
 * import { type RunFinalStatus, WorkflowRun } from "pulumi-skyvern";
 *
 * const failOn: RunFinalStatus[] = ["failed", "timed_out"];
 * new WorkflowRun("collect", { workflowId: "wpid_123", failOn });
 */
export type RunFinalStatus = "completed" | "failed" | "terminated" | "canceled" | "timed_out";

/**
 * A place in the world from which the browser appears to come.
 *
 * @example
 * import { type GeoTarget, WorkflowRun } from "pulumi-skyvern";
 *
 * const proxyLocation: GeoTarget = { country: "US", subdivision: "CA", city: "Oakland" };
 * new WorkflowRun("collect", { workflowId: "wpid_123", proxyLocation });
 */
export interface GeoTarget {
  /** ISO 3166-1 alpha-2, such as `US`. */
  readonly country: pulumi.Input<string>;
  /** ISO 3166-2 without the country, such as `CA`; at most 10 characters. */
  readonly subdivision?: pulumi.Input<string | undefined>;
  /** English name; at most 100 characters. */
  readonly city?: pulumi.Input<string | undefined>;
}

/**
 * The inputs of a {@link WorkflowRun}. A change of any input down to `triggers` starts a new run in place of this
 * one. A change of the others starts nothing. They are sent to `POST /v1/run/workflows`. docs/workflow-run.md has the
 * rules.
 *
 * @example
 * import type { WorkflowRunArgs } from "pulumi-skyvern";
 *
 * export const args: WorkflowRunArgs = {
 *   workflowId: "wpid_123",
 *   parameters: { month: "2026-11" },
 *   triggers: { commit: process.env["GITHUB_SHA"] },
 *   timeout: "30m",
 * };
 */
export interface WorkflowRunArgs {
  /** The workflow's permanent id, `wpid_…`. */
  readonly workflowId: pulumi.Input<string>;
  /** Values for the workflow's input parameters, as plain JSON. */
  readonly parameters?: pulumi.Input<Record<string, unknown> | undefined>;
  /** The title of the run. Servers up to 1.0.56 show the title of the workflow instead. */
  readonly title?: pulumi.Input<string | undefined>;
  /** `RESIDENTIAL`, `RESIDENTIAL_GB`, `RESIDENTIAL_ISP`, `US-CA`, `NONE`, or a place. @default the server's */
  readonly proxyLocation?: pulumi.Input<string | GeoTarget | undefined>;
  /** An http or https URL that Skyvern calls when the run ends. */
  readonly webhookUrl?: pulumi.Input<string | undefined>;
  /** The URL from which Skyvern fetches one-time passwords. Secret in state. */
  readonly totpUrl?: pulumi.Input<string | undefined>;
  /** Which one-time passwords to use, such as an e-mail address or a phone number. Secret in state. */
  readonly totpIdentifier?: pulumi.Input<string | undefined>;
  /** An open browser session to use, `pbs_…`. Not together with `startFreshBrowser`. */
  readonly browserSessionId?: pulumi.Input<string | undefined>;
  /** A stored browser profile to use, `bp_…`. Not together with `startFreshBrowser`. */
  readonly browserProfileId?: pulumi.Input<string | undefined>;
  /** The URL of a browser to connect to: http, https, ws or wss. Not together with `startFreshBrowser`. */
  readonly browserAddress?: pulumi.Input<string | undefined>;
  /** Headers that the browser sends with each request. Secret in state. */
  readonly extraHttpHeaders?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** How often a screenshot scrolls down the page, 0 or more. @default the server's */
  readonly maxScreenshotScrolls?: pulumi.Input<number | undefined>;
  /** Minutes after which the server ends the run, 1 to 480. `timeout` only ends the wait. @default the server's */
  readonly maxElapsedTimeMinutes?: pulumi.Input<number | undefined>;
  /** The most steps that the run may take, 1 or more (header `x-max-steps-override`). @default the server's */
  readonly maxStepsOverride?: pulumi.Input<number | undefined>;
  /** Whether the agent runs the workflow, or the code that Skyvern generated from it. @default the server's */
  readonly runWith?: pulumi.Input<"agent" | "code" | undefined>;
  /** Whether the agent takes over if the code fails. @default the server's */
  readonly aiFallback?: pulumi.Input<boolean | undefined>;
  /** Tags: at most 19, with keys of 1 to 64 characters (A-Z, a-z, 0-9, `_`, `.`, `-`) and values of at most 256. */
  readonly runMetadata?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Whether the run starts with an empty browser. @default the server's */
  readonly startFreshBrowser?: pulumi.Input<boolean | undefined>;
  /** Plain JSON, which is not sent. A changed value starts a new run. */
  readonly triggers?: pulumi.Input<Record<string, unknown> | undefined>;
  /** Whether the deployment waits for the end, and fails if the status is one of `failOn`. @default `true` */
  readonly waitForCompletion?: pulumi.Input<boolean | undefined>;
  /** How long to wait: `"90s"`, `"30m"`, `"1h30m"`. The next `pulumi up` continues to wait. @default `"1h"` */
  readonly timeout?: pulumi.Input<string | undefined>;
  /** The longest time between two reads of the run. The first reads come faster. @default `"5s"` */
  readonly pollInterval?: pulumi.Input<string | undefined>;
  /** The statuses that fail the deployment. @default all but `completed` */
  readonly failOn?: pulumi.Input<pulumi.Input<RunFinalStatus>[] | undefined>;
  /** Whether a deleted or replaced resource cancels its run if that has not ended. @default `true` */
  readonly cancelOnDelete?: pulumi.Input<boolean | undefined>;
  /** Whether a run that has not ended within `timeout` is canceled. @default `false` */
  readonly cancelOnTimeout?: pulumi.Input<boolean | undefined>;
}

/** Optional inputs, and what the server says of a run: outputs from the start. */
const outputs: Readonly<Record<Exclude<keyof WorkflowRunState, "workflowId" | "origin">, undefined>> = {
  parameters: undefined,
  title: undefined,
  proxyLocation: undefined,
  webhookUrl: undefined,
  totpUrl: undefined,
  totpIdentifier: undefined,
  browserSessionId: undefined,
  browserProfileId: undefined,
  browserAddress: undefined,
  extraHttpHeaders: undefined,
  maxScreenshotScrolls: undefined,
  runWith: undefined,
  maxElapsedTimeMinutes: undefined,
  maxStepsOverride: undefined,
  aiFallback: undefined,
  runMetadata: undefined,
  startFreshBrowser: undefined,
  triggers: undefined,
  waitForCompletion: undefined,
  timeout: undefined,
  pollInterval: undefined,
  failOn: undefined,
  cancelOnDelete: undefined,
  cancelOnTimeout: undefined,
  runId: undefined,
  status: undefined,
  output: undefined,
  failureReason: undefined,
  errors: undefined,
  appUrl: undefined,
  createdAt: undefined,
  startedAt: undefined,
  finishedAt: undefined,
  downloadedFiles: undefined,
  recordingUrl: undefined,
  screenshotUrls: undefined,
};

/**
 * One run of a workflow. It starts when the resource is created, and again when its inputs down to `triggers`
 * change. Its id is the run's, `wr_…`. A run that fails fails the deployment, and the next `pulumi up` starts a new
 * one. After a kill, `pulumi up` finds the run that it had started.
 *
 * @throws RunError if `parameters` or `triggers` are not plain JSON
 *
 * @example
 * import { WorkflowRun } from "pulumi-skyvern";
 *
 * const smoke = new WorkflowRun("smoke", {
 *   workflowId: "wpid_123",
 *   triggers: { commit: process.env["GITHUB_SHA"] },
 * });
 * export const result = smoke.output;
 */
export class WorkflowRun extends pulumi.CustomResource {
  /** The input, `wpid_…`. */
  declare readonly workflowId: pulumi.Output<string>;
  /** The input. */
  declare readonly parameters: pulumi.Output<Record<string, unknown> | undefined>;
  /** The input. */
  declare readonly triggers: pulumi.Output<Record<string, unknown> | undefined>;
  /** The id of the run, `wr_…`. */
  declare readonly runId: pulumi.Output<string>;
  /**
   * The last known status: `created`, `queued`, `running`, `paused`, one of {@link RunFinalStatus}, or `unreadable` if
   * the server started the run and cannot show it.
   */
  declare readonly status: pulumi.Output<string>;
  /** The result of the workflow. A failed run may have one. */
  declare readonly output: pulumi.Output<unknown>;
  /** Why the run failed, in words. */
  declare readonly failureReason: pulumi.Output<string | undefined>;
  /** The errors that the workflow reported. */
  declare readonly errors: pulumi.Output<unknown[] | undefined>;
  /** The run's page in Skyvern. */
  declare readonly appUrl: pulumi.Output<string | undefined>;
  /** When the server accepted it; ISO 8601, UTC. */
  declare readonly createdAt: pulumi.Output<string>;
  /** When it started; ISO 8601, UTC. */
  declare readonly startedAt: pulumi.Output<string | undefined>;
  /** When it ended; ISO 8601, UTC. */
  declare readonly finishedAt: pulumi.Output<string | undefined>;
  /** Files with signed URLs that expire. Secret in state, and never a change. {@link getRun} gives fresh URLs. */
  declare readonly downloadedFiles: pulumi.Output<unknown[] | undefined>;
  /** A signed URL that expires. Secret in state. */
  declare readonly recordingUrl: pulumi.Output<string | undefined>;
  /** Signed URLs that expire. Secret in state. */
  declare readonly screenshotUrls: pulumi.Output<string[] | undefined>;

  /**
   * @param name the name in Pulumi's state; a new name is a new run
   * @param args what to run, and how to wait
   * @param options Pulumi's options
   */
  constructor(name: string, args: WorkflowRunArgs, options?: pulumi.CustomResourceOptions) {
    checkConfigKeys();
    const door = doorOf("WorkflowRun", name, options);
    const secret = <Value>(value: pulumi.Input<Value> | undefined): pulumi.Output<unknown> | undefined =>
      value === undefined ? undefined : pulumi.secret(value);
    const properties = {
      ...outputs,
      ...args,
      ...Object.fromEntries(
        (["parameters", "triggers"] as const)
          .filter((key) => args[key] !== undefined)
          .map((key) => [key, plainJson(`WorkflowRun "${name}"`, key, args[key])]),
      ),
      totpUrl: secret(args.totpUrl),
      totpIdentifier: secret(args.totpIdentifier),
      extraHttpHeaders: secret(args.extraHttpHeaders),
      ...door.hidden,
    };
    super(door.type, name, properties, {
      // The tag of the old run must be removed before the same inputs can start a new one.
      deleteBeforeReplace: true,
      ...door.options,
      additionalSecretOutputs: [
        "downloadedFiles",
        "recordingUrl",
        "screenshotUrls",
        ...(options?.additionalSecretOutputs ?? []),
      ],
    });
  }
}
