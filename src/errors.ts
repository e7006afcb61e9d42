/**
 * The ways in which a call to Skyvern or its configuration can fail. Switch on the kind, never on the message.
 *
 * - `configuration`: a setting or something else on this machine is missing or wrong. Nothing was sent.
 * - `unauthorized`: 401 or 403: the server refused the API key, or the key belongs to another account.
 * - `not-found`: a 404 for the workflow, schedule or run: it does not exist, or was deleted.
 * - `plan-limit`: 402 or 409: the account has reached a limit of its plan or credits.
 * - `wrong-parameter`: a 400 because the value of a parameter has the wrong type.
 * - `invalid`: any other 4xx, or an argument that is invalid before anything is sent.
 * - `unsupported`: 405, 501 or any other 404: this server does not have the feature; also 403 for an organisation without tags.
 * - `unavailable`: 408, 429 or 5xx: the server answered, but could not do it now.
 * - `network`: no connection, or the connection broke before the whole response arrived.
 * - `timeout`: no complete response within the time limit.
 * - `unexpected-response`: a response that the API does not promise: a redirect, not JSON, another shape, too large, or
 *   a list that repeats its pages.
 *
 * docs/errors.md lists the messages.
 *
 * @example
 * import type { SkyvernErrorKind } from "pulumi-skyvern";
 *
 * export const worthAnotherTry: readonly SkyvernErrorKind[] = ["unavailable", "network", "timeout"];
 */
export type SkyvernErrorKind =
  | "configuration"
  | "unauthorized"
  | "not-found"
  | "plan-limit"
  | "wrong-parameter"
  | "invalid"
  | "unsupported"
  | "unavailable"
  | "network"
  | "timeout"
  | "unexpected-response";

/** The fields of a {@link SkyvernError} beside its message. */
export interface SkyvernErrorContext {
  /** HTTP status of the response, if there was one. */
  readonly status?: number;
  /** The operation that failed, in words: "read workflow wpid_1". */
  readonly operation?: string;
  /** Seconds to wait that the server asked for (`Retry-After`). */
  readonly retryAfterSeconds?: number;
  /** True if the call certainly changed nothing: it never reached the server, or the server refused it. Repeating it is safe. */
  readonly didNothing?: boolean;
  /** What to do next: the last sentence of the message. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/**
 * The error that lookups, `shortestInterval` and the sandbox throw. (A `ScheduleSet` with errors and other wrong uses
 * of a resource class throw Pulumi's `RunError`.) The message says which operation failed, what the server answered
 * and what to do next. It never contains a secret or a request body.
 *
 * @example
 * import { getWorkflow, SkyvernError } from "pulumi-skyvern";
 *
 * export const workflow = getWorkflow({ title: "Invoices" }).catch((error: unknown) => {
 *   if (error instanceof SkyvernError && error.kind === "not-found") return undefined;
 *   throw error;
 * });
 */
export class SkyvernError extends Error {
  /** Why it failed. */
  readonly kind: SkyvernErrorKind;
  /** HTTP status of the response; undefined without a response. */
  readonly status: number | undefined;
  /** The operation that failed, such as `read workflow wpid_1`. */
  readonly operation: string | undefined;
  /** Seconds to wait that the server asked for (`Retry-After`). */
  readonly retryAfterSeconds: number | undefined;
  /** True if the call certainly changed nothing, so that repeating it is safe. */
  readonly didNothing: boolean;
  /** The message without its advice, for callers that add their own advice. */
  readonly finding: string;
  readonly #context: SkyvernErrorContext;

  /** @hidden Programs read these errors and create none. */
  constructor(kind: SkyvernErrorKind, finding: string, context: SkyvernErrorContext = {}) {
    const { advice, cause } = context;
    super(
      advice === undefined ? finding : `${finding} ${advice}`,
      cause === undefined ? undefined : { cause },
    );
    this.finding = finding;
    this.name = "SkyvernError";
    this.kind = kind;
    this.status = context.status;
    this.operation = context.operation;
    this.retryAfterSeconds = context.retryAfterSeconds;
    this.didNothing = context.didNothing ?? false;
    this.#context = context;
  }

  /** @hidden The same error, which first names what the user did: the failed request was a part of `operation`. */
  during(operation: string): SkyvernError {
    const request = this.finding.replace(/^Could/, "could");
    return new SkyvernError(this.kind, `Could not ${operation}: ${request}`, this.#context);
  }
}

/** Whether `error` is a {@link SkyvernError}; if `kinds` are given, one of these kinds. */
export function isSkyvernError(error: unknown, ...kinds: readonly SkyvernErrorKind[]): error is SkyvernError {
  return error instanceof SkyvernError && (kinds.length === 0 || kinds.includes(error.kind));
}

/**
 * Create and update throw this if the resource exists but is incomplete. The engine then keeps `id` and `properties`
 * in state (`grpcResponseFromError` in `@pulumi/pulumi/cmd/dynamic-provider`), and the next `pulumi up` continues from
 * there. No other error may have fields with these names.
 */
export class IncompleteError extends Error {
  readonly id: string;
  readonly properties: object;
  readonly reasons: readonly string[];

  constructor(message: string, id: string, properties: object) {
    super(message);
    this.name = "IncompleteError";
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
