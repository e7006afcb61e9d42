/** One request that the sandbox answered. */
export class LoggedRequest {
  readonly method: string;
  /** The path with its query string. */
  readonly path: string;
  readonly status: number;
  /** When it arrived, on the sandbox's clock. */
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
   * The body, or `""` without one. It may contain secret parameters, so a logged request does not include it
   * when it is printed or serialized.
   */
  get body(): string {
    return this.#body;
  }
}

/** The requests that the sandbox answered, in the order of its answers. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  get all(): readonly LoggedRequest[] {
    return this.#entries;
  }

  /** The requests that can change something: all except GET and HEAD. */
  get writes(): readonly LoggedRequest[] {
    return this.#entries.filter(({ method }) => method !== "GET" && method !== "HEAD");
  }

  /** Deletes all entries, so that the next part of a test starts with an empty log. */
  clear(): void {
    this.#entries = [];
  }

  /** The sandbox calls this for each answer. */
  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
  }
}
