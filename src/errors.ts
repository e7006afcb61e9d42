/**
 * Every way in which a call to Skyvern or its configuration can fail; switch on it, never on text.
 *
 * - `configuration`: a setting is missing or wrong, or something on this machine is; nothing was sent.
 * - `unauthorized`: 401 or 403, the server refused the API key; or the key is another account's.
 * - `not-found`: a 404 that names the thing: the workflow, schedule or run does not exist, or no longer.
 * - `plan-limit`: 402 or 409, the account's plan does not allow it.
 * - `wrong-parameter`: a 400 that says that a parameter's value is not of its type.
 * - `invalid`: any other 4xx, the server refused what was asked; or what was given cannot be meant.
 * - `unsupported`: 405, 501 or any other 404, this server cannot do it; or the 403 of an organisation without tags.
 * - `unavailable`: 408, 429 or 5xx, the server is there, but did not do it now.
 * - `network`: no connection, or it broke before a whole answer arrived.
 * - `timeout`: no whole answer within the time limit.
 * - `unexpected-response`: an answer that is not what the API promises (redirect, not JSON, other shape, too large).
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

/** What a {@link SkyvernError} knows beside its message. */
export interface SkyvernErrorContext {
  /** HTTP status of the answer, when there was one. */
  readonly status?: number;
  /** What was tried, in words: "read workflow wpid_1". */
  readonly operation?: string;
  /** Seconds that the server asked to wait (`Retry-After`). */
  readonly retryAfterSeconds?: number;
  /** True when the call provably did nothing (it never reached the server, or the server said so), so that repeating it can do no harm. */
  readonly didNothing?: boolean;
  /** What to do next: a sentence that stands at the end of the message. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/**
 * What lookups, `shortestInterval` and the sandbox throw. (A `ScheduleSet` that has errors, and other wrong uses of a
 * resource class, throw Pulumi's `RunError`.) Its message is whole sentences: what was tried, on which thing, what
 * the server said, what to do next. It never holds a secret, nor a request body.
 */
export class SkyvernError extends Error {
  readonly kind: SkyvernErrorKind;
  readonly status: number | undefined;
  readonly operation: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly didNothing: boolean;
  /** The message without its advice, for a sentence that goes on with advice of its own. */
  readonly finding: string;

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
  }
}

/** Whether `error` is a {@link SkyvernError}, of one of `kinds` when any are given. */
export function isSkyvernError(error: unknown, ...kinds: readonly SkyvernErrorKind[]): error is SkyvernError {
  return error instanceof SkyvernError && (kinds.length === 0 || kinds.includes(error.kind));
}

/**
 * Thrown by create and update when the thing exists but is not complete: the engine then keeps `id` and
 * `properties` in state (`grpcResponseFromError` in `@pulumi/pulumi/cmd/dynamic-provider`), and the next
 * `pulumi up` goes on from there. No other error may have fields of these names.
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
