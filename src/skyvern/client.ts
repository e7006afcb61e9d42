import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { isSkyvernError, SkyvernError } from "../errors";
import type * as z from "../zod";
import { refusedByProxy } from "./proxy";
import { redactValues } from "./redact";
import { refusal } from "./refusal";
import { maximumAttempts, retryDelay } from "./retry";
import {
  createTransport,
  type TransportAnswer,
  type TransportOptions,
  type TransportRequest,
} from "./transport";

/** One call of the API. */
export interface Call<Schema extends z.ZodType> {
  /** The operation, in words that follow "Could not": `read workflow wpid_1`. */
  readonly operation: string;
  readonly method: TransportRequest["method"];
  /** Path segments; each is encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** How often it is tried at most. @default 5 */
  readonly attempts?: number;
  /** Whether it can be sent twice without harm. @default true for GET and DELETE */
  readonly repeatable?: boolean;
  /** Texts, beside the ids in the path, by which a 404 of this route shows that the thing does not exist. */
  readonly notFoundTexts?: readonly string[];
  /** The form of the answer. For a `GET`, it is made while the request is under way. */
  readonly schema: () => Schema;
}

export interface ClientOptions extends TransportOptions {
  /** The source of the key, for the error of a refused key. */
  readonly apiKeySource: string;
  /** A further sentence for that error. */
  readonly apiKeyAdvice?: string | undefined;
}

/** Talks to one Skyvern account: sends, retries where that can do no harm, and checks what comes back. */
export interface SkyvernClient {
  readonly baseUrl: string;
  /** @throws SkyvernError, every kind but `configuration` */
  call<Schema extends z.ZodType>(call: Call<Schema>): Promise<z.output<Schema>>;
  /**
   * The server's clock in milliseconds since 1970, to the second, by the `Date` header (RFC 9110 §6.6.1) of the last
   * answer in the API's form; undefined before the first one.
   */
  serverTime(): number | undefined;
  /** The same client, whose calls and retries end when the signal aborts. */
  until(signal: AbortSignal): SkyvernClient;
  close(): Promise<void>;
}

/** The forms of answers, which are loaded while the first request is under way, if that only reads. */
export function forms(): typeof import("./wire")["forms"] {
  const wire = require("./wire") as typeof import("./wire");
  return wire.forms;
}

/** A client for one server and key. Schedules live under `/api/v1`, workflows and runs under `/v1`. */
export function createClient(options: ClientOptions): SkyvernClient {
  const transport = createTransport(options);
  let clockOffset: number | undefined;

  async function attempt<Schema extends z.ZodType>(
    call: Call<Schema>,
    signal: AbortSignal | undefined,
  ): Promise<z.output<Schema>> {
    const { operation, method } = call;
    const path = `/${call.path.map(encodeURIComponent).join("/")}${queryOf(call.query)}`;
    // What was done must not be lost because its form cannot be loaded, such as during an `npm install`.
    const form = method === "GET" ? setImmediate().then(call.schema) : call.schema();
    const [answer, schema] = await Promise.all([
      transport.send({ operation, method, path, headers: call.headers ?? {}, body: call.body, signal }),
      form,
    ]);
    if (answer.status === 407 && options.proxy !== undefined)
      throw refusedByProxy(407, { operation, baseUrl: options.baseUrl, proxy: options.proxy.name });
    if (answer.status > 299) {
      throw refusal(answer, {
        operation,
        baseUrl: options.baseUrl,
        apiKeySource: options.apiKeySource,
        apiKeyAdvice: options.apiKeyAdvice,
        notFoundTexts: [...idsIn(call.path), ...(call.notFoundTexts ?? [])],
        redact: (text) => redactValues(options.apiKey.redactFrom(text), sensitiveValues(call.body)),
      });
    }
    const parsed = parseAnswer(answer, operation, schema, options);
    // Other answers may come from a gateway, whose clock may be a different one.
    clockOffset = answer.clockOffset ?? clockOffset;
    return parsed;
  }

  async function repeat<Schema extends z.ZodType>(
    call: Call<Schema>,
    signal?: AbortSignal,
  ): Promise<z.output<Schema>> {
    const repeatable = call.repeatable ?? (call.method === "GET" || call.method === "DELETE");
    for (let failures = 1; ; failures++) {
      try {
        return await attempt(call, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!isSkyvernError(error) || failures >= (call.attempts ?? maximumAttempts)) throw error;
        const delay = retryDelay(error, repeatable, failures, Math.random());
        if (delay === undefined) throw error;
        await sleep(delay, undefined, { signal });
      }
    }
  }

  const clientUntil = (signal: AbortSignal | undefined): SkyvernClient => ({
    baseUrl: options.baseUrl,
    call: (call) => repeat(call, signal),
    serverTime: () => (clockOffset === undefined ? undefined : Date.now() + clockOffset),
    until: clientUntil,
    close: () => transport.close(),
  });
  return clientUntil(undefined);
}

/**
 * Whether a failed call may have been carried out all the same: its answer was lost on the way, cut short,
 * or was a server's fault (5xx), behind which the work may be done. What is certain to have done nothing
 * (never sent, 4xx, a redirect) is not.
 */
export function isAnswerLost(error: unknown): error is SkyvernError {
  if (!isSkyvernError(error) || error.didNothing) return false;
  return isSkyvernError(error, "network", "timeout", "unavailable") || isForeignAnswer(error);
}

/** Whether a success was answered in a form that is not the API's, as somebody on the way to it may do. */
export function isForeignAnswer(error: unknown): boolean {
  return isSkyvernError(error, "unexpected-response") && (error.status ?? 200) < 300;
}

/** Waits before each search for the result of a call whose answer was lost, in milliseconds. */
export const looksAfterLostAnswer: readonly number[] = [0, 1000, 3000];

function queryOf(query: Readonly<Record<string, string | number>> | undefined): string {
  if (query === undefined) return "";
  const pairs = Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]);
  return `?${new URLSearchParams(pairs)}`;
}

function parseAnswer<Schema extends z.ZodType>(
  answer: TransportAnswer,
  operation: string,
  schema: Schema,
  options: ClientOptions,
): z.output<Schema> {
  const refuse = (problem: string): SkyvernError =>
    new SkyvernError(
      "unexpected-response",
      `Could not ${operation}: ${options.baseUrl} answered HTTP ${answer.status} ${problem}. Is this the address of a Skyvern API?`,
      { operation, status: answer.status },
    );
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    throw refuse(`with something that is not JSON (${answer.contentType || "no content type"})`);
  }
  if (isDeeperThan(deepestAnswer, body)) throw refuse(`nested more than ${deepestAnswer} levels deep`);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  // Only the places that differ: values may be secret.
  const places = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join(".") || "the whole body");
  throw refuse(`with an unexpected body (at ${places.join(", ")})`);
}

/** Levels of lists and objects in an answer; what reads it goes down by recursion. */
const deepestAnswer = 200;

function isDeeperThan(most: number, value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return false;
}

/** Skyvern's ids are a prefix, an underscore and a number: `wpid_1`, `wfs_1`. */
function idsIn(path: readonly string[]): readonly string[] {
  return path.filter((segment) => segment.includes("_"));
}

/** The fields of a body whose values are, or may be, secret. */
const sensitiveFields = [
  "description",
  "parameters",
  "run_metadata",
  "extra_http_headers",
  "totp_url",
  "totp_identifier",
  "webhook_url",
  "browser_address",
];

function sensitiveValues(body: object | undefined): readonly unknown[] {
  if (body === undefined) return [];
  return sensitiveFields.map((field) => Reflect.get(body, field));
}
