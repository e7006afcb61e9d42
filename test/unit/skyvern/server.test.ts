import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Secret } from "../../../src/secret";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { readScheduleSample, readServerVersion } from "../../../src/skyvern/server";

/** What `work` finds on a server that answers everything with this, and the URLs that it requested. */
async function ask<Result>(body: unknown, work: (client: SkyvernClient) => Promise<Result>, status = 200) {
  const urls: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    urls.push(url);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({ baseUrl, apiKey: new Secret("key"), apiKeySource: "SKYVERN_API_KEY" });
  const [result] = await Promise.allSettled([work(client)]);
  await client.close();
  server.close();
  return { result, urls };
}

describe("a look at the server", () => {
  it("finds its version", async () => {
    const { result, urls } = await ask({ version: "1.0.56" }, readServerVersion);
    expect(result).toEqual({ status: "fulfilled", value: "1.0.56" });
    expect(urls).toEqual(["/v1/version"]);
  });

  it.each([
    ["knows intervals", [{ interval_seconds: null }], true],
    ["knows no intervals", [{ cron_expression: "0 2 * * *" }], false],
    ["has no schedule that shows it", [], undefined],
  ])("finds how many schedules the account has, and that the server %s", async (_, schedules, knowsKinds) => {
    const { result, urls } = await ask({ schedules, total_count: 7 }, readScheduleSample);
    expect(result).toEqual({ status: "fulfilled", value: { count: 7, knowsKinds } });
    expect(urls).toEqual(["/api/v1/schedules?page=1&page_size=1"]);
  });

  it.each([
    ["readServerVersion", readServerVersion],
    ["readScheduleSample", readScheduleSample],
  ])(
    "asks an unavailable server twice, not for minutes: %s",
    async (_, look: (client: SkyvernClient) => Promise<unknown>) => {
      const { result, urls } = await ask({}, look, 503);
      expect(result).toMatchObject({ status: "rejected", reason: { kind: "unavailable" } });
      expect(urls).toHaveLength(2);
    },
  );
});
