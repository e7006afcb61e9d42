import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect, promisify } from "node:util";
import { readSettings } from "../../../src/provider/settings";
import { type Sandbox, startSandbox } from "../../../src/sandbox";
import { createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { proxyFor } from "../../../src/skyvern/proxy";
import { createSchedule, listWorkflowSchedules } from "../../../src/skyvern/schedules";
import { HttpProxy } from "../../support/servers/http-proxy";

const insecure: Readonly<Record<string, string>> = { "skyvern:allowInsecure": "true" };
const body = {
  cron_expression: "0 2 * * *",
  timezone: "UTC",
  name: "nightly",
  description: null,
  parameters: null,
};

describe("the proxy of a server", () => {
  const nameOf = (baseUrl: string, environment: NodeJS.ProcessEnv) => proxyFor(baseUrl, environment)?.name;
  const everywhere = { HTTPS_PROXY: "http://proxy.example:3128", HTTP_PROXY: "http://plain.example:8080" };
  const server = "https://api.skyvern.com";

  it.each([
    ["HTTPS_PROXY counts for an https server", server, everywhere, "proxy.example:3128 (HTTPS_PROXY)"],
    [
      "HTTP_PROXY counts for an http server",
      "http://sky.corp",
      everywhere,
      "plain.example:8080 (HTTP_PROXY)",
    ],
    ["HTTP_PROXY does not count for an https server", server, { HTTP_PROXY: "http://a:1" }, undefined],
    [
      "a name in lower case counts first",
      server,
      { ...everywhere, https_proxy: "http://low:1" },
      "low:1 (https_proxy)",
    ],
    [
      "a proxy without a scheme is an http one",
      server,
      { HTTPS_PROXY: "proxy:3128" },
      "proxy:3128 (HTTPS_PROXY)",
    ],
    ["an empty variable names no proxy", server, { HTTPS_PROXY: " " }, undefined],
    [
      "an empty variable in lower case leaves it to the other one",
      server,
      { ...everywhere, https_proxy: " " },
      "proxy.example:3128 (HTTPS_PROXY)",
    ],
    ["a proxy may be an https one", server, { HTTPS_PROXY: "https://tls:8443" }, "tls:8443 (HTTPS_PROXY)"],
    ["loopback by name is reached directly", "http://localhost:8000", everywhere, undefined],
    ["loopback by address is reached directly", "https://127.0.0.1", everywhere, undefined],
    ["loopback of IPv6 is reached directly", "http://[::1]:8000", everywhere, undefined],
  ])("%s", (_, baseUrl, environment, expected) => {
    expect(nameOf(baseUrl, environment)).toBe(expected);
  });

  it.each([
    ["*", true],
    ["api.skyvern.com", true],
    ["API.Skyvern.com", true],
    ["other.example, skyvern.com", true],
    ["other.example skyvern.com", true],
    [".skyvern.com", true],
    ["*.skyvern.com", true],
    ["api.skyvern.com:443", true],
    ["api.skyvern.com:8443", false],
    ["kyvern.com", false],
    ["api.skyvern.com.evil.example", false],
    ["", false],
    [",", false],
    // lukevella/rallly#2901, and entries that are not hosts
    ["localhost,example.com,.internal.domain", false],
    ["https://api.skyvern.com", false],
    ["10.0.0.0/8", false],
  ])("NO_PROXY=%j exempts api.skyvern.com: %s", (list, isExempt) => {
    expect(nameOf(server, { ...everywhere, NO_PROXY: list }) === undefined).toBe(isExempt);
    expect(nameOf(server, { ...everywhere, NO_PROXY: "nothing.example", no_proxy: list }) === undefined).toBe(
      isExempt,
    );
  });

  it.each([
    ["http://sky.corp", "sky.corp:80", true],
    ["http://sky.corp", "sky.corp:443", false],
    ["https://sky.corp:8443", "sky.corp:8443", true],
    ["https://sky.corp:8443", "sky.corp:443", false],
    ["https://sky.corp:8443", "sky.corp", true],
    ["https://sky.corp:8443", "corp:8443", true],
    ["https://sky.corp.", ",", false],
    ["https://sky.corp.", "corp.", true],
    // unjs/node-fetch-native#125: a server with a port, and ranges, also of NVIDIA/NemoClaw#704
    ["http://10.10.10.10:8001", "10.10.10.10", true],
    ["http://10.10.10.10:8001", "10.10.10.10:8002", false],
    ["http://10.10.10.10:8001", "10.0.0.0/8", true],
    ["http://10.200.3.4", "localhost,127.0.0.1,::1,inference.local,10.200.0.0/16", true],
    ["http://10.201.3.4", "10.200.0.0/16", false],
    ["http://10.1.2.3", "10.1.2.3/32", true],
    ["http://10.1.2.3", "10.0.0.0/33", false],
    ["http://10.1.2.3", "10.0.0.0/", false],
    ["http://10.1.2.3", "fd00::/8", false],
    ["https://[fd00::1]", "fd00::/8", true],
    ["https://[fd00::1]", "fe00::/8", false],
  ])("exempts %s by NO_PROXY=%j: %s", (baseUrl, list, isExempt) => {
    expect(nameOf(baseUrl, { ...everywhere, NO_PROXY: list }) === undefined).toBe(isExempt);
  });

  it.each([
    ["http://proxy", undefined],
    ["http://ci@proxy", "ci:"],
    ["http://:hunter2@proxy", ":hunter2"],
    ["http://ci:hunter%202@proxy", "ci:hunter 2"],
    // git-for-windows/git#821
    ["http://ci:123@456@proxy", "ci:123@456"],
  ])("gets the user name and the password of %s", (address, credentials) => {
    const settings = proxyFor(server, { HTTPS_PROXY: address });
    const expected =
      credentials === undefined ? undefined : `Basic ${Buffer.from(credentials).toString("base64")}`;
    expect(settings?.authorization?.reveal()).toBe(expected);
    expect(settings?.uri).toBe("http://proxy");
  });

  it.each(["fd00::1", "[fd00::1]", "[fd00::1]:443"])("NO_PROXY=%j exempts an IPv6 address", (list) => {
    expect(nameOf("https://[fd00::1]", { ...everywhere, NO_PROXY: list })).toBeUndefined();
    expect(nameOf("https://[fd00::2]", { ...everywhere, NO_PROXY: list })).toBeDefined();
  });

  it.each([
    // apify/got-scraping#55
    [
      "http://user:hunter2%@proxy",
      'has a "%" in its user name or password that is not percent-encoded. Write it as %25',
    ],
    ["http://user:hunter2%6qgx@proxy", 'has a "%" in its user name or password'],
    // psf/requests#2846, postmanlabs/postman-app-support#6227: without a code, the password would end up in the host
    ["http://hunter2#XXX@proxy:3128", 'has "#" in its user name or password. Write it as %23'],
    ["http://hunter2:12#34@proxy:3128", 'has "#" in its user name or password. Write it as %23'],
    ["http://hunter2:12/34@proxy:3128", 'has "/" in its user name or password. Write it as %2F'],
    ["hunter2:12?34@proxy:3128", 'has "?" in its user name or password. Write it as %3F'],
    ["http://CORP\\hunter2:12@proxy:3128", 'has "\\" in its user name or password. Write it as %5C'],
    ["http://user:hunter2@", "is not the URL of a proxy"],
    ["socks5://user:hunter2@proxy:1080", 'names a proxy of the kind "socks5:"'],
  ])("is refused without being shown if the variable is %s", (value, problem) => {
    const read = () => readSettings(() => undefined, { SKYVERN_API_KEY: "key", HTTPS_PROXY: value });
    expect(read).toThrow(expect.objectContaining({ kind: "configuration" }));
    expect(read).toThrow(`HTTPS_PROXY ${problem}`);
    expect(read).not.toThrow("hunter2");
  });
});

describe("a server behind a proxy", () => {
  let sandbox: Sandbox;
  let proxy: HttpProxy;
  const open: SkyvernClient[] = [];
  const client = (environment: NodeJS.ProcessEnv, baseUrl = "http://skyvern.example"): SkyvernClient => {
    const configuration: Readonly<Record<string, string>> = {
      ...insecure,
      "skyvern:apiKey": sandbox.apiKey,
      "skyvern:baseUrl": baseUrl,
    };
    const made = createClient(readSettings((key) => configuration[key], environment));
    open.push(made);
    return made;
  };
  const ask = (one: SkyvernClient) => listWorkflowSchedules(one, sandbox.workflows.plain.workflowId);
  const failure = async (one: SkyvernClient) =>
    ask(one).then(
      () => "no error",
      (error: Error) => error,
    );

  beforeAll(async () => {
    sandbox = await startSandbox();
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    const password = `Basic ${Buffer.from("ci:hunter2 ä").toString("base64")}`;
    proxy = await HttpProxy.start(() => Number(new URL(sandbox.url).port), password);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await proxy.close();
  });
  const address = () => `http://ci:hunter2%20%C3%A4@${proxy.address}`;

  it("is asked with whole addresses over plain http, with the proxy's credentials", async () => {
    expect(await ask(client({ HTTP_PROXY: address() }))).toEqual([]);
    expect(proxy.seen).toEqual([
      {
        line: expect.stringMatching(
          /^GET http:\/\/skyvern\.example\/api\/v1\/workflows\/wpid_\d+\/schedules$/,
        ),
        authorization: expect.stringMatching(/^Basic /),
      },
    ]);
  });

  it("does not get the proxy's credentials", async () => {
    sandbox.requests.clear();
    await ask(client({ HTTP_PROXY: address() }));
    expect(sandbox.requests.all).toHaveLength(1);
    expect(inspect(sandbox.requests.all, { depth: 9 })).not.toMatch(/proxy-authorization|hunter2/i);
  });

  it("cannot be reached without the password, and the error names the proxy and the setting", async () => {
    const error = await failure(client({ HTTP_PROXY: `http://ci:wrong-hunter2@${proxy.address}` }));
    expect(error).toMatchObject({
      kind: "configuration",
      didNothing: true,
      message: expect.stringContaining(
        `the proxy ${proxy.address} (HTTP_PROXY) refused the connection to http://skyvern.example (HTTP 407). It asks for a user name and a password`,
      ),
    });
    expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
    expect(proxy.seen).toHaveLength(1);
  });

  it.each([403, 502])(
    "cannot be reached if the proxy answers CONNECT with %d, which does not come from the server",
    async (status) => {
      proxy.refusal = { status };
      const error = await failure(client({ HTTPS_PROXY: address() }, "https://skyvern.example"));
      expect(error).toMatchObject({
        kind: "network",
        didNothing: true,
        message: expect.stringContaining(
          `the proxy ${proxy.address} (HTTPS_PROXY) refused the connection to`,
        ),
      });
      expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
    },
  );

  it("gets no POST while the proxy refuses CONNECT, and the error says that nothing was done", async () => {
    proxy.refusal = { status: 503 };
    const { workflowId } = sandbox.workflows.plain;
    const making = createSchedule(
      client({ HTTPS_PROXY: address() }, "https://skyvern.example"),
      workflowId,
      body,
    );
    await expect(making).rejects.toMatchObject({ didNothing: true });
    expect(proxy.seen.length).toBeGreaterThan(1);
    expect(sandbox.schedules()).toEqual([]);
  });

  it("cannot be reached where the proxy is down, and the error names the proxy", async () => {
    const gone = "127.0.0.1:9";
    const error = await failure(
      client({ HTTPS_PROXY: `http://ci:hunter2@${gone}` }, "https://skyvern.example"),
    );
    expect(error).toMatchObject({
      kind: "network",
      didNothing: true,
      message: expect.stringContaining(
        `no connection to https://skyvern.example through the proxy ${gone} (HTTPS_PROXY) (ECONNREFUSED). Is the address of the proxy right`,
      ),
    });
    expect(inspect(error, { depth: 9 })).not.toContain("hunter2");
  });
});

describe("an https server behind a proxy", () => {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-skyvern-proxy-"));
  const file = (name: string) => join(folder, name);
  let server: Server;
  let proxy: HttpProxy;
  const paths: (string | undefined)[] = [];

  beforeAll(async () => {
    const subject = ["-subj", "/CN=skyvern.example", "-addext", "subjectAltName=DNS:skyvern.example"];
    const keys = ["-keyout", file("key.pem"), "-out", file("certificate.pem")];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...keys],
      {
        stdio: "pipe",
      },
    );
    const options = { key: readFileSync(file("key.pem")), cert: readFileSync(file("certificate.pem")) };
    server = createServer(options, (incoming, response) => {
      paths.push(incoming.url);
      response.setHeader("content-type", "application/json").end('{"schedules":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    proxy = await HttpProxy.start(() => (server.address() as AddressInfo).port);
  });
  afterAll(async () => {
    await proxy.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** Asks in a process of its own: Node reads `NODE_EXTRA_CA_CERTS` when it starts. */
  const askInProcess = async (environment: NodeJS.ProcessEnv): Promise<string> => {
    const dist = join(__dirname, "../../../dist");
    const program = `
      const { createClient } = require(${JSON.stringify(join(dist, "skyvern/client.js"))});
      const { listWorkflowSchedules } = require(${JSON.stringify(join(dist, "skyvern/schedules.js"))});
      const { readSettings } = require(${JSON.stringify(join(dist, "provider/settings.js"))});
      const client = createClient(readSettings(() => undefined));
      listWorkflowSchedules(client, "wpid_1")
        .then((list) => "found " + list.length, (error) => error.message)
        .then((text) => { console.log(text); return client.close(); });`;
    writeFileSync(file("program.js"), program);
    const env = {
      PATH: process.env.PATH,
      SKYVERN_API_KEY: "key",
      SKYVERN_BASE_URL: "https://skyvern.example",
    };
    const { stdout } = await promisify(execFile)(process.execPath, [file("program.js")], {
      env: { ...env, HTTPS_PROXY: proxy.address, ...environment },
    });
    return stdout.trim();
  };

  it("is reached by CONNECT, with the certificate authority of NODE_EXTRA_CA_CERTS", async () => {
    expect(await askInProcess({ NODE_EXTRA_CA_CERTS: file("certificate.pem") })).toBe("found 0");
    expect(proxy.seen.at(-1)).toEqual({ line: "CONNECT skyvern.example:443", authorization: undefined });
    expect(paths.at(-1)).toBe("/api/v1/workflows/wpid_1/schedules");
  });

  it("gets no request where its certificate is not trusted", async () => {
    paths.length = 0;
    expect(await askInProcess({})).toContain("(DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(paths).toEqual([]);
  });
});
