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

  /** The sentence of a refusal, or `""` for other bodies. */
  get detail(): string {
    const { body } = this;
    const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : undefined;
    return typeof detail === "string" ? detail : "";
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
export function invalidRequest(...failures: readonly ValidationFailure[]): ApiError {
  return new ApiError(422, { detail: failures });
}
