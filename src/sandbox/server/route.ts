/** A request as a route sees it: matched, parsed, and with a valid key unless the route is open. */
interface ApiRequest {
  readonly workflowId: string;
  readonly scheduleId: string;
  readonly credentialId: string;
  readonly runId: string;
  readonly tagKey: string;
  readonly query: URLSearchParams;
  /** Parsed JSON, the text itself where it was not declared as JSON, undefined where there was none. */
  readonly body: unknown;
  /** A header by its name, whatever the case. */
  header(name: string): string | undefined;
}

/** One route of the API; the first one given for a path is the one that a 405 names in `allow`, as on the server. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly paths: readonly string[];
  /** Answered without a key. */
  readonly isOpen?: boolean;
  readonly readsBody?: boolean;
  /** The JSON to answer with status 200, or a whole answer. */
  handle(request: ApiRequest): unknown;
}
