import { boolean, dictionary, integer, oneOf, optional, text, texts, withDefault } from "../server/fields";
import { isJsonObject, type JsonObject } from "../server/json";
import type { Read } from "../server/model";
import { countries, minutes, namedLocation, runWith, scrolls, unimplemented, url } from "../server/settings";

const hidden = "***";

/** The statuses of a workflow. */
export const workflowStatus = oneOf("enum", [
  "published",
  "draft",
  "auto_generated",
  "importing",
  "import_failed",
]);

/** The settings of a workflow, without its title and its definition. */
export const settingsModel = {
  recording_id: optional(unimplemented("a workflow", "recording_id")),
  description: optional(text),
  proxy_location: optional(proxyLocation),
  webhook_callback_url: optional(url("webhook_callback_url")),
  totp_verification_url: optional(text),
  totp_identifier: optional(text),
  persist_browser_session: withDefault(false, boolean),
  reuse_browser_session: withDefault(false, boolean),
  mask_secrets: optional(boolean),
  pin_saved_session_ip: withDefault(false, boolean),
  browser_profile_id: optional(text),
  browser_profile_key: optional((value) => text(value).trim()),
  model: optional(dictionary),
  is_saved_task: withDefault(false, boolean),
  max_screenshot_scrolls: optional(scrolls),
  max_elapsed_time_minutes: optional(minutes),
  extra_http_headers: optional(texts),
  cdp_connect_headers: optional(texts),
  status: withDefault("published", workflowStatus),
  run_with: runWith,
  browser_type: optional(unimplemented("a workflow", "browser_type")),
  ai_fallback: withDefault(true, boolean),
  cache_key: optional(text),
  adaptive_caching: withDefault(false, boolean),
  enable_self_healing: optional(boolean),
  code_version: optional(integer(1, 2)),
  generate_script_on_terminal: withDefault(false, boolean),
  run_sequentially: withDefault(false, boolean),
  sequential_key: optional(text),
  folder_id: optional(unimplemented("a workflow", "folder_id")),
};

/** The settings of one version. */
export type WorkflowSettings = Read<typeof settingsModel>;

// An update that leaves these out keeps them, even if it sets them to null.
const keptIfNull = ["mask_secrets", "enable_self_healing", "code_version"] as const;
// An update that leaves these out keeps them, and null clears them.
const keptIfMissing = [
  "proxy_location",
  "webhook_callback_url",
  "totp_verification_url",
  "totp_identifier",
  "pin_saved_session_ip",
  "max_elapsed_time_minutes",
  "extra_http_headers",
  "cdp_connect_headers",
] as const;

/** The settings of the next version. `given` are the fields that the request has. */
export function nextSettings(
  sent: WorkflowSettings,
  given: ReadonlySet<string>,
  previous: WorkflowSettings | undefined,
): WorkflowSettings {
  const first = { mask_secrets: false, enable_self_healing: false, code_version: 2 };
  const settled = { ...sent, cache_key: sent.cache_key ?? "default" };
  const old = previous ?? { ...settled, ...first };
  const unchanged = [
    ...keptIfNull.filter((key) => sent[key] === null),
    ...keptIfMissing.filter((key) => !given.has(key)),
  ];
  const kept = Object.fromEntries(unchanged.map((key) => [key, old[key]]));
  const next = { ...settled, ...kept };
  if (previous === undefined) return next;
  const cleared = (key: "extra_http_headers" | "cdp_connect_headers") =>
    given.has(key) ? (sent[key] ?? {}) : previous[key];
  return {
    ...next,
    extra_http_headers: cleared("extra_http_headers"),
    cdp_connect_headers: unmasked(cleared("cdp_connect_headers"), previous.cdp_connect_headers),
  };
}

/** The settings as the API shows them. */
export function shownSettings({ cdp_connect_headers: secret, ...settings }: WorkflowSettings) {
  const keys = secret && Object.keys(secret).map((key) => [key, hidden]);
  return { ...settings, cdp_connect_headers: keys && Object.fromEntries(keys) };
}

type Headers = WorkflowSettings["cdp_connect_headers"];

// Responses hide the values. A client that returns a hidden value keeps the stored one.
function unmasked(sent: Headers, stored: Headers): Headers {
  if (sent === null) return null;
  const entries = Object.entries(sent).map(([key, value]) => [key, value === hidden ? stored?.[key] : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function proxyLocation(value: unknown): string | JsonObject | null {
  if (!isJsonObject(value)) return namedLocation(value);
  const { country = null, subdivision = null, city = null, isISP = false } = value;
  if (country !== "US" && !countries.some((one) => one === country)) return null;
  return { country, subdivision, city, isISP };
}
