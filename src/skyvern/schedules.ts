import { isSkyvernError, SkyvernError } from "../errors";
import { spokenName } from "../spoken-name";
import { forms, type SkyvernClient } from "./client";
import { largestPage, readEveryPage } from "./lists/pages";
import type { WireListedSchedule, WireSchedule, WireScheduleBody } from "./wire";

/** Whether a one-time schedule is over: it fired, could not start its run, or was canceled. It can no longer change. */
export function isSettled({ run_at, dispatch_status }: WireSchedule): boolean {
  return run_at !== undefined && dispatch_status !== undefined && dispatch_status !== "pending";
}

const schedulesPath = (workflowId: string): string[] => ["api", "v1", "workflows", workflowId, "schedules"];

/** `POST /api/v1/workflows/{wpid}/schedules`: each call makes one more schedule, whatever its content. */
export async function createSchedule(
  client: SkyvernClient,
  workflowId: string,
  body: WireScheduleBody,
): Promise<WireSchedule> {
  const operation = `create schedule ${spokenName(body.name)} of workflow ${workflowId}`;
  const { schedule } = await client
    .call({
      operation,
      method: "POST",
      path: schedulesPath(workflowId),
      body,
      schema: () => forms().wireScheduleAnswer,
    })
    .catch(asOldServer(body));
  if (isOfKind(schedule, body)) return schedule;
  await deleteSchedule(client, workflowId, schedule.workflow_schedule_id);
  throw new SkyvernError("unsupported", `Could not ${operation}: ${newerServerNeeded}`, { operation });
}

/** `GET /api/v1/workflows/{wpid}/schedules/{wfs}`. */
export async function readSchedule(
  client: SkyvernClient,
  workflowId: string,
  scheduleId: string,
): Promise<WireSchedule> {
  const answer = await client.call({
    operation: `read schedule ${scheduleId} of workflow ${workflowId}`,
    method: "GET",
    path: [...schedulesPath(workflowId), scheduleId],
    schema: () => forms().wireScheduleAnswer,
  });
  return answer.schedule;
}

/** `PUT /api/v1/workflows/{wpid}/schedules/{wfs}`: replaces every field; a left-out `enabled` stays as it is. */
export async function replaceSchedule(
  client: SkyvernClient,
  workflowId: string,
  scheduleId: string,
  body: WireScheduleBody,
): Promise<WireSchedule> {
  const answer = await client
    .call({
      operation: `update schedule ${spokenName(body.name)} (${scheduleId}) of workflow ${workflowId}`,
      method: "PUT",
      path: [...schedulesPath(workflowId), scheduleId],
      body,
      schema: () => forms().wireScheduleAnswer,
    })
    .catch(asOldServer(body));
  return answer.schedule;
}

const newerServerNeeded =
  "this server supports only cron schedules. Intervals and one-time schedules need Skyvern 1.0.55 or later. Update the server, or write a cron expression.";

/** Before 1.0.55, `cron_expression` was a required field of the body. */
function asOldServer({ cron_expression }: WireScheduleBody): (error: unknown) => never {
  return (error) => {
    const isOld =
      cron_expression === undefined &&
      isSkyvernError(error, "invalid") &&
      error.status === 422 &&
      /\bcron_expression: /.test(error.message);
    if (!isOld) throw error;
    const { operation = "write a schedule", status = 422 } = error;
    const finding = `Could not ${operation}: ${newerServerNeeded}`;
    throw new SkyvernError("unsupported", finding, { operation, status, didNothing: true, cause: error });
  };
}

/** Whether the server took the kind of the schedule over. One that does not know a kind could ignore it. */
function isOfKind(schedule: WireSchedule, { interval_seconds, run_at }: WireScheduleBody): boolean {
  return (
    (interval_seconds === undefined) === (schedule.interval_seconds === undefined) &&
    (run_at === undefined) === (schedule.run_at === undefined)
  );
}

/** `POST …/schedules/{wfs}/enable` or `/disable`. */
export async function setScheduleEnabled(
  client: SkyvernClient,
  workflowId: string,
  scheduleId: string,
  enabled: boolean,
): Promise<WireSchedule> {
  const verb = enabled ? "enable" : "disable";
  const answer = await client.call({
    operation: `${verb} schedule ${scheduleId} of workflow ${workflowId}`,
    method: "POST",
    path: [...schedulesPath(workflowId), scheduleId, verb],
    schema: () => forms().wireScheduleAnswer,
  });
  return answer.schedule;
}

/** `DELETE …/schedules/{wfs}`; a schedule that is already gone gives `not-found`. */
export async function deleteSchedule(
  client: SkyvernClient,
  workflowId: string,
  scheduleId: string,
): Promise<void> {
  await client.call({
    operation: `delete schedule ${scheduleId} of workflow ${workflowId}`,
    method: "DELETE",
    path: [...schedulesPath(workflowId), scheduleId],
    schema: () => forms().wireDeleted,
  });
}

/** `GET /api/v1/workflows/{wpid}/schedules`: all schedules of one workflow. */
export async function listWorkflowSchedules(
  client: SkyvernClient,
  workflowId: string,
): Promise<readonly WireSchedule[]> {
  const answer = await client.call({
    operation: `list the schedules of workflow ${workflowId}`,
    method: "GET",
    path: schedulesPath(workflowId),
    schema: () => forms().wireWorkflowSchedules,
  });
  return answer.schedules;
}

/** A page of the organisation's list. */
export interface SchedulePage {
  readonly schedules: readonly WireListedSchedule[];
  /** Of all pages together. */
  readonly totalCount: number;
}

/**
 * One page, counted from 1, of `GET /api/v1/schedules`: the schedules of the organisation, newest first.
 *
 * @param filter `status` (active or paused), `search` (part of a schedule's name or a workflow's title)
 */
export async function listSchedulePage(
  client: SkyvernClient,
  page: number,
  filter: Readonly<Record<string, string>> = {},
): Promise<SchedulePage> {
  const answer = await client.call({
    operation: `list the schedules of the organisation (page ${page})`,
    method: "GET",
    path: ["api", "v1", "schedules"],
    query: { page, page_size: largestPage, ...filter },
    schema: () => forms().wireSchedulePage,
  });
  return { schedules: answer.schedules, totalCount: answer.total_count };
}

/**
 * All pages of `GET /api/v1/schedules`, newest first.
 *
 * @param filter as for {@link listSchedulePage}
 * @param showProgress gets how many of how many are read, after each page
 * @throws SkyvernError, `unexpected-response` if the list is incomplete
 */
export function listSchedules(
  client: SkyvernClient,
  filter: Readonly<Record<string, string>> = {},
  showProgress: (read: number, total: number) => void = () => undefined,
): Promise<readonly WireListedSchedule[]> {
  return readEveryPage({
    rows: "schedules of the organisation",
    baseUrl: client.baseUrl,
    idOf: (one) => one.workflow_schedule_id,
    readPage: async (page) => {
      const { schedules, totalCount } = await listSchedulePage(client, page, filter);
      return { rows: schedules, total: totalCount };
    },
    showProgress,
  });
}
