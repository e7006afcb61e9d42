import { execFile } from "node:child_process";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import type { SkyvernError } from "../../../src/errors";
import { Secret } from "../../../src/secret";
import { createClient, isAnswerLost, type SkyvernClient } from "../../../src/skyvern/client";
import { createSchedule, readSchedule } from "../../../src/skyvern/schedules";
import type { WireSchedule } from "../../../src/skyvern/wire";

const mebibyte = 2 ** 20;
const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const schedule = (parameters: string): string =>
  `{"schedule":{"workflow_schedule_id":"wfs_1","workflow_permanent_id":"wpid_1","timezone":"UTC","enabled":true,"created_at":"2026-11-22T10:25:21","parameters":${parameters}}}`;

/** Writes 200 MB, as fast as they are taken. */
function flood(answer: ServerResponse): void {
  const megabyte = Buffer.alloc(mebibyte, " ");
  let left = 200;
  const go = (): void => {
    while (left-- > 0) if (!answer.write(megabyte)) return void answer.once("drain", go);
    answer.end();
  };
  go();
}

function drip(answer: ServerResponse): void {
  const timer = setInterval(() => answer.write(" "), 10);
  answer.on("close", () => clearInterval(timer));
}

const headers = Object.fromEntries(
  Array.from({ length: 5000 }, (_, index) => [`x-header-${index}`, "y".repeat(50)]),
);

const tooLarge =
  /^Could not read schedule wfs_1 of workflow wpid_1: the (body|head) of the answer of http:.* is larger than an answer of Skyvern can be\. Is this the address of a Skyvern API\?$/;
const tooDeep = /nested more than 200 levels deep\. Is this the address of a Skyvern API\?$/;

describe("a hostile server", () => {
  let server: Server;
  let client: SkyvernClient;
  let serve: (answer: ServerResponse) => void;
  let requests: number;
  beforeAll(async () => {
    server = createServer((request, answer) => {
      requests += 1;
      answer.on("error", () => undefined);
      request.resume().on("end", () => serve(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  beforeEach(() => {
    requests = 0;
    client = clientWith(20_000);
  });
  afterEach(() => client.close().catch(() => undefined));
  const clientWith = (timeoutMilliseconds: number): SkyvernClient => {
    const settings = { apiKey: new Secret("key-of-a-test"), apiKeySource: "SKYVERN_API_KEY" };
    return createClient({ ...settings, baseUrl: baseUrl(), timeoutMilliseconds });
  };

  const read = (): Promise<WireSchedule> => readSchedule(client, "wpid_1", "wfs_1");
  const failure = (work: Promise<unknown>): Promise<SkyvernError> =>
    work.then(
      () => Promise.reject(new Error("It did not fail.")),
      (error: SkyvernError) => error,
    );

  it.each<[string, (answer: ServerResponse) => void, RegExp]>([
    ["sends 200 MB", flood, tooLarge],
    ["sends a flood of headers", (answer) => answer.writeHead(200, headers).end("{}"), tooLarge],
    [
      "sends one header of 1 MB",
      (answer) => answer.writeHead(200, { "x-header": "y".repeat(mebibyte) }).end("{}"),
      tooLarge,
    ],
    [
      "nests JSON three million levels deep",
      (answer) => answer.end(schedule(`{"a":${nested(3e6)}}`)),
      tooDeep,
    ],
    ["nests JSON deep where nothing is read", (answer) => answer.end(`{"other":${nested(5000)}}`), tooDeep],
    [
      "compresses what nobody asked to be compressed",
      (answer) =>
        answer.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(100 * mebibyte))),
      /with something that is not JSON/,
    ],
  ])("that %s gets one request and a clear error", async (_, behaviour, sentence) => {
    serve = behaviour;
    const error = await failure(read());
    expect(error).toMatchObject({ name: "SkyvernError", kind: "unexpected-response" });
    expect(error.message).toMatch(sentence);
    expect(requests).toBe(1);
  });

  it.each<[string, (answer: ServerResponse) => void]>([
    ["never ends its body", drip],
    ["never ends its head", (answer) => answer.socket?.write("HTTP/1.1 200 OK\r\n")],
    [
      "promises more than it sends",
      (answer) => answer.writeHead(200, { "content-length": "999" }).write("{"),
    ],
  ])("that %s is left after the time limit, and once more", async (_, behaviour) => {
    serve = behaviour;
    client = clientWith(1000);
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "timeout" });
    expect(error.message).toMatch(/did not answer within 1 s\. Run the command again later\.$/);
    expect(requests).toBe(2);
  });

  it.each([
    ["nests its error deep", 422, `{"detail":${nested(3e6)}}`],
    ["nests the place of an error deep", 422, `{"detail":[{"loc":${nested(3e6)},"msg":"no"}]}`],
    ["sends an error of 18 MB", 400, JSON.stringify({ detail: "\u001b[31mno ".repeat(2e6) })],
    [
      "sends 200,000 errors",
      422,
      JSON.stringify({ detail: Array.from({ length: 200_000 }, () => ({ loc: ["body"], msg: "no" })) }),
    ],
  ])("that %s is quoted in a line", async (_, status, body) => {
    serve = (answer) => answer.writeHead(status).end(body);
    const { kind, message } = await failure(read());
    expect(kind).toBe("invalid");
    expect(message).toMatch(
      /^Could not read schedule wfs_1 of workflow wpid_1: Skyvern refused the request \(HTTP 4/,
    );
    expect(message.length).toBeLessThan(700);
    expect(message).not.toContain("\u001b");
  });

  it("that names prototypes changes none", async () => {
    const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"a":1}';
    serve = (answer) => answer.end(schedule(polluting));
    const { parameters } = await read();
    expect(parameters).toEqual({ constructor: { prototype: { polluted: true } }, a: 1 });
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it.each([
    ["a body", flood],
    ["a head", (answer: ServerResponse) => answer.writeHead(200, headers).end("{}")],
  ])("may have made the schedule that it answers with %s that is too large", async (_, behaviour) => {
    serve = behaviour;
    const body = {
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      name: "nightly",
      description: null,
      parameters: null,
    };
    expect(isAnswerLost(await failure(createSchedule(client, "wpid_1", body)))).toBe(true);
    expect(requests).toBe(1);
  });

  it("that sends 200 MB costs the provider no more than 150 MB", async () => {
    const provider = async (): Promise<{ said: string; peak: number }> => {
      const code = `
        const { workflowSchedule } = require("pulumi-skyvern/provider");
        const state = { workflowId: "wpid_1", scheduleId: "wfs_1" };
        workflowSchedule.delete("wpid_1/wfs_1", state).then(() => "gone", (error) => error.message).then((said) =>
          console.log(JSON.stringify({ said, peak: process.resourceUsage().maxRSS / 1024 })));`;
      const env = { PATH: process.env.PATH, SKYVERN_API_KEY: "key-of-a-test", SKYVERN_BASE_URL: baseUrl() };
      const cwd = join(__dirname, "../../..");
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", code], { cwd, env });
      return JSON.parse(stdout) as { said: string; peak: number };
    };
    serve = (answer) => answer.end('{"ok":true}');
    const polite = await provider();
    expect(polite.said).toBe("gone");
    serve = flood;
    const flooded = await provider();
    expect(flooded.said).toMatch(/larger than an answer of Skyvern can be/);
    expect(flooded.peak - polite.peak).toBeLessThan(150);
  });
});
