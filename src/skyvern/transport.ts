import { setImmediate } from "node:timers/promises";
import { SkyvernError } from "../errors";
import type { Secret } from "../secret";
import type { Dispatcher } from "../undici";
import { createLimit } from "./limit";
import { type ProxySettings, refusedByProxy } from "./proxy";
import { runAgain } from "./retry";

/** One HTTP request; `path` starts with a slash and is relative to the base URL. */
export interface TransportRequest {
  readonly operation: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Ends the exchange early. */
  readonly signal?: AbortSignal | undefined;
}

/** The answer, whatever its status. `text` is the whole body. */
export interface TransportAnswer {
  readonly status: number;
  readonly text: string;
  readonly contentType: string;
  readonly retryAfter: string | undefined;
  readonly location: string | undefined;
  /**
   * How far the server's clock is ahead of this machine's, in milliseconds, by the `Date` header (RFC 9110 §6.6.1),
   * which is exact to the second. Measured when the head arrives: a body may take its time. Undefined for an answer from
   * a cache, which has an `Age` header: its date is old.
   */
  readonly clockOffset: number | undefined;
}

/** Sends requests to one server with one key, over a bounded pool of kept-alive connections. */
export interface Transport {
  /** @throws SkyvernError `network` or `timeout`; `didNothing` if the server cannot have seen it. */
  send(request: TransportRequest): Promise<TransportAnswer>;
  close(): Promise<void>;
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly apiKey: Secret;
  /** The server is reached through it. @default directly */
  readonly proxy?: ProxySettings;
  /** For one whole exchange, from when it has a connection. @default 60_000 */
  readonly timeoutMilliseconds?: number;
  /** Connections at a time. @default 16 */
  readonly connections?: number;
  /** Largest answer that is read, in bytes. @default 32 MiB */
  readonly maxResponseSize?: number;
}

/** The time limit of one exchange. */
export const requestTimeoutMilliseconds = 60_000;

/** Codes, beside those of the system's `connect`, with which a connection fails before any byte of the request can have left. */
const neverSentCodes = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

const oversizeCodes: Readonly<Record<string, string>> = {
  UND_ERR_RES_EXCEEDED_MAX_SIZE: "the body",
  UND_ERR_HEADERS_OVERFLOW: "the head",
};

const timeoutCodes = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "UND_ERR_CONNECT_TIMEOUT"]);

/** Redirects are never followed, so that the key goes to no other host. */
export function createTransport(options: TransportOptions): Transport {
  const timeout = options.timeoutMilliseconds ?? requestTimeoutMilliseconds;
  const connections = options.connections ?? 16;
  // The time limit does not include the wait for a connection, so nothing waits inside the agent.
  const limit = createLimit(connections);
  let agent: Dispatcher | undefined;
  const createAgent = (): Dispatcher => {
    const { Agent, ProxyAgent } = undici();
    const pool = {
      connections,
      connectTimeout: Math.min(timeout, 15_000),
      headersTimeout: timeout,
      bodyTimeout: timeout,
      maxResponseSize: options.maxResponseSize ?? 32 * 1024 * 1024,
    };
    if (options.proxy === undefined) return new Agent(pool);
    const { uri, authorization } = options.proxy;
    return new ProxyAgent({
      ...pool,
      uri,
      // CONNECT for https only, as in curl: many proxies tunnel to few ports.
      proxyTunnel: options.baseUrl.startsWith("https:"),
      ...(authorization === undefined ? {} : { token: authorization.reveal() }),
    });
  };
  const exchange = async ({
    operation,
    method,
    path,
    headers,
    body,
    signal,
  }: TransportRequest): Promise<TransportAnswer> => {
    let status: number | undefined;
    try {
      agent ??= createAgent();
      const { origin, pathname, search } = new URL(options.baseUrl + path);
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method,
        headers: {
          ...headers,
          accept: "application/json",
          "user-agent": "pulumi-skyvern",
          "x-api-key": options.apiKey.reveal(),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([AbortSignal.timeout(timeout), ...(signal === undefined ? [] : [signal])]),
      });
      status = answer.statusCode;
      const clockOffset = Date.parse(String(header(answer.headers.date))) - Date.now();
      const text = await answer.body.text();
      // undici gives the connection back in the next turn. A request before that would open one more.
      await setImmediate();
      return {
        status,
        text,
        contentType: header(answer.headers["content-type"]) ?? "",
        retryAfter: header(answer.headers["retry-after"]),
        location: header(answer.headers.location),
        clockOffset: Number.isNaN(clockOffset) || answer.headers.age !== undefined ? undefined : clockOffset,
      };
    } catch (error) {
      throw oversize(error, operation, options, status) ?? failure(error, operation, options, timeout);
    }
  };
  return { send: (request) => limit(() => exchange(request)), close: async () => agent?.close() };
}

/** Loaded with the first request: the first answer of a provider process need not wait for it. */
function undici(): typeof import("../undici") {
  return require("../undici") as typeof import("../undici");
}

function header(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** The error for an answer that is too large, and was not read to its end. */
function oversize(
  error: unknown,
  operation: string,
  { apiKey, baseUrl }: TransportOptions,
  status: number | undefined,
): SkyvernError | undefined {
  const part = oversizeCodes[describe(error).code];
  if (part === undefined) return undefined;
  return new SkyvernError(
    "unexpected-response",
    `Could not ${operation}: ${part} of the answer of ${baseUrl} is larger than an answer of Skyvern can be. Is this the address of a Skyvern API?`,
    { operation, cause: causeOf(error, apiKey), ...(status === undefined ? {} : { status }) },
  );
}

/** undici's message if a proxy refuses a CONNECT, or a plain request without credentials. */
const proxyRefusal = /^Proxy (?:response|Authentication Required) \((\d{3})\)/;

function failure(
  error: unknown,
  operation: string,
  options: TransportOptions,
  timeout: number,
): SkyvernError {
  const { apiKey, baseUrl, proxy } = options;
  const { name, code, message, syscall } = describe(error);
  const [, refusal] = proxyRefusal.exec(message) ?? [];
  if (refusal !== undefined && proxy !== undefined)
    return refusedByProxy(Number(refusal), { operation, baseUrl, proxy: proxy.name });
  const neverSent = neverSentCodes.has(code) || syscall === "connect";
  const timedOut = name === "TimeoutError" || timeoutCodes.has(code);
  const server = proxy === undefined ? baseUrl : `${baseUrl} through the proxy ${proxy.name}`;
  const what = timedOut
    ? `${server} did not ${neverSent ? "accept a connection" : "answer"} within ${timeout / 1000} s`
    : `${neverSent ? "no connection to" : "the connection broke while talking to"} ${server} (${code || message})`;
  const question =
    proxy === undefined
      ? "Is the address right, and is it reachable from here?"
      : "Is the address of the proxy right, and is it reachable from here?";
  return new SkyvernError(
    timedOut ? "timeout" : "network",
    `Could not ${operation}: ${apiKey.redactFrom(what)}.${neverSent ? ` ${question}` : ""}`,
    {
      operation,
      didNothing: neverSent,
      cause: causeOf(error, apiKey),
      ...(neverSent ? {} : { advice: runAgain }),
    },
  );
}

/**
 * The name, code and message of an error. Its other fields may hold secrets: a parser's error has the bytes that the
 * server sent, which may repeat the request and its key.
 */
function causeOf(error: unknown, apiKey: Secret): Error {
  const { name, code, message } = describe(error);
  const cause = new Error(apiKey.redactFrom(code === "" ? message : `${code}: ${message}`));
  if (name !== "") cause.name = name;
  return cause;
}

interface Description {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly syscall: string;
}

/** Describes a thrown value. Node throws an AggregateError if a name has several addresses: its first error counts. */
function describe(error: unknown): Description {
  const thrown: object = Object(error);
  const text = (key: string): string => {
    const value: unknown = Reflect.get(thrown, key);
    return typeof value === "string" ? value : "";
  };
  const inner: unknown = Reflect.get(thrown, "errors");
  if (Array.isArray(inner) && inner.length > 0) return describe(inner[0]);
  return { name: text("name"), code: text("code"), message: text("message"), syscall: text("syscall") };
}
