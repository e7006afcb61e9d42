import { type JsonFields, plain, refused } from "./contract-account";
import { type RunAccount, rowsOf, runnable } from "./run-account";

export function describeRunTagContract(account: RunAccount): void {
  describe("the tags of a run", () => {
    let workflowId: string;
    let runId: string;
    let intention: string;
    const tags = async () => (await account.call("GET", `/v1/runs/${runId}/tags`)).body;
    const apply = (body: unknown) => account.call("POST", `/v1/runs/${runId}/tags`, body);
    const found = async (terms: string) => {
      const query = `workflow_permanent_id=${workflowId}&${terms}`;
      return rowsOf(await account.call("GET", `/v1/runs?${query}`)).map(({ run_id }) => run_id);
    };
    const tag = (key: string | null, value: string): JsonFields => ({
      key,
      value,
      source: "manual",
      set_at: expect.any(String),
      set_by: expect.stringMatching(/^o_\d+$/),
    });
    const system = (key: string, value: string): JsonFields => ({
      key,
      value,
      source: "system",
      set_at: expect.any(String),
      set_by: expect.stringMatching(/^system:/),
    });
    beforeAll(async () => {
      intention = `project/stack:resource/${account.mark}`;
      workflowId = await account.createWorkflow([], undefined, runnable.slow);
      ({ run_id: runId } = await account.start(workflowId, { run_metadata: { intention } }));
    });

    it("are there as soon as the request is answered, and are found by", async () => {
      for (const attempt of ["a", "b", "c"]) {
        const value = `${intention}-${attempt}`;
        const { run_id } = await account.start(workflowId, { run_metadata: { intention: value } });
        expect(await found(`tags=intention:${encodeURIComponent(value)}`)).toEqual([run_id]);
        expect(rowsOf(await account.call("GET", `/v1/runs?tags=intention:${value}`))).toHaveLength(1);
      }
    });

    it("begin with those of the request and the trigger", async () => {
      expect(await tags()).toEqual({
        workflow_run_id: runId,
        tags: [tag("intention", intention), system("skyvern.trigger", "api")],
      });
    });

    it("match by key and value, by value, and by key with a star, but not by key alone", async () => {
      expect(await found(`tags=intention:${intention}`)).toEqual([runId]);
      expect(await found(`tags=${encodeURIComponent(intention)}`)).toEqual([]); // its colon splits it
      expect(await found("tags=intention:*")).toContain(runId);
      expect(await found("tags=intention")).toEqual([]);
      expect(await found("tags=intention%3Dx")).toEqual([]);
      expect(await found("tags=skyvern.trigger:api")).toContain(runId);
      expect(await found("tags=skyvern.trigger:scheduled")).toEqual([]);
      expect(await found("tags=api")).toContain(runId);
    });

    it("are set, replaced and removed one by one", async () => {
      const changed = await apply({
        tags: [{ key: "a.b", value: " v " }, { value: "label" }, { key: "intention", value: "changed" }],
      });
      const others = [tag("intention", "changed"), system("skyvern.trigger", "api")];
      const all = { workflow_run_id: runId, tags: [tag(null, "label"), tag("a.b", "v"), ...others] };
      expect(plain(changed)).toEqual({ status: 200, body: all });
      expect(await tags()).toEqual(all);
      expect(await found("tags=intention:changed,a.b:v")).toEqual([runId]);
      expect(await found("tags=intention:changed&tags=a.b:other")).toEqual([]);
      expect(await found("tags=intention:other,intention:changed")).toEqual([runId]);
      expect(await found("tags=label")).toEqual([runId]);
      const removed = await account.call("DELETE", `/v1/runs/${runId}/tags/intention`);
      const rest = { workflow_run_id: runId, tags: all.tags.filter(({ key }) => key !== "intention") };
      expect(plain(removed)).toEqual({ status: 200, body: rest });
      expect(await found("tags=intention:changed")).toEqual([]);
      expect(plain(await account.call("DELETE", `/v1/runs/${runId}/tags/absent`))).toEqual({
        status: 200,
        body: rest,
      });
      const bare = await apply({ tags_to_delete: [{ value: "label" }, { key: "a.b" }] });
      expect(bare.body).toEqual({ workflow_run_id: runId, tags: [system("skyvern.trigger", "api")] });
    });

    it("tell the status once the run is over", async () => {
      await account.call("POST", `/v1/runs/${runId}/cancel`);
      expect(await tags()).toMatchObject({
        tags: [
          system("skyvern.execution_mode", "agent"),
          system("skyvern.status", "canceled"),
          system("skyvern.trigger", "api"),
        ],
      });
    });

    it.each([
      ["skyvern.own", "v", "key", "tag keys must not start with the reserved 'skyvern.' prefix"],
      [
        "a b",
        "v",
        "key",
        "tag keys must match '^[A-Za-z0-9][A-Za-z0-9_.-]*$' (alphanumeric, underscore, dot, hyphen; must start with alphanumeric)",
      ],
      ["a", "x,y", "value", "tag values must not contain ','"],
      ["a", "", "value", "tag value is required"],
    ])("cannot be %p: %p", async (key, value, field, reason) => {
      const complaint = { type: "value_error", loc: ["body", "tags", 0, field], ctx: { error: {} } };
      const input = field === "key" ? key : value;
      expect(plain(await apply({ tags: [{ key, value }] }))).toEqual(
        refused(422, [{ ...complaint, msg: `Value error, ${reason}`, input }]),
      );
    });

    it("of Skyvern's own cannot be removed", async () => {
      expect(plain(await account.call("DELETE", `/v1/runs/${runId}/tags/skyvern.trigger`))).toEqual(
        refused(400, "tag keys must not start with the reserved 'skyvern.' prefix"),
      );
    });

    it.each([
      ["a:b,", "Invalid tag filter; empty term."],
      [":b", "Invalid tag filter ':b'; expected 'label', 'key:*', or 'key:value'."],
      ["a:", "Invalid tag filter 'a:'; expected 'label', 'key:*', or 'key:value'."],
    ])("are not searched for by %p", async (terms, detail) => {
      expect(plain(await account.call("GET", `/v1/runs?tags=${terms}`))).toEqual(refused(400, detail));
    });

    it("do not matter to an empty filter", async () => {
      expect(await found("tags=")).toContain(runId);
    });
  });
}
