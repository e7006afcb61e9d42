import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { SkyvernError } from "../../errors";

/** A server on loopback. */
export interface LoopbackServer {
  /** Base URL without a path, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** Closes open connections and frees the port. A second call does nothing. */
  close(): Promise<void>;
}

/**
 * Answers requests on a port of 127.0.0.1.
 *
 * @param port 0 for any free port
 * @throws SkyvernError of kind "configuration" if the port is not available
 */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<LoopbackServer> {
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const finding = `The sandbox cannot listen on port ${port} of 127.0.0.1: ${cause.message}.`;
      const advice = "Use another port, or leave it out to use any free port.";
      reject(new SkyvernError("configuration", finding, { cause, advice }));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Clients keep connections alive, and close() waits for them.
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
  };
}
