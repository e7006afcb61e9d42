import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../../src/secret";
import { createClient } from "../../../src/skyvern/client";
import { readRun } from "../../../src/skyvern/runs";

describe("a server whose certificate is not trusted", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-certificates-"));
  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(file(name), "utf8");
  const openssl = (...words: readonly string[]) => execFileSync("openssl", words, { stdio: "pipe" });
  const key = (name: string) => ["-newkey", "rsa:2048", "-nodes", "-keyout", file(`${name}.key`)];

  beforeAll(() => {
    openssl("req", "-x509", ...key("authority"), "-out", file("authority.pem"), "-subj", "/CN=authority");
    openssl("req", ...key("server"), "-out", file("server.csr"), "-subj", "/CN=127.0.0.1");
    const signed = ["-CA", file("authority.pem"), "-CAkey", file("authority.key"), "-CAcreateserial"];
    openssl("x509", "-req", "-in", file("server.csr"), ...signed, "-out", file("server.pem"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string, string, readonly string[], string]>([
    ["signed itself", "authority", ["authority.pem"], "DEPTH_ZERO_SELF_SIGNED_CERT"],
    [
      "comes with an unknown authority",
      "server",
      ["server.pem", "authority.pem"],
      "SELF_SIGNED_CERT_IN_CHAIN",
    ],
    ["comes without its authority", "server", ["server.pem"], "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  ])("because it %s gets no request, and the error says so", async (_, name, certificates, code) => {
    const paths: (string | undefined)[] = [];
    const options = { key: read(`${name}.key`), cert: certificates.map(read).join("") };
    const server: Server = createServer(options, (incoming, response) => {
      paths.push(incoming.url);
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const baseUrl = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createClient({ baseUrl, apiKey: new Secret("key-of-a-test"), apiKeySource: "a test" });
    const failure = await readRun(client, "wr_1", 1).then(
      () => undefined,
      (error: unknown) => error,
    );
    await client.close();
    server.close();
    expect(failure).toMatchObject({
      kind: "network",
      didNothing: true,
      message: expect.stringContaining(`no connection to ${baseUrl} (${code}).`),
    });
    expect(paths).toEqual([]);
  });
});
