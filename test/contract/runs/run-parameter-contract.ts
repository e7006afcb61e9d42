import { input, plain, refused } from "../contract-account";
import { type RunAccount, rowsOf } from "../run-account";

export function describeRunParameterContract(account: RunAccount): void {
  describe("the parameters of a run", () => {
    let workflowId: string;
    const required = { target: "t", count: 1 };
    const post = (parameters: unknown) => account.request(workflowId, { parameters });
    const shown = async (parameters: unknown) => {
      const { run_id } = await account.start(workflowId, { parameters });
      return ((await account.read(run_id)).run_request as { parameters: unknown }).parameters;
    };
    const wrong = (type: string, value: string) =>
      refused(400, `Invalid workflow parameter. Expected parameter type: ${type}. Value: ${value}.`);
    const defaults = { label: "nightly", ratio: 0.5, dry_run: false, options: { depth: 1 }, file: "f" };
    beforeAll(async () => {
      workflowId = await account.createWorkflow([
        input("target", "string"),
        input("count", "integer"),
        input("label", "string", "nightly"),
        input("ratio", "float", 0.5),
        input("dry_run", "boolean", false),
        input("options", "json", { depth: 1 }),
        input("file", "file_url", "f"),
        input("login", "credential_id"),
      ]);
    });

    it.each([[undefined], [null], [{}]])("have to be there when some are required, not %p", async (sent) => {
      const detail = `Missing value for parameter count, target in workflow ${workflowId}`;
      expect(plain(await post(sent))).toEqual(refused(400, detail));
    });

    it.each([null, "", " "])("are missing when a required number is %p", async (count) => {
      const detail = `Missing value for parameter count in workflow ${workflowId}`;
      expect(plain(await post({ ...required, count }))).toEqual(refused(400, detail));
    });

    it.each<readonly [object, string, string]>([
      [{ count: "abc" }, "integer", "abc"],
      [{ count: "1.5" }, "integer", "1.5"],
      [{ count: [1] }, "integer", "[1]"],
      [{ count: { a: [true, "é"] } }, "integer", '{"a": [true, "\\u00e9"]}'],
      [{ ratio: "x" }, "float", "x"],
      [{ dry_run: "maybe" }, "boolean", "maybe"],
      [{ dry_run: 2 }, "boolean", "2"],
      [{ options: "{" }, "json", "{"],
      [{ options: 5 }, "json", "5"],
      [{ options: true }, "json", "True"],
    ])("do not take %p, and the refusal repeats it", async (parameters, type, value) => {
      expect(plain(await post({ ...required, ...parameters }))).toEqual(wrong(type, value));
    });

    it("name credentials that exist", async () => {
      const invalid = (what: string) =>
        refused(400, `Invalid credential ID: ${what}. Failed to resolve to a valid credential.`);
      expect(plain(await post({ ...required, login: "cred_0" }))).toEqual(invalid("cred_0"));
      expect(plain(await post({ ...required, login: 5 }))).toEqual(invalid("<non-string value of type int>"));
    });

    it("are shown with their defaults, in the order of the workflow, and without unknown keys", async () => {
      const parameters = await shown({ unheard_of: 1, ...required });
      expect(JSON.stringify(parameters)).toBe(JSON.stringify({ ...required, ...defaults }));
    });

    it("are turned into their types where that can be done", async () => {
      const sent = {
        target: 5,
        count: " 12 ",
        label: [null, { a: 1 }],
        ratio: "2",
        dry_run: "TRUE",
        options: '{"a":1}',
        file: 5,
      };
      expect(await shown(sent)).toEqual({
        target: "5",
        count: 12,
        label: '[null, {"a": 1}]',
        ratio: 2,
        dry_run: true,
        options: { a: 1 },
        file: "5",
      });
    });

    it("make of a boolean a number, and the text of one", async () => {
      const sent = { target: true, count: true, ratio: false, dry_run: 0, options: "5", label: null };
      expect(await shown(sent)).toEqual({
        ...defaults,
        target: "1",
        count: 1,
        ratio: 0,
        options: 5,
      });
    });

    it("are echoed by the answer as they were sent", async () => {
      const parameters = { ...required, count: "12", unheard_of: null };
      const { run_request } = await account.start(workflowId, { parameters });
      expect(run_request).toMatchObject({ parameters });
    });

    describe("with a fraction for an integer", () => {
      let runId: string;
      beforeAll(async () => {
        const poisoned = await account.start(workflowId, { parameters: { target: "t", count: 1.5 } });
        runId = poisoned.run_id;
      });
      const listed = async () => {
        const rows = rowsOf(await account.call("GET", `/v1/runs?workflow_permanent_id=${workflowId}`));
        return rows.find(({ run_id }) => run_id === runId)?.status;
      };

      it("start a run that cannot be read, but is listed as going on", async () => {
        expect(plain(await account.call("GET", `/v1/runs/${runId}`))).toEqual(wrong("integer", "1.5"));
        expect(["queued", "running"]).toContain(await listed());
      });

      it("start a run whose cancellation is refused, and happens", async () => {
        const cancel = () => account.call("POST", `/v1/runs/${runId}/cancel`);
        expect(plain(await cancel())).toEqual(wrong("integer", "1.5"));
        expect(await listed()).toBe("canceled");
        expect(plain(await cancel())).toEqual(wrong("integer", "1.5"));
        expect(plain(await account.call("GET", `/v1/runs/${runId}`))).toEqual(wrong("integer", "1.5"));
      });
    });
  });
}
