import { BlockList, isIP } from "node:net";
import { SkyvernError } from "../errors";
import { Secret } from "../secret";
import { isLoopback } from "./base-url";

/** The HTTP proxy through which a server is reached. */
export interface ProxySettings {
  /** Its address without credentials, `http://proxy.example:3128`. */
  readonly uri: string;
  /** The value of `proxy-authorization`; undefined for a proxy that asks for none. */
  readonly authorization?: Secret;
  /** How an error names it: its host and port, and the variable that it comes from. */
  readonly name: string;
}

/**
 * The proxy for a server by the variables that npm, curl and Pulumi read: `HTTPS_PROXY` for an `https` server,
 * `HTTP_PROXY` for an `http` one, `NO_PROXY` for the exceptions. A name in lower case counts first. Loopback is never
 * proxied, as in Go's `http.ProxyFromEnvironment`, by which the engine goes.
 *
 * @param baseUrl the server's root
 * @throws SkyvernError `configuration` for a proxy that cannot be used; its value, which may hold a password, is not shown
 *
 * @example
 * proxyFor("https://api.skyvern.com", { HTTPS_PROXY: "http://proxy.example:3128" });
 */
export function proxyFor(baseUrl: string, environment: NodeJS.ProcessEnv): ProxySettings | undefined {
  const server = new URL(baseUrl);
  const exempt = environment.no_proxy ?? environment.NO_PROXY;
  if (isLoopback(server.hostname) || (exempt !== undefined && isExempt(server, exempt))) return undefined;
  const upper = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  for (const variable of [upper.toLowerCase(), upper]) {
    const text = environment[variable]?.trim();
    if (text) return parseProxy(text, variable);
  }
  return undefined;
}

const codes: Readonly<Record<string, string>> = { "/": "%2F", "?": "%3F", "#": "%23", "\\": "%5C" };

function parseProxy(text: string, variable: string): ProxySettings {
  const refuse = (problem: string): SkyvernError =>
    new SkyvernError(
      "configuration",
      `The environment variable ${variable} ${problem}. Write the proxy like http://proxy.example:3128.`,
    );
  // Such a sign would end the host, which then is a part of the password and appears in errors.
  const [, userInfo = ""] = /^(?:[a-z][a-z\d+.-]*:\/\/)?(.*)@/is.exec(text) ?? [];
  const sign = /[/?#\\]/.exec(userInfo)?.[0];
  if (sign !== undefined)
    throw refuse(`has "${sign}" in its user name or password. Write it as ${codes[sign]}`);
  if (/%(?![\da-f]{2})/i.test(userInfo))
    throw refuse('has a "%" in its user name or password that is not percent-encoded. Write it as %25');
  let url: URL;
  let credentials: string;
  try {
    url = new URL(text.includes("://") ? text : `http://${text}`);
    credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  } catch {
    throw refuse("is not the URL of a proxy");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw refuse(`names a proxy of the kind "${url.protocol}", and only http: and https: are supported`);
  }
  return {
    uri: url.origin,
    name: `${url.host} (${variable})`,
    ...(credentials === ":"
      ? {}
      : { authorization: new Secret(`Basic ${Buffer.from(credentials).toString("base64")}`) }),
  };
}

/**
 * Whether `NO_PROXY` names the server: `*`, a host, a domain with its subdomains, each with or without a port, or a range
 * of addresses such as `10.0.0.0/8`.
 */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const itsPort = port || (protocol === "https:" ? "443" : "80");
  const host = hostname.replace(/^\[|\]$/g, "");
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === "*" || isInRange(host, entry)) return true;
      const spelled = isIpv6(entry) ? `[${entry}]` : entry;
      const onlyPort = /:(\d+)$/.exec(spelled)?.[1];
      const bare = spelled
        .replace(/:\d+$/, "")
        .replace(/^\*?\.?/, "")
        .replace(/^\[|\]$/g, "");
      if (bare === "" || (onlyPort !== undefined && onlyPort !== itsPort)) return false;
      return host === bare || host.endsWith(`.${bare}`);
    });
}

function isInRange(host: string, entry: string): boolean {
  const [network = "", length = "", ...others] = entry.split("/");
  const version = isIP(host);
  const isRange = version !== 0 && isIP(network) === version && /^\d+$/.test(length) && others.length === 0;
  if (!isRange || Number(length) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const range = new BlockList();
  range.addSubnet(network, Number(length), family);
  return range.check(host, family);
}

function isIpv6(entry: string): boolean {
  return !entry.startsWith("[") && entry.split(":").length > 2;
}

/** The error for a request that a proxy refused: nothing of it reached the server. */
export function refusedByProxy(
  status: number,
  {
    operation,
    baseUrl,
    proxy,
  }: { readonly operation: string; readonly baseUrl: string; readonly proxy: string },
): SkyvernError {
  const start = `Could not ${operation}: the proxy ${proxy} refused the connection to ${baseUrl} (HTTP ${status}).`;
  const options = { operation, status, didNothing: true };
  if (status === 407) {
    return new SkyvernError(
      "configuration",
      `${start} It asks for a user name and a password: write them into the variable, like http://USER:PASSWORD@proxy.example:3128.`,
      options,
    );
  }
  return new SkyvernError("network", `${start} Ask whoever runs the proxy to allow that address.`, options);
}
