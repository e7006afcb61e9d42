import { createHash } from "node:crypto";
import { type ContractAccount, nightly, plain, refused, workflowDefinition } from "../contract-account";
import { type ShownWorkflow, workflowOf } from "./shown-workflow";

export function describeVersionContract(account: ContractAccount): void {
  const get = (id: string, query = "") => account.call("GET", `/v1/agents/${id}${query}`);
  const missing = (id: string, version?: string) => {
    const which = version === undefined ? "" : `, version=${version}`;
    return refused(404, `Workflow not found. workflow_permanent_id=${id}${which}`);
  };
  const update = async (id: string, title: string, settings: object = {}) =>
    workflowOf(
      await account.call("POST", `/v1/workflows/${id}`, {
        json_definition: { ...workflowDefinition(title, []), ...settings },
      }),
    );
  const versionsOf = async (id: string) =>
    (await get(id, "/versions")).body as readonly Pick<ShownWorkflow, "version" | "title">[];

  describe("the versions of a workflow", () => {
    let id: string;
    beforeAll(async () => {
      id = await account.createWorkflow([], "First");
      await update(id, "Second");
    });

    it.each([
      ["1", "First"],
      ["2", "Second"],
      ["1.0", "First"],
      ["0", "Second"],
    ])("are read one by one: version=%s is %s", async (version, title) => {
      expect(workflowOf(await get(id, `?version=${version}`)).title).toBe(title);
    });

    it.each(["9", "-1"])("do not include version=%s", async (version) => {
      expect(plain(await get(id, `?version=${version}`))).toEqual(missing(id, version));
    });

    it.each(["x", "", "1.5"])("have integers as numbers, not %j", async (input) => {
      const msg = "Input should be a valid integer, unable to parse string as an integer";
      expect(plain(await get(id, `?version=${input}`))).toEqual(
        refused(422, [{ type: "int_parsing", loc: ["query", "version"], msg, input }]),
      );
    });

    it("are listed newest first, and unknown workflows have none", async () => {
      expect((await versionsOf(id)).map(({ version, title }) => [version, title])).toEqual([
        [2, "Second"],
        [1, "First"],
      ]);
      expect(await versionsOf("wpid_0")).toEqual([]);
    });
  });

  describe("an update of a workflow", () => {
    it("keeps some settings that it leaves out, and resets the others", async () => {
      const id = await account.createWorkflow();
      const kept = {
        webhook_callback_url: "https://example.com/hook",
        totp_identifier: "code",
        max_elapsed_time_minutes: 5,
        mask_secrets: true,
        pin_saved_session_ip: true,
        code_version: 1,
        extra_http_headers: { a: "b" },
        proxy_location: { country: "US", subdivision: null, city: null, isISP: false },
      };
      const reset = { description: "d", status: "draft", run_with: "code", ai_fallback: false };
      expect(await update(id, "All", { ...kept, ...reset })).toMatchObject({ ...kept, ...reset });
      expect(await update(id, "None")).toMatchObject({
        ...kept,
        description: null,
        status: "published",
        run_with: "agent",
        ai_fallback: true,
      });
      const cleared = { webhook_callback_url: null, totp_identifier: null, proxy_location: null };
      const nulls = { ...cleared, extra_http_headers: null, mask_secrets: null };
      expect(await update(id, "Nulls", nulls)).toMatchObject({
        ...cleared,
        extra_http_headers: {},
        mask_secrets: true,
      });
    });

    it("shows headers of the browser connection as ***, and takes *** for the stored value", async () => {
      const id = await account.createWorkflow();
      const headersAfter = async (cdp_connect_headers: object | null) =>
        (await update(id, "Headers", { cdp_connect_headers })).cdp_connect_headers;
      expect(await headersAfter({ a: "secret" })).toEqual({ a: "***" });
      expect(await headersAfter({ a: "***", unknown: "***" })).toEqual({ a: "***" });
      expect(await headersAfter(null)).toEqual({});
    });

    it("brings a deleted workflow back with the next version, without its old versions and schedules", async () => {
      const id = await account.createWorkflow([], "Before");
      await account.createSchedule(id);
      await account.call("POST", `/v1/workflows/${id}/delete`);
      expect(await versionsOf(id)).toEqual([]);
      expect(await update(id, "After")).toMatchObject({ version: 2, deleted_at: null });
      expect(workflowOf(await get(id)).title).toBe("After");
      expect(plain(await get(id, "?version=1"))).toEqual(missing(id, "1"));
      expect((await versionsOf(id)).map(({ version }) => version)).toEqual([2]);
      const schedules = `/v1/workflows/${id}/schedules`;
      expect((await account.call("GET", schedules)).body).toEqual({ schedules: [] });
      expect((await account.call("POST", schedules, nightly)).status).toBe(200);
    });

    it("cannot bring back a workflow that never existed", async () => {
      const body = { json_definition: workflowDefinition("Nothing", []) };
      expect(plain(await account.call("POST", "/v1/agents/wpid_0", body))).toEqual(missing("wpid_0"));
    });
  });

  describe("an idempotency key", () => {
    const create = (key: string, title: string) =>
      account.postWorkflow({ json_definition: workflowDefinition(title, []) }, { "idempotency-key": key });

    it("creates one workflow, whose id follows from the key", async () => {
      const key = `once-${account.mark}`;
      const first = workflowOf(await create(key, "First"));
      const id = first.workflow_permanent_id;
      const identity = `create_workflow\0${first.organization_id}\0${key}`;
      expect(id).toBe(`wpid_${createHash("sha256").update(identity).digest("hex")}`);
      expect(workflowOf(await create(key, "Second"))).toEqual(first);
      await update(id, "Updated");
      expect(workflowOf(await create(key, "Third"))).toMatchObject({ version: 1, title: "First" });
      await account.call("POST", `/v1/workflows/${id}/delete`);
      const deleted = workflowOf(await create(key, "Fourth"));
      expect(deleted).toMatchObject({ version: 1, deleted_at: expect.any(String) });
      expect(plain(await get(id))).toEqual(missing(id));
    });

    it.each([
      ["with a space", "a b"],
      ["that is empty", ""],
      ["with more than 255 characters", "x".repeat(256)],
      ["outside ASCII", "é"],
    ])("%s is refused", async (_, key) => {
      const detail = "Idempotency-Key must contain 1 to 255 visible ASCII bytes.";
      expect(plain(await create(key, "Nothing"))).toEqual(refused(422, detail));
    });

    it("may have 255 characters", async () => {
      expect((await create(account.mark.padEnd(255, "x"), "Long")).status).toBe(200);
    });
  });
}
