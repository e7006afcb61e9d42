/**
 * `pulumi-skyvern/provider` is what Pulumi's provider process loads. Programs do not import it: the one-line pointers
 * in state name these exports. Names are added, and never changed or removed. See docs/state.md.
 *
 * @module provider
 */

import { host } from "./host";

/**
 * The lifecycle of every `WorkflowSchedule`.
 *
 * @example
 * import { workflowSchedule } from "pulumi-skyvern/provider";
 *
 * export const check = workflowSchedule.check;
 */
export const workflowSchedule = host((context) => {
  // A program has resources of one kind, or both. The code of each is loaded with the first of its resources.
  const { ScheduleLifecycle } = require("./schedule/lifecycle") as typeof import("./schedule/lifecycle");
  return new ScheduleLifecycle(context);
});

/**
 * The lifecycle of every `WorkflowRun`.
 *
 * @example
 * import { workflowRun } from "pulumi-skyvern/provider";
 *
 * export const check = workflowRun.check;
 */
export const workflowRun = host((context) => {
  const { RunLifecycle } = require("./run/lifecycle") as typeof import("./run/lifecycle");
  return new RunLifecycle(context);
});
