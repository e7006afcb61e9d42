import type { SkyvernClient } from "../skyvern/client";
import { inUtc } from "../skyvern/in-utc";
import { isSettled, listSchedules, listWorkflowSchedules } from "../skyvern/schedules";
import type { Json, WireListedSchedule, WireSchedule } from "../skyvern/wire";
import { checkArguments } from "./check-arguments";

/**
 * A schedule as the server has it (`GET /api/v1/schedules`).
 *
 * @example
 * import { getSchedules, type ScheduleResult } from "pulumi-skyvern";
 *
 * const label = ({ name, cronExpression }: ScheduleResult): string => `${name}: ${cronExpression}`;
 * export const labels = getSchedules().then((schedules) => schedules.map(label));
 */
export interface ScheduleResult {
  /** The id of the schedule, `wfs_…`. */
  readonly scheduleId: string;
  /** The id of its workflow, `wpid_…`. */
  readonly workflowId: string;
  /** Undefined for a schedule without a name. */
  readonly name: string | undefined;
  /** Undefined for a schedule without a description. */
  readonly description: string | undefined;
  /** Undefined for an interval or one-time schedule. */
  readonly cronExpression: string | undefined;
  /** Seconds between two fire times; undefined for a cron or one-time schedule. */
  readonly intervalSeconds: number | undefined;
  /** The first fire time of an interval; ISO 8601, UTC. */
  readonly firstFireAt: string | undefined;
  /** The fire time of a one-time schedule; ISO 8601, UTC. */
  readonly runAt: string | undefined;
  /**
   * What became of a one-time schedule: `pending`, `fired`, `failed` (its run could not be started) or `canceled`.
   * Undefined for a recurring one.
   */
  readonly dispatchStatus: string | undefined;
  /** The run that a one-time schedule started, `wr_…`. */
  readonly runId: string | undefined;
  /** IANA name of the zone in which `cronExpression` is read. */
  readonly timezone: string;
  /** False while it is paused. */
  readonly enabled: boolean;
  /** Values for the workflow's input parameters. */
  readonly parameters: { readonly [key: string]: Json } | undefined;
  /** When it was created; ISO 8601, UTC. */
  readonly createdAt: string;
}

/**
 * Which schedules to list. Each filter narrows the list; without filters, it has all schedules of the account.
 *
 * @example
 * import { getSchedules, type ScheduleQuery } from "pulumi-skyvern";
 *
 * const query: ScheduleQuery = { status: "paused", search: "invoice" };
 * export const paused = getSchedules(query);
 */
export interface ScheduleQuery {
  /** Only those of this workflow, `wpid_…`. */
  readonly workflowId?: string | undefined;
  /** Only those that fire, or only those that are paused. Both leave out one-time schedules that are over. */
  readonly status?: "active" | "paused" | undefined;
  /** Part of the schedule's name or, without `workflowId`, of the workflow's title. Case does not matter. */
  readonly search?: string | undefined;
}

/** @throws SkyvernError, `not-found` if the workflow does not exist */
export async function lookUpSchedules(
  client: SkyvernClient,
  query: ScheduleQuery,
): Promise<ScheduleResult[]> {
  checkArguments("getSchedules", query);
  const schedules =
    query.workflowId === undefined
      ? await everyPage(client, query)
      : (await listWorkflowSchedules(client, query.workflowId)).filter((one) => fits(one, query));
  return schedules.map(resultOf);
}

/**
 * All pages of the organisation's list, newest first.
 *
 * @param showProgress gets how many of how many are read, after each page
 * @throws SkyvernError
 */
export function everyPage(
  client: SkyvernClient,
  { status, search }: Pick<ScheduleQuery, "status" | "search">,
  showProgress?: (read: number, total: number) => void,
): Promise<readonly WireListedSchedule[]> {
  const filter = { ...(status === undefined ? {} : { status }), ...(search === undefined ? {} : { search }) };
  return listSchedules(client, filter, showProgress);
}

function fits(schedule: WireSchedule, { status, search }: ScheduleQuery): boolean {
  const isSought = search === undefined || (schedule.name ?? "").toLowerCase().includes(search.toLowerCase());
  const isOfStatus = schedule.enabled === (status === "active") && !isSettled(schedule);
  return isSought && (status === undefined || isOfStatus);
}

function resultOf(schedule: WireSchedule): ScheduleResult {
  return {
    scheduleId: schedule.workflow_schedule_id,
    workflowId: schedule.workflow_permanent_id,
    name: schedule.name,
    description: schedule.description,
    cronExpression: schedule.cron_expression,
    intervalSeconds: schedule.interval_seconds,
    firstFireAt: schedule.first_fire_at,
    runAt: schedule.run_at,
    dispatchStatus: schedule.dispatch_status,
    runId: schedule.workflow_run_id,
    timezone: schedule.timezone,
    enabled: schedule.enabled,
    parameters: schedule.parameters,
    createdAt: inUtc(schedule.created_at),
  };
}
