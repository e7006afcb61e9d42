import { type ContractAccount, input, type JsonFields, plain, refused } from "../contract-account";
import { wait, workflowOf } from "./shown-workflow";

export function describeDefinitionContract(account: ContractAccount): void {
  const post = (blocks: readonly unknown[], parameters: readonly unknown[] = [], fields: JsonFields = {}) =>
    account.postWorkflow({
      json_definition: {
        title: `Definition ${account.mark}`,
        workflow_definition: { parameters, blocks, ...fields },
      },
    });
  const create = async (...given: Parameters<typeof post>) =>
    workflowOf(await post(...given)).workflow_definition;
  const place = ["body", "json_definition", "workflow_definition"];

  describe("the blocks of a workflow", () => {
    it("have their output and all their fields", async () => {
      const { blocks, parameters } = await create([wait("pause", { wait_sec: "2", unknown: 1 })]);
      expect(blocks).toEqual([
        {
          label: "pause",
          next_block_label: null,
          block_type: "wait",
          output_parameter: parameters[0],
          continue_on_failure: false,
          model: null,
          disable_cache: false,
          ignore_workflow_system_prompt: false,
          next_loop_on_failure: false,
          wait_sec: 2,
          parameters: [],
        },
      ]);
      expect(parameters[0]).toMatchObject({ parameter_type: "output", key: "pause_output" });
    });

    // The official SDK does not know these types, so its test does not compare them.
    it.each([
      ["data_export", { data: "d", data_schema: { type: "object" } }, { file_name: null, parameters: [] }],
      ["terminate", { reason: "Enough." }, { error_code: null }],
      [
        "web_search",
        { query: "invoices" },
        { provider: "auto", num_results: 10, no_results_error_code: null, parameters: [] },
      ],
      [
        "email_inbox",
        { email_client: "gmail" },
        { credential_id: null, max_results: 25, include_body: true, download_attachments: false },
      ],
    ])("of the type %s have defaults", async (block_type, sent, defaults) => {
      const { blocks } = await create([{ block_type, label: "newer", ...sent }]);
      expect(blocks).toMatchObject([{ block_type, label: "newer", ...sent, ...defaults }]);
    });

    it("show parameters in place of their keys", async () => {
      const declared = [input("url", "string"), input("rows", "json", [1])];
      const loop = { block_type: "for_loop", label: "each", loop_over_parameter_key: "rows" };
      const task = { block_type: "navigation", label: "go", navigation_goal: "Go.", parameter_keys: ["url"] };
      const { blocks, parameters } = await create([{ ...loop, loop_blocks: [task] }], declared);
      const [, , url, rows] = parameters;
      expect(parameters.map(({ key }) => key)).toEqual(["each_output", "go_output", "url", "rows"]);
      expect(blocks[0]).toMatchObject({ loop_over: rows, loop_blocks: [{ label: "go", parameters: [url] }] });
      expect(blocks[0]).not.toHaveProperty("loop_over_parameter_key");
    });

    it("are version 2 of the format if they name their successors", async () => {
      const linked = await create([wait("one", { next_block_label: "two" }), wait("two")]);
      expect([linked.version, (await create([wait("one")])).version]).toEqual([2, 1]);
    });

    it("have a retry policy with its defaults", async () => {
      const retry_policy = { retry_on: [{ status: "failed" }] };
      expect(await create([wait("pause")], [], { retry_policy })).toMatchObject({
        retry_policy: {
          max_retries: 1,
          delay_seconds: 0,
          webhook_on_retry: "final_only",
          retry_on: [{ status: "failed", error_codes: null }],
        },
      });
    });

    it.each([
      ["without a label", { block_type: "wait" }, ["wait", "label"], "missing", "Field required"],
      ["without a type", { label: "a" }, [], "union_tag_not_found", expect.stringContaining("'block_type'")],
      [
        "of an unknown type",
        { block_type: "waiting", label: "a" },
        [],
        "union_tag_invalid",
        expect.stringMatching(
          /^Input tag 'waiting' found .* <BlockType.TASK: 'task'>, .*'google_sheets_write'>$/,
        ),
      ],
    ])("are refused %s", async (_, block, loc, type, msg) => {
      expect(await post([block])).toMatchObject(
        refused(422, [{ type, loc: [...place, "blocks", 0, ...loc], msg, input: block }]),
      );
    });

    it.each([
      ["a wait of no time", [{ block_type: "wait", label: "a" }], "Invalid wait time 0 for wait block 'a'."],
      ["a long wait", [wait("a", { wait_sec: 1801 })], "Invalid wait time 1801 for wait block 'a'."],
      ["an unknown successor", [wait("a", { next_block_label: "b" })], "Block a references unknown"],
      [
        "an undeclared parameter",
        [{ block_type: "text_prompt", label: "a", prompt: "p", parameter_keys: ["b"] }],
        "Workflow definition has blocks that reference undefined parameters:\n  - Block 'a' references undefined parameter(s): 'b'\n",
      ],
      [
        "a loop over nothing",
        [{ block_type: "for_loop", label: "a", loop_blocks: [] }],
        "For loop block 'a' requires either loop_over_parameter_key or loop_variable_reference",
      ],
    ])("are refused with %s", async (_, blocks, problem) => {
      expect(await post(blocks)).toMatchObject(refused(422, expect.stringContaining(problem)));
    });

    it.each([
      [
        [wait("a"), wait("a")],
        {},
        "Block labels must be unique within a workflow. Found duplicate label(s): a",
      ],
      [
        [wait("a")],
        { finally_block_label: "b" },
        "finally_block_label 'b' does not reference a valid block. Available labels: a",
      ],
    ])("are refused as a whole: %j with %j", async (blocks, fields, problem) => {
      const sent = { parameters: [], blocks, ...fields };
      const complaint = { type: "value_error", loc: place, msg: `Value error, ${problem}`, input: sent };
      expect(plain(await post(blocks, [], fields))).toEqual(
        refused(422, [{ ...complaint, ctx: { error: {} } }]),
      );
    });
  });

  describe("the parameters of a workflow", () => {
    const declared = async (...parameters: readonly unknown[]) =>
      (await create([], parameters)).parameters.map(({ default_value, source, credential_id }) => ({
        default_value,
        source,
        credential_id,
      }));

    it.each([
      ["integer", "12", 12],
      ["integer", 1.5, 1],
      ["integer", true, 1],
      ["boolean", "true", true],
      ["boolean", 0, false],
      ["float", "2.5", 2.5],
      ["string", 5, "5"],
      ["string", true, "True"],
      ["json", '{"a":1}', '{"a":1}'],
      ["file_url", { s3uri: "x" }, { s3uri: "x" }],
    ])("have defaults of their type: for %s, %j becomes %j", async (type, sent, stored) => {
      expect(await declared(input("a", type, sent))).toEqual([{ default_value: stored }]);
    });

    it.each([
      ["integer", "x"],
      ["boolean", "x"],
      ["float", "x"],
    ])("are refused with a default that is not of the type %s", async (type, value) => {
      const detail = `Invalid workflow parameter. Expected parameter type: ${type}. Value: ${value}.`;
      expect(plain(await post([], [input("a", type, value)]))).toEqual(refused(400, detail));
    });

    it("include credentials, and values of other parameters", async () => {
      const parameters = [
        input("a", "string"),
        { parameter_type: "context", key: "b", source_parameter_key: "a" },
        { parameter_type: "credential", key: "c", credential_id: "cred_0" },
      ];
      const [, credential, context] = await declared(...parameters);
      expect(credential).toMatchObject({ credential_id: "cred_0" });
      expect(context).toMatchObject({ source: { key: "a", workflow_parameter_type: "string" } });
    });

    it.each([
      ["an output", [{ parameter_type: "output", key: "a" }], "Cannot manually create output parameters"],
      ["two equal keys", [input("a", "string"), input("a", "json")], "Duplicate key(s): a"],
      [
        "a source that is missing",
        [{ parameter_type: "context", key: "b", source_parameter_key: "a" }],
        "Source parameter key a for context parameter b does not exist.",
      ],
      ["the key of an output", [input("pause_output", "string")], "reserved keys: pause_output."],
    ])("are refused with %s", async (_, parameters, problem) => {
      expect(await post([wait("pause")], parameters)).toMatchObject(
        refused(422, expect.stringContaining(problem)),
      );
    });

    it("need keys that are identifiers", async () => {
      const { status, body } = await post([], [input("a-b", "string")]);
      const loc = [...place, "parameters", 0, "workflow", "key"];
      const msg = expect.stringContaining("Value error, Key 'a-b' is not a valid parameter name.");
      expect({ status, body }).toMatchObject(refused(422, [{ type: "value_error", loc, msg, input: "a-b" }]));
    });
  });
}
