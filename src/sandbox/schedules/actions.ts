import { timezoneProblem } from "../../calendar/zone/timezone";
import { refusal } from "../server/api-error";
import type { ScheduleRow, Store, StoredWorkflow } from "../server/store";
import type { ScheduleBody } from "./body";
import { refuseCronExpression } from "./cron-rule";
import { refuseParameters, withoutNulls } from "./parameters";
import { chooseFirstFireAt, chooseRunAt } from "./times";

/** The workflow with that id, or the 404 of the schedule routes. Workflow routes have another 404. */
export function findWorkflow(store: Store, workflowId: string): StoredWorkflow {
  const workflow = store.workflows.get(workflowId);
  if (workflow === undefined) throw refusal(404, `Workflow ${workflowId} not found`);
  return workflow;
}

/** The schedule with that id in that workflow, or a 404 for the first one that is missing. */
export function findSchedule(store: Store, workflowId: string, scheduleId: string): ScheduleRow {
  findWorkflow(store, workflowId);
  const row = store.schedules.get(scheduleId);
  if (row?.workflow_permanent_id !== workflowId) throw refusal(404, `Schedule ${scheduleId} not found`);
  return row;
}

/** `POST …/schedules`. As on the server, the workflow is checked after the cron expression and the timezone. */
export function createSchedule(store: Store, workflowId: string, body: ScheduleBody): ScheduleRow {
  refuseCadence(store, body);
  const cadence = {
    first_fire_at: chooseFirstFireAt(body, undefined, store.now()),
    run_at: chooseRunAt(body, undefined, store.now()),
  };
  refuseParameters(store, findWorkflow(store, workflowId), body.parameters);
  const id = store.newId("wfs");
  return save(store, {
    workflow_schedule_id: id,
    organization_id: store.organizationId,
    workflow_permanent_id: workflowId,
    cron_expression: body.cronExpression,
    interval_seconds: body.intervalSeconds,
    ...cadence,
    dispatch_status: cadence.run_at === null ? null : "pending",
    workflow_run_id: null,
    timezone: body.timezone,
    enabled: body.enabled ?? true,
    parameters: withoutNulls(body.parameters),
    temporal_schedule_id: `local-wf-sched-${id}`,
    name: body.name,
    description: body.description,
    created_at: store.timestamp(),
    modified_at: "",
    deleted_at: null,
  });
}

/** `PUT …/schedules/{id}` clears the fields that the body leaves out, except `enabled`. */
export function replaceSchedule(store: Store, row: ScheduleRow, body: ScheduleBody): ScheduleRow {
  if ((row.run_at === null) !== (body.runAt === null)) {
    const detail = "A schedule cannot switch between one-time and recurring; create a new schedule instead";
    throw refusal(422, detail);
  }
  refuseSettledOneTime(row);
  refuseCadence(store, body);
  const cadence = {
    first_fire_at: chooseFirstFireAt(body, row, store.now()),
    run_at: chooseRunAt(body, row, store.now()),
  };
  refuseParameters(store, findWorkflow(store, row.workflow_permanent_id), body.parameters);
  return save(store, {
    ...row,
    cron_expression: body.cronExpression,
    interval_seconds: body.intervalSeconds,
    ...cadence,
    timezone: body.timezone,
    enabled: body.enabled ?? row.enabled,
    parameters: withoutNulls(body.parameters),
    name: body.name,
    description: body.description,
  });
}

/** `POST …/enable` and `…/disable`. They succeed and set `modified_at` even if nothing changes. */
export function switchSchedule(store: Store, row: ScheduleRow, enabled: boolean): ScheduleRow {
  if (row.run_at !== null) {
    const advice = "cancel it, or update run_at to move it";
    throw refusal(422, `A one-time schedule cannot be paused or resumed; ${advice}`);
  }
  return save(store, { ...row, enabled });
}

/** `POST …/cancel`, for one-time schedules. */
export function cancelSchedule(store: Store, row: ScheduleRow): ScheduleRow {
  if (row.run_at === null) {
    const advice = "disable or delete a recurring schedule instead";
    throw refusal(422, `Only a one-time schedule can be canceled; ${advice}`);
  }
  refuseSettledOneTime(row);
  return save(store, { ...row, dispatch_status: "canceled" });
}

function refuseCadence(store: Store, body: ScheduleBody): void {
  if (body.cronExpression !== null) refuseCronExpression(body.cronExpression, store.now());
  if (timezoneProblem(body.timezone) !== undefined) throw refusal(400, `Invalid timezone '${body.timezone}'`);
}

function refuseSettledOneTime(row: ScheduleRow): void {
  if (row.run_at !== null && row.dispatch_status !== "pending") {
    const id = row.workflow_schedule_id;
    throw refusal(409, `Schedule ${id} already fired or was canceled, so it can no longer change`);
  }
}

function save(store: Store, row: ScheduleRow): ScheduleRow {
  const saved = { ...row, modified_at: store.timestamp() };
  store.schedules.set(saved.workflow_schedule_id, saved);
  return saved;
}
