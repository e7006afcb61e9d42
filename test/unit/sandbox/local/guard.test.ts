import type { OutgoingHttpHeaders } from "node:http";
import { startSandbox } from "../../../../src/sandbox";
import { apiKey, LocalCalls } from "./calls";

const json = { "content-type": "application/json" };
const aDay = '{"seconds":86400}';
let calls: LocalCalls;
let own: string;
beforeAll(async () => {
  calls = await LocalCalls.start();
  own = new URL(calls.sandbox.url).host;
  await calls.api("GET", "/v1/schedules");
});
afterAll(() => calls.sandbox.close());

const statuses = async (headers: OutgoingHttpHeaders) => [
  (await calls.send("GET", "/sandbox/state", headers)).status,
  (await calls.send("GET", "/sandbox/requests/1", headers)).status,
  (await calls.send("POST", "/sandbox/clock", { ...json, ...headers }, aDay)).status,
];

describe("the routes below /sandbox", () => {
  afterEach(async () => expect((await calls.view()).aheadSeconds).toBe(0));

  it.each([
    "evil.example",
    "evil.example:8765",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "10.0.0.1",
  ])("refuse requests to the name %j, also with DNS rebinding", async (host) => {
    // A name that cannot be read is a 400 of the HTTP server.
    for (const status of await statuses({ host })) expect([400, 403]).toContain(status);
    expect(await statuses({ host: "evil.example", origin: "http://evil.example" })).toEqual([403, 403, 403]);
  });

  it("and the API answer under no other name than 127.0.0.1 and localhost, on any port", async () => {
    const version = (host: string) => calls.send("GET", "/v1/version", { host, "x-api-key": apiKey });
    expect((await version("evil.example")).status).toBe(403);
    for (const host of ["localhost", "localhost:9000", "127.0.0.1:9000", "[::1]:9000", own])
      expect((await version(host)).status).toBe(200);
  });

  it.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:3000" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("refuse a request of another web page: %j", async (headers) => {
    expect(await statuses(headers)).toEqual([403, 403, 403]);
  });

  it("answer their own page, and programs", async () => {
    for (const headers of [
      {},
      { origin: `http://${own}`, "sec-fetch-site": "same-origin" },
      { host: "localhost:9000", origin: "http://localhost:9000" },
      { "sec-fetch-site": "none" },
    ]) {
      const answer = await calls.send("GET", "/sandbox/state", headers);
      expect([headers, answer.status]).toEqual([headers, 200]);
    }
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
  ])("refuse a body of type %s, which a form of another page can send", async (type) => {
    const answer = await calls.send("POST", "/sandbox/clock", { "content-type": type }, aDay);
    expect(answer.status).toBe(415);
  });

  it("refuse a body without a type, that is too long, or that is not JSON", async () => {
    expect((await calls.send("POST", "/sandbox/clock", {}, aDay)).status).toBe(415);
    expect((await calls.send("POST", "/sandbox/clock", json, "{")).status).toBe(400);
    const long = `{"seconds":60${" ".repeat(1000)}}`;
    expect((await calls.send("POST", "/sandbox/clock", json, long)).status).toBe(413);
  });

  it("let no other origin read an answer", async () => {
    const asking = { origin: `http://${own}`, "access-control-request-method": "POST" };
    for (const [method, path] of [
      ["OPTIONS", "/sandbox/clock"],
      ["GET", "/sandbox/state"],
      ["GET", "/v1/version"],
    ] as const) {
      const { headers } = await calls.send(method, path, asking);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
    const { headers } = await calls.send("GET", "/sandbox/state");
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
  });

  it("have a page to which others can link, which nobody can frame, and to which / leads", async () => {
    const { counts } = await calls.view();
    const page = await calls.send("GET", "/sandbox", { "sec-fetch-site": "cross-site" });
    expect([page.status, page.text]).toEqual([200, "<p>the page</p>"]);
    expect(page.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": "frame-ancestors 'none'",
      "cache-control": "no-store",
    });
    const first = await calls.send("GET", "/");
    expect([first.status, first.headers.location]).toEqual([302, "/sandbox"]);
    for (const path of ["/", "/sandbox"])
      expect((await calls.send("GET", path, { host: "evil.example" })).status).toBe(403);
    expect((await calls.view()).counts).toEqual(counts);
  });

  it("name the right method, and answer 404 for unknown routes", async () => {
    expect(await calls.send("GET", "/sandbox/clock")).toMatchObject({
      status: 405,
      text: '{"detail":"Use POST."}',
    });
    expect((await calls.send("DELETE", "/sandbox/state")).status).toBe(405);
    for (const path of ["/sandbox/", "/sandbox/nothing", "/sandbox/state/", "/sandbox/requests/x"])
      expect([path, (await calls.send("GET", path)).status]).toEqual([path, 404]);
  });

  it("do not exist in a sandbox of a test", async () => {
    const sandbox = await startSandbox();
    try {
      expect((await fetch(`${sandbox.url}/sandbox/state`)).status).toBe(404);
    } finally {
      await sandbox.close();
    }
  });
});
