import * as pulumi from "@pulumi/pulumi";
import type { RunResult } from "../lookup/run-lookup";
import type { ScheduleQuery, ScheduleResult } from "../lookup/schedule-lookup";
import type { WorkflowQuery, WorkflowResult } from "../lookup/workflow-lookup";
import type { SkyvernClient } from "../skyvern/client";
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

const run = ({ runId }: { readonly runId: string }, settings: ProviderSettings): Promise<RunResult> => {
  const { lookUpRun } = require("../lookup/run-lookup") as typeof import("../lookup/run-lookup");
  return lookUpRun(client(settings), runId);
};

const workflowLookup = (): typeof import("../lookup/workflow-lookup") => require("../lookup/workflow-lookup");
const workflow = (args: WorkflowQuery, settings: ProviderSettings): Promise<WorkflowResult> =>
  workflowLookup().lookUpWorkflow(client(settings), args);
const workflows = (args: WorkflowsQuery, settings: ProviderSettings): Promise<WorkflowResult[]> =>
  workflowLookup().lookUpWorkflows(client(settings), args);

const schedules = (args: ScheduleQuery, settings: ProviderSettings): Promise<ScheduleResult[]> => {
  const { lookUpSchedules } =
    require("../lookup/schedule-lookup") as typeof import("../lookup/schedule-lookup");
  return lookUpSchedules(client(settings), args);
};

type Lookup<Args, Result> = (args: Args, settings: ProviderSettings) => Promise<Result>;

async function now<Args, Result>(
  lookup: Lookup<Args, Result>,
  args: Args,
  options: LookupOptions,
): Promise<Result> {
  return lookup(args, await knownSettings(options));
}

function later<Args, Result>(
  lookup: Lookup<Args, Result>,
  args: LookupInputs<Args>,
  options: LookupOptions,
): pulumi.Output<Result> {
  // The key makes the settings secret. The result is secret only if the arguments are.
  return pulumi
    .all([pulumi.output(args), pulumi.unsecret(lookupSettings(options))])
    .apply(([given, settings]) =>
      lookup(given as Args, settings as ProviderSettings),
    ) as pulumi.Output<Result>;
}

/**
 * Which workflows to list; without `search`, all workflows of the account.
 *
 * @example
 * import { getWorkflows, type WorkflowsQuery } from "pulumi-skyvern";
 *
 * const query: WorkflowsQuery = { search: "invoice" };
 * export const workflows = getWorkflows(query);
 */
export interface WorkflowsQuery {
  /** Part of the title or of another text of the workflow (`search_key` of `GET /v1/workflows`). */
  readonly search?: string | undefined;
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
