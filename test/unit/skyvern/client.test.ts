import dns from "node:dns";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { SkyvernError } from "../../../src/errors";
import { Secret } from "../../../src/secret";
import {
  type ClientOptions,
  createClient,
  isAnswerLost,
  type SkyvernClient,
} from "../../../src/skyvern/client";
import { findRunRow, listCompletedRuns, listTaggedRuns } from "../../../src/skyvern/lists/runs";
import { listOrganizationIds } from "../../../src/skyvern/organizations";
import { cancelRun, hasTag, keepsTags, readRun, removeTag, startRun } from "../../../src/skyvern/runs";
import {
  createSchedule,
  deleteSchedule,
  listSchedulePage,
  listWorkflowSchedules,
  readSchedule,
  replaceSchedule,
  setScheduleEnabled,
} from "../../../src/skyvern/schedules";
import { credentialExists, listWorkflows, readWorkflow } from "../../../src/skyvern/workflows";
import * as z from "../../../src/zod";

const apiKey = "key-correct-horse";

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** A server that answers as the test says, and records the requests. */
class Answers {
  readonly seen: Seen[] = [];
  readonly server: Server;
  connections = 0;
  handle: (request: Seen, response: ServerResponse) => void = (_, response) => response.end("{}");

  constructor() {
    this.server = createServer(async (incoming, response) => {
      const body = Buffer.concat(await incoming.toArray()).toString();
      const seen = { method: incoming.method, url: incoming.url, headers: incoming.headers, body };
      this.seen.push(seen);
      this.handle(seen, response);
    });
    this.server.on("connection", () => {
      this.connections += 1;
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  json(status: number, body: unknown, headers: Record<string, string> = {}): void {
    this.handle = (_, response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
  }
}

/** The port of a closed server may be given to another program at once. Programs are never given this one. */
const nobody = "http://127.0.0.1:9";

let answers: Answers;
let baseUrl: string;
const open: SkyvernClient[] = [];
const client = (options: Partial<ClientOptions> = {}): SkyvernClient => {
  const made = createClient({
    baseUrl,
    apiKey: new Secret(apiKey),
    apiKeySource: "skyvern:apiKey",
    ...options,
  });
  open.push(made);
  return made;
};

beforeEach(async () => {
  answers = new Answers();
  baseUrl = await answers.start();
});
afterEach(async () => {
  answers.server.closeAllConnections();
  answers.server.close();
  await Promise.all(open.splice(0).map((one) => one.close().catch(() => undefined)));
});

const get = (options?: Partial<ClientOptions>) =>
  client(options).call({
    operation: "read a thing",
    method: "GET",
    path: ["v1", "things"],
    schema: () => z.looseObject({}),
  });
const post = (body: object, options?: Partial<ClientOptions>) =>
  client(options).call({
    operation: "make a thing",
    method: "POST",
    path: ["v1", "things"],
    body,
    schema: () => z.looseObject({}),
  });
async function failure(work: Promise<unknown>): Promise<SkyvernError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(SkyvernError);
  return error as SkyvernError;
}

const schedule = {
  workflow_schedule_id: "wfs_1",
  workflow_permanent_id: "wpid_1",
  cron_expression: "0 2 * * *",
  timezone: "UTC",
  enabled: true,
  parameters: null,
  name: "nightly",
  created_at: "2026-11-22T10:25:21.303305",
  modified_at: "2026-11-22T10:25:21.303305",
};

describe("a request", () => {
  it("carries the key in x-api-key, and JSON only where it has a body", async () => {
    await get();
    await post({ a: 1 });
    expect(answers.seen).toEqual([
      expect.objectContaining({ method: "GET", url: "/v1/things", body: "" }),
      expect.objectContaining({ method: "POST", url: "/v1/things", body: '{"a":1}' }),
    ]);
    const [first, second] = answers.seen.map(({ headers }) => headers);
    expect(first).toMatchObject({
      "x-api-key": apiKey,
      accept: "application/json",
      "user-agent": "pulumi-skyvern",
    });
    expect(first).not.toHaveProperty("content-type");
    expect(first).not.toHaveProperty("authorization");
    expect(second).toMatchObject({ "x-api-key": apiKey, "content-type": "application/json" });
  });

  it("encodes each segment of its path, and its query", async () => {
    await client().call({
      operation: "read a thing",
      method: "GET",
      path: ["v1", "a/b?c", "d e#"],
      query: { page: 1, search: "a&b" },
      schema: () => z.looseObject({}),
    });
    expect(answers.seen[0]?.url).toBe("/v1/a%2Fb%3Fc/d%20e%23?page=1&search=a%26b");
  });

  it("goes below the path of the base URL", async () => {
    await get({ baseUrl: `${baseUrl}/skyvern` });
    expect(answers.seen[0]?.url).toBe("/skyvern/v1/things");
  });

  it("knows the time of the server after an answer with a Date header", async () => {
    const one = client();
    const ask = () =>
      one.call({ operation: "read", method: "GET", path: ["x"], schema: () => z.looseObject({}) });
    expect(one.serverTime()).toBeUndefined();
    answers.json(200, {}, { date: "soon" });
    await ask();
    expect(one.serverTime()).toBeUndefined();
    answers.json(200, {}, { date: "Sun, 22 Nov 2026 10:00:00 GMT" });
    await ask();
    const shown = Number(one.serverTime()) - Date.parse("2026-11-22T10:00:00Z");
    expect(shown).toBeGreaterThanOrEqual(0);
    expect(shown).toBeLessThan(1000);
  });

  it("takes the server's clock when the head of an answer arrives, however long its body takes", async () => {
    const one = client();
    answers.handle = (_, response) => {
      response.writeHead(200, { "content-type": "application/json", date: new Date().toUTCString() });
      response.write("{");
      setTimeout(() => response.end("}"), 2500);
    };
    await one.call({ operation: "read", method: "GET", path: ["x"], schema: () => z.looseObject({}) });
    // The header is exact to the second.
    expect(Date.now() - Number(one.serverTime())).toBeLessThan(1500);
  });

  // aws/aws-sdk-go-v2#3472, aws/aws-sdk-cpp#577, auth0/ad-ldap-connector#72
  it.each([
    ["an answer from a cache", 200, { age: "600" }],
    ["the error of a gateway", 503, { "retry-after": "0" }],
    ["a page of a gateway", 404, {}],
  ])("does not take the clock of %s for the server's", async (_, status, headers) => {
    const one = client();
    const ask = () =>
      one.call({
        operation: "read",
        method: "GET",
        path: ["x"],
        attempts: 1,
        schema: () => z.looseObject({}),
      });
    answers.json(status, {}, { ...headers, date: "Thu, 01 Jan 1970 00:00:00 GMT" });
    await ask().catch(() => undefined);
    expect(one.serverTime()).toBeUndefined();
    answers.json(200, {}, { date: "Sun, 22 Nov 2026 10:00:00 GMT" });
    await ask();
    answers.json(status, {}, { ...headers, date: "Thu, 01 Jan 1970 00:00:00 GMT" });
    await ask().catch(() => undefined);
    expect(Number(one.serverTime())).toBeGreaterThanOrEqual(Date.parse("2026-11-22T10:00:00Z"));
  });

  // sindresorhus/ky#8, meilisearch/meilisearch-js#1654, nodejs/node#37683
  it.each<[string, (response: ServerResponse) => void]>([
    ["never ends its head", (response) => void response.socket?.write("HTTP/1.1 200 OK\r\n")],
    [
      "sends its body drop by drop",
      (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drops = setInterval(() => response.write(" "), 10);
        response.once("close", () => clearInterval(drops));
      },
    ],
    [
      "asks for an hour of patience",
      (response) => void response.writeHead(429, { "retry-after": "3600" }).end("{}"),
    ],
  ])(
    "ends when the caller gives up on a server that %s, with nothing left that keeps the process alive",
    async (_, handle) => {
      answers.handle = (__, response) => handle(response);
      const one = client({ connections: 1 });
      const signal = AbortSignal.timeout(100);
      const call = {
        operation: "read",
        method: "GET",
        path: ["x"],
        schema: () => z.looseObject({}),
      } as const;
      const started = Date.now();
      // The second request waits for the only connection.
      const ends = await Promise.allSettled([1, 2].map(() => one.until(signal).call(call)));
      expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
      expect(Date.now() - started).toBeLessThan(1500);
      const sent = answers.seen.length;
      await one.close();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(answers.seen.map(({ method }) => method)).toEqual(Array(sent).fill("GET"));
    },
  );

  it("that changes something is not sent if its answer could not be read", async () => {
    const missing = new Error("Cannot find module './wire'");
    const schema = (): z.ZodType => {
      throw missing;
    };
    const call = { operation: "start a run", path: ["v1", "run"], body: {}, schema };
    for (const method of ["POST", "PUT", "DELETE"] as const)
      await expect(client().call({ ...call, method })).rejects.toBe(missing);
    expect(answers.seen).toEqual([]);
  });

  it("ends a request that is going on, and its retries, when the caller gives up", async () => {
    const caller = new AbortController();
    const gaveUp = new Promise<void>((resolve) => {
      answers.handle = (_, response) => {
        response.on("close", resolve);
        caller.abort(new DOMException("The caller gave up.", "TimeoutError"));
      };
    });
    const call = { operation: "read", method: "GET", path: ["x"], schema: () => z.looseObject({}) } as const;
    await expect(client().until(caller.signal).call(call)).rejects.toMatchObject({ name: "TimeoutError" });
    await gaveUp;
    const waiting = new AbortController();
    answers.handle = (_, response) => {
      response.writeHead(503, { "content-type": "application/json", "retry-after": "30" });
      response.end("{}", () => setTimeout(() => waiting.abort(), 100));
    };
    await expect(client().until(waiting.signal).call(call)).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(answers.seen).toHaveLength(2);
  });
});

describe("the routes", () => {
  it("are the documented ones: schedules under /api/v1, workflows and credentials under /v1", async () => {
    const one = client();
    const body = {
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      name: "n",
      description: null,
      parameters: null,
    };
    answers.json(200, { ok: true, schedule, schedules: [schedule], total_count: 1 });
    expect((await createSchedule(one, "wpid_1", body)).name).toBe("nightly");
    await readSchedule(one, "wpid_1", "wfs_1");
    await replaceSchedule(one, "wpid_1", "wfs_1", body);
    await setScheduleEnabled(one, "wpid_1", "wfs_1", true);
    await setScheduleEnabled(one, "wpid_1", "wfs_1", false);
    await deleteSchedule(one, "wpid_1", "wfs_1");
    expect(await listWorkflowSchedules(one, "wpid_1")).toHaveLength(1);
    expect((await listSchedulePage(one, 2)).totalCount).toBe(1);
    answers.json(200, {
      workflow_permanent_id: "wpid_1",
      title: "t",
      workflow_definition: { parameters: [] },
    });
    await readWorkflow(one, "wpid_1");
    expect(await credentialExists(one, "cred_1")).toBe(true);
    const item = "/api/v1/workflows/wpid_1/schedules";
    expect(answers.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `POST ${item}`,
      `GET ${item}/wfs_1`,
      `PUT ${item}/wfs_1`,
      `POST ${item}/wfs_1/enable`,
      `POST ${item}/wfs_1/disable`,
      `DELETE ${item}/wfs_1`,
      `GET ${item}`,
      "GET /api/v1/schedules?page=2&page_size=100",
      "GET /v1/workflows/wpid_1",
      "GET /v1/credentials/cred_1",
    ]);
  });

  it("of runs are the documented ones under /v1, with the filters of their lists", async () => {
    const one = client();
    const run = { run_id: "wr_1", status: "completed", created_at: schedule.created_at };
    answers.json(200, run);
    expect(await startRun(one, { workflow_id: "wpid_1", title: "Smoke" }, 5)).toMatchObject(run);
    expect(await startRun(one, { workflow_id: "wpid_1" }, undefined)).toMatchObject(run);
    expect(await readRun(one, "wr_1")).toMatchObject(run);
    answers.json(200, [run, { ...run, run_id: "wr_2" }]);
    expect(await listTaggedRuns(one, "wpid_1", "key", "value")).toMatchObject([run, { run_id: "wr_2" }]);
    const rows = await listCompletedRuns(one, "wpid_1");
    expect(rows).toEqual([{ status: "completed" }, { status: "completed" }]);
    expect(await findRunRow(one, "wr_2")).toMatchObject({ run_id: "wr_2" });
    expect(await findRunRow(one, "wr_3")).toBeUndefined();
    answers.json(200, "null");
    await cancelRun(one, "wr_1");
    answers.json(200, { tags: [{ key: "key", value: "value" }, { key: "other" }] });
    expect(await hasTag(one, "wr_1", "key", "value")).toBe(true);
    await removeTag(one, "wr_1", "key");
    const list = "GET /v1/runs?";
    expect(answers.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /v1/run/workflows",
      "POST /v1/run/workflows",
      "GET /v1/runs/wr_1",
      `${list}tags=key%3Avalue&page=1&page_size=100`,
      `${list}workflow_permanent_id=wpid_1&status=completed&page=1&page_size=50`,
      `${list}search_key=wr_2&page=1&page_size=100`,
      `${list}search_key=wr_3&page=1&page_size=100`,
      "POST /v1/runs/wr_1/cancel",
      "GET /v1/runs/wr_1/tags",
      "DELETE /v1/runs/wr_1/tags/key",
    ]);
    expect(answers.seen[0]?.body).toBe('{"workflow_id":"wpid_1","title":"Smoke"}');
    expect(answers.seen[0]?.headers).toMatchObject({ "x-max-steps-override": "5" });
    expect(answers.seen[1]?.headers).not.toHaveProperty("x-max-steps-override");
  });

  it("list the workflows of all pages once each, also if a page shifts while others are created", async () => {
    const workflow = (id: number) => ({
      workflow_permanent_id: `wpid_${id}`,
      title: "t",
      workflow_definition: { parameters: [] },
    });
    const pageFrom = (first: number, count: number) =>
      Array.from({ length: count }, (_, index) => workflow(first + index));
    const pages = [pageFrom(0, 100), pageFrom(99, 100), pageFrom(199, 1)];
    answers.handle = (_, response) => response.end(JSON.stringify(pages[answers.seen.length - 1]));
    const found = await listWorkflows(client(), { title: "In" });
    expect(found.map((one) => one.workflow_permanent_id)).toEqual(
      pageFrom(0, 200).map((one) => one.workflow_permanent_id),
    );
    expect(answers.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(
      [1, 2, 3].map((page) => `GET /v1/workflows?page=${page}&page_size=100&title=In`),
    );
  });

  it("fail to find a run if the list has a page of other runs, on which the run may be missing", async () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        run_id: `wr_${index}`,
        status: "completed",
        created_at: schedule.created_at,
      }));
    answers.json(200, rows(9));
    expect(await findRunRow(client(), "wr_100")).toBeUndefined();
    answers.json(200, rows(10));
    expect(await findRunRow(client(), "wr_9")).toMatchObject({ run_id: "wr_9" });
    const error = await failure(findRunRow(client(), "wr_100"));
    expect(error).toMatchObject({ kind: "unexpected-response", didNothing: true });
    expect(error.message).toContain("lists other runs instead, so the list may be incomplete.");
  });

  it("know the organisations of a key, unless the server has no route for them", async () => {
    answers.json(200, { organizations: [{ organization_id: "o_1" }, { organization_id: "o_2" }] });
    expect(await listOrganizationIds(client())).toEqual(["o_1", "o_2"]);
    expect(answers.seen).toEqual([expect.objectContaining({ method: "GET", url: "/api/v1/organizations" })]);
    answers.json(404, { detail: "Not Found" });
    expect(await listOrganizationIds(client())).toBeUndefined();
    answers.json(403, { detail: "Invalid credentials" });
    expect((await failure(listOrganizationIds(client()))).kind).toBe("unauthorized");
  });

  it("know whether a run has a tag, and whether the server has tags at all", async () => {
    const one = client();
    answers.json(200, { tags: [{ key: "key", value: "other" }, { key: "other", value: "value" }, {}] });
    expect(await hasTag(one, "wr_1", "key", "value")).toBe(false);
    expect(await keepsTags(one)).toBe(true);
    answers.json(404, { detail: "Run wr_0 not found" });
    expect(await keepsTags(one)).toBe(true);
    for (const [status, detail] of [
      [404, "Not Found"],
      [403, "Workflow tagging is not enabled for this organization."],
    ] as const) {
      answers.json(status, { detail });
      expect((await failure(hasTag(one, "wr_1", "key", "value"))).kind).toBe("unsupported");
      expect(await keepsTags(one)).toBe(false);
      await removeTag(one, "wr_1", "key");
    }
    answers.json(403, { detail: "Invalid credentials" });
    expect((await failure(keepsTags(one))).kind).toBe("unauthorized");
  });

  it("take a tag for removed if the run is gone, but not if the server refused or did not know the route", async () => {
    const one = client();
    answers.json(404, { detail: "Run wr_1 not found" });
    await removeTag(one, "wr_1", "key");
    answers.json(400, { detail: "Tag key is read-only" });
    expect((await failure(removeTag(one, "wr_1", "key"))).kind).toBe("invalid");
    answers.handle = ({ method }, response) => {
      response.statusCode = 404;
      response.end(JSON.stringify({ detail: method === "DELETE" ? "Not Found" : "Run wr_0 not found" }));
    };
    expect((await failure(removeTag(one, "wr_1", "key"))).kind).toBe("unsupported");
  });

  it("know a credential that does not exist from a server without credentials", async () => {
    answers.json(404, { detail: "Credential not found" });
    expect(await credentialExists(client(), "cred_1")).toBe(false);
    answers.json(404, { detail: "Not Found" });
    expect((await failure(credentialExists(client(), "cred_1"))).kind).toBe("unsupported");
  });
});

describe("connections", () => {
  it("are kept for the next request", async () => {
    const one = client();
    for (let n = 0; n < 20; n++) await readAny(one);
    // The pool may open a second one while it still tidies up after the first answer.
    expect(answers.connections).toBeLessThanOrEqual(2);
  });

  it("are sixteen at most, and every request gets its turn", async () => {
    let held: (() => void)[] = [];
    let most = 0;
    const release = () => {
      for (const answer of held) answer();
      held = [];
    };
    answers.handle = (_, response) => {
      held.push(() => response.end("{}"));
      most = Math.max(most, held.length);
      // Time for a seventeenth to come, before any of the sixteen has its answer.
      if (held.length === 16 || answers.seen.length === 100) setTimeout(release, 20);
    };
    const one = client();
    await Promise.all(Array.from({ length: 100 }, () => readAny(one)));
    expect(answers.seen).toHaveLength(100);
    expect(most).toBe(16);
    expect(answers.connections).toBe(16);
  });

  it("are waited for without an end: the time limit begins when there is one", async () => {
    answers.handle = (_, response) => setTimeout(() => response.end("{}"), 40);
    const one = client({ connections: 1, timeoutMilliseconds: 300 });
    await Promise.all(Array.from({ length: 15 }, () => readAny(one)));
    expect(answers.seen).toHaveLength(15);
  });

  it("that the server closed while they were idle cost nothing", async () => {
    const one = client();
    await readAny(one);
    answers.server.closeIdleConnections();
    await readAny(one);
    expect(answers.seen).toHaveLength(2);
  });

  const readAny = (one: SkyvernClient) =>
    one.call({ operation: "read", method: "GET", path: ["x"], schema: () => z.looseObject({}) });
});

describe("an answer that does not come", () => {
  it("within the time limit is asked for once more, and then it is a timeout", async () => {
    answers.handle = () => undefined;
    const error = await failure(get({ timeoutMilliseconds: 100 }));
    expect(error).toMatchObject({ kind: "timeout", didNothing: false, operation: "read a thing" });
    expect(error.cause).toMatchObject({
      name: "TimeoutError",
      message: "The operation was aborted due to timeout",
    });
    expect(error.message).toBe(
      `Could not read a thing: ${baseUrl} did not answer within 0.1 s. Run the command again later.`,
    );
    expect(answers.seen).toHaveLength(2);
    expect(isAnswerLost(error)).toBe(true);
  });

  it("to its end within the time limit is a timeout too", async () => {
    answers.handle = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"a":');
    };
    expect((await failure(post({}, { timeoutMilliseconds: 100 }))).kind).toBe("timeout");
    expect(answers.seen).toHaveLength(1);
  });

  it("to its end is a timeout also when a little comes all the time", async () => {
    answers.handle = (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.once("close", () => clearInterval(drip));
    };
    const started = Date.now();
    expect((await failure(post({}, { timeoutMilliseconds: 200 }))).kind).toBe("timeout");
    expect(Date.now() - started).toBeLessThan(2000);
  });

  it("because nobody listens was never sent", async () => {
    const error = await failure(post({}, { baseUrl: nobody }));
    expect(error).toMatchObject({ kind: "network", didNothing: true });
    expect(error.message).toBe(
      `Could not make a thing: no connection to ${nobody} (ECONNREFUSED). Is the address right, and is it reachable from here?`,
    );
    expect(error.cause).toMatchObject({
      name: "Error",
      message: expect.stringMatching(/^ECONNREFUSED: connect ECONNREFUSED 127\.0\.0\.1:9$/),
    });
    expect(isAnswerLost(error)).toBe(false);
    expect(inspect(error, { depth: 9 })).not.toContain(apiKey);
  });

  it.each(["ENOTFOUND", "EAI_AGAIN"])(
    "because the name of the server has no address (%s) was never sent",
    async (code) => {
      const problem = Object.assign(new Error(`getaddrinfo ${code}`), { code, syscall: "getaddrinfo" });
      const lookup = jest
        .spyOn(dns, "lookup")
        .mockImplementation(((_: string, __: object, done: (error: Error) => void) =>
          done(problem)) as never);
      const named = "http://nothing.example";
      const error = await failure(post({}, { baseUrl: named })).finally(() => lookup.mockRestore());
      expect(error).toMatchObject({ kind: "network", didNothing: true });
      expect(error.message).toContain(`no connection to ${named} (${code}). Is the address right`);
    },
  );

  it("because no route leads to the server was never sent", async () => {
    const error = await failure(post({}, { baseUrl: "http://255.255.255.255" }));
    expect(error).toMatchObject({ kind: "network", didNothing: true });
    expect(error.message).toMatch(
      /no connection to http:\/\/255\.255\.255\.255 \(E[A-Z]+\)\. Is the address right/,
    );
  });

  it("because nobody listens on any address of the name was never sent", async () => {
    const addresses = ["127.0.0.1", "127.0.0.2"].map((address) => ({ address, family: 4 }));
    const lookup = jest
      .spyOn(dns, "lookup")
      .mockImplementation(((_: string, __: object, done: (error: null, found: object) => void) =>
        done(null, addresses)) as never);
    const local = nobody.replace("127.0.0.1", "two.example");
    const error = await failure(post({}, { baseUrl: local })).finally(() => lookup.mockRestore());
    expect(error).toMatchObject({ kind: "network", didNothing: true });
    expect(error.message).toContain(`no connection to ${local} (ECONNREFUSED)`);
    expect(error.cause).toMatchObject({ message: expect.stringContaining("connect ECONNREFUSED 127.0.0.1") });
  });

  it("because the server answers another protocol may have been sent, with the reason", async () => {
    answers.handle = (_, response) => response.socket?.end("SSH-2.0-OpenSSH_9.6\r\n");
    const error = await failure(post({}));
    expect(error).toMatchObject({ kind: "network", didNothing: false });
    expect(error.cause).toMatchObject({
      name: "HTTPParserError",
      message: expect.stringMatching(/^Response does not match/),
    });
    expect(error.message).toContain(
      `the connection broke while talking to ${baseUrl} (Response does not match the HTTP/1.1 protocol`,
    );
  });

  it("because the connection broke may have been sent, and is not sent again", async () => {
    answers.handle = (_, response) => response.destroy();
    const error = await failure(post({}));
    expect(error).toMatchObject({ kind: "network", didNothing: false });
    expect(error.message).toContain(`the connection broke while talking to ${baseUrl}`);
    expect(answers.seen).toHaveLength(1);
  });

  it("because it is too large is refused", async () => {
    answers.json(200, { a: "x".repeat(5000) });
    const error = await failure(post({}, { maxResponseSize: 1000 }));
    expect(error.message).toContain("larger than an answer of Skyvern can be");
    expect(error).toMatchObject({ status: 200, operation: "make a thing" });
    expect(error.cause).toMatchObject({
      message: expect.stringContaining("UND_ERR_RES_EXCEEDED_MAX_SIZE: Response content exceeded max size"),
    });
    expect(isAnswerLost(error)).toBe(true);
  });
});

describe("a redirect", () => {
  it.each([300, 301, 302, 303, 307, 308])(
    "%i is not followed, and the other host never sees the key",
    async (status) => {
      const other = new Answers();
      const elsewhere = await other.start();
      answers.json(status, "", { location: `${elsewhere}/v1/things?token=1` });
      const error = await failure(get()).finally(() => other.server.close());
      expect(error).toMatchObject({ kind: "unexpected-response", status });
      expect(error.message).toContain(elsewhere);
      expect(isAnswerLost(error)).toBe(false);
      expect([answers.seen.length, other.seen.length]).toEqual([1, 0]);
    },
  );
});

describe("an answer of another form", () => {
  const read = () => readSchedule(client(), "wpid_1", "wfs_1");

  it.each([
    ["<html>correct-horse</html>", "text/html", "is not JSON (text/html)"],
    ["", "", "is not JSON (no content type)"],
    ['{"schedule":', "application/json", "is not JSON"],
  ])("%j is described by its content type", async (text, contentType, problem) => {
    answers.handle = (_, response) => {
      if (contentType !== "") response.setHeader("content-type", contentType);
      response.end(text);
    };
    const error = await failure(read());
    expect(error).toMatchObject({ kind: "unexpected-response", status: 200 });
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain("correct-horse");
    expect(isAnswerLost(error)).toBe(true);
  });

  it.each([
    [{}, "at schedule"],
    [[], "at the whole body"],
    [
      { schedule: { ...schedule, timezone: 5, enabled: "correct-horse" } },
      "at schedule.timezone, schedule.enabled",
    ],
  ])("%j is described by the places that differ, never by values", async (body, places) => {
    answers.json(200, body);
    const { message } = await failure(read());
    expect(message).toContain(places);
    expect(message).not.toContain("correct-horse");
  });

  it("is described by the first three places if more differ", async () => {
    answers.json(200, { schedule: { ...schedule, timezone: 5, enabled: 5, name: 5, created_at: 5 } });
    const { message } = await failure(read());
    expect(message).toContain("(at schedule.timezone, schedule.enabled, schedule.name)");
  });

  it("is refused only if it is nested more than 200 levels deep", async () => {
    const nested = (levels: number) => `{"a":${"[".repeat(levels - 1)}1${"]".repeat(levels - 1)}}`;
    answers.json(200, nested(200));
    await expect(get()).resolves.toBeDefined();
    answers.json(200, nested(201));
    expect((await failure(get())).message).toContain("nested more than 200 levels deep");
  });

  it("with more than the client knows is taken", async () => {
    answers.json(200, { schedule: { ...schedule, later_field: 1 }, next_runs: [], also: {} });
    await expect(read()).resolves.toMatchObject({ workflow_schedule_id: "wfs_1" });
  });
});

describe("a success", () => {
  it.each([200, 201, 202, 299])("may have the status %i", async (status) => {
    answers.json(status, { a: 1 });
    expect(await get()).toEqual({ a: 1 });
  });
});

describe("a 404", () => {
  it("about the thing says that it does not exist", async () => {
    answers.json(404, { detail: "Schedule wfs_1 not found" });
    expect((await failure(readSchedule(client(), "wpid_1", "wfs_1"))).kind).toBe("not-found");
  });

  it("about the path says that the base URL is wrong", async () => {
    answers.json(404, { detail: "Not Found" });
    const error = await failure(readSchedule(client(), "wpid_1", "wfs_1"));
    expect(error.kind).toBe("unsupported");
    expect(error.message).toContain("Check skyvern:baseUrl");
  });

  it("about a part of the path that is not an id says that the base URL is wrong", async () => {
    answers.json(404, { detail: "Route /api/v1/workflows/{id}/schedules not found" });
    expect((await failure(readSchedule(client(), "wpid_1", "wfs_1"))).kind).toBe("unsupported");
  });

  it("about the workflow of a run says that the run does not exist", async () => {
    answers.json(404, { detail: "Workflow not found" });
    expect((await failure(readRun(client(), "wr_1"))).kind).toBe("not-found");
  });
});

describe("no message", () => {
  const parameters = { password: "battery-staple", deep: [{ token: "deep-token" }], pin: 1234, short: "abc" };
  const body = { name: "nightly", parameters };

  it("holds a parameter or the key when the server echoes them", async () => {
    const echoes: [number, unknown][] = [
      [422, { detail: [{ type: "missing", loc: ["body", "timezone"], msg: "Field required", input: body }] }],
      [400, { detail: `Invalid credential ID: battery-staple, deep-token. Key ${apiKey}.` }],
      [500, { error: `Unexpected error: battery-staple ${apiKey}` }],
      [403, { detail: `No such key: ${apiKey}` }],
    ];
    for (const [status, answer] of echoes) {
      answers.json(status, answer);
      const error = await failure(post(body));
      const shown = error.message + inspect(error) + JSON.stringify(error);
      for (const secret of ["battery-staple", "deep-token", apiKey, "1234"])
        expect(shown).not.toContain(secret);
    }
  });
});

describe("repeating", () => {
  it.each(["GET", "DELETE"] as const)("a %s is repeated after faults of the server", async (method) => {
    answers.handle = (_, response) => {
      response.statusCode = answers.seen.length < 3 ? 503 : 200;
      response.setHeader("retry-after", "0");
      response.end("{}");
    };
    await client().call({ operation: "do it", method, path: ["x"], schema: () => z.unknown() });
    expect(answers.seen).toHaveLength(3);
  });

  const workflow = {
    workflow_permanent_id: "wpid_1",
    title: "t",
    workflow_definition: { parameters: [] },
  };
  const run = { run_id: "wr_1", status: "completed", created_at: "2026-11-22T10:25:21" };
  it.each<[string, (one: SkyvernClient) => Promise<unknown>, unknown]>([
    ["reading a workflow", (one) => readWorkflow(one, "wpid_1"), workflow],
    ["listing workflows", (one) => listWorkflows(one, {}), [workflow]],
    ["reading a credential", (one) => credentialExists(one, "cred_1"), {}],
    ["reading organisations", (one) => listOrganizationIds(one), { organizations: [] }],
    ["reading a schedule", (one) => readSchedule(one, "wpid_1", "wfs_1"), { schedule }],
    ["listing the schedules of a workflow", (one) => listWorkflowSchedules(one, "wpid_1"), { schedules: [] }],
    ["listing all schedules", (one) => listSchedulePage(one, 1), { schedules: [], total_count: 0 }],
    ["deleting a schedule", (one) => deleteSchedule(one, "wpid_1", "wfs_1"), { ok: true }],
    ["reading a run", (one) => readRun(one, "wr_1"), run],
    ["searching runs by tag", (one) => listTaggedRuns(one, "wpid_1", "key", "value"), [run]],
    ["listing completed runs", (one) => listCompletedRuns(one, "wpid_1"), [run]],
    ["searching a run", (one) => findRunRow(one, "wr_1"), [run]],
    ["reading the tags of a run", (one) => hasTag(one, "wr_1", "key", "value"), { tags: [] }],
    ["removing a tag of a run", (one) => removeTag(one, "wr_1", "key"), { tags: [] }],
  ])("%s is repeated after a fault of the server", async (_, call, answer) => {
    answers.handle = (_, response) => {
      response.statusCode = answers.seen.length < 2 ? 503 : 200;
      response.setHeader("retry-after", "0");
      response.end(JSON.stringify(answer));
    };
    await call(client());
    expect(answers.seen).toHaveLength(2);
  });

  it.each(["POST", "PUT"] as const)("a %s would do it twice, and is left", async (method) => {
    answers.json(503, {}, { "retry-after": "0" });
    const call = client().call({
      operation: "do it",
      method,
      path: ["x"],
      body: {},
      schema: () => z.unknown(),
    });
    const error = await failure(call);
    expect(error).toMatchObject({ kind: "unavailable", status: 503, retryAfterSeconds: 0 });
    expect(isAnswerLost(error)).toBe(true);
    expect(answers.seen).toHaveLength(1);
  });

  it("a POST is repeated after a 429, with five attempts in all", async () => {
    answers.json(429, {}, { "retry-after": "0" });
    const error = await failure(post({}));
    expect(error).toMatchObject({ kind: "unavailable", status: 429 });
    expect(isAnswerLost(error)).toBe(false);
    expect(answers.seen).toHaveLength(5);
  });

  it("a POST is repeated after the first of two times that the server asks for", async () => {
    answers.handle = (_, response) => {
      response.statusCode = answers.seen.length < 2 ? 429 : 200;
      response.setHeader("retry-after", ["0", "3600"]);
      response.end("{}");
    };
    await post({});
    expect(answers.seen).toHaveLength(2);
  });

  it("a GET ends after as many attempts as the caller allows", async () => {
    answers.json(503, {}, { "retry-after": "0" });
    await failure(readRun(client(), "wr_1", 1));
    expect(answers.seen).toHaveLength(1);
    await failure(findRunRow(client(), "wr_1", 2));
    expect(answers.seen).toHaveLength(3);
    await failure(readRun(client(), "wr_1"));
    expect(answers.seen).toHaveLength(8);
  });

  it("a POST that cancels a run is repeated, because a second one does no harm", async () => {
    answers.handle = (_, response) => {
      response.statusCode = answers.seen.length < 2 ? 503 : 200;
      response.setHeader("retry-after", "0");
      response.end("null");
    };
    await cancelRun(client(), "wr_1");
    expect(answers.seen).toHaveLength(2);
  });

  it("an error that is not of a lost answer counts as an answer", () => {
    expect(isAnswerLost(new Error("x"))).toBe(false);
    expect(isAnswerLost(new SkyvernError("invalid", "x", { status: 400 }))).toBe(false);
  });
});

describe("a server before 1.0.55, which knows cron schedules only", () => {
  const often = {
    interval_seconds: 600,
    timezone: "UTC",
    name: "often",
    description: null,
    parameters: null,
  };
  const missing = { type: "missing", loc: ["body", "cron_expression"], msg: "Field required", input: often };
  const needsNewer =
    "this server supports only cron schedules. Intervals and one-time schedules need Skyvern 1.0.55 or later. Update the server, or write a cron expression.";

  it.each([
    ["create", () => createSchedule(client(), "wpid_1", often), 'create schedule "often" of workflow wpid_1'],
    [
      "update",
      () => replaceSchedule(client(), "wpid_1", "wfs_1", often),
      'update schedule "often" (wfs_1) of workflow wpid_1',
    ],
  ])("refuses to %s another one with a sentence about the version", async (_, write, operation) => {
    answers.json(422, { detail: [missing] });
    const error = await failure(write());
    expect([error.kind, error.message, error.didNothing]).toEqual([
      "unsupported",
      `Could not ${operation}: ${needsNewer}`,
      true,
    ]);
  });

  it("keeps its own sentence for any other refusal", async () => {
    answers.json(422, { detail: [{ ...missing, loc: ["body", "timezone"] }] });
    expect((await failure(createSchedule(client(), "wpid_1", often))).kind).toBe("invalid");
    answers.json(422, { detail: [missing] });
    const { interval_seconds: _, ...cron } = { ...often, cron_expression: "0 2 * * *" };
    expect((await failure(createSchedule(client(), "wpid_1", cron))).kind).toBe("invalid");
  });

  it("leaves nothing behind if it ignored the interval and created something else", async () => {
    answers.handle = ({ method }, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(method === "DELETE" ? { ok: true } : { schedule }));
    };
    const error = await failure(createSchedule(client(), "wpid_1", often));
    expect([error.kind, error.finding]).toEqual([
      "unsupported",
      `Could not create schedule "often" of workflow wpid_1: ${needsNewer}`,
    ]);
    expect(answers.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /api/v1/workflows/wpid_1/schedules",
      "DELETE /api/v1/workflows/wpid_1/schedules/wfs_1",
    ]);
  });
});
