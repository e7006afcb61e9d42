import { type ContractAccount, input, nightly, plain, refused, scheduleOf } from "./contract-account";

export function describeParameterContract(account: ContractAccount): void {
  describe("the parameters of a schedule", () => {
    let workflowId: string;
    const required = { target: "t", count: 1 };
    const post = (parameters: unknown) =>
      account.call("POST", `/v1/workflows/${workflowId}/schedules`, { ...nightly, parameters });
    const stored = async (parameters: unknown) => scheduleOf(await post(parameters)).parameters;
    const invalidCredential = (what: string) =>
      refused(400, `Invalid credential ID: ${what}. Failed to resolve to a valid credential.`);
    beforeAll(async () => {
      workflowId = await account.createWorkflow([
        input("target", "string"),
        input("count", "integer"),
        input("label", "string", "nightly"),
        input("options", "json", { depth: 1 }),
        input("login", "credential_id"),
      ]);
    });

    it("are stored as sent, in their order, without defaults", async () => {
      const sent = { target: "t", options: { b: [1, 2.5, null], a: { c: null } }, count: 7 };
      const kept = await stored(sent);
      expect(JSON.stringify(kept)).toBe(JSON.stringify(sent));
    });

    it("are not checked against their declared types", async () => {
      const sent = { target: 5, count: "abc", label: ["no", "text"], options: false };
      expect(await stored(sent)).toEqual(sent);
    });

    it("lose top-level nulls, but keep nulls inside values", async () => {
      expect(await stored({ ...required, label: null, options: { inner: null } })).toEqual({
        ...required,
        options: { inner: null },
      });
    });

    it.each([[null], [{}]])("are missing if the workflow requires some: refuses %p", async (sent) => {
      const detail = `Missing schedule parameters for workflow ${workflowId}: count, target`;
      expect(plain(await post(sent))).toEqual(refused(400, detail));
    });

    it("are missing if a required one is null", async () => {
      const detail = `Missing schedule parameters for workflow ${workflowId}: count`;
      expect(plain(await post({ ...required, count: null }))).toEqual(refused(400, detail));
    });

    it("may have an empty string for a required string, but not for a number", async () => {
      const detail = `Missing schedule parameters for workflow ${workflowId}: count`;
      expect(await stored({ ...required, target: "" })).toEqual({ ...required, target: "" });
      expect(plain(await post({ ...required, count: " " }))).toEqual(refused(400, detail));
    });

    it("are refused if unknown, even if null, before the check for missing ones", async () => {
      const detail = `Unknown schedule parameters for workflow ${workflowId}: aaa, zzz`;
      expect(plain(await post({ zzz: 1, aaa: null }))).toEqual(refused(400, detail));
    });

    it("are unknown if they name the output of a block", async () => {
      const detail = `Unknown schedule parameters for workflow ${workflowId}: pause_output`;
      expect(plain(await post({ ...required, pause_output: 1 }))).toEqual(refused(400, detail));
    });

    it.each([[null], [{}]])("become null if there are none: %p", async (parameters) => {
      const plainWorkflow = await account.createWorkflow();
      const path = `/v1/workflows/${plainWorkflow}/schedules`;
      expect(scheduleOf(await account.call("POST", path, { ...nightly, parameters })).parameters).toBeNull();
    });

    it("become null if all of them are null", async () => {
      const optional = await account.createWorkflow([input("label", "string", "nightly")]);
      const path = `/v1/workflows/${optional}/schedules`;
      const answer = await account.call("POST", path, { ...nightly, parameters: { label: null } });
      expect(scheduleOf(answer).parameters).toBeNull();
    });

    it("may omit a credential, or give it as an empty string", async () => {
      expect(await stored({ ...required, login: "" })).toEqual({ ...required, login: "" });
    });

    it("may name an existing credential", async () => {
      const login = await account.createCredential();
      expect((await account.call("GET", `/v1/credentials/${login}`)).body).toMatchObject({
        credential_id: login,
      });
      expect(await stored({ ...required, login })).toEqual({ ...required, login });
    });

    it("cannot name a missing credential", async () => {
      expect(plain(await account.call("GET", "/v1/credentials/cred_0"))).toEqual(
        refused(404, "Credential not found"),
      );
      expect(plain(await post({ ...required, login: "cred_0" }))).toEqual(invalidCredential("cred_0"));
    });

    it.each([
      [5, "int"],
      [1.5, "float"],
      [true, "bool"],
      [{ id: 1 }, "dict"],
      [[1], "list"],
    ])("cannot give %p for a credential, which is of type %s", async (login, type) => {
      expect(plain(await post({ ...required, login }))).toEqual(
        invalidCredential(`Credential ID must be a string, got ${type}`),
      );
    });

    it("are checked for missing keys before credentials", async () => {
      const { status, body } = await post({ target: "t", login: "cred_0" });
      expect({ status, body }).toEqual(
        refused(400, `Missing schedule parameters for workflow ${workflowId}: count`),
      );
    });
  });
}
