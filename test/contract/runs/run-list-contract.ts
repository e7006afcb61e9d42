import { plain, refused } from "../contract-account";
import { type RunAccount, rowsOf, runnable } from "../run-account";

const fieldsOfRow = [
  "task_run_id",
  "run_id",
  "task_run_type",
  "status",
  "title",
  "started_at",
  "finished_at",
  "created_at",
  "workflow_permanent_id",
  "workflow_deleted",
  "script_run",
  "trigger_type",
  "created_by",
  "attempt",
  "retry_pending",
  "next_attempt_at",
];

export function describeRunListContract(account: RunAccount): void {
  describe("the lists of runs", () => {
    let workflowId: string;
    let runIds: readonly string[];
    let title: string;
    const of = (query: string) => `/v1/runs?workflow_permanent_id=${workflowId}&${query}`;
    const idsOf = async (path: string) => rowsOf(await account.call("GET", path)).map(({ run_id }) => run_id);
    beforeAll(async () => {
      title = `Listed-${account.mark}`;
      workflowId = await account.createWorkflow([], title, runnable.slow);
      const started = [];
      for (const n of ["1", "2", "3"]) {
        const fields = { extra_http_headers: { "x-n": `header-${account.mark}-${n}` } };
        started.push((await account.start(workflowId, fields)).run_id);
      }
      runIds = started.reverse();
      await account.call("POST", `/v1/runs/${runIds[1]}/cancel`);
    });

    it("show the newest first, by pages, and an empty one behind the last", async () => {
      expect(await idsOf(of("page_size=2"))).toEqual(runIds.slice(0, 2));
      expect(await idsOf(of("page_size=2&page=2"))).toEqual(runIds.slice(2));
      expect(await idsOf(of("page_size=2&page=3"))).toEqual([]);
    });

    it("have rows of sixteen fields", async () => {
      const [row] = rowsOf(await account.call("GET", of("page_size=1")));
      expect(Object.keys(row ?? {})).toEqual(fieldsOfRow);
      expect(row).toMatchObject({
        task_run_id: expect.stringMatching(/^tr_\d+$/),
        task_run_type: "workflow_run",
        title,
        workflow_permanent_id: workflowId,
        workflow_deleted: false,
        trigger_type: "api",
        attempt: 1,
        retry_pending: false,
      });
    });

    it("can be narrowed to some statuses and workflows", async () => {
      expect(await idsOf(of("status=canceled"))).toEqual([runIds[1]]);
      expect(await idsOf(of("status=canceled&status=queued&status=running"))).toEqual(runIds);
      expect(await idsOf("/v1/runs?workflow_permanent_id=wpid_0")).toEqual([]);
    });

    it("are searched by title, ids and headers, whatever the case", async () => {
      const searched = (text: string) => idsOf(`/v1/runs?page_size=100&search_key=${text}`);
      expect(await searched(title.toUpperCase())).toEqual(runIds);
      expect(await searched(workflowId)).toEqual(runIds);
      expect(await searched(String(runIds[2]))).toEqual([runIds[2]]);
      expect(await searched(`header-${account.mark}-1`)).toEqual([runIds[2]]);
      expect(await searched(`absent-${account.mark}`)).toEqual([]);
    });

    it("tell when a run that completed started and ended", async () => {
      const completing = await account.createWorkflow([], `Completing-${account.mark}`);
      const { run_id } = await account.start(completing);
      const run = (await account.follow(run_id, ({ status }) => status === "completed")).at(-1);
      const query = `workflow_permanent_id=${completing}&status=completed&page_size=50`;
      expect(await account.endedRuns(`/v1/runs?${query}`)).toEqual([
        expect.objectContaining({ run_id, started_at: run?.started_at, finished_at: run?.finished_at }),
      ]);
      expect(run).toMatchObject({ started_at: expect.any(String), finished_at: expect.any(String) });
    });

    it("take no notice of a trigger", async () => {
      expect(await idsOf(of("trigger_type=scheduled"))).toEqual(runIds);
    });

    const states =
      "'created', 'queued', 'running', 'paused', 'timed_out', 'failed', 'terminated', 'completed'";
    const most = (field: string, input: string) => ({
      type: "less_than_equal",
      loc: ["query", field],
      msg: "Input should be less than or equal to 100",
      input,
      ctx: { le: 100 },
    });
    const oneOf = (field: string, index: number, expected: string) => ({
      type: "enum",
      loc: ["query", field, index],
      msg: `Input should be ${expected}`,
      input: "none",
      ctx: { expected },
    });
    const short = {
      type: "string_too_short",
      loc: ["query", "search_key"],
      msg: "String should have at least 3 characters",
      input: "ab",
      ctx: { min_length: 3 },
    };
    it.each([
      ["page=101", most("page", "101")],
      ["page_size=101", most("page_size", "101")],
      ["status=failed&status=none", oneOf("status", 1, `${states} or 'canceled'`)],
      ["search_key=ab", short],
    ])("refuse %s", async (query, complaint) => {
      expect(plain(await account.call("GET", `/v1/runs?${query}`))).toEqual(refused(422, [complaint]));
    });
  });
}
