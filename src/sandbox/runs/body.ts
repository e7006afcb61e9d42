import { boolean, dictionary, optional, text, texts, withDefault } from "../server/fields";
import { isJsonObject, type JsonObject } from "../server/json";
import { type Read, readBody, refuseValue } from "../server/model";
import { minutes, namedLocation, runWith, scrolls, unimplemented, url } from "../server/settings";

const mostEntries = 20;
const longestKey = 64;
const longestValue = 256;
const reservedPrefix = "skyvern.";
const reservedValues = ["__untagged__", "__other__"];
// The server's model `WorkflowRunRequest` (skyvern/schemas/runs.py), without its two names of the workflow.
const model = {
  parameters: optional(dictionary),
  title: optional(text),
  proxy_location: withDefault<string | JsonObject | null>("RESIDENTIAL", optional(proxyLocation)),
  webhook_url: optional(url("webhook_url")),
  totp_url: optional(url("totp_url")),
  totp_identifier: optional(text),
  browser_session_id: optional(text),
  reuse_browser_session: optional(unimplemented("a run", "reuse_browser_session")),
  browser_profile_id: optional(text),
  start_fresh_browser: withDefault(false, boolean),
  max_screenshot_scrolls: optional(scrolls),
  max_elapsed_time_minutes: optional(minutes),
  extra_http_headers: optional(texts),
  cdp_connect_headers: optional(unimplemented("a run", "cdp_connect_headers")),
  browser_address: optional(browserAddress),
  ai_fallback: optional(boolean),
  run_with: optional(runWith),
  browser_type: optional(unimplemented("a run", "browser_type")),
  run_metadata: optional(metadata),
  file_ids: optional(unimplemented("a run", "file_ids")),
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

// The sandbox echoes an object as it was sent. The server adds defaults to it.
function proxyLocation(value: unknown): string | JsonObject {
  return isJsonObject(value) ? value : namedLocation(value);
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
