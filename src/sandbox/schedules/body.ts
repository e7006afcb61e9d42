import { instant } from "../server/date-time";
import { boolean, dictionary, integer, optional, text } from "../server/fields";
import { type Read, readBody } from "../server/model";

const shortestInterval = 300;
const longestInterval = 2 ** 31 - 1;
const latestRunAt = new Date("2100-12-31T23:59:59Z");
// Five ticks of the longest interval must not exceed Python's year 9999.
const latestFirstFireAt = new Date(Date.parse("9999-12-31T23:59:59Z") - 5 * longestInterval * 1000);

// The server's model `WorkflowScheduleUpsertRequest`.
const model = {
  cron_expression: optional(text),
  interval_seconds: optional(integer(shortestInterval, longestInterval)),
  first_fire_at: optional(instant("first_fire_at", latestFirstFireAt)),
  run_at: optional(instant("run_at", latestRunAt)),
  timezone: text,
  /** Create enables the schedule without it, and update keeps its state. */
  enabled: optional(boolean),
  parameters: optional(dictionary),
  name: optional(text),
  description: optional(text),
};

/** A valid body of create and update. */
export type ScheduleBody = Read<typeof model>;

/** Reads a parsed body, or throws the server's 422. Both ignore unknown keys. */
export function readScheduleBody(body: unknown): ScheduleBody {
  return readBody(model, body, objectionToWhole);
}

function objectionToWhole(body: ScheduleBody): string | undefined {
  const cadences = [body.cron_expression, body.interval_seconds, body.run_at].filter((one) => one !== null);
  if (cadences.length !== 1) return "Set exactly one of cron_expression, interval_seconds or run_at";
  if (body.first_fire_at !== null && body.interval_seconds === null) {
    return "first_fire_at requires interval_seconds";
  }
  if (body.run_at !== null && body.enabled === false) {
    return "A one-time schedule cannot be disabled; cancel it or change run_at instead";
  }
  return undefined;
}
