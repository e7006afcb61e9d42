import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A request as it came from the client. */
export interface ProxiedRequest {
  readonly method: string;
  /** Path with the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** How many requests of the same method and path came before it. */
  readonly earlier: number;
}

interface ProxiedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a fault can do with one request. */
interface Exchange {
  readonly request: ProxiedRequest;
  /** Lets the target see the request, and gives its answer. */
  forward(): Promise<ProxiedAnswer>;
  reply(answer: ProxiedAnswer): void;
  /** Sends the head and half of the body, and breaks the connection. */
  cut(answer: ProxiedAnswer): void;
  /** Breaks the connection without a byte. */
  drop(): void;
  /** Refuses connections once this request has ended, until {@link FaultProxy.accept}. */
  refuseNext(): void;
}

export type Fault = (exchange: Exchange) => Promise<void> | void;

/** The request does not reach the target. */
export const dropBefore: Fault = (exchange) => exchange.drop();
/** The target has done it; the answer is lost. */
export const dropAfter: Fault = async (exchange) => {
  await exchange.forward();
  exchange.drop();
};
/** The target has done it; the answer ends half-way. */
export const cutAnswer: Fault = async (exchange) => exchange.cut(await exchange.forward());
/** An answer of somebody on the way, the target not asked. */
export const answer =
  (status: number, body = "", headers: Readonly<Record<string, string>> = {}): Fault =>
  (exchange) =>
    exchange.reply({ status, body, headers });
/** The target has done it; somebody on the way answers otherwise. */
export const answerAfter =
  (status: number, body = "", headers: Readonly<Record<string, string>> = {}): Fault =>
  async (exchange) => {
    await exchange.forward();
    exchange.reply({ status, body, headers });
  };
/** The target has done it; its answer comes late. */
export const delayed =
  (milliseconds: number): Fault =>
  async (exchange) => {
    const late = await exchange.forward();
    await sleep(milliseconds, undefined, { ref: false });
    exchange.reply(late);
  };
/** The target does it after whoever asked has given up. */
export const arrivesLate =
  (milliseconds: number): Fault =>
  async (exchange) => {
    await sleep(milliseconds, undefined, { ref: false });
    await exchange.forward();
    exchange.drop();
  };
/** The target has done it, and its answer arrives. */
export const passOn: Fault = async (exchange) => exchange.reply(await exchange.forward());
/** A gateway that drops the query of a GET, so that each page of a list is the first one, with ten rows. */
export const withoutQuery =
  (target: string): Fault =>
  async ({ request, reply }) => {
    const { path, headers } = request;
    const answered = await fetch(`${target}${path.replace(/\?.*/, "")}`, {
      headers: { "x-api-key": headers["x-api-key"] ?? "" },
    });
    reply({ status: answered.status, body: await answered.text() });
  };
/** The target is elsewhere now. */
export const redirect = (location: string): Fault => answer(307, "", { location });

export interface FaultProxy {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  /** The next `times` requests that fit get `fault`; rules are tried in the order in which they were given. */
  inject(fits: (request: ProxiedRequest) => boolean, fault: Fault, times?: number): void;
  /** Ends all faults and forgets the requests. */
  clear(): void;
  /** Refuses connections until {@link accept}, and breaks the open ones. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  close(): Promise<void>;
}

interface Rule {
  readonly fits: (request: ProxiedRequest) => boolean;
  readonly fault: Fault;
  left: number;
}

/** Starts a proxy on loopback in front of `target`, a base URL without a path. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const requests: ProxiedRequest[] = [];
  const rules: Rule[] = [];
  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const listen = async (port: number): Promise<number> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    const closed = once(server, "close");
    server.close();
    await closed;
  };

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const method = incoming.method ?? "";
    const path = incoming.url ?? "";
    const body = Buffer.concat(await incoming.toArray()).toString();
    const earlier = requests.filter((one) => one.method === method && one.path === path).length;
    const request: ProxiedRequest = { method, path, body, earlier, headers: textHeaders(incoming) };
    requests.push(request);
    const rule = rules.find((one) => one.left > 0 && one.fits(request));
    const exchange = exchangeOf(request, outgoing, target, () => server.close());
    if (rule === undefined) return passOn(exchange);
    rule.left -= 1;
    await rule.fault(exchange);
  }

  const port = await listenOutsideEphemeral(listen);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    inject: (fits, fault, times = 1) => rules.push({ fits, fault, left: times }),
    clear() {
      rules.length = 0;
      requests.length = 0;
    },
    refuse: stop,
    async accept() {
      if (server.listening) return;
      // What is being answered ends first.
      await new Promise((resolve) => server.close(resolve));
      await listen(port);
    },
    close: stop,
  };
}

/** Headers of one connection only, which are not passed on (RFC 9110 §7.6.1), and those that fetch sets itself. */
const ownHeaders = new Set([
  "connection",
  "keep-alive",
  "host",
  "content-length",
  "transfer-encoding",
  "expect",
]);

function exchangeOf(
  request: ProxiedRequest,
  outgoing: ServerResponse,
  target: string,
  stopListening: () => void,
): Exchange {
  const start = ({ status, headers = {}, body }: ProxiedAnswer): void => {
    const length = String(Buffer.byteLength(body));
    outgoing.writeHead(status, { "content-type": "application/json", ...headers, "content-length": length });
  };
  return {
    request,
    async forward() {
      const { method, path, headers, body } = request;
      // A connection of its own: the target ends kept ones after some seconds, also just as a request leaves.
      const init = { method, headers: { ...headers, connection: "close" }, redirect: "manual" as const };
      const answered = await fetch(target + path, body === "" ? init : { ...init, body });
      const kept = [...answered.headers].filter(([name]) => !ownHeaders.has(name));
      return { status: answered.status, headers: Object.fromEntries(kept), body: await answered.text() };
    },
    reply(whole) {
      start(whole);
      outgoing.end(whole.body);
    },
    cut(whole) {
      start(whole);
      const half = whole.body.slice(0, Math.floor(whole.body.length / 2));
      outgoing.write(half, () => outgoing.destroy());
    },
    drop: () => outgoing.destroy(),
    refuseNext() {
      outgoing.shouldKeepAlive = false;
      stopListening();
    },
  };
}

function textHeaders(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(entries.filter(([name]) => !ownHeaders.has(name)));
}

/**
 * Listens on a port that no other program is given while this one refuses connections: below those that systems hand
 * out for outgoing ones (32768 on Linux).
 */
async function listenOutsideEphemeral(listen: (port: number) => Promise<number>): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const bound = await listen(port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
    });
    if (bound !== undefined) return bound;
  }
}
