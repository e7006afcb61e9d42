/** A refused request: its status, and why. */
export interface Refusal {
  readonly status: number;
  readonly detail: string;
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;
const longestBody = 1000;

/**
 * Refuses names other than those of this machine. A web page whose name was changed to point to 127.0.0.1 (DNS
 * rebinding) sends its own name, and browsers would let it read the answers.
 */
export function refuseForeignName(request: Request): Refusal | undefined {
  const host = request.headers.get("host");
  if (host !== null && loopback.test(host)) return undefined;
  return {
    status: 403,
    detail: "The sandbox answers only to 127.0.0.1 and localhost. Use one of these names in the URL.",
  };
}

/**
 * Refuses requests of other web pages. Browsers send `Origin` with each request that can change something, and
 * `Sec-Fetch-Site` with all. Programs such as curl send neither.
 */
export function refuseForeignPage(request: Request): Refusal | undefined {
  const { headers } = request;
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  const isOwnOrigin = origin === null || origin === `http://${headers.get("host")}`;
  if (isOwnOrigin && (site === null || site === "same-origin" || site === "none")) return undefined;
  return { status: 403, detail: "Other web pages cannot use the routes below /sandbox." };
}

/** Reads a small JSON body. A form of another web page cannot have this type. */
export async function readSmallJson(
  request: Request,
): Promise<{ readonly json: unknown } | { readonly refusal: Refusal }> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    return {
      refusal: { status: 415, detail: "The body must be JSON: set content-type to application/json." },
    };
  const text = await request.text();
  if (text.length > longestBody)
    return { refusal: { status: 413, detail: `The body must not exceed ${longestBody} characters.` } };
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { refusal: { status: 400, detail: "The body is not valid JSON." } };
  }
}
