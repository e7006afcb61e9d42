import { inspect } from "node:util";
import { isSkyvernError } from "../../../src/errors";
import { type Sandbox, type SandboxOptions, type ScheduleRow, startSandbox } from "../../../src/sandbox";

interface ScheduleAnswer {
  readonly schedule: ScheduleRow;
  readonly next_runs: readonly string[];
}
interface WorkflowAnswer {
  readonly title: string;
  readonly workflow_definition: { readonly parameters: readonly Readonly<Record<string, unknown>>[] };
}

const nightly = { cron_expression: "0 2 * * *", timezone: "UTC" };

describe("startSandbox", () => {
  const started: Sandbox[] = [];
  const start = async (options?: SandboxOptions) => {
    const sandbox = await startSandbox(options);
    started.push(sandbox);
    return sandbox;
  };
  afterEach(async () => {
    for (const sandbox of started.splice(0)) await sandbox.close();
  });

  const call = async <Body = unknown>(
    { url, apiKey }: Sandbox,
    method: string,
    path: string,
    body?: object,
  ) => {
    const headers = { "x-api-key": apiKey, "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const schedulesPath = (workflowId: string) => `/api/v1/workflows/${workflowId}/schedules`;
  const create = (sandbox: Sandbox, fields: object = {}, workflowId = sandbox.workflows.plain.workflowId) =>
    call<ScheduleAnswer>(sandbox, "POST", schedulesPath(workflowId), { ...nightly, ...fields });

  it("listens on loopback, with its own port and key", async () => {
    const [one, other] = [await start(), await start()];
    expect(one.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(one.url).not.toBe(other.url);
    expect(one.apiKey).not.toBe(other.apiKey);
    expect((await call({ ...one, apiKey: other.apiKey }, "GET", "/v1/schedules")).status).toBe(403);
  });

  it("uses the key in its options", async () => {
    const sandbox = await start({ apiKey: "of-my-own" });
    expect((await call(sandbox, "GET", "/v1/schedules")).status).toBe(200);
    expect(sandbox.apiKey).toBe("of-my-own");
  });

  it("frees its port when it closes, despite open connections, and can be closed twice", async () => {
    const sandbox = await start();
    const port = Number(new URL(sandbox.url).port);
    await call(sandbox, "GET", "/v1/schedules");
    await sandbox.close();
    await sandbox.close();
    const next = await start({ port });
    expect(next.url).toBe(sandbox.url);
    expect(await call(next, "GET", "/v1/schedules")).toMatchObject({ status: 200 });
  });

  it("aborts pending requests when it closes", async () => {
    const sandbox = await start({ latencyMilliseconds: 60_000 });
    const pending = call(sandbox, "GET", "/v1/version").then(
      () => "answered",
      () => "broken off",
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.close();
    expect(await pending).toBe("broken off");
  });

  it("names the port that is not available", async () => {
    const port = Number(new URL((await start()).url).port);
    const failure = await startSandbox({ port }).catch((error: unknown) => error);
    expect(isSkyvernError(failure, "configuration")).toBe(true);
    expect(String(failure)).toContain(`port ${port} of 127.0.0.1`);
  });

  it("starts with workflows that take no parameters, typed ones and a credential", async () => {
    const sandbox = await start();
    const { plain, typed, credential } = sandbox.workflows;
    const statuses = [
      await create(sandbox, { parameters: null }, plain.workflowId),
      await create(sandbox, { parameters: { target: "t", count: 1 } }, typed.workflowId),
      await create(sandbox, { parameters: { login: sandbox.credentialId } }, credential.workflowId),
      await create(sandbox, { parameters: { login: "cred_0" } }, credential.workflowId),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 400]);
    const { body } = await call<WorkflowAnswer>(sandbox, "GET", `/v1/workflows/${typed.workflowId}`);
    const inputs = body.workflow_definition.parameters.filter(
      ({ parameter_type }) => parameter_type === "workflow",
    );
    const shown = inputs.map((one) => [one.key, one.workflow_parameter_type, one.default_value]);
    expect(body.title).toBe(typed.title);
    expect(shown).toEqual([
      ["target", "string", null],
      ["count", "integer", null],
      ["label", "string", "nightly"],
      ["ratio", "float", 0.5],
      ["dry_run", "boolean", false],
      ["options", "json", { depth: 1 }],
    ]);
  });

  it("shows an existing credential without its secret", async () => {
    const sandbox = await start();
    const path = `/v1/credentials/${sandbox.credentialId}`;
    const { status, body } = await call<{ readonly credential: object }>(sandbox, "GET", path);
    expect(status).toBe(200);
    expect(body).toMatchObject({ credential_id: sandbox.credentialId, credential_type: "password" });
    expect(body.credential).not.toHaveProperty("password");
  });

  it("adds workflows, and deletes one together with its schedules", async () => {
    const sandbox = await start();
    const { workflowId } = sandbox.addWorkflow("One more", [{ key: "vendor", type: "string" }]);
    expect((await create(sandbox, { parameters: { vendor: "acme" } }, workflowId)).status).toBe(200);
    await create(sandbox);
    expect(sandbox.schedules()).toHaveLength(2);
    sandbox.deleteWorkflow(workflowId);
    expect(sandbox.schedules()).toHaveLength(1);
    expect(await call(sandbox, "GET", schedulesPath(workflowId))).toEqual({
      status: 404,
      body: { detail: `Workflow ${workflowId} not found` },
    });
  });

  it("lists existing schedules as the API shows them", async () => {
    const sandbox = await start();
    const { body } = await create(sandbox, { name: "nightly" });
    await create(sandbox);
    await call(
      sandbox,
      "DELETE",
      `${schedulesPath(sandbox.workflows.plain.workflowId)}/${sandbox.schedules()[1]?.workflow_schedule_id}`,
    );
    expect(sandbox.schedules()).toEqual([body.schedule]);
  });

  it("logs every request with its status and time", async () => {
    const now = new Date("2026-11-22T10:00:00Z");
    const sandbox = await start({ now: () => now });
    await create(sandbox);
    await call(sandbox, "GET", "/v1/schedules?page=1");
    await call(sandbox, "GET", "/nowhere");
    const path = schedulesPath(sandbox.workflows.plain.workflowId);
    expect(
      sandbox.requests.all.map(({ method, path, status, time }) => [method, path, status, time]),
    ).toEqual([
      ["POST", path, 200, now],
      ["GET", "/v1/schedules?page=1", 200, now],
      ["GET", "/nowhere", 404, now],
    ]);
    expect(sandbox.requests.writes.map(({ method }) => method)).toEqual(["POST"]);
  });

  it("deletes its log on requests.clear()", async () => {
    const sandbox = await start();
    await create(sandbox);
    sandbox.requests.clear();
    expect(sandbox.requests.all).toEqual([]);
    await call(sandbox, "GET", "/v1/schedules");
    expect(sandbox.requests.all).toHaveLength(1);
  });

  it("keeps bodies in its log, but does not print them", async () => {
    const sandbox = await start();
    await create(sandbox, { description: "between us" });
    const [request] = sandbox.requests.all;
    expect(JSON.parse(request?.body ?? "")).toEqual({ ...nightly, description: "between us" });
    for (const text of [inspect(sandbox.requests, { depth: 9 }), inspect(request), JSON.stringify(request)]) {
      expect(text).not.toContain("between us");
    }
  });

  it("delays each response by latencyMilliseconds", async () => {
    const sandbox = await start({ latencyMilliseconds: 60 });
    const began = performance.now();
    await call(sandbox, "GET", "/v1/version");
    expect(performance.now() - began).toBeGreaterThan(50);
  });

  describe("with a test's clock", () => {
    it("uses it for times and next runs, and changes modified_at even if the clock stands still", async () => {
      const sandbox = await start({ now: () => new Date("2027-03-01T10:00:00.250Z") });
      const { body } = await create(sandbox);
      expect(body.schedule.created_at).toMatch(/^2027-03-01T10:00:00\.25\d{4}$/);
      expect(body.next_runs[0]).toBe("2027-03-02T02:00:00Z");
      const item = `${schedulesPath(sandbox.workflows.plain.workflowId)}/${body.schedule.workflow_schedule_id}`;
      const again = await call<ScheduleAnswer>(sandbox, "POST", `${item}/enable`);
      expect(again.body.schedule.modified_at > body.schedule.modified_at).toBe(true);
    });

    it("shows the next runs after its time, whether that went forward or back", async () => {
      let now = new Date("2027-03-01T10:00:00Z");
      const sandbox = await start({ now: () => now });
      const { body } = await create(sandbox, { cron_expression: "30 7 * * *" });
      const item = `${schedulesPath(sandbox.workflows.plain.workflowId)}/${body.schedule.workflow_schedule_id}`;
      const nextAt = async (time: string): Promise<string | undefined> => {
        now = new Date(time);
        return (await call<ScheduleAnswer>(sandbox, "GET", item)).body.next_runs[0];
      };
      expect(await nextAt("2027-03-02T07:29:59.999Z")).toBe("2027-03-02T07:30:00Z");
      expect(await nextAt("2027-03-02T07:30:00Z")).toBe("2027-03-03T07:30:00Z");
      expect(await nextAt("2027-03-03T07:00:00Z")).toBe("2027-03-03T07:30:00Z");
      expect(await nextAt("2027-03-01T07:29:00Z")).toBe("2027-03-01T07:30:00Z");
    });

    it("advances the next runs of an interval", async () => {
      let now = new Date("2027-03-01T10:00:00Z");
      const sandbox = await start({ now: () => now });
      const { body } = await create(sandbox, { cron_expression: null, interval_seconds: 3600 });
      expect(body.next_runs[0]).toBe("2027-03-01T11:00:00Z");
      now = new Date("2027-03-01T12:30:00Z");
      const item = `${schedulesPath(sandbox.workflows.plain.workflowId)}/${body.schedule.workflow_schedule_id}`;
      expect((await call<ScheduleAnswer>(sandbox, "GET", item)).body.next_runs[0]).toBe(
        "2027-03-01T13:00:00Z",
      );
    });

    // 23:56 on the 28th and 00:00 on the 29th are four minutes apart. The server checks only the next 25 hours.
    it.each([
      ["2026-11-22T10:26:00Z", 200],
      ["2026-11-28T12:00:00Z", 400],
      ["2026-11-29T12:00:00Z", 200],
    ])(
      "accepts or refuses a cron expression by the date, as the server does: %s, status %i",
      async (date, status) => {
        const sandbox = await start({ now: () => new Date(date) });
        const answer = await create(sandbox, { cron_expression: "0,56 0,23 23,28,29 * *" });
        expect(answer.status).toBe(status);
        if (status === 200) expect(answer.body.next_runs).toHaveLength(5);
        else expect(answer.body).toEqual({ detail: "Cron interval must be at least 5 minutes" });
      },
    );
  });
});
