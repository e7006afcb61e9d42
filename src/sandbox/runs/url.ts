import { refusal } from "../server/api-error";

const longestUrl = 2083;

/**
 * The URL as the server stores it, with `https://` added if the scheme is missing. An invalid URL is a 400, even if
 * other fields would cause a 422 (`validate_url` in skyvern/utils/url_validators.py).
 */
export function readRunUrl(field: string, url: string | null): string | null {
  if (url === null || url === "") return url;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw urlRefusal(field, "unsupported scheme");
  }
  const whole = scheme === undefined ? `https://${url}` : url;
  if (!URL.canParse(whole) || whole.length > longestUrl) throw urlRefusal(field, "malformed");
  return new URL(whole).href;
}

function urlRefusal(field: string, reason: string) {
  return refusal(400, `Invalid ${field}: ${reason}. Use an HTTP or HTTPS URL with at most 2083 characters.`);
}
