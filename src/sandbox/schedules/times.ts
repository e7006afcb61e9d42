import { formatInstant } from "../../calendar/instant";
import { nextFireTimes } from "../../calendar/schedule-times";
import { InvalidRequest } from "../server/api-error";
import { withOffset } from "../server/date-time";
import type { ScheduleRow } from "../server/store";
import type { ScheduleBody } from "./body";
import { nextCronRuns } from "./cron-rule";

const shownRuns = 5;
const shortestLead = 60_000;

/** `next_runs`, also of paused schedules. As on the server, each response computes it. */
export function nextRunsOf(row: ScheduleRow, now: Date, count = shownRuns): readonly string[] {
  if (row.run_at !== null) return row.dispatch_status === "pending" ? [row.run_at] : [];
  if (row.interval_seconds !== null && row.first_fire_at !== null) {
    const times = { intervalSeconds: row.interval_seconds, firstFireAt: row.first_fire_at };
    return nextFireTimes(times, count, now).map((run) => formatInstant(run.getTime()));
  }
  const runs = nextCronRuns(row.cron_expression ?? "", row.timezone, count, now);
  return runs.map((run) => formatInstant(run.getTime()));
}

/** The anchor of an interval: from the request, or stored, or one interval from now. */
export function chooseFirstFireAt(
  body: ScheduleBody,
  row: ScheduleRow | undefined,
  now: Date,
): string | null {
  if (body.interval_seconds === null) return null;
  const stored = row?.first_fire_at ?? null;
  if (stored !== null && (body.first_fire_at === null || body.first_fire_at === stored)) return stored;
  if (body.first_fire_at === null) return formatInstant(now.getTime() + body.interval_seconds * 1000);
  return requireFuture("first_fire_at", body.first_fire_at, now);
}

/** The time of a one-time schedule. A new one must be at least a minute ahead. */
export function chooseRunAt(body: ScheduleBody, row: ScheduleRow | undefined, now: Date): string | null {
  if (body.run_at === null || body.run_at === row?.run_at) return body.run_at;
  return requireFuture("run_at", body.run_at, now);
}

function requireFuture(key: string, instant: string, now: Date): string {
  if (Date.parse(instant) >= now.getTime() + shortestLead) return instant;
  const msg = `${key} must be at least 60 seconds in the future`;
  const input = withOffset(instant);
  throw new InvalidRequest([{ type: "value_error", loc: ["body", key], msg, input }]);
}
