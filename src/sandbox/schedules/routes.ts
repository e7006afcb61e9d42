import type { ApiRequest, Route } from "../server/route";
import type { ScheduleRow, Store } from "../server/store";
import { createSchedule, findSchedule, findWorkflow, replaceSchedule, switchSchedule } from "./actions";
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
  const found = (request: ApiRequest) => findSchedule(store, request.workflowId, request.scheduleId);
  const switching = (verb: "enable" | "disable"): Route => ({
    method: "POST",
    paths: itemPaths.map((item) => `${item}/${verb}`),
    handle: (request) => answer(switchSchedule(store, found(request), verb === "enable")),
  });
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
      handle: (request) => answer(found(request)),
    },
    {
      method: "PUT",
      paths: itemPaths,
      readsBody: true,
      handle(request) {
        const replacement = readScheduleBody(request.body);
        return answer(replaceSchedule(store, found(request), replacement));
      },
    },
    switching("enable"),
    switching("disable"),
    {
      method: "DELETE",
      paths: itemPaths,
      handle(request) {
        store.schedules.delete(found(request).workflow_schedule_id);
        return { ok: true };
      },
    },
  ];
}
