import { type ContractAccount, plain, refused } from "../contract-account";
import { workflowOf } from "./shown-workflow";

const body = `
workflow_definition:
  parameters: []
  blocks:
    - {block_type: wait, label: pause, wait_sec: 1}
`;

export function describeYamlContract(account: ContractAccount): void {
  const post = (yaml_definition: unknown, more: object = {}) =>
    account.postWorkflow({ yaml_definition, ...more });
  const titled = (title: string) => `title: ${title}${body}`;

  describe("a workflow in YAML", () => {
    it("has the parameters and blocks of its definition", async () => {
      const { title, workflow_definition: definition } = workflowOf(await post(titled(account.mark)));
      expect(title).toBe(account.mark);
      expect(definition.blocks).toMatchObject([{ block_type: "wait", label: "pause", wait_sec: 1 }]);
      expect(definition.parameters).toMatchObject([{ key: "pause_output" }]);
    });

    it("counts more than one in JSON, unless it is empty", async () => {
      const json_definition = { title: "JSON", workflow_definition: { parameters: [], blocks: [] } };
      expect(workflowOf(await post(titled("YAML"), { json_definition })).title).toBe("YAML");
      expect(workflowOf(await post("", { json_definition })).title).toBe("JSON");
    });

    it("can update a workflow", async () => {
      const id = await account.createWorkflow();
      const answer = await account.call("POST", `/v1/agents/${id}`, { yaml_definition: titled("Updated") });
      expect(workflowOf(answer)).toMatchObject({ title: "Updated", version: 2 });
    });

    it.each([
      ["description: 2026-01-01", { description: "2026-01-01" }],
      ["description: 2026-01-01T00:00:00Z", { description: "2026-01-01T00:00:00Z" }],
      ["description: y", { description: "y" }],
      ["persist_browser_session: yes", { persist_browser_session: true }],
      ["persist_browser_session: Off", { persist_browser_session: false }],
      ["title: The last of two", { title: "The last of two" }],
      ["max_screenshot_scrolls: 010", { max_screenshot_scrolls: 8 }],
      ["max_screenshot_scrolls: 1:30", { max_screenshot_scrolls: 90 }],
      ["more: &more {description: merged}\n<<: *more", { description: "merged" }],
    ])("is read as YAML 1.1: %j", async (line, expected) => {
      expect(workflowOf(await post(`${titled("Read")}${line}\n`))).toMatchObject(expected);
    });

    it("gets identifiers for its labels and keys, also where they are used", async () => {
      const { workflow_definition: definition } = workflowOf(
        await post(`title: Renamed
workflow_definition:
  finally_block_label: My-block
  parameters:
    - {parameter_type: workflow, key: my-key, workflow_parameter_type: string, default_value: "{{ my-key }}"}
    - {parameter_type: context, key: 1st, source_parameter_key: my-key}
  blocks:
    - {block_type: wait, label: My block, wait_sec: 1}
    - block_type: text_prompt
      label: My-block
      prompt: "{{ My block_output }} {{my-key|upper}} {{ my-keys }}"
      parameter_keys: [my-key]
`),
      );
      expect(definition).toMatchObject({
        finally_block_label: "My_block_2",
        parameters: [
          { key: "My_block_output" },
          { key: "My_block_2_output" },
          { key: "my_key", default_value: "{{ my_key }}" },
          { key: "_1st", source: { key: "my_key" } },
        ],
        blocks: [
          { label: "My_block" },
          {
            label: "My_block_2",
            prompt: "{{ My_block_output }} {{my_key|upper}} {{ my-keys }}",
            parameters: [{ key: "my_key" }],
          },
        ],
      });
    });

    it.each([
      "title: [",
      "title: a: b",
      "title:\n\t- x",
      "title: !unknown x",
      "title: *unknown",
      "a: 1\n---\nb: 2",
    ])("is refused if it is not valid: %j", async (text) => {
      const answer = plain(await post(`${text}\n`));
      expect(answer).toEqual(refused(422, expect.stringMatching(/^Invalid YAML: ./)));
    });

    it.each([
      ["title: Only", "workflow_definition: Field required"],
      [titled("5"), "title: Input should be a valid string"],
      [titled("yes"), "title: Input should be a valid string"],
      [
        "description: 5",
        "title: Field required; description: Input should be a valid string; workflow_definition: Field required",
      ],
    ])("is refused with all its problems in one text: %j", async (text, detail) => {
      expect(plain(await post(text))).toEqual(refused(422, detail));
    });

    it.each(["text", "- list", "null", "# nothing"])(
      "is a server error if it is not a mapping: %j",
      async (text) => {
        expect((await post(text)).status).toBe(500);
      },
    );

    it("is required, or one in JSON", async () => {
      const ways = "Workflow should be provided in either yaml or json format.";
      expect(plain(await post(""))).toEqual(refused(422, `Invalid workflow definition. ${ways}`));
    });
  });
}
