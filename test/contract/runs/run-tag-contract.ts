import { type JsonFields, plain } from "../contract-account";
import { type RunAccount, rowsOf, runnable } from "../run-account";

export function describeRunTagContract(account: RunAccount): void {
  describe("the tags of a run", () => {
    let workflowId: string;
    let runId: string;
    let intention: string;
    const tag = (key: string, value: string): JsonFields => ({
      key,
      value,
      source: "manual",
      set_at: expect.any(String),
      set_by: expect.stringMatching(/^o_\d+$/),
    });
    const found = async (terms: string) => {
      const query = `workflow_permanent_id=${workflowId}&${terms}`;
      return rowsOf(await account.call("GET", `/v1/runs?${query}`)).map(({ run_id }) => run_id);
    };
    beforeAll(async () => {
      intention = `project/stack:resource/${account.mark}`;
      workflowId = await account.createWorkflow([], undefined, runnable.slow);
      const run_metadata = { intention, "a.b": "v" };
      ({ run_id: runId } = await account.start(workflowId, { run_metadata }));
    });

    it("are found as soon as the server answers the request", async () => {
      for (const attempt of ["a", "b", "c"]) {
        const value = `${intention}-${attempt}`;
        const { run_id } = await account.start(workflowId, { run_metadata: { intention: value } });
        expect(await found(`tags=intention:${encodeURIComponent(value)}`)).toEqual([run_id]);
        expect(rowsOf(await account.call("GET", `/v1/runs?tags=intention:${value}`))).toHaveLength(1);
      }
    });

    // The real server adds tags of its own.
    it("include the metadata of the request", async () => {
      const { status, body } = await account.call("GET", `/v1/runs/${runId}/tags`);
      const tags = expect.arrayContaining([tag("a.b", "v"), tag("intention", intention)]);
      expect({ status, body }).toEqual({ status: 200, body: { workflow_run_id: runId, tags } });
    });

    it("match by key and value, and a run must have all of them", async () => {
      expect(await found(`tags=intention:${intention}`)).toEqual([runId]);
      expect(await found(`tags=intention:${intention},a.b:v`)).toEqual([runId]);
      expect(await found(`tags=intention:${intention}&tags=a.b:other`)).toEqual([]);
      expect(await found("tags=intention:absent")).toEqual([]);
      expect(await found("tags=")).toContain(runId);
    });

    it("are removed one by one, and removing an absent tag succeeds", async () => {
      const { run_id } = await account.start(workflowId, { run_metadata: { gone: "g", "a.b": "v" } });
      const removed = await account.call("DELETE", `/v1/runs/${run_id}/tags/gone`);
      const { tags } = removed.body as { tags: readonly JsonFields[] };
      expect(tags).toContainEqual(tag("a.b", "v"));
      expect(tags.map(({ key }) => key)).not.toContain("gone");
      expect(plain(await account.call("DELETE", `/v1/runs/${run_id}/tags/gone`))).toEqual({
        status: 200,
        body: { workflow_run_id: run_id, tags },
      });
      expect(await found("tags=gone:g")).toEqual([]);
    });
  });
}
