import { createServer, type IncomingMessage, request, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** How a proxy answers in place of passing a request on. */
export interface ProxyRefusal {
  readonly status: number;
}

/**
 * An HTTP proxy on loopback, as a company has one: CONNECT for https, whole addresses for http. It takes every host for
 * `target`, so that names outside loopback can be used in tests.
 */
export class HttpProxy {
  /** The first line of each request, and what it gave as `proxy-authorization`. */
  readonly seen: { readonly line: string; readonly authorization: string | undefined }[] = [];
  /** What it answers in place of passing requests on. */
  refusal: ProxyRefusal | undefined;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(target: () => number, wanted: string | undefined) {
    const note = (incoming: IncomingMessage): number | undefined => {
      const authorization = incoming.headers["proxy-authorization"];
      this.seen.push({ line: `${incoming.method} ${incoming.url}`, authorization });
      if (this.refusal !== undefined) return this.refusal.status;
      return wanted === undefined || authorization === wanted ? undefined : 407;
    };
    this.#server = createServer((incoming, response) => {
      const refused = note(incoming);
      if (refused !== undefined) {
        response.writeHead(refused, { "proxy-authenticate": "Basic" }).end();
        return;
      }
      const { pathname, search } = new URL(incoming.url ?? "");
      const { method, headers } = incoming;
      const passed = request(
        { host: "127.0.0.1", port: target(), method, headers, path: pathname + search },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      incoming.pipe(passed);
    });
    this.#server.on("connection", (socket) => this.#sockets.add(socket));
    this.#server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
      const refused = note(incoming);
      if (refused !== undefined) {
        socket.end(`HTTP/1.1 ${refused} Refused\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n`);
        return;
      }
      const passed = connect(target(), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
        socket.pipe(passed).pipe(socket);
      });
      this.#sockets.add(passed);
      for (const one of [socket, passed]) one.on("error", () => undefined);
    });
  }

  /**
   * @param target the port on loopback to which everything goes
   * @param wanted the `proxy-authorization` that it asks for; none where it is left out
   */
  static async start(target: () => number, wanted?: string): Promise<HttpProxy> {
    const proxy = new HttpProxy(target, wanted);
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  /** `127.0.0.1:PORT`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
