/**
 * `pulumi-skyvern/webhook` is for the server that receives the `webhookUrl` of a `WorkflowRun`.
 *
 * @module webhook
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { SkyvernError } from "../errors";
import { isPlainObject } from "../plain-object";

const signatureHeader = "x-skyvern-signature";
const timeHeader = "x-skyvern-timestamp";
const usualAgeSeconds = 300;

/**
 * The headers of a request: those of `fetch`, or an object as Node.js and most frameworks have them. Case does not matter.
 *
 * @example
 * import type { WebhookHeaders } from "pulumi-skyvern/webhook";
 *
 * export const headers: WebhookHeaders = { "x-skyvern-signature": "…", "x-skyvern-timestamp": "1798876800" };
 */
export type WebhookHeaders =
  | {
      /** The value of a header; null if the request does not have it. */
      get(name: string): string | null;
    }
  | { readonly [name: string]: string | readonly string[] | undefined };

/**
 * Options of {@link verifyWebhook}.
 *
 * @example
 * import type { WebhookOptions } from "pulumi-skyvern/webhook";
 *
 * export const patient: WebhookOptions = { maxAgeSeconds: 3600 };
 */
export interface WebhookOptions {
  /**
   * How many seconds the time in `x-skyvern-timestamp` may be away from now, in either direction; `Infinity` for any.
   *
   * Skyvern 1.0.56 computes this time as if the clock of its machine showed UTC. A server in another timezone sends a time
   * that is hours away: set a larger limit for it. @default `300`
   */
  readonly maxAgeSeconds?: number;
  /** The current time. @default the clock of this machine */
  readonly now?: Date;
}

/**
 * What a webhook says about the run that ended.
 *
 * @example
 * import type { WebhookRun } from "pulumi-skyvern/webhook";
 *
 * export const isFine = ({ status }: WebhookRun): boolean => status === "completed";
 */
export interface WebhookRun {
  /** The id of the run, `wr_…`. */
  readonly runId: string;
  /** How it ended, such as `completed` or `failed`. */
  readonly status: string;
  /** The permanent id of the workflow, `wpid_…`. Undefined if the webhook does not name it. */
  readonly workflowId: string | undefined;
  /** The result of the workflow. Undefined if it has none. */
  readonly output: unknown;
  /** Why it failed, in words. */
  readonly failureReason: string | undefined;
  /** Its page in Skyvern. */
  readonly appUrl: string | undefined;
  /** The whole body, with the names of the API. */
  readonly payload: { readonly [name: string]: unknown };
}

/**
 * Checks that a request comes from Skyvern, and reads it. Skyvern signs the body with the API key of the organisation:
 * `x-skyvern-signature` is HMAC-SHA256 in hexadecimal digits (`generate_skyvern_webhook_signature` in
 * `skyvern/forge/sdk/core/security.py`). The comparison takes constant time.
 *
 * The time is not part of the signature. Somebody who has recorded a request can send it again with another time, so do
 * nothing twice for the same `runId`.
 *
 * @param body the body exactly as it was received: text or bytes, before a framework parses it
 * @param headers the headers of the request
 * @param apiKey the API key of the organisation, or several during a rotation
 * @param options the age limit
 * @throws SkyvernError of kind `unauthorized` if a header is missing, the signature is wrong or the time is too far away;
 *   of kind `invalid` if the body is not that of a run; of kind `configuration` if a key is empty
 *
 * @example
 * import { createServer } from "node:http";
 * import { verifyWebhook } from "pulumi-skyvern/webhook";
 *
 * createServer(async (request, response) => {
 *   const body = Buffer.concat(await request.toArray());
 *   try {
 *     const run = verifyWebhook(body, request.headers, process.env["SKYVERN_API_KEY"] ?? "");
 *     console.log(`${run.runId} ended as ${run.status}.`);
 *     response.writeHead(204).end();
 *   } catch (error) {
 *     console.error(error);
 *     const isForged = error instanceof Error && "kind" in error && error.kind === "unauthorized";
 *     response.writeHead(isForged ? 401 : 500).end();
 *   }
 * });
 */
export function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  apiKey: string | readonly string[],
  { maxAgeSeconds = usualAgeSeconds, now = new Date() }: WebhookOptions = {},
): WebhookRun {
  const bytes = bytesOf(body);
  const keys = typeof apiKey === "string" ? [apiKey] : apiKey;
  // Everybody could sign with an empty key.
  if (keys.length === 0 || keys.some((key) => typeof key !== "string" || key.trim() === ""))
    throw new SkyvernError(
      "configuration",
      "A webhook cannot be verified: the API key is empty. Pass the API key of the organisation.",
    );
  const signature = headerOf(headers, signatureHeader);
  if (!keys.some((key) => isSignedWith(key, bytes, signature)))
    throw refused(
      `${signatureHeader} does not match. Pass the body exactly as it was received, and the API key of the organisation that started the run`,
    );
  checkAge(headerOf(headers, timeHeader), maxAgeSeconds, now);
  return readRun(bytes);
}

function refused(reason: string): SkyvernError {
  return new SkyvernError("unauthorized", `The webhook is refused: ${reason}.`);
}

/** A framework that has parsed the body cannot give the bytes that were signed. */
function bytesOf(body: string | Uint8Array): Buffer {
  if (typeof body === "string") return Buffer.from(body, "utf8");
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new SkyvernError(
    "invalid",
    "The body of a webhook must be the text or the bytes that were received, not a parsed object: the signature covers each byte.",
  );
}

function headerOf(headers: WebhookHeaders, name: string): string {
  const value = isFetchHeaders(headers) ? headers.get(name) : plainHeader(headers, name);
  if (typeof value === "string" && value !== "") return value;
  throw refused(`the header ${name} is missing`);
}

function isFetchHeaders(headers: WebhookHeaders): headers is { get(name: string): string | null } {
  return typeof headers.get === "function";
}

function plainHeader(headers: { readonly [name: string]: unknown }, name: string): unknown {
  const value = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

function isSignedWith(key: string, body: Buffer, signature: string): boolean {
  const right = createHmac("sha256", key).update(body).digest();
  const given = /^[0-9a-f]{64}$/i.test(signature)
    ? Buffer.from(signature, "hex")
    : Buffer.alloc(right.length);
  return timingSafeEqual(right, given);
}

function checkAge(text: string, maxAgeSeconds: number, now: Date): void {
  if (!/^\d+$/.test(text)) throw refused(`${timeHeader} is not a number of seconds`);
  const age = Math.abs(now.getTime() / 1000 - Number(text));
  if (age > maxAgeSeconds)
    throw refused(
      `${timeHeader} is ${Math.round(age)} seconds from now, and the limit is ${maxAgeSeconds}. Check both clocks, or set a larger maxAgeSeconds`,
    );
}

function readRun(body: Buffer): WebhookRun {
  const payload = parsed(body);
  const textOf = (name: string): string | undefined => {
    const value = payload?.[name];
    return typeof value === "string" ? value : undefined;
  };
  const [runId, status] = [textOf("run_id"), textOf("status")];
  if (payload === undefined || runId === undefined || status === undefined)
    throw new SkyvernError(
      "invalid",
      "The signature is valid, but the body is not that of a run. Use verifyWebhook only for the webhookUrl of a WorkflowRun.",
    );
  return {
    runId,
    status,
    workflowId: textOf("workflow_id"),
    output: payload.output ?? undefined,
    failureReason: textOf("failure_reason"),
    appUrl: textOf("app_url"),
    payload,
  };
}

function parsed(body: Buffer): { readonly [name: string]: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return isPlainObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
