import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { inspect } from "node:util";
import { isSkyvernError } from "../../../src/errors";
import { Secret } from "../../../src/secret";
import { type ClientOptions, createClient, type SkyvernClient } from "../../../src/skyvern/client";
import { startRun } from "../../../src/skyvern/runs";
import { createSchedule, replaceSchedule } from "../../../src/skyvern/schedules";

const apiKey = "marker-key-of-the-account";
/** Everything that a request may carry and that may be secret; each a text of its own. */
const secrets = {
  parameters: {
    password: "marker-parameter",
    deep: [{ token: "marker-deep" }],
    pin: 900_817,
    login: {
      quoted: 'marker-"quoted"',
      lines: "-----BEGIN KEY-----\nmarker-lines\n",
      path: "C:\\marker-path",
    },
  },
  extra_http_headers: { authorization: "Bearer marker-header" },
  totp_url: "https://totp.example/marker-totp-url",
  totp_identifier: "marker-totp-identifier",
  webhook_url: "https://hook.example/?token=marker-webhook",
  browser_address: "wss://browser.example/marker-browser",
};
const markers = /marker-|900817/;
const schedule = {
  cron_expression: "0 2 * * *",
  timezone: "UTC",
  name: "nightly",
  description: "marker-description",
  parameters: secrets.parameters,
};
const run = {
  workflow_id: "wpid_1",
  ...secrets,
  run_metadata: { purpose: "marker-metadata", "pulumi-run": "1f2e" },
};

const calls: readonly (readonly [name: string, call: (client: SkyvernClient) => Promise<unknown>])[] = [
  ["a schedule is made", (client) => createSchedule(client, "wpid_1", schedule)],
  ["a schedule is updated", (client) => replaceSchedule(client, "wpid_1", "wfs_1", schedule)],
  ["a run is started", (client) => startRun(client, run, undefined)],
];

/** What a server answers to the whole request, headers included, and to its body; nothing means a broken connection. */
type Answer = (request: string, body: string) => string | undefined;

const http = (status: number, body: string, ...headers: readonly string[]): string =>
  [`HTTP/1.1 ${status} Some`, `content-length: ${Buffer.byteLength(body)}`, ...headers, "", body].join(
    "\r\n",
  );
const json = (status: number, body: unknown): string =>
  http(status, JSON.stringify(body), "content-type: application/json");
const leafTexts = (value: unknown): string[] =>
  typeof value === "object" && value !== null ? Object.values(value).flatMap(leafTexts) : [String(value)];

const answers: readonly (readonly [name: string, answer: Answer])[] = [
  [
    "422 with the body as FastAPI echoes it",
    (_, body) => {
      const input = JSON.parse(body);
      const entry = {
        type: "missing",
        loc: ["body", "timezone"],
        msg: "Field required",
        input,
        ctx: { input },
      };
      return json(422, { detail: [entry] });
    },
  ],
  ["400 that quotes every value", (_, body) => json(400, { detail: leafTexts(JSON.parse(body)).join(", ") })],
  ["400 that quotes the body as it was sent", (_, body) => json(400, { detail: `Not understood: ${body}` })],
  ["400 that quotes the headers", (request) => json(400, { detail: request.split("\r\n\r\n")[0] })],
  ["403 that quotes the key", () => json(403, { detail: `No such key: ${apiKey}` })],
  ["404 that quotes everything", (request) => json(404, { detail: request })],
  ["409 that quotes everything", (request) => json(409, { detail: request })],
  ["429 that quotes everything", (request) => json(429, { detail: request, "retry-after": 0 })],
  ["500 whose body is the request's", (_, body) => http(500, body, "content-type: application/json")],
  ["500 whose error is the request", (request) => json(500, { error: request })],
  ["502 whose page is the request", (request) => http(502, request, "content-type: text/html")],
  ["200 with the request as text", (request) => http(200, request, "content-type: text/plain")],
  ["200 with the body, which is of another form", (_, body) => http(200, body)],
  ["200 that breaks off", (_, body) => http(200, body, "connection: close").slice(0, -20)],
  ["a redirect to an address with the key", () => http(307, "", `location: https://a.example/?k=${apiKey}`)],
  ["the request itself, which is not an HTTP answer", (request) => request],
  ["a header that no answer can have", (request) => `HTTP/1.1 200 OK\r\nbad header ${request}\r\n\r\n`],
  ["nothing", () => undefined],
];

describe("an error of the client", () => {
  let server: Server;
  let baseUrl: string;
  let answer: Answer;
  const open: SkyvernClient[] = [];

  beforeEach(async () => {
    server = createServer(serve).listen(0, "127.0.0.1");
    await once(server, "listening");
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close().catch(() => undefined)));
    server.close();
  });

  function serve(socket: Socket): void {
    let request = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      request += chunk.toString();
      const [head = "", body] = request.split(/\r\n\r\n(.*)/s);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < length) return;
      const text = answer(request, body);
      request = "";
      if (text === undefined) socket.destroy();
      else socket.end(text);
    });
  }

  /** Whatever anybody can see of what `call` throws: printed, inspected to its depths, serialized, and of each cause. */
  async function shown(
    call: (client: SkyvernClient) => Promise<unknown>,
    options: Partial<ClientOptions> = {},
  ): Promise<string> {
    const client = createClient({
      baseUrl,
      apiKey: new Secret(apiKey),
      apiKeySource: "skyvern:apiKey",
      timeoutMilliseconds: 2000,
      ...options,
    });
    open.push(client);
    const thrown = await call(client).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(isSkyvernError(thrown)).toBe(true);
    return causesOf(thrown).map(everySight).join("\n");
  }

  describe.each(calls)("when %s", (_, call) => {
    test.each(answers)(
      "and the answer is %s, holds no secret",
      async (_, given) => {
        answer = given;
        expect(await shown(call)).not.toMatch(markers);
      },
      15_000,
    );

    test("and nobody listens, holds no secret", async () => {
      expect(await shown(call, { baseUrl: "http://127.0.0.1:9" })).not.toMatch(markers);
    });

    test("and no answer comes in time, holds no secret", async () => {
      answer = () => "";
      server.removeAllListeners("connection");
      server.on("connection", (socket) => socket.on("data", () => undefined).on("error", () => undefined));
      expect(await shown(call, { timeoutMilliseconds: 100 })).not.toMatch(markers);
    });

    test("and the answer is too large, holds no secret", async () => {
      answer = (request) => http(400, request.repeat(50));
      expect(await shown(call, { maxResponseSize: 1000 })).not.toMatch(markers);
    });
  });

  test("is found out by this test, where it would hold one", () => {
    const hidden = Object.defineProperty(new Error("Broken."), "request", { value: { headers: [apiKey] } });
    const outer = new Error("Could not do it.", { cause: new Error("below", { cause: hidden }) });
    expect(causesOf(outer)).toHaveLength(3);
    expect(everySight(outer)).toMatch(markers);
  });
});

function everySight(error: unknown): string {
  const text = error instanceof Error ? `${error} ${error.stack}` : String(error);
  return [text, inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error)].join("\n");
}

/** The error, its cause, and so on. */
function causesOf(error: unknown): readonly unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}
