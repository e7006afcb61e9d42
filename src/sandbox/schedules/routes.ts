import type { Route } from "../server/route";
import type { ScheduleRow, Store } from "../server/store";
import {
  cancelSchedule,
  createSchedule,
  findSchedule,
  findWorkflow,
  replaceSchedule,
  switchSchedule,
} from "./actions";
import { readScheduleBody } from "./body";
import { organizationSchedules } from "./organization-schedules";
import { nextRunsOf } from "./times";

const listPaths = ["/v1/workflows", "/v1/agents", "/api/v1/workflows"].map(
  (workflows) => `${workflows}/:workflowId/schedules`,
);
const itemPaths = listPaths.map((list) => `${list}/:scheduleId`);

/** The schedule routes. They check in the server's order, so that both report the same one of two errors. */
export function scheduleRoutes(store: Store): readonly Route[] {
  const answer = (schedule: ScheduleRow) => ({ schedule, next_runs: nextRunsOf(schedule, store.now()) });
  return [
    {
      method: "GET",
      paths: ["/v1/schedules", "/api/v1/schedules"],
      handle: ({ query }) => organizationSchedules(store, query),
    },
    {
      method: "POST",
      paths: listPaths,
      readsBody: true,
      handle: ({ workflowId, body }) => answer(createSchedule(store, workflowId, readScheduleBody(body))),
    },
    {
      method: "GET",
      paths: listPaths,
      handle({ workflowId }) {
        findWorkflow(store, workflowId);
        const all = [...store.schedules.values()];
        return { schedules: all.filter((row) => row.workflow_permanent_id === workflowId) };
      },
    },
    {
      method: "GET",
      paths: itemPaths,
      handle: ({ workflowId, scheduleId }) => answer(findSchedule(store, workflowId, scheduleId)),
    },
    {
      method: "PUT",
      paths: itemPaths,
      readsBody: true,
      handle({ workflowId, scheduleId, body }) {
        const replacement = readScheduleBody(body);
        return answer(replaceSchedule(store, findSchedule(store, workflowId, scheduleId), replacement));
      },
    },
    {
      method: "POST",
      paths: itemPaths.map((item) => `${item}/cancel`),
      handle: ({ workflowId, scheduleId }) =>
        answer(cancelSchedule(store, findSchedule(store, workflowId, scheduleId))),
    },
    ...([true, false] as const).map(
      (enabled): Route => ({
        method: "POST",
        paths: itemPaths.map((item) => `${item}/${enabled ? "enable" : "disable"}`),
        handle: ({ workflowId, scheduleId }) =>
          answer(switchSchedule(store, findSchedule(store, workflowId, scheduleId), enabled)),
      }),
    ),
    {
      method: "DELETE",
      paths: itemPaths,
      handle({ workflowId, scheduleId }) {
        store.schedules.delete(findSchedule(store, workflowId, scheduleId).workflow_schedule_id);
        return { ok: true };
      },
    },
  ];
}
