import { SkyvernError } from "../errors";

/** The address of Skyvern's hosted service. */
export const defaultBaseUrl = "https://api.skyvern.com";

/**
 * The server's root, without a trailing slash, from what a person wrote: the suffixes `/api/v1` and `/v1`
 * are understood and dropped, because schedules are documented under the first and runs under the second.
 *
 * @throws SkyvernError `configuration` if it is not an http(s) URL, holds credentials, or would carry the key
 * over plain http to another machine without `allowInsecure`.
 */
export function parseBaseUrl(text: string, allowInsecure = false): string {
  const refuse = (problem: string): SkyvernError =>
    new SkyvernError(
      "configuration",
      `The base URL of Skyvern (skyvern:baseUrl or SKYVERN_BASE_URL) ${problem}`,
    );
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw refuse(`is not a URL. Write it like ${defaultBaseUrl}.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("holds a user name or password. Leave them out; the API key goes into skyvern:apiKey.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw refuse(`starts with "${url.protocol}". Write it like ${defaultBaseUrl}.`);
  }
  if (url.search !== "" || url.hash !== "") {
    throw refuse(`has a query or a fragment. Write only the server's address, like ${defaultBaseUrl}.`);
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !allowInsecure) {
    throw refuse(
      `is ${url.origin}: over plain http the API key would cross the network unencrypted. Use https, or set skyvern:allowInsecure to true if you accept that.`,
    );
  }
  const path = url.pathname.replace(/\/+$/, "").replace(/\/(api\/)?v1$/, "");
  return url.origin + path;
}

/** Loopback by name (RFC 6761) or by address (RFC 1122, RFC 4291). */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
