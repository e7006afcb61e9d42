import { invalidRequest, refusal, type ValidationFailure } from "../server/api-error";
import { isJsonObject, RequestFields } from "../server/request-fields";
import type { RunRequest } from "../server/store";
import { readProxyLocation } from "./proxy-location";
import { reservedTagPrefix, reservedTagValues } from "./tag-rules";
import { readRunUrl } from "./url";

const mostScrolls = 1000;
const mostMinutes = 480;
const mostFiles = 50;
const mostEntries = 20;
const longestKey = 64;
const longestValue = 256;
const browserTypes = ["msedge", "chrome", "stealth-chromium"];

/**
 * Reads the body of `POST /v1/run/workflows` as the server's `WorkflowRunRequest` (skyvern/schemas/runs.py) does,
 * or throws the server's error. Both ignore unknown fields.
 */
export function readRunBody(body: unknown, maxStepsOverride?: string): RunRequest {
  if (body === undefined || body === null) {
    throw invalidRequest({ type: "missing", loc: ["body"], msg: "Field required", input: null });
  }
  if (!isJsonObject(body)) {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    throw invalidRequest({ type: "model_attributes_type", loc: ["body"], msg, input: body });
  }
  const fields = new RequestFields(body);
  const idField = body.agent_id === undefined && body.workflow_id !== undefined ? "workflow_id" : "agent_id";
  // The order of the model is the order of its errors.
  const request: RunRequest = {
    workflow_id: fields.requiredString(idField),
    parameters: fields.optionalObject("parameters"),
    title: fields.optionalString("title"),
    proxy_location: readProxyLocation(fields, body.proxy_location),
    webhook_url: readRunUrl("webhook_url", fields.optionalString("webhook_url")),
    totp_url: readRunUrl("totp_url", fields.optionalString("totp_url")),
    totp_identifier: fields.optionalString("totp_identifier"),
    browser_session_id: fields.optionalString("browser_session_id"),
    reuse_browser_session: fields.optionalBoolean("reuse_browser_session"),
    browser_profile_id: fields.optionalString("browser_profile_id"),
    start_fresh_browser: fields.booleanOr("start_fresh_browser", false),
    max_screenshot_scrolls: readScrolls(fields),
    max_elapsed_time_minutes: readMinutes(fields, body.max_elapsed_time_minutes),
    extra_http_headers: fields.optionalTexts("extra_http_headers"),
    cdp_connect_headers: masked(fields.optionalTexts("cdp_connect_headers")),
    browser_address: readBrowserAddress(fields),
    ai_fallback: fields.optionalBoolean("ai_fallback"),
    run_with: readRunWith(body.run_with),
    browser_type: readBrowserType(fields, body.browser_type),
    run_metadata: readMetadata(fields),
    file_ids: fields.optionalList("file_ids", mostFiles),
  };
  const failures = [...headerFailures(maxStepsOverride), ...fields.failures];
  if (failures.length > 0) throw invalidRequest(...failures);
  const conflict = conflictOf(request);
  if (conflict !== undefined) {
    const failure = { type: "value_error", loc: ["body"], msg: `Value error, ${conflict}`, input: body };
    throw invalidRequest({ ...failure, ctx: { error: {} } });
  }
  refuseUnsupported(request);
  return request;
}

function headerFailures(input: string | undefined): ValidationFailure[] {
  if (input === undefined || /^\s*[+-]?\d+\s*$/.test(input)) return [];
  const msg = "Input should be a valid integer, unable to parse string as an integer";
  return [{ type: "int_parsing", loc: ["header", "x-max-steps-override"], msg, input }];
}

function readScrolls(fields: RequestFields): number | null {
  const unbounded = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  const scrolls = fields.optionalInteger("max_screenshot_scrolls", ...unbounded);
  return scrolls === null ? null : Math.max(0, Math.min(scrolls, mostScrolls));
}

function readMinutes(fields: RequestFields, value: unknown): number | null {
  const field = "max_elapsed_time_minutes";
  if (typeof value !== "boolean") return fields.optionalInteger(field, 1, mostMinutes);
  fields.refuseValue(field, `${field} must be an integer, not a boolean`);
  return null;
}

function masked(headers: Readonly<Record<string, string>> | null): Readonly<Record<string, string>> | null {
  return headers && Object.fromEntries(Object.keys(headers).map((name) => [name, "***"]));
}

function readBrowserAddress(fields: RequestFields): string | null {
  const address = fields.optionalString("browser_address");
  if (address && !/^(https?|wss?):\/\/[^/?#]/i.test(address)) {
    fields.refuseValue("browser_address", "browser_address must be an HTTP(S) or WebSocket URL with a host");
  }
  return address;
}

// The server replaces unknown values with "agent".
function readRunWith(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return value === "code" || value === "code_v2" ? "code" : "agent";
}

function readBrowserType(fields: RequestFields, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (browserTypes.includes(String(value))) return String(value);
  const known = browserTypes.join(", ");
  fields.refuseValue("browser_type", `Invalid browser_type '${value}'; must be one of: ${known}`);
  return null;
}

function readMetadata(fields: RequestFields): Readonly<Record<string, string>> | null {
  const field = "run_metadata";
  const complaints = fields.failures.length;
  const sent = Object.entries(fields.optionalTexts(field) ?? {});
  if (fields.failures.length > complaints) return null;
  if (sent.length > mostEntries) {
    fields.refuseValue(field, `${field} can include at most ${mostEntries} entries`);
    return null;
  }
  const trimmed = sent.map(([key, value]) => [key.trim(), value.trim()] as const);
  const filled = trimmed.filter(([key, value]) => key !== "" && value !== "");
  const problem = filled.map(metadataProblem).find((one) => one !== undefined);
  if (problem !== undefined) fields.refuseValue(field, problem);
  const written = filled.filter(([key]) => !key.startsWith(reservedTagPrefix));
  return written.length > 0 ? Object.fromEntries(written) : null;
}

function metadataProblem([key, value]: readonly [string, string]): string | undefined {
  if (key.length > longestKey) return `run_metadata keys must be at most ${longestKey} characters`;
  if (value.length > longestValue) return `run_metadata values must be at most ${longestValue} characters`;
  if (reservedTagValues.includes(value) && !key.startsWith(reservedTagPrefix)) {
    return `tag values must not be exactly '${value}' (reserved as an analytics bucket marker)`;
  }
  return undefined;
}

function conflictOf(request: RunRequest): string | undefined {
  const { browser_session_id, browser_profile_id, browser_address } = request;
  if (request.browser_type !== null && (browser_session_id !== null || browser_address !== null)) {
    return "browser_type cannot be combined with browser_session_id or browser_address — an attached browser owns its engine. Remove the browser_type selection, or drop the session/address to pick an engine.";
  }
  if (!request.start_fresh_browser) return undefined;
  const refused = (field: string, reason: string) =>
    `start_fresh_browser cannot be combined with ${field} — ${reason}`;
  if (browser_session_id) {
    return refused("browser_session_id", "a live session is the browser for the run.");
  }
  if (browser_profile_id) {
    return refused("browser_profile_id", "pick one: a fresh browser or a specific profile.");
  }
  if (browser_address) {
    return refused("browser_address", "connecting to an existing remote browser reuses its session state.");
  }
  return undefined;
}

function refuseUnsupported({ file_ids, browser_type }: RunRequest): void {
  if (file_ids !== null && file_ids.length > 0) {
    const rule =
      "each must name a file uploaded by this organization that is not deleted and not already attached to another run";
    throw refusal(422, `These file ids are not available to attach — ${rule}: ${file_ids.join(", ")}`);
  }
  if (browser_type !== null) {
    const reason = "it has no dynamic-browser capability to honor an explicit engine selection";
    const advice = "Remove the browser_type setting or run on Skyvern Cloud.";
    throw refusal(
      400,
      `browser_type='${browser_type}' is not supported by this runtime: ${reason}. ${advice}`,
    );
  }
}
