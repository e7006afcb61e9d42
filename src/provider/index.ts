/**
 * `pulumi-skyvern/provider` is what Pulumi's provider process loads. Programs do not import it: the one-line pointers
 * in state name these exports. Names are added, and never changed or removed. See docs/state.md.
 *
 * @module provider
 */

import { host } from "./host";
import { RunLifecycle } from "./run/lifecycle";
import { ScheduleLifecycle } from "./schedule/lifecycle";

/**
 * The lifecycle of every `WorkflowSchedule`.
 *
 * @example
 * import { workflowSchedule } from "pulumi-skyvern/provider";
 *
 * export const check = workflowSchedule.check;
 */
export const workflowSchedule = host((context) => new ScheduleLifecycle(context));

/**
 * The lifecycle of every `WorkflowRun`.
 *
 * @example
 * import { workflowRun } from "pulumi-skyvern/provider";
 *
 * export const check = workflowRun.check;
 */
export const workflowRun = host((context) => new RunLifecycle(context));
