import { createHash } from "node:crypto";
import { formatInstant } from "../../calendar/instant";
import { behaviourFor } from "../runs/actions";
import { readRunBody } from "../runs/body";
import { resolveRunParameters } from "../runs/parameters";
import { ApiError } from "../server/api-error";
import { withOffset } from "../server/date-time";
import {
  naiveTime,
  type ScheduleRow,
  type Store,
  type StoredRun,
  type StoredWorkflow,
} from "../server/store";
import { nextRunsOf } from "./times";

const firstSpan = 5 * 60_000;

/**
 * Starts the runs of the schedules that became due since the last call, as the server's scheduler does
 * (skyvern/services/workflow_schedule_service.py). It starts only the latest of several missed ticks, and none that
 * is older than the last change of its schedule. The start time of a run is its tick, however late the call is.
 */
export function fireDueSchedules(store: Store): void {
  const now = store.now().getTime();
  const due: { readonly row: ScheduleRow; readonly tick: number }[] = [];
  for (const row of store.schedules.values()) {
    const known = store.nextTicks.get(row.workflow_schedule_id);
    const next =
      known?.modifiedAt === row.modified_at ? known.time : tickAfter(row, Date.parse(`${row.modified_at}Z`));
    if (next <= now && row.enabled) due.push({ row, tick: latestTick(row, next, now) });
    const time = next <= now ? tickAfter(row, now) : next;
    store.nextTicks.set(row.workflow_schedule_id, { modifiedAt: row.modified_at, time });
  }
  due.sort((one, other) => one.tick - other.tick);
  for (const { row, tick } of due) fire(store, row, tick);
}

// The time of a one-time schedule is its only tick.
function tickAfter(row: ScheduleRow, time: number): number {
  const [next] = nextRunsOf(row, new Date(time), 1);
  return next === undefined ? Number.POSITIVE_INFINITY : Date.parse(next);
}

/** The last tick up to `now` of a schedule with a tick at `first`. Searches ever longer spans before `now`. */
function latestTick(row: ScheduleRow, first: number, now: number): number {
  if (row.run_at !== null) return first;
  for (let span = firstSpan; now - span > first; span *= 4) {
    const found = lastTickBetween(row, now - span, now);
    if (found !== undefined) return found;
  }
  return lastTickBetween(row, first, now) ?? first;
}

function lastTickBetween(row: ScheduleRow, after: number, until: number): number | undefined {
  let last: number | undefined;
  for (let tick = tickAfter(row, after); tick <= until; tick = tickAfter(row, tick)) last = tick;
  return last;
}

function fire(store: Store, row: ScheduleRow, tick: number): void {
  const workflow = store.workflows.get(row.workflow_permanent_id);
  if (workflow === undefined) return;
  const run = scheduledRun(store, row, workflow, tick);
  store.runs.set(run.runId, run);
  if (row.run_at === null) return; // firing does not change a recurring schedule
  store.schedules.set(row.workflow_schedule_id, {
    ...row,
    dispatch_status: run.taskRunId === null ? "failed" : "fired",
    workflow_run_id: run.runId,
    modified_at: store.timestamp(),
  });
}

function scheduledRun(store: Store, row: ScheduleRow, workflow: StoredWorkflow, tick: number): StoredRun {
  const { workflow_schedule_id: scheduleId, parameters: given } = row;
  const runId = scheduledRunId(scheduleId, tick);
  const time = naiveTime(tick);
  const body = { workflow_id: workflow.workflowId, parameters: given, proxy_location: null };
  const frame = {
    runId,
    workflow,
    request: { ...readRunBody(body), title: workflow.title },
    trigger: "scheduled",
    scheduleId,
    createdAt: time,
    queuedAt: time,
    startedAt: tick,
    tags: {},
  } as const;
  try {
    const place = `workflow run ${runId} of workflow ${workflow.workflowId}`;
    const parameters = resolveRunParameters(store, workflow, given, place);
    const behaviour = behaviourFor(workflow, parameters);
    return { ...frame, taskRunId: store.newId("tr"), parameters, behaviour };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // No request waits for this error. It becomes a failed run, which only lists show.
    return { ...frame, taskRunId: null, parameters: [], behaviour: { end: "failed", milliseconds: 0 } };
  }
}

function scheduledRunId(scheduleId: string, tick: number): string {
  const fireTime = withOffset(formatInstant(tick));
  const digest = createHash("sha256").update(`${scheduleId}:${fireTime}`).digest("hex");
  return `wr_sched_${digest.slice(0, 32)}`;
}
