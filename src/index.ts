/**
 * `pulumi-skyvern` is what a Pulumi program imports: resources, the provider, lookups and their types.
 *
 * The properties that every resource has (`id`, `urn`) and the options of every resource are Pulumi's own.
 *
 * @module pulumi-skyvern
 */

export { shortestInterval } from "./calendar/shortest-interval";
export { SkyvernError, type SkyvernErrorKind } from "./errors";
export type { RunResult } from "./lookup/run-lookup";
export type { ScheduleQuery, ScheduleResult } from "./lookup/schedule-lookup";
export type {
  WorkflowParameter,
  WorkflowQuery,
  WorkflowResult,
  WorkflowsQuery,
} from "./lookup/workflow-lookup";
export type { LookupOptions } from "./resources/lookup-options";
export {
  getRun,
  getRunOutput,
  getSchedules,
  getSchedulesOutput,
  getWorkflow,
  getWorkflowOutput,
  getWorkflows,
  getWorkflowsOutput,
  type LookupInputs,
} from "./resources/lookups";
export { Provider, type ProviderArgs } from "./resources/provider";
export { ScheduleSet, type ScheduleSetArgs, type SetScheduleResult } from "./resources/schedule-set";
export {
  type GeoTarget,
  type RunFinalStatus,
  WorkflowRun,
  type WorkflowRunArgs,
} from "./resources/workflow-run";
export { WorkflowSchedule, type WorkflowScheduleArgs } from "./resources/workflow-schedule";
export type {
  ScheduleDefaults,
  ScheduleEntry,
  ScheduleEnvironment,
  ScheduleFile,
  ScheduleGroup,
  WorkflowReference,
} from "./schedule-file/schedule-file";
export type { Json } from "./skyvern/wire";
