/** A parsed request. Its key is valid, unless the route is open. */
export interface ApiRequest {
  readonly workflowId: string;
  readonly scheduleId: string;
  readonly credentialId: string;
  readonly runId: string;
  readonly tagKey: string;
  readonly query: URLSearchParams;
  /** The value of a header; the name is in lower case. */
  header(name: string): string | undefined;
  /** The parsed JSON of the body, its text if it was not declared as JSON, or undefined if it is empty. */
  readonly body: unknown;
}

/** A route of the API. As on the server, a 405 names the method of the first route of a path in `allow`. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly paths: readonly string[];
  /** Needs no key. */
  readonly isOpen?: boolean;
  readonly readsBody?: boolean;
  /** Returns the JSON of a 200 response, or a whole response. */
  handle(request: ApiRequest): unknown;
}
