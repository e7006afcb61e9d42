import { createHash } from "node:crypto";
import { isSkyvernError } from "../../../src/errors";
import { type RunRow, type Sandbox, type SandboxOptions, startSandbox } from "../../../src/sandbox";

interface Run {
  readonly run_id: string;
  readonly status: string;
  readonly [key: string]: unknown;
}

describe("the runs of the sandbox", () => {
  let sandbox: Sandbox;
  let now: Date;
  const start = async (options: SandboxOptions = {}) => {
    now = new Date("2026-11-22T10:00:00Z");
    sandbox = await startSandbox({ now: () => now, ...options });
  };
  afterEach(() => sandbox.close());

  const later = (milliseconds: number) => {
    now = new Date(now.getTime() + milliseconds);
  };
  const call = async <Body>(method: string, path: string, body?: object) => {
    const headers = { "x-api-key": sandbox.apiKey, "content-type": "application/json" };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${sandbox.url}${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const run = async (workflowId: string, parameters?: object) =>
    (await call<Run>("POST", "/v1/run/workflows", { workflow_id: workflowId, parameters })).body;
  const read = async (runId: string) => (await call<Run>("GET", `/v1/runs/${runId}`)).body;

  it("are queued, running and completed by the sandbox's clock, and have an output", async () => {
    await start();
    const { run_id, status } = await run(sandbox.workflows.completing.workflowId);
    const statuses = [status];
    for (const step of [0, 100, 899, 1]) {
      later(step);
      statuses.push((await read(run_id)).status);
    }
    expect(statuses).toEqual(["created", "queued", "running", "running", "completed"]);
    expect(await read(run_id)).toMatchObject({
      output: { download_output: { invoices: 3 } },
      started_at: "2026-11-22T10:00:00.100000",
      finished_at: "2026-11-22T10:00:01",
    });
  });

  it("take as long as the options and their workflow say", async () => {
    await start({ runMilliseconds: 0 });
    expect((await read((await run(sandbox.workflows.plain.workflowId)).run_id)).status).toBe("completed");
    const { workflowId } = sandbox.addWorkflow("Long", [], { milliseconds: 60_000, end: "terminated" });
    const { run_id } = await run(workflowId);
    later(59_999);
    expect((await read(run_id)).status).toBe("running");
    later(1);
    expect(await read(run_id)).toMatchObject({ status: "terminated", failure_reason: expect.any(String) });
  });

  it("have files with new URLs at each read", async () => {
    await start({ runMilliseconds: 0 });
    const { run_id } = await run(sandbox.workflows.completing.workflowId);
    const [one, other] = [await read(run_id), await read(run_id)];
    const addresses = ({ recording_url, screenshot_urls, downloaded_files }: Run) => [
      recording_url,
      ...(screenshot_urls as string[]),
      (downloaded_files as { url: string }[])[0]?.url,
    ];
    expect(new Set([...addresses(one), ...addresses(other)]).size).toBe(8);
    expect(one.recording_url).toMatch(/^https:.*[?]expires=\d+&signature=[0-9a-f]{32}$/);
  });

  it("fail with a reason and an output if their workflow is `failing`", async () => {
    await start({ runMilliseconds: 0 });
    expect(await read((await run(sandbox.workflows.failing.workflowId)).run_id)).toMatchObject({
      status: "failed",
      failure_reason: expect.stringContaining("refused the password"),
      output: { open_output: { success: true } },
    });
  });

  it("continue until they are canceled if their workflow is `slow`", async () => {
    await start();
    const { run_id } = await run(sandbox.workflows.slow.workflowId);
    later(30 * 86_400_000);
    expect((await read(run_id)).status).toBe("running");
    await call("POST", `/v1/runs/${run_id}/cancel`);
    expect((await read(run_id)).status).toBe("canceled");
  });

  it("wait for resumeRun if their workflow is `pausing`", async () => {
    await start();
    const { run_id } = await run(sandbox.workflows.pausing.workflowId);
    expect(() => sandbox.resumeRun(run_id)).toThrow("no paused run");
    later(86_400_000);
    expect((await read(run_id)).status).toBe("paused");
    sandbox.resumeRun(run_id);
    expect((await read(run_id)).status).toBe("running");
    later(450);
    expect((await read(run_id)).status).toBe("completed");
  });

  it("fail, announce a retry and complete if their workflow is `retrying`", async () => {
    await start();
    const { run_id } = await run(sandbox.workflows.retrying.workflowId);
    const seen = [];
    for (const step of [1000, 1000, 900]) {
      later(step);
      const { status, retry_pending, attempt } = await read(run_id);
      seen.push([status, retry_pending, attempt]);
    }
    expect(seen).toEqual([
      ["failed", true, 1],
      ["running", false, 2],
      ["completed", false, 2],
    ]);
  });

  it("end when a test calls finishRun, but only once", async () => {
    await start();
    const { run_id } = await run(sandbox.workflows.slow.workflowId);
    sandbox.finishRun(run_id, "timed_out");
    sandbox.finishRun(run_id, "completed");
    expect(await read(run_id)).toMatchObject({ status: "timed_out", failure_reason: expect.any(String) });
    const failures = [() => sandbox.finishRun("wr_0", "failed"), () => sandbox.resumeRun("wr_0")].map(
      (act) => {
        try {
          return act();
        } catch (error) {
          return isSkyvernError(error, "not-found");
        }
      },
    );
    expect(failures).toEqual([true, true]);
  });

  it("are listed until a test removes them with forgetRun", async () => {
    await start();
    const { run_id } = await run(sandbox.workflows.plain.workflowId);
    const rows = (await call<readonly RunRow[]>("GET", "/v1/runs")).body;
    expect(sandbox.runs()).toEqual(rows);
    sandbox.forgetRun(run_id);
    expect(sandbox.runs()).toEqual([]);
    expect(await call("GET", `/v1/runs/${run_id}`)).toEqual({
      status: 404,
      body: { detail: `Task run not found ${run_id}` },
    });
    expect((await call("GET", `/v1/runs/${run_id}/tags`)).status).toBe(404);
  });

  it.each([
    ["/v1/runs?run_type=task_v1", undefined, "the filter run_type of runs"],
    ["/v1/runs?tags=label", undefined, 'the tag filter "label". It implements key:value'],
    ["/v1/runs?tags=key:*", undefined, 'the tag filter "key:*". It implements key:value'],
    ["/v1/run/workflows", { browser_type: "chrome" }, "the field browser_type of a run"],
    ["/v1/run/workflows", { file_ids: ["file_0"] }, "the field file_ids of a run"],
  ])("answer %s %p with 501, because the sandbox does not implement it", async (path, fields, what) => {
    await start();
    const body = fields && { workflow_id: sandbox.workflows.plain.workflowId, ...fields };
    expect(await call(body === undefined ? "GET" : "POST", path, body)).toEqual({
      status: 501,
      body: { detail: `The sandbox does not implement ${what}. Leave it out, or use a Skyvern server.` },
    });
    expect(sandbox.runs()).toEqual([]);
  });

  describe("started by schedules", () => {
    const schedule = async (workflowId: string, fields: object = {}) => {
      const body = { cron_expression: "*/5 * * * *", timezone: "UTC", ...fields };
      const path = `/v1/workflows/${workflowId}/schedules`;
      const answer = await call<{ readonly schedule: { readonly workflow_schedule_id: string } }>(
        "POST",
        path,
        body,
      );
      return `${path}/${answer.body.schedule.workflow_schedule_id}`;
    };
    const idOf = (path: string, fireTime: string) => {
      const text = `${path.slice(path.lastIndexOf("/") + 1)}:${fireTime}`;
      return `wr_sched_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
    };
    const minutes = 60_000;

    it("appear once at their tick, with an id made of schedule and tick", async () => {
      await start();
      const { workflowId } = sandbox.workflows.plain;
      const path = await schedule(workflowId);
      later(5 * minutes - 1);
      expect(sandbox.runs()).toEqual([]);
      later(1);
      const run_id = idOf(path, "2026-11-22T10:05:00+00:00");
      expect((await read(run_id)).run_request).toMatchObject({ proxy_location: null, parameters: {} });
      later(minutes);
      expect(sandbox.runs()).toMatchObject([{ run_id, trigger_type: "scheduled", status: "completed" }]);
      sandbox.forgetRun(run_id);
      expect(sandbox.runs()).toEqual([]);
    });

    it("are only the latest if several ticks were missed", async () => {
      await start();
      const path = await schedule(sandbox.workflows.plain.workflowId);
      later(400 * 86_400_000 + 7 * minutes);
      const run_id = idOf(path, "2027-12-27T10:05:00+00:00");
      expect(sandbox.runs().map((row) => row.run_id)).toEqual([run_id]);
    });

    it("start for intervals too, and for one-time schedules, which then have fired", async () => {
      await start();
      const { workflowId } = sandbox.workflows.plain;
      await schedule(workflowId, { cron_expression: null, interval_seconds: 600 });
      const path = await schedule(workflowId, { cron_expression: null, run_at: "2026-11-22T10:20:00Z" });
      later(10 * minutes);
      expect(sandbox.runs()).toHaveLength(1);
      later(11 * minutes);
      expect(sandbox.runs()).toHaveLength(3);
      const workflow_run_id = idOf(path, "2026-11-22T10:20:00+00:00");
      const fired = { schedule: { dispatch_status: "fired", workflow_run_id }, next_runs: [] };
      expect((await call("GET", path)).body).toMatchObject(fired);
      const again = { run_at: "2026-11-22T12:00:00Z", timezone: "UTC" };
      expect((await call("PUT", path, again)).status).toBe(409);
      for (const status of ["active", "paused"]) {
        const { body } = await call("GET", `/v1/schedules?status=${status}`);
        expect(body).toMatchObject({ total_count: status === "active" ? 1 : 0 });
      }
    });

    it("do not start for paused schedules, nor for schedules that changed after the tick", async () => {
      await start();
      const { workflowId } = sandbox.workflows.plain;
      await schedule(workflowId, { enabled: false });
      const path = await schedule(workflowId);
      later(5 * minutes + 3000);
      await call("POST", `${path}/enable`);
      expect(sandbox.runs()).toEqual([]);
      later(5 * minutes);
      expect(sandbox.runs()).toHaveLength(1);
    });

    it("fail if the parameters do not fit, and appear only in lists", async () => {
      await start();
      const { workflowId } = sandbox.workflows.typed;
      await schedule(workflowId, { parameters: { target: "t", count: "abc" } });
      later(5 * minutes);
      const path = `/v1/runs?workflow_permanent_id=${workflowId}`;
      const [row] = (await call<readonly Run[]>("GET", path)).body;
      expect(row).toMatchObject({ status: "failed", trigger_type: "scheduled" });
      expect((await call<unknown[]>("GET", "/v1/runs")).body).toEqual([]);
      expect((await call("GET", `/v1/runs/${row?.run_id}`)).status).toBe(404);
      expect((await call("POST", `/v1/runs/${row?.run_id}/cancel`)).status).toBe(404);
    });

    it("never end and cannot be read if an integer parameter has a fraction", async () => {
      await start();
      await schedule(sandbox.workflows.typed.workflowId, { parameters: { target: "t", count: 1.5 } });
      later(4 * 5 * minutes);
      const [row] = sandbox.runs();
      expect(row?.status).toBe("queued");
      later(minutes);
      expect(sandbox.runs()[0]?.status).toBe("running");
      expect((await call("GET", `/v1/runs/${row?.run_id}`)).status).toBe(400);
    });
  });
});
