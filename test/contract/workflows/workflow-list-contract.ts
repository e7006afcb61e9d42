import { type ContractAccount, input, plain, refused, workflowDefinition } from "../contract-account";
import type { ShownWorkflow } from "./shown-workflow";

export function describeWorkflowListContract(account: ContractAccount): void {
  describe("the list of workflows", () => {
    const mark = `l${account.mark}`;
    const create = async (
      title: string,
      settings: object = {},
      parameters: Parameters<typeof input>[] = [],
    ) => {
      const definition = workflowDefinition(
        `${title} ${mark}`,
        parameters.map((parameter) => input(...parameter)),
      );
      const { body } = await account.postWorkflow({ json_definition: { ...definition, ...settings } });
      return (body as ShownWorkflow).workflow_permanent_id;
    };
    const list = (query: string) => account.call("GET", `/v1/agents?${query}`);
    const listed = async (query: string) => {
      const { status, body } = await list(`page_size=50&${query}`);
      expect(status).toBe(200);
      const rows = body as ShownWorkflow[];
      return rows
        .map(({ title }) => title.replace(` ${mark}`, ""))
        .filter((title) => /^[A-Z]\w+$/.test(title));
    };
    let id: string;
    beforeAll(async () => {
      id = await create("Alpha");
      await create("Draft", { status: "draft" });
      await create("Task", { is_saved_task: true });
      await create("Auto", { status: "auto_generated" });
      await create("Inputs", {}, [
        [`vendor_${mark}`, "string", `acme-${mark}`],
        ["rows", "json", { [`row-${mark}`]: 1 }],
      ]);
    });

    it.each([
      ["search_key=MARK", ["Inputs", "Task", "Draft", "Alpha"]],
      ["title=MARK", ["Inputs", "Task", "Draft", "Alpha"]],
      ["title=alpha%20MARK", ["Alpha"]],
      ["search_key=nothing-MARK&title=MARK", []],
      ["search_key=&title=alpha%20MARK", ["Alpha"]],
      ["search_key=vendor_MARK", ["Inputs"]],
      ["search_key=ACME-MARK", ["Inputs"]],
      ["search_key=row-MARK", ["Inputs"]],
      ["search_key=%25pha%20MARK", ["Alpha"]],
      ["search_key=A_pha%20MARK", ["Alpha"]],
      ["search_key=MARK&status=published", ["Inputs", "Task", "Alpha"]],
      ["search_key=MARK&status=draft&status=auto_generated", ["Auto", "Draft"]],
      ["search_key=MARK&only_workflows=true", ["Inputs", "Draft", "Alpha"]],
      ["search_key=MARK&only_saved_tasks=true", ["Task"]],
      ["search_key=MARK&only_templates=true", []],
      ["search_key=MARK&folder_id=fld_0", []],
      ["search_key=MARK&folder_id=", ["Inputs", "Task", "Draft", "Alpha"]],
      ["search_key=MARK&tags=", ["Inputs", "Task", "Draft", "Alpha"]],
      ["search_key=MARK&unknown=1", ["Inputs", "Task", "Draft", "Alpha"]],
      ["template=true", []],
      ["search_key=MARK&page_size=2&page=2", ["Draft", "Alpha"]],
    ])("?%s has %j", async (query, titles) => {
      expect(await listed(query.replaceAll("MARK", mark))).toEqual(titles);
    });

    it("searches ids, and the outputs of blocks", async () => {
      expect(await listed(`search_key=${id.slice("wpid_".length)}`)).toEqual(["Alpha"]);
      expect(await listed(`search_key=pause_output&title=nothing-${mark}`)).toContain("Alpha");
    });

    it("shows when the first version was created", async () => {
      const { body } = await list(`search_key=alpha%20${mark}`);
      const [row] = body as ShownWorkflow[];
      expect(row?.original_created_at).toBe(row?.created_at);
    });

    const statuses = "'published', 'draft', 'auto_generated', 'importing' or 'import_failed'";
    it.each([
      ["status=nope", "enum", ["status", 0], `Input should be ${statuses}`, "nope", { expected: statuses }],
      ["status=", "enum", ["status", 0], `Input should be ${statuses}`, "", { expected: statuses }],
      [
        "only_workflows=maybe",
        "bool_parsing",
        ["only_workflows"],
        "Input should be a valid boolean, unable to interpret input",
        "maybe",
        undefined,
      ],
      [
        "page=0",
        "greater_than_equal",
        ["page"],
        "Input should be greater than or equal to 1",
        "0",
        { ge: 1 },
      ],
    ])("refuses ?%s", async (query, type, place, msg, sent, ctx) => {
      expect(plain(await list(query))).toEqual(
        refused(422, [{ type, loc: ["query", ...place], msg, input: sent, ...(ctx && { ctx }) }]),
      );
    });

    it("refuses to show only tasks and only workflows", async () => {
      expect(plain(await list("only_saved_tasks=true&only_workflows=true"))).toEqual(
        refused(400, "only_saved_tasks and only_workflows cannot be used together"),
      );
    });
  });
}
