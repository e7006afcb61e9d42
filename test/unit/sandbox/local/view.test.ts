import { apiKey, LocalCalls } from "./calls";

let calls: LocalCalls;
beforeEach(async () => {
  calls = await LocalCalls.start();
});
afterEach(() => calls.sandbox.close());

describe("GET /sandbox/state", () => {
  it("shows workflows, schedules with their next runs, and runs", async () => {
    const workflowId = calls.workflow("Typed");
    const parameters = { target: "acme", count: 1 };
    await calls.schedule({ name: "daily", cron_expression: "0 2 * * *", parameters }, workflowId);
    await calls.schedule({ name: "often", interval_seconds: 3600 });
    const started = await calls.api("POST", "/v1/run/workflows", { workflow_id: calls.workflow("Slow") });
    const view = await calls.view();
    expect(view.counts).toEqual({ workflows: 8, schedules: 2, runs: 1, requests: 3 });
    expect(view.workflows[1]).toEqual({
      id: workflowId,
      title: "Typed",
      parameters: expect.arrayContaining([{ key: "target", type: "string" }]),
    });
    expect(view.schedules).toMatchObject([
      {
        name: "daily",
        workflow: "Typed",
        workflowId,
        cron: "0 2 * * *",
        timezone: "UTC",
        state: "active",
        parameters,
      },
      { name: "often", workflow: "Plain", cron: null, intervalSeconds: 3600, state: "active" },
    ]);
    for (const { nextRuns } of view.schedules) {
      expect(nextRuns).toHaveLength(3);
      expect([...nextRuns].sort()).toEqual(nextRuns);
      expect(Date.parse(nextRuns[0] ?? "")).toBeGreaterThan(Date.now());
    }
    expect(view.runs).toMatchObject([
      { id: started.body.run_id, workflow: "Slow", scheduleId: null, finishedAt: null },
    ]);
  });

  it("shows the next runs after a change, and after the first of them is over", async () => {
    const id = await calls.schedule({ cron_expression: "0 2 * * *" });
    const hours = async () =>
      (await calls.view()).schedules[0]?.nextRuns.map((time) => new Date(time).getUTCHours());
    expect(await hours()).toEqual([2, 2, 2]);
    const path = `/v1/workflows/${calls.workflow()}/schedules/${id}`;
    await calls.api("PUT", path, { cron_expression: "0 5 * * *", timezone: "UTC" });
    expect(await hours()).toEqual([5, 5, 5]);
    const [first, second] = (await calls.view()).schedules[0]?.nextRuns ?? [];
    await calls.move({ skip: "next-run" });
    expect((await calls.view()).schedules[0]?.nextRuns[0]).toBe(second);
    expect(first).not.toBe(second);
  });

  it("answers 304 until something changes, although time passes", async () => {
    const { headers } = await calls.send("GET", "/sandbox/state");
    const known = { "if-none-match": String(headers.etag) };
    await new Promise((resolve) => setTimeout(resolve, 20));
    const same = await calls.send("GET", "/sandbox/state", known);
    expect([same.status, same.text]).toEqual([304, ""]);
    expect(Date.parse(String(same.headers["x-sandbox-time"]))).toBeGreaterThan(
      Date.parse(String(headers["x-sandbox-time"])),
    );
    await calls.schedule({ cron_expression: "0 2 * * *" });
    expect((await calls.send("GET", "/sandbox/state", known)).status).toBe(200);
  });
});

describe("the log of requests", () => {
  it("lists the requests of the API, newest first, and not those below /sandbox", async () => {
    await calls.send("GET", "/v1/version", { "user-agent": "curl/8.14.1" });
    await calls.api("GET", "/v1/schedules?page=1");
    await calls.send("GET", "/v1/runs", { "x-api-key": "wrong" });
    const { requests } = await calls.view();
    expect(requests.map(({ id, method, path, status }) => [id, method, path, status])).toEqual([
      [3, "GET", "/v1/runs", 403],
      [2, "GET", "/v1/schedules?page=1", 200],
      [1, "GET", "/v1/version", 200],
    ]);
    expect(requests[2]?.client).toBe("curl/8.14.1");
  });

  it("shows the bodies of one request without secrets", async () => {
    await calls.api("POST", "/v1/credentials", {
      name: "Portal",
      credential_type: "password",
      credential: { username: "ada", password: "hush-hush" },
    });
    const { text } = await calls.send("GET", "/sandbox/requests/1");
    expect(JSON.parse(text)).toMatchObject({ method: "POST", path: "/v1/credentials", status: 201 });
    expect(JSON.parse(text).requestBody).toContain('"password": "[secret]"');
    expect(JSON.parse(text).responseBody).toContain('"name": "Portal"');
    expect(text).not.toContain("hush-hush");
    expect(text).not.toContain(apiKey);
  });

  it("never has the key, wherever a client puts it", async () => {
    await calls.api("GET", `/v1/schedules?search=${apiKey}`);
    await calls.schedule({ cron_expression: "0 2 * * *", name: apiKey });
    await calls.api("POST", "/v1/run/workflows", {
      workflow_id: calls.workflow(),
      webhook_url: `https://a.example/?k=${apiKey}`,
      extra_http_headers: { "x-api-key": apiKey },
    });
    const { requests } = await calls.view();
    const texts = await Promise.all(
      requests.map(async ({ id }) => (await calls.send("GET", `/sandbox/requests/${id}`)).text),
    );
    expect(texts).toHaveLength(3);
    expect([...texts, JSON.stringify(requests)].filter((text) => text.includes(apiKey))).toEqual([]);
  });

  it("keeps the newest 300 requests, and cuts long bodies", async () => {
    await calls.schedule({ cron_expression: "0 2 * * *", description: "x".repeat(50_000) });
    expect((await calls.send("GET", "/sandbox/requests/1")).text.length).toBeLessThan(25_000);
    for (let count = 0; count < 300; count += 1) await calls.send("GET", "/v1/version");
    const { requests, counts } = await calls.view();
    expect([requests.length, counts.requests, requests[0]?.id]).toEqual([300, 301, 301]);
    expect(await calls.send("GET", "/sandbox/requests/1")).toMatchObject({
      status: 404,
      text: '{"detail":"The log does not have request 1. It keeps the newest 300."}',
    });
  });
});
