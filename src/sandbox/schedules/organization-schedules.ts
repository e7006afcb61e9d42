import type { ValidationFailure } from "../server/api-error";
import { readPage } from "../server/page";
import type { ScheduleRow, Store } from "../server/store";
import { nextRunsOf } from "./times";

/** `GET /schedules`: the schedules of all workflows, newest first, in pages, filtered by `status` and `search`. */
export function organizationSchedules(store: Store, query: URLSearchParams): object {
  const status = query.get("status");
  const { page, pageSize, start, end } = readPage(query, { pageSize: 100 }, ...statusFailures(status));
  const wanted = (query.get("search") ?? "").toLowerCase();
  const rows = [...store.schedules.values()].reverse().filter((row) => {
    const texts = [row.name ?? "", titleOf(store, row)];
    return hasStatus(row, status) && texts.some((text) => text.toLowerCase().includes(wanted));
  });
  const schedules = rows.slice(start, end).map((row) => organizationItem(store, row));
  return { schedules, total_count: rows.length, page, page_size: pageSize };
}

function statusFailures(status: string | null): ValidationFailure[] {
  if (status === null || status === "active" || status === "paused") return [];
  const expected = "'active' or 'paused'";
  const msg = `Input should be ${expected}`;
  return [{ type: "literal_error", loc: ["query", "status"], msg, input: status, ctx: { expected } }];
}

// A finished one-time schedule is neither active nor paused.
function hasStatus(row: ScheduleRow, status: string | null): boolean {
  const isOver = row.dispatch_status !== null && row.dispatch_status !== "pending";
  return status === null || (row.enabled === (status === "active") && !isOver);
}

function titleOf(store: Store, row: ScheduleRow): string {
  return store.workflows.get(row.workflow_permanent_id)?.title ?? "";
}

// The list omits two fields and adds two.
function organizationItem(store: Store, row: ScheduleRow): object {
  const { temporal_schedule_id: _backend, deleted_at: _deleted, ...item } = row;
  const { workflow_schedule_id, organization_id, workflow_permanent_id, created_at, modified_at, ...rest } =
    item;
  const ids = { workflow_schedule_id, organization_id, workflow_permanent_id };
  const nextRun = row.enabled ? nextRunsOf(row, store.now(), 1)[0] : undefined;
  const workflow_title = titleOf(store, row);
  return { ...ids, workflow_title, ...rest, next_run: nextRun ?? null, created_at, modified_at };
}
