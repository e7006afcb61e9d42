/** An error response. A route throws it, and the sandbox sends its body as JSON. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(`The sandbox answers ${status}.`);
    this.name = "ApiError";
    this.status = status;
    this.body = body;
  }
}

/** One entry of FastAPI's list of validation failures. `input` echoes what was sent, as the real server does. */
export interface ValidationFailure {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
  readonly ctx?: object;
}

/** An error whose body is `{"detail": "…"}`. Every Skyvern refusal looks like this, except validation lists. */
export function refusal(status: number, detail: string): ApiError {
  return new ApiError(status, { detail });
}

/** FastAPI's 422 for a request that does not match its model. */
export class InvalidRequest extends ApiError {
  readonly failures: readonly ValidationFailure[];

  constructor(failures: readonly ValidationFailure[]) {
    super(422, { detail: failures });
    this.failures = failures;
  }
}

/** A 501 for what the real server can do and the sandbox cannot. The real server never answers it. */
export function notImplemented(what: string): ApiError {
  return refusal(501, `The sandbox does not implement ${what}. Leave it out, or use a Skyvern server.`);
}
