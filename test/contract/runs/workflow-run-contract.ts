import { input, plain, refused } from "../contract-account";
import { type RunAccount, rowsOf } from "../run-account";

export function describeWorkflowRunContract(account: RunAccount): void {
  describe("the runs of workflows", () => {
    const mark = `r${account.mark}`;
    let workflowId: string;
    let runIds: readonly string[];
    const idsOf = async (path: string) =>
      rowsOf(await account.call("GET", path)).map((row) => row.workflow_run_id);
    const old = (runId: string) => account.call("GET", `/api/v1/workflows/runs/${runId}`);
    beforeAll(async () => {
      const vendor = { ...input("vendor", "string"), description: `Who ${mark}` };
      workflowId = await account.createWorkflow([vendor, input("n", "integer", 3)], `Runs ${mark}`);
      const started = [];
      for (const n of [1, 2]) {
        const fields = { parameters: { vendor: `acme-${n}-${mark}` }, run_metadata: { n: `${n}` } };
        started.push((await account.start(workflowId, fields)).run_id);
      }
      runIds = started.reverse();
      for (const id of runIds) await account.follow(id, ({ status }) => status === "completed");
    });

    it.each(["/v1/agents", "/v1/workflows", "/api/v1/workflows"])("are listed under %s", async (path) => {
      expect(await idsOf(`${path}/runs?search_key=${mark}`)).toEqual(runIds);
      expect(await idsOf(`${path}/${workflowId}/runs`)).toEqual(runIds);
      expect(await idsOf(`${path}/wpid_0/runs`)).toEqual([]);
    });

    it.each(["/api/v1/agents/runs", "/api/v1/agents/wpid_0/runs"])("are not listed at %s", async (path) => {
      expect(plain(await account.call("GET", path))).toEqual(refused(404, "Not Found"));
    });

    it.each([
      ["status=failed", []],
      ["status=failed&status=completed", [2, 1]],
      ["search_key=acme-1", [1]],
      ["search_key=vendor", [2, 1]],
      ["search_key=who", [2, 1]],
      ["search_key=", [2, 1]],
      ["error_code=E", []],
      ["page_size=1", [2]],
      ["page_size=1&page=2", [1]],
      ["tags=n:1", [1]],
      ["created_at_start=2020-01-01", [2, 1]],
      ["created_at_start=2090-01-01T00:00:00Z", []],
      ["created_at_end=2020-01-01", []],
      ["include_child_runs=true", [2, 1]],
      ["run_type=unknown", [2, 1]],
    ])("of one workflow are filtered by ?%s", async (query, numbers) => {
      const expected = numbers.map((n) => runIds[2 - n]);
      expect(await idsOf(`/v1/agents/${workflowId}/runs?${query}`)).toEqual(expected);
    });

    it("have rows with the ids of the workflow, its version and its title", async () => {
      const [row] = rowsOf(await account.call("GET", `/v1/agents/${workflowId}/runs?page_size=1`));
      expect(row).toMatchObject({
        workflow_run_id: runIds[0],
        workflow_id: expect.stringMatching(/^w_\d+$/),
        workflow_permanent_id: workflowId,
        workflow_title: `Runs ${mark}`,
        status: "completed",
        trigger_type: "api",
        workflow_schedule_id: null,
        attempts: [],
      });
    });

    const statuses =
      "'created', 'queued', 'running', 'failed', 'terminated', 'canceled', 'timed_out', 'completed' or 'paused'";
    it.each([
      ["status=x", "enum", ["status", 0], `Input should be ${statuses}`],
      [`search_key=${"x".repeat(501)}`, "string_too_long", ["search_key"], "at most 500 characters"],
    ])("are not listed for ?%.20s", async (query, type, place, msg) => {
      expect(await account.call("GET", `/v1/agents/runs?${query}`)).toMatchObject(
        refused(422, [{ type, loc: ["query", ...place], msg: expect.stringContaining(msg) }]),
      );
    });

    it("are read at /api/v1/workflows/runs, with their parameters and outputs", async () => {
      expect((await old(runIds[0] ?? "")).body).toMatchObject({
        workflow_id: workflowId,
        workflow_run_id: runIds[0],
        agent_id: workflowId,
        agent_run_id: runIds[0],
        status: "completed",
        parameters: { vendor: `acme-2-${mark}`, n: 3 },
        outputs: { pause_output: { success: true }, extracted_information: [] },
        attempts: [{ attempt_number: 1, status: "completed" }],
        workflow_title: `Runs ${mark}`,
        failure_reason: null,
        proxy_location: "RESIDENTIAL",
      });
    });

    it("answer 404 for an unknown id, and after the workflow was deleted, when lists still show them", async () => {
      expect(plain(await old("wr_0"))).toEqual(refused(404, "WorkflowRun wr_0 not found"));
      const id = await account.createWorkflow();
      const { run_id: runId } = await account.start(id);
      await account.call("POST", `/v1/workflows/${id}/delete`);
      const detail = `Workflow not found. workflow_permanent_id=${id}`;
      expect(plain(await old(runId))).toEqual(refused(404, detail));
      expect(await idsOf(`/v1/agents/${id}/runs`)).toEqual([runId]);
    });
  });
}
