import { timezoneProblem } from "../../calendar/zone/timezone";
import { refusal } from "../server/api-error";
import type { JsonObject } from "../server/json";
import type { ScheduleRow, Store, StoredWorkflow } from "../server/store";
import type { ScheduleBody } from "./body";
import { refuseCronExpression } from "./cron-rule";
import { refuseParameters } from "./parameters";
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
  const fields = fieldsOf(store, workflowId, body);
  const id = store.newId("wfs");
  return save(store, {
    workflow_schedule_id: id,
    organization_id: store.organizationId,
    workflow_permanent_id: workflowId,
    cron_expression: fields.cron_expression,
    interval_seconds: fields.interval_seconds,
    first_fire_at: fields.first_fire_at,
    run_at: fields.run_at,
    dispatch_status: fields.run_at === null ? null : "pending",
    workflow_run_id: null,
    timezone: fields.timezone,
    enabled: fields.enabled ?? true,
    parameters: fields.parameters,
    temporal_schedule_id: `local-wf-sched-${id}`,
    name: fields.name,
    description: fields.description,
    created_at: store.timestamp(),
    modified_at: "",
    deleted_at: null,
  });
}

/** `PUT …/schedules/{id}` clears the fields that the body leaves out, except `enabled`. */
export function replaceSchedule(store: Store, row: ScheduleRow, body: ScheduleBody): ScheduleRow {
  if ((row.run_at === null) !== (body.run_at === null)) {
    const detail = "A schedule cannot switch between one-time and recurring; create a new schedule instead";
    throw refusal(422, detail);
  }
  if (row.run_at !== null && row.dispatch_status !== "pending") {
    const id = row.workflow_schedule_id;
    throw refusal(409, `Schedule ${id} already fired or was canceled, so it can no longer change`);
  }
  const fields = fieldsOf(store, row.workflow_permanent_id, body, row);
  return save(store, { ...row, ...fields, enabled: body.enabled ?? row.enabled });
}

/** `POST …/enable` and `…/disable`. They succeed and set `modified_at` even if nothing changes. */
export function switchSchedule(store: Store, row: ScheduleRow, enabled: boolean): ScheduleRow {
  if (row.run_at !== null) {
    const advice = "cancel it, or update run_at to move it";
    throw refusal(422, `A one-time schedule cannot be paused or resumed; ${advice}`);
  }
  return save(store, { ...row, enabled });
}

/** The checked fields of a new schedule, or of the next version of `row`. */
function fieldsOf(store: Store, workflowId: string, body: ScheduleBody, row?: ScheduleRow) {
  const now = store.now();
  if (body.cron_expression !== null) refuseCronExpression(body.cron_expression, now);
  if (timezoneProblem(body.timezone) !== undefined) throw refusal(400, `Invalid timezone '${body.timezone}'`);
  const first_fire_at = chooseFirstFireAt(body, row, now);
  const run_at = chooseRunAt(body, row, now);
  refuseParameters(store, findWorkflow(store, workflowId), body.parameters);
  return { ...body, first_fire_at, run_at, parameters: withoutNulls(body.parameters) };
}

/** The stored parameters: without top-level nulls, and null if there are none. */
function withoutNulls(parameters: JsonObject | null): JsonObject | null {
  const kept = Object.entries(parameters ?? {}).filter(([, value]) => value !== null);
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function save(store: Store, row: ScheduleRow): ScheduleRow {
  const saved = { ...row, modified_at: store.timestamp() };
  store.schedules.set(saved.workflow_schedule_id, saved);
  return saved;
}
