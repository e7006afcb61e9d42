import { shownBody, shownPath } from "./redacted";

/** A request as the log lists it. */
export interface ListedRequest {
  readonly id: number;
  /** When it arrived, on the sandbox's clock. */
  readonly time: string;
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  readonly status: number;
  /** The client, as its `User-Agent` names it. */
  readonly client: string;
}

/** A request with its bodies. */
export interface ShownRequest extends ListedRequest {
  readonly requestBody: string;
  readonly responseBody: string;
}

const mostRequests = 300;
const longestClient = 80;

/** The newest requests, without secrets. */
export class ShownRequests {
  readonly #apiKey: string;
  #requests: readonly ShownRequest[] = [];
  #count = 0;

  constructor(apiKey: string) {
    this.#apiKey = apiKey;
  }

  /** How many there were since the start, also those that were removed. */
  get count(): number {
    return this.#count;
  }

  /** Newest first. */
  list(): readonly ListedRequest[] {
    return this.#requests.map(({ requestBody: _, responseBody: __, ...listed }) => listed).reverse();
  }

  find(id: number): ShownRequest | undefined {
    return this.#requests.find((one) => one.id === id);
  }

  /** Answers a request through `answer`, and logs both. */
  async logged(
    request: Request,
    time: Date,
    answer: (request: Request) => Response | Promise<Response>,
  ): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const given = await request.clone().text();
    const response = await answer(request);
    const returned = await response.clone().text();
    this.#count += 1;
    const shown: ShownRequest = {
      id: this.#count,
      time: time.toISOString(),
      method: request.method,
      path: shownPath(`${pathname}${search}`, this.#apiKey),
      status: response.status,
      client: (request.headers.get("user-agent") ?? "").slice(0, longestClient),
      requestBody: shownBody(given, this.#apiKey),
      responseBody: shownBody(returned, this.#apiKey),
    };
    this.#requests = [...this.#requests, shown].slice(-mostRequests);
    return response;
  }
}
