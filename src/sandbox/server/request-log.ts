/** One request that the sandbox answered. */
export class LoggedRequest {
  readonly method: string;
  /** Path with the query, as sent. */
  readonly path: string;
  readonly status: number;
  /** When it arrived, by the sandbox's clock. */
  readonly time: Date;
  readonly #body: string;

  constructor(method: string, path: string, status: number, time: Date, body: string) {
    this.method = method;
    this.path = path;
    this.status = status;
    this.time = time;
    this.#body = body;
  }

  /**
   * The body as it was sent, `""` when there was none. It may hold secret parameters, so printing or
   * serializing a logged request leaves it out.
   */
  get body(): string {
    return this.#body;
  }
}

/** What the sandbox was asked, in the order of its answers. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  get all(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** Those that may change something: everything but GET and HEAD. */
  get writes(): readonly LoggedRequest[] {
    return this.#entries.filter(({ method }) => method !== "GET" && method !== "HEAD");
  }

  /** Forgets everything, so that the next part of a test counts from zero. */
  clear(): void {
    this.#entries = [];
  }

  /** Called by the sandbox itself for each answer. */
  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
  }
}
