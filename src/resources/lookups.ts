import * as pulumi from "@pulumi/pulumi";
import type { RunResult } from "../lookup/run-lookup";
import type { ScheduleQuery, ScheduleResult } from "../lookup/schedule-lookup";
import type { WorkflowQuery, WorkflowResult, WorkflowsQuery } from "../lookup/workflow-lookup";
import type { SkyvernClient } from "../skyvern/client";
import { callMocks, type FunctionName, isMocked } from "./is-mocked";
import { knownSettings, type LookupOptions, lookupSettings } from "./lookup-options";
import type { ProviderSettings } from "./provider";

/**
 * The arguments of a lookup, any of which may be an output.
 *
 * @example
 * import { getSchedulesOutput, type LookupInputs, type ScheduleQuery, WorkflowRun } from "pulumi-skyvern";
 *
 * const { workflowId } = new WorkflowRun("collect", { workflowId: "wpid_123" });
 * const query: LookupInputs<ScheduleQuery> = { workflowId, status: "active" };
 * export const schedules = getSchedulesOutput(query);
 */
export type LookupInputs<Args> = { readonly [Key in keyof Args]: pulumi.Input<Args[Key]> };

// Loaded on demand: a program without lookups needs no HTTP client.

const client = (settings: ProviderSettings): SkyvernClient => {
  const { lookupClient } = require("../lookup/lookup-client") as typeof import("../lookup/lookup-client");
  return lookupClient((key) => settings[key]);
};

interface Lookup<Args, Result> {
  readonly name: FunctionName;
  /** The key of the result in the schema, where a function returns an object. @default the result itself */
  readonly key?: string;
  readonly ask: (args: Args, settings: ProviderSettings) => Promise<Result>;
}

const run: Lookup<{ readonly runId: string }, RunResult> = {
  name: "getRun",
  ask(args, settings) {
    const { lookUpRun } = require("../lookup/run-lookup") as typeof import("../lookup/run-lookup");
    return lookUpRun(client(settings), args);
  },
};

const workflowLookup = (): typeof import("../lookup/workflow-lookup") => require("../lookup/workflow-lookup");
const workflow: Lookup<WorkflowQuery, WorkflowResult> = {
  name: "getWorkflow",
  ask: (args, settings) => workflowLookup().lookUpWorkflow(client(settings), args),
};
const workflows: Lookup<WorkflowsQuery, WorkflowResult[]> = {
  name: "getWorkflows",
  key: "workflows",
  ask: (args, settings) => workflowLookup().lookUpWorkflows(client(settings), args),
};

const schedules: Lookup<ScheduleQuery, ScheduleResult[]> = {
  name: "getSchedules",
  key: "schedules",
  ask(args, settings) {
    const { lookUpSchedules } =
      require("../lookup/schedule-lookup") as typeof import("../lookup/schedule-lookup");
    return lookUpSchedules(client(settings), args);
  },
};

/** The lookup in this program: asks the account, or the mocks of a unit test. A list is empty if the mocks have none. */
function askerOf<Args, Result>({ name, key, ask }: Lookup<Args, Result>, options: LookupOptions) {
  if (!isMocked()) return ask;
  return async (args: Args): Promise<Result> => {
    const result = await callMocks(name, args as object, options);
    return (key === undefined ? result : (result[key] ?? [])) as Result;
  };
}

async function now<Args, Result>(
  lookup: Lookup<Args, Result>,
  args: Args,
  options: LookupOptions,
): Promise<Result> {
  const ask = askerOf(lookup, options);
  return ask(args, await knownSettings(options));
}

function later<Args, Result>(
  lookup: Lookup<Args, Result>,
  args: LookupInputs<Args>,
  options: LookupOptions,
): pulumi.Output<Result> {
  const ask = askerOf(lookup, options);
  // The key makes the settings secret. The result is secret only if the arguments are.
  return pulumi
    .all([pulumi.output(args), pulumi.unsecret(lookupSettings(options))])
    .apply(([given, settings]) => ask(given as Args, settings as ProviderSettings)) as pulumi.Output<Result>;
}

/**
 * A run as it is now, with fresh signed URLs.
 *
 * @param args the run's id, `wr_…`
 * @param options which account to ask
 * @throws SkyvernError of kind `not-found` if there is no such run
 *
 * @example
 * import { getRun } from "pulumi-skyvern";
 *
 * export const status = getRun({ runId: "wr_123" }).then((run) => run.status);
 */
export function getRun(args: { readonly runId: string }, options: LookupOptions = {}): Promise<RunResult> {
  return now(run, args, options);
}

/**
 * {@link getRun} for arguments that are outputs, such as `runId` of a `WorkflowRun`. If they are unknown in the
 * preview, it asks during the update.
 *
 * @param args the run's id, `wr_…`
 * @param options which account to ask
 *
 * @example
 * import * as pulumi from "@pulumi/pulumi";
 * import { getRunOutput, WorkflowRun } from "pulumi-skyvern";
 *
 * const collect = new WorkflowRun("collect", { workflowId: "wpid_123" });
 * export const files = pulumi.secret(getRunOutput({ runId: collect.runId }).downloadedFiles);
 */
export function getRunOutput(
  args: LookupInputs<{ readonly runId: string }>,
  options: LookupOptions = {},
): pulumi.Output<RunResult> {
  return later(run, args, options);
}

/**
 * The workflow with this id, or with exactly this title.
 *
 * @param args the id or the title
 * @param options which account to ask
 * @throws SkyvernError of kind `not-found` if there is none, of kind `invalid` if several have the title
 *
 * @example
 * import { getWorkflow } from "pulumi-skyvern";
 *
 * export const id = getWorkflow({ title: "Invoices" }).then((workflow) => workflow.workflowId);
 */
export function getWorkflow(args: WorkflowQuery, options: LookupOptions = {}): Promise<WorkflowResult> {
  return now(workflow, args, options);
}

/**
 * {@link getWorkflow} for arguments that are outputs. Its result can be an input of a resource.
 *
 * @param args the id or the title
 * @param options which account to ask
 *
 * @example
 * import { getWorkflowOutput, WorkflowSchedule } from "pulumi-skyvern";
 *
 * const { workflowId } = getWorkflowOutput({ title: "Invoices" });
 * new WorkflowSchedule("nightly", { workflowId, cronExpression: "0 2 * * *" });
 */
export function getWorkflowOutput(
  args: LookupInputs<{ readonly workflowId: string }> | LookupInputs<{ readonly title: string }>,
  options: LookupOptions = {},
): pulumi.Output<WorkflowResult> {
  return later<WorkflowQuery, WorkflowResult>(workflow, args, options);
}

/**
 * All workflows, or those that a search finds; newest first.
 *
 * @param args which workflows
 * @param options which account to ask
 * @throws SkyvernError if the server cannot be asked
 *
 * @example
 * import { getWorkflows } from "pulumi-skyvern";
 *
 * export const titles = getWorkflows({ search: "invoice" }).then((all) => all.map(({ title }) => title));
 */
export function getWorkflows(
  args: WorkflowsQuery = {},
  options: LookupOptions = {},
): Promise<WorkflowResult[]> {
  return now(workflows, args, options);
}

/**
 * {@link getWorkflows} for arguments that are outputs.
 *
 * @param args which workflows
 * @param options which account to ask
 *
 * @example
 * import { getWorkflowsOutput } from "pulumi-skyvern";
 *
 * export const count = getWorkflowsOutput().apply((workflows) => workflows.length);
 */
export function getWorkflowsOutput(
  args: LookupInputs<WorkflowsQuery> = {},
  options: LookupOptions = {},
): pulumi.Output<WorkflowResult[]> {
  return later(workflows, args, options);
}

/**
 * The account's schedules, or those of one workflow, with one status, or that match a search.
 *
 * @param args which schedules
 * @param options which account to ask
 * @throws SkyvernError of kind `not-found` if there is no such workflow
 *
 * @example
 * import { getSchedules } from "pulumi-skyvern";
 *
 * export const paused = getSchedules({ status: "paused" }).then((all) => all.map(({ name }) => name));
 */
export function getSchedules(
  args: ScheduleQuery = {},
  options: LookupOptions = {},
): Promise<ScheduleResult[]> {
  return now(schedules, args, options);
}

/**
 * {@link getSchedules} for arguments that are outputs.
 *
 * @param args which schedules
 * @param options which account to ask
 *
 * @example
 * import { getSchedulesOutput, getWorkflowOutput } from "pulumi-skyvern";
 *
 * const { workflowId } = getWorkflowOutput({ title: "Invoices" });
 * export const count = getSchedulesOutput({ workflowId }).apply((schedules) => schedules.length);
 */
export function getSchedulesOutput(
  args: LookupInputs<ScheduleQuery> = {},
  options: LookupOptions = {},
): pulumi.Output<ScheduleResult[]> {
  return later(schedules, args, options);
}
