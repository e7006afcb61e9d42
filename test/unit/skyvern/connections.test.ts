import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Secret } from "../../../src/secret";
import { createClient } from "../../../src/skyvern/client";
import { cancelRun } from "../../../src/skyvern/runs";

describe("the connections of a client", () => {
  it("are not one for each of two requests that follow each other", async () => {
    const connections = new Set<unknown>();
    const server = createServer((request, response) => {
      connections.add(request.socket);
      response.end("null");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createClient({ baseUrl, apiKey: new Secret("key-of-a-test"), apiKeySource: "a test" });
    for (const run of ["wr_1", "wr_2", "wr_3"]) await cancelRun(client, run);
    await client.close();
    server.close();
    expect(connections.size).toBe(1);
  });
});
