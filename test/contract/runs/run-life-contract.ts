import { plain, refused } from "../contract-account";
import { type RunAccount, runnable, type ShownRun } from "../run-account";

const naiveTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/;
const over = ["completed", "failed", "terminated", "timed_out", "canceled"];
const isOver = ({ status, retry_pending }: ShownRun) => over.includes(status) && retry_pending === false;

export function describeRunLifeContract(account: RunAccount): void {
  describe("a run", () => {
    const cancel = (runId: string) => account.call("POST", `/v1/runs/${runId}/cancel`);

    it("is created with an answer that shows the request, filled with what it left out", async () => {
      const title = `Title ${account.mark}`;
      const workflowId = await account.createWorkflow([], title);
      const run = await account.start(workflowId, { title: "ignored" });
      const app_url = expect.stringMatching(new RegExp(`^https?://.*/runs/${run.run_id}$`));
      const expected = {
        run_id: expect.stringMatching(/^wr_\d+$/),
        status: "created",
        output: null,
        downloaded_files: null,
        recording_url: null,
        recording_archived: false,
        screenshot_urls: null,
        failure_reason: null,
        created_at: expect.stringMatching(naiveTime),
        modified_at: expect.stringMatching(naiveTime),
        queued_at: null,
        started_at: null,
        finished_at: null,
        app_url,
        browser_session_id: null,
        browser_profile_id: null,
        max_screenshot_scrolls: null,
        script_run: null,
        errors: null,
        step_count: null,
        run_type: "workflow_run",
        attempt: 1,
        retry_pending: false,
        next_attempt_at: null,
        attempts: [],
        run_with: "agent",
        ai_fallback: null,
        script_id: null,
        browser_seed_source: "fresh",
        browser_settings_receipt: null,
        run_request: {
          workflow_id: workflowId,
          parameters: null,
          title,
          proxy_location: "RESIDENTIAL",
          webhook_url: null,
          totp_url: null,
          totp_identifier: null,
          browser_session_id: null,
          reuse_browser_session: null,
          browser_profile_id: null,
          start_fresh_browser: false,
          max_screenshot_scrolls: null,
          max_elapsed_time_minutes: null,
          extra_http_headers: null,
          cdp_connect_headers: null,
          browser_address: null,
          ai_fallback: null,
          run_with: null,
          browser_type: null,
          run_metadata: null,
          file_ids: null,
        },
      };
      expect(run).toEqual(expected);
      expect(Object.keys(run)).toEqual(Object.keys(expected));
      expect(Object.keys(run.run_request as object)).toEqual(Object.keys(expected.run_request));
      const shown = await account.read(run.run_id);
      expect(Object.keys(shown)).toEqual(Object.keys(expected));
      expect(shown).toMatchObject({ downloaded_files: [], errors: [], step_count: 0, app_url });
      expect(shown.run_request).toEqual({ ...expected.run_request, parameters: {} });
    });

    it("keeps only a part of its request to be read", async () => {
      const workflowId = await account.createWorkflow();
      const sent = {
        proxy_location: { country: "US", subdivision: "CA", city: "San Francisco" },
        webhook_url: "",
        totp_url: "example.com/otp",
        totp_identifier: "somebody",
        max_screenshot_scrolls: -3,
        max_elapsed_time_minutes: "7",
        extra_http_headers: { "x-a": "b" },
        ai_fallback: true,
        run_with: "code_v2",
        run_metadata: { " key ": " a/b:c ", "skyvern.own": "dropped", empty: " " },
      };
      const answer = await account.start(workflowId, sent);
      expect(answer).toMatchObject({ run_with: "code", ai_fallback: true });
      expect(answer.run_request).toMatchObject({
        ...sent,
        totp_url: "https://example.com/otp",
        max_screenshot_scrolls: 0,
        max_elapsed_time_minutes: 7,
        run_with: "code",
        run_metadata: { key: "a/b:c" },
      });
      const shown = await account.read(answer.run_id);
      expect(shown).toMatchObject({ max_screenshot_scrolls: 0, run_with: "code" });
      expect(shown.run_request).toMatchObject({
        proxy_location: sent.proxy_location,
        webhook_url: null,
        totp_url: "https://example.com/otp",
        totp_identifier: "somebody",
        max_screenshot_scrolls: 0,
        max_elapsed_time_minutes: null,
        extra_http_headers: null,
        ai_fallback: null,
        run_with: null,
        run_metadata: null,
      });
    });

    it("goes from queued to running to completed, and has an output then", async () => {
      const { run_id } = await account.start(await account.createWorkflow());
      const seen = await account.follow(run_id, isOver);
      const statuses = seen.map(({ status }) => status);
      expect(["queued", "running", "completed"].filter((one) => statuses.includes(one))).toEqual(statuses);
      const times = { started_at: expect.stringMatching(naiveTime), finished_at: expect.any(String) };
      const attempt = {
        attempt_number: 1,
        failure_reason: null,
        error_codes: [],
        retry_decision: null,
        decision_reason: null,
        next_attempt_at: null,
        webhook_sent_at: null,
      };
      const last = seen.at(-1);
      expect(last).toMatchObject({
        status: "completed",
        output: { pause_output: { success: true }, extracted_information: [] },
        failure_reason: null,
        downloaded_files: [],
        errors: [],
        queued_at: expect.stringMatching(naiveTime),
        ...times,
        attempts: [{ ...attempt, status: "completed", ...times }],
      });
      const [shown] = (last?.attempts ?? []) as readonly object[];
      expect(Object.keys(shown ?? {})).toHaveLength(10);
      expect(plain(await cancel(run_id))).toEqual({ status: 200, body: null });
      expect(await account.read(run_id)).toMatchObject({ status: "completed" });
    });

    it("that fails has a reason, and what it had got so far as its output", async () => {
      const { run_id } = await account.start(await account.createWorkflow([], undefined, runnable.failing));
      expect((await account.follow(run_id, isOver)).at(-1)).toMatchObject({
        status: "failed",
        failure_reason: expect.stringMatching(/^http_request block failed\. failure reason: HTTP request/),
        output: { pause_output: { success: true }, call_output: { error_type: "unknown" } },
        errors: [],
        retry_pending: false,
      });
    });

    it("that is tried again shows failed with a retry pending in between", async () => {
      const { run_id } = await account.start(await account.createWorkflow([], undefined, runnable.retrying));
      // The real server says first that a retry is pending, and a moment later when.
      const isPlanned = ({ retry_pending, next_attempt_at }: ShownRun): boolean =>
        retry_pending === true && typeof next_attempt_at === "string";
      const [between] = (await account.follow(run_id, isPlanned)).slice(-1);
      expect(between).toMatchObject({
        status: "failed",
        attempt: 1,
        next_attempt_at: expect.stringMatching(naiveTime),
        attempts: [{ attempt_number: 1, status: "failed", retry_decision: "retry" }],
      });
      const [end] = (await account.follow(run_id, isOver)).slice(-1);
      expect(end).toMatchObject({
        status: "failed",
        attempt: 2,
        next_attempt_at: null,
        attempts: [
          { attempt_number: 1, retry_decision: "retry", next_attempt_at: expect.any(String) },
          { attempt_number: 2, retry_decision: "final", decision_reason: "budget_exhausted" },
        ],
      });
    });

    it("that waits for its next attempt has none any more once it is canceled, and stays failed", async () => {
      const { run_id } = await account.start(await account.createWorkflow([], undefined, runnable.retrying));
      await account.follow(run_id, (run) => run.retry_pending === true);
      expect(plain(await cancel(run_id))).toEqual({ status: 200, body: null });
      expect(await account.read(run_id)).toMatchObject({
        status: "failed",
        retry_pending: false,
        attempts: [{ retry_decision: "revoked", decision_reason: "cancel" }],
      });
    });

    it("that goes on can be canceled, more than once, and is canceled at once", async () => {
      const { run_id } = await account.start(await account.createWorkflow([], undefined, runnable.slow));
      await account.follow(run_id, ({ status }) => status === "running");
      for (const _ of [1, 2]) expect(plain(await cancel(run_id))).toEqual({ status: 200, body: null });
      const canceled = await account.read(run_id);
      // The worker may list the block that it was in, without an output, before or after this read.
      expect([null, { pause_output: null, extracted_information: [] }]).toContainEqual(canceled.output);
      expect(canceled).toMatchObject({
        status: "canceled",
        failure_reason: null,
        finished_at: expect.stringMatching(naiveTime),
        attempts: [{ status: "canceled", retry_decision: null }],
      });
    });

    it("that nobody knows is missed in different words", async () => {
      const answers = [
        await account.call("GET", "/v1/runs/wr_0"),
        await cancel("wr_0"),
        await account.call("GET", "/v1/runs/wr_0/tags"),
      ];
      expect(answers.map(plain)).toEqual([
        refused(404, "Task run not found wr_0"),
        refused(404, "Run not found wr_0"),
        refused(404, "Workflow run wr_0 not found"),
      ]);
      expect((await account.call("DELETE", "/v1/runs/wr_0")).status).toBe(405);
    });

    it("cannot be read once its workflow is deleted, but is still listed, and can be canceled", async () => {
      const workflowId = await account.createWorkflow([], undefined, runnable.slow);
      const { run_id } = await account.start(workflowId);
      await account.call("POST", `/v1/workflows/${workflowId}/delete`);
      expect(plain(await account.call("GET", `/v1/runs/${run_id}`))).toEqual(
        refused(404, `Workflow not found. workflow_permanent_id=${workflowId}`),
      );
      expect(plain(await cancel(run_id))).toEqual({ status: 200, body: null });
      const { body } = await account.call("GET", `/v1/runs?workflow_permanent_id=${workflowId}`);
      expect(body).toMatchObject([{ run_id, status: "canceled", workflow_deleted: true }]);
    });
  });
}
