import { type ContractAccount, input, nightly, plain, refused, workflowDefinition } from "./contract-account";

const prefixes = ["/v1/workflows", "/api/v1/workflows", "/v1/agents"];
const methodNotAllowed = refused(405, "Method Not Allowed");

export function describeRoutingContract(account: ContractAccount): void {
  let workflowId: string;
  let list: string;
  beforeAll(async () => {
    workflowId = await account.createWorkflow();
    list = `/v1/workflows/${workflowId}/schedules`;
  });

  describe("paths", () => {
    it.each(prefixes)("serve schedules under %s", async (prefix) => {
      const { workflow_schedule_id: id } = await account.createSchedule(workflowId);
      const item = `${prefix}/${workflowId}/schedules/${id}`;
      const answers = await Promise.all([
        account.call("GET", `${prefix}/${workflowId}/schedules`),
        account.call("GET", item),
        account.call("PUT", item, nightly),
      ]);
      const switched = [
        await account.call("POST", `${item}/disable`),
        await account.call("POST", `${item}/enable`),
      ];
      const gone = await account.call("DELETE", item);
      expect([...answers, ...switched, gone].map(({ status }) => status)).toEqual([
        200, 200, 200, 200, 200, 200,
      ]);
    });

    it("do not serve agents under /api/v1", async () => {
      expect(plain(await account.call("GET", `/api/v1/agents/${workflowId}/schedules`))).toEqual(
        refused(404, "Not Found"),
      );
    });

    it.each(["/v1", "/api/v1"])("serve the organisation's schedules under %s", async (prefix) => {
      expect((await account.call("GET", `${prefix}/schedules`)).status).toBe(200);
    });

    it("do not serve a schedule without its workflow", async () => {
      expect(plain(await account.call("GET", "/v1/schedules/wfs_0"))).toEqual(refused(404, "Not Found"));
    });

    it("show the version without a key", async () => {
      const answer = await account.send("GET", "/v1/version", {});
      expect(plain(answer)).toEqual({
        status: 200,
        body: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
      });
    });

    it("redirect from a trailing slash to the absolute URL without it", async () => {
      const { status, headers } = await account.call("GET", `${list}/?page=1`);
      expect({ status, location: headers.get("location") }).toEqual({
        status: 307,
        location: `${account.url}${list}?page=1`,
      });
    });

    it.each([
      ["PATCH", "/wfs_0", "GET"],
      ["POST", "/wfs_0", "GET"],
      ["GET", "/wfs_0/enable", "POST"],
      ["PUT", "", "POST"],
      ["HEAD", "", "POST"],
    ])("refuse %s on …/schedules%s and name one allowed method", async (method, tail, allowed) => {
      const answer = await account.call(method, `${list}${tail}`);
      if (method !== "HEAD") expect(plain(answer)).toEqual(methodNotAllowed);
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, allowed]);
    });

    it("answer with JSON, without headers for conditional requests", async () => {
      const { headers } = await account.call("GET", list);
      const named = ["content-type", "etag", "last-modified"].map((name) => headers.get(name));
      expect(named).toEqual(["application/json", null, null]);
    });

    it("ignore an idempotency key and If-Match", async () => {
      const headers = {
        "x-api-key": account.apiKey,
        "content-type": "application/json",
        "idempotency-key": account.mark,
        "if-match": '"nothing"',
      };
      const id = await account.createWorkflow();
      const path = `/v1/workflows/${id}/schedules`;
      for (const _ of [1, 2]) await account.send("POST", path, headers, JSON.stringify(nightly));
      expect((await account.call("GET", path)).body).toMatchObject({ schedules: [{}, {}] });
    });
  });

  describe("the key", () => {
    const garbage = "Could not validate credentials";
    it.each([
      ["no key", {}, "Invalid credentials"],
      ["an empty key", { "x-api-key": "" }, "Invalid credentials"],
      ["a wrong key", { "x-api-key": "wrong" }, garbage],
      ["a bearer token", { authorization: "Bearer wrong" }, "Invalid authentication method"],
      ["another kind of authorization", { authorization: "Basic wrong" }, "Invalid credentials"],
    ] as const)("is refused with 403 when the request has %s", async (_, headers, detail) => {
      expect(plain(await account.send("GET", list, headers))).toEqual(refused(403, detail));
    });

    it.each([
      ["a prefix added", (key: string) => `Bearer ${key}`],
      ["quotation marks added", (key: string) => `"${key}"`],
      ["its last character removed", (key: string) => key.slice(0, -1)],
    ])("is refused with %s", async (_, spoil) => {
      const answer = await account.send("GET", list, { "x-api-key": spoil(account.apiKey) });
      expect(plain(answer)).toEqual(refused(403, garbage));
    });

    it("is checked before the fields of the body", async () => {
      const json = { "content-type": "application/json" };
      expect((await account.send("POST", list, json, "{}")).status).toBe(403);
    });

    it("is checked after the syntax of the body", async () => {
      const json = { "content-type": "application/json" };
      expect((await account.send("POST", list, json, "{")).status).toBe(422);
    });
  });

  describe("a workflow definition", () => {
    it("is required", async () => {
      expect(plain(await account.call("POST", "/v1/workflows", {}))).toEqual(
        refused(
          422,
          "Invalid workflow definition. Workflow should be provided in either yaml or json format.",
        ),
      );
    });

    it("needs a title, parameters and blocks", async () => {
      const complaint = (input: unknown, ...loc: string[]) => ({
        type: "missing",
        loc: ["body", "json_definition", ...loc],
        msg: "Field required",
        input,
      });
      const body = { json_definition: { workflow_definition: {} } };
      expect(plain(await account.call("POST", "/v1/workflows", body))).toEqual(
        refused(422, [
          complaint(body.json_definition, "title"),
          complaint({}, "workflow_definition", "parameters"),
          complaint({}, "workflow_definition", "blocks"),
        ]),
      );
    });

    it("is refused for an unknown workflow", async () => {
      const body = { json_definition: workflowDefinition("nothing", [input("a", "string")]) };
      expect(plain(await account.call("POST", "/v1/workflows/wpid_0", body))).toEqual(
        refused(404, "Workflow not found. workflow_permanent_id=wpid_0"),
      );
    });
  });
}
