import { type JsonFields, plain, refused } from "../contract-account";
import { type RunAccount, runnable } from "../run-account";

const should = "Input should be";
const locations =
  "'RESIDENTIAL', 'US-CA', 'US-NY', 'US-TX', 'US-FL', 'US-WA', 'RESIDENTIAL_ES', 'RESIDENTIAL_IE', 'RESIDENTIAL_GB', 'RESIDENTIAL_IN', 'RESIDENTIAL_JP', 'RESIDENTIAL_FR', 'RESIDENTIAL_DE', 'RESIDENTIAL_NZ', 'RESIDENTIAL_ZA', 'RESIDENTIAL_AR', 'RESIDENTIAL_AU', 'RESIDENTIAL_BR', 'RESIDENTIAL_TR', 'RESIDENTIAL_CA', 'RESIDENTIAL_MX', 'RESIDENTIAL_IT', 'RESIDENTIAL_NL', 'RESIDENTIAL_PH', 'RESIDENTIAL_KR', 'RESIDENTIAL_SA', 'RESIDENTIAL_ISP' or 'NONE'";

export function describeRunRequestContract(account: RunAccount): void {
  describe("the request of a run", () => {
    const post = (body: unknown) => account.call("POST", "/v1/run/workflows", body);
    // No workflow has this id, so that whatever is not refused before ends there and starts nothing.
    const ask = (fields: JsonFields) => account.request("wpid_0", fields);
    const unknown = refused(404, "Workflow not found. workflow_permanent_id=wpid_0");

    it("names a workflow that exists, as agent_id or as workflow_id, and agent_id counts", async () => {
      expect(plain(await ask({}))).toEqual(unknown);
      expect(plain(await post({ agent_id: "wpid_0", workflow_id: "wpid_1" }))).toEqual(unknown);
      expect(plain(await account.call("POST", "/v1/run/agents", { agent_id: "wpid_0" }))).toEqual(unknown);
      expect(plain(await post({ title: "t" }))).toEqual(
        refused(422, [
          { type: "missing", loc: ["body", "agent_id"], msg: "Field required", input: { title: "t" } },
        ]),
      );
    });

    it("is one of the newer prefix only", async () => {
      expect(plain(await account.call("POST", "/api/v1/run/workflows", {}))).toEqual(
        refused(404, "Not Found"),
      );
      expect((await account.call("GET", "/v1/run/workflows")).status).toBe(405);
    });

    it.each([
      [undefined, "missing", "Field required", null],
      [[], "model_attributes_type", `${should} a valid dictionary or object to extract fields from`, []],
    ])("needs an object, which %p is not", async (body, type, msg, input) => {
      expect(plain(await post(body))).toEqual(refused(422, [{ type, loc: ["body"], msg, input }]));
    });

    const boolean = `${should} a valid boolean, unable to interpret input`;
    const integer = `${should} a valid integer`;
    const wrongTypes: readonly (readonly [string, unknown, string, string, object?])[] = [
      ["workflow_id", 5, "string_type", `${should} a valid string`],
      ["parameters", [], "dict_type", `${should} a valid dictionary`],
      ["title", 5, "string_type", `${should} a valid string`],
      ["webhook_url", 5, "string_type", `${should} a valid string`],
      ["totp_url", [], "string_type", `${should} a valid string`],
      ["totp_identifier", 5, "string_type", `${should} a valid string`],
      ["browser_session_id", 5, "string_type", `${should} a valid string`],
      ["browser_profile_id", 5, "string_type", `${should} a valid string`],
      ["start_fresh_browser", "maybe", "bool_parsing", boolean],
      ["start_fresh_browser", null, "bool_type", `${should} a valid boolean`],
      ["ai_fallback", "maybe", "bool_parsing", boolean],
      ["max_screenshot_scrolls", 1.5, "int_from_float", `${integer}, got a number with a fractional part`],
      ["max_elapsed_time_minutes", "x", "int_parsing", `${integer}, unable to parse string as an integer`],
      [
        "max_elapsed_time_minutes",
        0,
        "greater_than_equal",
        `${should} greater than or equal to 1`,
        { ge: 1 },
      ],
      [
        "max_elapsed_time_minutes",
        481,
        "less_than_equal",
        `${should} less than or equal to 480`,
        { le: 480 },
      ],
      ["extra_http_headers", [], "dict_type", `${should} a valid dictionary`],
      ["run_metadata", [], "dict_type", `${should} a valid dictionary`],
    ];
    // Not spread over the arguments: a test with more arguments than its row has would wait for a callback.
    it.each(wrongTypes.map((row) => ({ field: row[0], value: row[1], row })))(
      "refuses $field $value",
      async ({ field, value, row: [, , type, msg, ctx] }) => {
        const complaint = { type, loc: ["body", field], msg, input: value, ...(ctx && { ctx }) };
        expect(plain(await ask({ [field]: value }))).toEqual(refused(422, [complaint]));
      },
    );

    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
    it.each<readonly [string, unknown, string]>([
      ["browser_address", "ftp://x", "browser_address must be an HTTP(S) or WebSocket URL with a host"],
      ["browser_address", "nonsense", "browser_address must be an HTTP(S) or WebSocket URL with a host"],
      ["run_metadata", many(21), "run_metadata can include at most 20 entries"],
      ["run_metadata", { ["k".repeat(65)]: "v" }, "run_metadata keys must be at most 64 characters"],
      ["run_metadata", { k: "v".repeat(257) }, "run_metadata values must be at most 256 characters"],
      [
        "run_metadata",
        { k: "__other__" },
        "tag values must not be exactly '__other__' (reserved as an analytics bucket marker)",
      ],
    ])("refuses %s %p by a rule of its own", async (field, input, reason) => {
      const complaint = { type: "value_error", loc: ["body", field], msg: `Value error, ${reason}`, input };
      expect(plain(await ask({ [field]: input }))).toEqual(
        refused(422, [{ ...complaint, ctx: { error: {} } }]),
      );
    });

    it.each(["extra_http_headers", "run_metadata"])("takes texts only in %s", async (field) => {
      const loc = ["body", field, "a"];
      expect(plain(await ask({ [field]: { a: 1, b: "x" } }))).toEqual(
        refused(422, [{ type: "string_type", loc, msg: `${should} a valid string`, input: 1 }]),
      );
    });

    it.each(["MOON", 5])("knows no proxy location %p", async (input) => {
      const complaint = { type: "enum", msg: `${should} ${locations}`, input, ctx: { expected: locations } };
      expect(plain(await ask({ proxy_location: input }))).toEqual(
        refused(422, expect.arrayContaining([expect.objectContaining(complaint)])),
      );
    });

    it.each([
      ["webhook_url", "ftp://x/", "unsupported scheme"],
      ["webhook_url", "http://", "malformed"],
      ["totp_url", "ftp://x/", "unsupported scheme"],
    ])("refuses %s %p before anything else", async (field, url, reason) => {
      const advice = "Use an HTTP or HTTPS URL with at most 2083 characters.";
      expect(plain(await ask({ [field]: url, title: 5 }))).toEqual(
        refused(400, `Invalid ${field}: ${reason}. ${advice}`),
      );
    });

    it.each([
      [
        { browser_session_id: "pbs_0" },
        "start_fresh_browser cannot be combined with browser_session_id — a live session is the browser for the run.",
      ],
      [
        { browser_profile_id: "bp_0" },
        "start_fresh_browser cannot be combined with browser_profile_id — pick one: a fresh browser or a specific profile.",
      ],
      [
        { browser_address: "http://127.0.0.1:9222" },
        "start_fresh_browser cannot be combined with browser_address — connecting to an existing remote browser reuses its session state.",
      ],
    ])("does not take a fresh browser together with %p", async (fields, reason) => {
      const input = { workflow_id: "wpid_0", start_fresh_browser: true, ...fields };
      const complaint = { type: "value_error", loc: ["body"], msg: `Value error, ${reason}`, input };
      expect(plain(await post(input))).toEqual(refused(422, [{ ...complaint, ctx: { error: {} } }]));
    });

    it.each([
      [{ browser_session_id: "pbs_0" }, "Browser session pbs_0 does not exist or is not live."],
      [{ browser_profile_id: "bp_0" }, /^Browser profile bp_0 not found for organization o_\d+$/],
    ])("needs browsers that exist, not %p", async (fields, detail) => {
      const workflowId = await account.createWorkflow();
      const expected = typeof detail === "string" ? detail : expect.stringMatching(detail);
      expect(plain(await account.request(workflowId, fields))).toEqual(refused(404, expected));
    });

    it("needs a workflow with blocks", async () => {
      const workflowId = await account.createWorkflow([], undefined, runnable.empty);
      const detail = `Workflow ${workflowId} has no blocks to run. Add at least one block before running it.`;
      expect(plain(await account.request(workflowId))).toEqual(refused(400, detail));
    });
  });
}

/** What the sandbox does not imitate: it ignores the header, and the provider checks its value. */
export function describeMaxStepsContract(account: RunAccount): void {
  it("limits the steps of a run by a header that has to be an integer", async () => {
    const send = (steps: string) =>
      account.send(
        "POST",
        "/v1/run/workflows",
        { "x-api-key": account.apiKey, "content-type": "application/json", "x-max-steps-override": steps },
        JSON.stringify({ workflow_id: "wpid_0" }),
      );
    const unknown = refused(404, "Workflow not found. workflow_permanent_id=wpid_0");
    expect(plain(await send("5"))).toEqual(unknown);
    const msg = `${should} a valid integer, unable to parse string as an integer`;
    const loc = ["header", "x-max-steps-override"];
    expect(plain(await send("1.5"))).toEqual(refused(422, [{ type: "int_parsing", loc, msg, input: "1.5" }]));
  });
}
