import { oneOf, optional, text, withDefault } from "../server/fields";
import { readQuery } from "../server/model";
import { entriesOf, pageModel } from "../server/page";
import type { ScheduleRow, Store } from "../server/store";
import { nextRunsOf } from "./times";

const model = {
  ...pageModel({ pageSize: 100 }),
  status: optional(oneOf("literal_error", ["active", "paused"])),
  search: withDefault("", text),
};

/** `GET /schedules`: the schedules of all workflows, newest first, in pages, filtered by `status` and `search`. */
export function organizationSchedules(store: Store, query: URLSearchParams): object {
  const { search, status, ...selected } = readQuery(model, query);
  const wanted = search.toLowerCase();
  const rows = [...store.schedules.values()].reverse().filter((row) => {
    const texts = [row.name ?? "", titleOf(store, row)];
    return hasStatus(row, status) && texts.some((one) => one.toLowerCase().includes(wanted));
  });
  const schedules = entriesOf(rows, selected).map((row) => organizationItem(store, row));
  return { schedules, total_count: rows.length, ...selected };
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
  const { workflow_schedule_id, organization_id, workflow_permanent_id, ...rest } = item;
  const { created_at, modified_at, ...shown } = rest;
  const ids = { workflow_schedule_id, organization_id, workflow_permanent_id };
  const next_run = row.enabled ? (nextRunsOf(row, store.now(), 1)[0] ?? null) : null;
  return { ...ids, workflow_title: titleOf(store, row), ...shown, next_run, created_at, modified_at };
}
