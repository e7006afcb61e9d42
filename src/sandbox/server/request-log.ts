/**
 * One request that the sandbox answered.
 *
 * @example
 * import { type LoggedRequest, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const line = ({ method, path, status }: LoggedRequest): string => `${method} ${path} ${status}`;
 * export const lines = startSandbox().then(({ requests }) => requests.all.map(line));
 */
export class LoggedRequest {
  /** Such as `POST`. */
  readonly method: string;
  /** The path with its query string. */
  readonly path: string;
  /** HTTP status of the response. */
  readonly status: number;
  /** When it arrived, on the sandbox's clock. */
  readonly time: Date;
  readonly #body: string;

  /** @hidden The sandbox creates them. */
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

/**
 * The requests that the sandbox answered, in the order of its answers.
 *
 * @example
 * import { type RequestLog, startSandbox } from "pulumi-skyvern/sandbox";
 *
 * const countWrites = (log: RequestLog): number => log.writes.length;
 * export const writes = startSandbox().then(({ requests }) => countWrites(requests));
 */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  /** All requests since the start, or since the last `clear()`. */
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

  /** @hidden The sandbox calls this for each answer. */
  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
  }
}
