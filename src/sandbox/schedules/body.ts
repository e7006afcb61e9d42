import { invalidRequest } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { JsonObject } from "../server/store";

/** A valid body of create and update, as in the server's model `WorkflowScheduleUpsertRequest`. */
export interface ScheduleBody {
  readonly cronExpression: string | null;
  readonly intervalSeconds: number | null;
  readonly firstFireAt: string | null;
  readonly runAt: string | null;
  readonly timezone: string;
  /** Null if it is missing or null. Create then enables the schedule, and update keeps its state. */
  readonly enabled: boolean | null;
  readonly parameters: JsonObject | null;
  readonly name: string | null;
  readonly description: string | null;
}

const shortestInterval = 300;
const longestInterval = 2 ** 31 - 1;
const latestRunAt = new Date("2100-12-31T23:59:59Z");
// Five ticks of the longest interval must not exceed Python's year 9999.
const latestFirstFireAt = new Date(Date.parse("9999-12-31T23:59:59Z") - 5 * longestInterval * 1000);

/** Reads a parsed body, or throws the server's 422. Both ignore unknown keys. */
export function readScheduleBody(body: unknown): ScheduleBody {
  if (body === undefined || body === null) {
    throw invalidRequest({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  }
  if (!isJsonObject(body)) {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    throw invalidRequest({ type: "model_attributes_type", loc: ["body"], msg, input: body });
  }
  const fields = new RequestFields(body);
  // The order of the model is the order of its errors.
  const read: ScheduleBody = {
    cronExpression: fields.optionalString("cron_expression"),
    intervalSeconds: fields.optionalInteger("interval_seconds", shortestInterval, longestInterval),
    firstFireAt: fields.optionalInstant("first_fire_at", latestFirstFireAt),
    runAt: fields.optionalInstant("run_at", latestRunAt),
    timezone: fields.requiredString("timezone"),
    enabled: fields.optionalBoolean("enabled"),
    parameters: fields.optionalObject("parameters"),
    name: fields.optionalString("name"),
    description: fields.optionalString("description"),
  };
  if (fields.failures.length > 0) throw invalidRequest(...fields.failures);
  const objection = objectionToWhole(read);
  if (objection !== undefined) {
    const failure = { type: "value_error", loc: ["body"], msg: `Value error, ${objection}`, input: body };
    throw invalidRequest({ ...failure, ctx: { error: {} } });
  }
  return read;
}

function objectionToWhole(body: ScheduleBody): string | undefined {
  const cadences = [body.cronExpression, body.intervalSeconds, body.runAt].filter((one) => one !== null);
  if (cadences.length !== 1) return "Set exactly one of cron_expression, interval_seconds or run_at";
  if (body.firstFireAt !== null && body.intervalSeconds === null) {
    return "first_fire_at requires interval_seconds";
  }
  if (body.runAt !== null && body.enabled === false) {
    return "A one-time schedule cannot be disabled; cancel it or change run_at instead";
  }
  return undefined;
}
