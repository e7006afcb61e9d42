import { notImplemented, refusal } from "../server/api-error";
import { boolean, dictionary, integer, oneOf, optional, text, texts, withDefault } from "../server/fields";
import { isJsonObject, type JsonObject } from "../server/json";
import { type Field, type Read, readBody, refuseValue } from "../server/model";

const longestUrl = 2083;
const mostScrolls = 1000;
const mostMinutes = 480;
const mostEntries = 20;
const longestKey = 64;
const longestValue = 256;
const reservedPrefix = "skyvern.";
const reservedValues = ["__untagged__", "__other__"];
const countries = "ES IE GB IN JP FR DE NZ ZA AR AU BR TR CA MX IT NL PH KR SA".split(" ");
const states = ["US-CA", "US-NY", "US-TX", "US-FL", "US-WA"];
const residential = [...countries, "ISP"].map((place) => `RESIDENTIAL_${place}`);
const namedLocation = oneOf("enum", ["RESIDENTIAL", ...states, ...residential, "NONE"]);

// The server's model `WorkflowRunRequest` (skyvern/schemas/runs.py), without its two names of the workflow.
const model = {
  parameters: optional(dictionary),
  title: optional(text),
  proxy_location: withDefault<string | JsonObject | null>("RESIDENTIAL", optional(proxyLocation)),
  webhook_url: optional(url("webhook_url")),
  totp_url: optional(url("totp_url")),
  totp_identifier: optional(text),
  browser_session_id: optional(text),
  reuse_browser_session: optional(unimplemented("reuse_browser_session")),
  browser_profile_id: optional(text),
  start_fresh_browser: withDefault(false, boolean),
  max_screenshot_scrolls: optional(scrolls),
  max_elapsed_time_minutes: optional(integer(1, mostMinutes)),
  extra_http_headers: optional(texts),
  cdp_connect_headers: optional(unimplemented("cdp_connect_headers")),
  browser_address: optional(browserAddress),
  ai_fallback: optional(boolean),
  run_with: optional((value) => (value === "code" || value === "code_v2" ? "code" : "agent")),
  browser_type: optional(unimplemented("browser_type")),
  run_metadata: optional(metadata),
  file_ids: optional(unimplemented("file_ids")),
};

/** The request of a run as the response echoes it: all fields, in the server's order. */
export type RunRequest = { readonly workflow_id: string } & Read<typeof model>;

/** Reads the body of `POST /v1/run/workflows`, or throws the server's error. Both ignore unknown fields. */
export function readRunBody(body: unknown): RunRequest {
  const isOldName = isJsonObject(body) && body.agent_id === undefined && body.workflow_id !== undefined;
  if (isOldName) return readBody({ workflow_id: text, ...model }, body, conflictOf);
  const { agent_id, ...request } = readBody({ agent_id: text, ...model }, body, conflictOf);
  return { workflow_id: agent_id, ...request };
}

function unimplemented(field: string): Field<never> {
  return () => {
    throw notImplemented(`the field ${field} of a run`);
  };
}

// The sandbox echoes an object as it was sent. The server adds defaults to it.
function proxyLocation(value: unknown): string | JsonObject {
  return isJsonObject(value) ? value : namedLocation(value);
}

/**
 * The URL as the server stores it, with `https://` added if the scheme is missing. An invalid URL is a 400, even if
 * other fields would cause a 422 (`validate_url` in skyvern/utils/url_validators.py).
 */
function url(field: string): Field<string> {
  const invalid = (reason: string) =>
    refusal(
      400,
      `Invalid ${field}: ${reason}. Use an HTTP or HTTPS URL with at most ${longestUrl} characters.`,
    );
  return (value) => {
    const given = text(value);
    if (given === "") return given;
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(given)?.[1]?.toLowerCase();
    if (scheme !== undefined && scheme !== "http" && scheme !== "https") throw invalid("unsupported scheme");
    const whole = scheme === undefined ? `https://${given}` : given;
    if (!URL.canParse(whole) || whole.length > longestUrl) throw invalid("malformed");
    return new URL(whole).href;
  };
}

function scrolls(value: unknown): number {
  const count = integer(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)(value);
  return Math.max(0, Math.min(count, mostScrolls));
}

function browserAddress(value: unknown): string {
  const address = text(value);
  if (address === "" || /^(https?|wss?):\/\/[^/?#]/i.test(address)) return address;
  return refuseValue("browser_address must be an HTTP(S) or WebSocket URL with a host", value);
}

function metadata(value: unknown): Readonly<Record<string, string>> | null {
  const sent = Object.entries(texts(value)).map(([key, one]) => [key.trim(), one.trim()] as const);
  if (sent.length > mostEntries)
    refuseValue(`run_metadata can include at most ${mostEntries} entries`, value);
  const filled = sent.filter(([key, one]) => key !== "" && one !== "");
  for (const [key, one] of filled) {
    const atMost = (what: string, most: number) =>
      refuseValue(`run_metadata ${what} must be at most ${most} characters`, value);
    if (key.length > longestKey) atMost("keys", longestKey);
    if (one.length > longestValue) atMost("values", longestValue);
    if (reservedValues.includes(one) && !key.startsWith(reservedPrefix)) {
      refuseValue(`tag values must not be exactly '${one}' (reserved as an analytics bucket marker)`, value);
    }
  }
  const written = filled.filter(([key]) => !key.startsWith(reservedPrefix));
  return written.length > 0 ? Object.fromEntries(written) : null;
}

function conflictOf(request: Read<typeof model>): string | undefined {
  if (!request.start_fresh_browser) return undefined;
  const reasons = {
    browser_session_id: "a live session is the browser for the run.",
    browser_profile_id: "pick one: a fresh browser or a specific profile.",
    browser_address: "connecting to an existing remote browser reuses its session state.",
  };
  for (const [field, reason] of Object.entries(reasons)) {
    if (!request[field as keyof typeof reasons]) continue;
    return `start_fresh_browser cannot be combined with ${field} — ${reason}`;
  }
  return undefined;
}
