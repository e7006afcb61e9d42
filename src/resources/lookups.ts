import * as pulumi from "@pulumi/pulumi";
import type { RunResult } from "../lookup/run-lookup";
import type { ScheduleQuery, ScheduleResult } from "../lookup/schedule-lookup";
import type { WorkflowQuery, WorkflowResult } from "../lookup/workflow-lookup";
import type { SkyvernClient } from "../skyvern/client";
import { knownSettings, type LookupOptions, lookupSettings } from "./lookup-options";
import type { ProviderSettings } from "./provider";

/** The same values, any of which may be an output. */
export type Inputs<Args> = { readonly [Key in keyof Args]: pulumi.Input<Args[Key]> };

// Each part is loaded when it is used: a program that looks nothing up needs no HTTP client.

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
  args: Inputs<Args>,
  options: LookupOptions,
): pulumi.Output<Result> {
  // The key makes the settings secret; what they find is secret only where the arguments are.
  return pulumi
    .all([pulumi.output(args), pulumi.unsecret(lookupSettings(options))])
    .apply(([given, settings]) =>
      lookup(given as Args, settings as ProviderSettings),
    ) as pulumi.Output<Result>;
}

/** Which workflows are meant: those of which some text contains `search`, or all. */
export interface WorkflowsQuery {
  readonly search?: string | undefined;
}

/** A run as it is now, with fresh signed URLs. @throws SkyvernError, `not-found` when there is no such run */
export function getRun(args: { readonly runId: string }, options: LookupOptions = {}): Promise<RunResult> {
  return now(run, args, options);
}

/** As {@link getRun}, for outputs. */
export function getRunOutput(
  args: Inputs<{ readonly runId: string }>,
  options: LookupOptions = {},
): pulumi.Output<RunResult> {
  return later(run, args, options);
}

/**
 * The workflow of this id, or of exactly this title.
 *
 * @throws SkyvernError, `not-found` when there is none, `invalid` when several have the title
 */
export function getWorkflow(args: WorkflowQuery, options: LookupOptions = {}): Promise<WorkflowResult> {
  return now(workflow, args, options);
}

/** As {@link getWorkflow}, for outputs. */
export function getWorkflowOutput(
  args: Inputs<{ readonly workflowId: string }> | Inputs<{ readonly title: string }>,
  options: LookupOptions = {},
): pulumi.Output<WorkflowResult> {
  return later<WorkflowQuery, WorkflowResult>(workflow, args, options);
}

/** All workflows, or those that a search finds; newest first. @throws SkyvernError */
export function getWorkflows(
  args: WorkflowsQuery = {},
  options: LookupOptions = {},
): Promise<WorkflowResult[]> {
  return now(workflows, args, options);
}

/** As {@link getWorkflows}, for outputs. */
export function getWorkflowsOutput(
  args: Inputs<WorkflowsQuery> = {},
  options: LookupOptions = {},
): pulumi.Output<WorkflowResult[]> {
  return later(workflows, args, options);
}

/**
 * The account's schedules, or those of one workflow, of one status, or that a search finds.
 *
 * @throws SkyvernError, `not-found` when there is no such workflow
 */
export function getSchedules(
  args: ScheduleQuery = {},
  options: LookupOptions = {},
): Promise<ScheduleResult[]> {
  return now(schedules, args, options);
}

/** As {@link getSchedules}, for outputs. */
export function getSchedulesOutput(
  args: Inputs<ScheduleQuery> = {},
  options: LookupOptions = {},
): pulumi.Output<ScheduleResult[]> {
  return later(schedules, args, options);
}
