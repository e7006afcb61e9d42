import { type ContractAccount, plain, refused, schedulesOf } from "./contract-account";

const fieldsOfOrganizationItem = [
  "workflow_schedule_id",
  "organization_id",
  "workflow_permanent_id",
  "workflow_title",
  "cron_expression",
  "interval_seconds",
  "first_fire_at",
  "run_at",
  "dispatch_status",
  "workflow_run_id",
  "timezone",
  "enabled",
  "parameters",
  "name",
  "description",
  "next_run",
  "created_at",
  "modified_at",
];

export function describeListContract(account: ContractAccount): void {
  describe("the list of a workflow's schedules", () => {
    it("shows all schedules in the order of creation, without pages", async () => {
      const workflowId = await account.createWorkflow();
      const path = `/v1/workflows/${workflowId}/schedules`;
      expect(plain(await account.call("GET", path))).toEqual({ status: 200, body: { schedules: [] } });
      const created = [];
      for (let index = 0; index < 12; index++) created.push(await account.createSchedule(workflowId));
      const answer = await account.call("GET", `${path}?page=2&page_size=1`);
      expect(plain(answer)).toEqual({ status: 200, body: { schedules: created } });
    });

    it("answers 404 for an unknown workflow", async () => {
      expect(plain(await account.call("GET", "/v1/workflows/wpid_0/schedules"))).toEqual(
        refused(404, "Workflow wpid_0 not found"),
      );
    });
  });

  describe("the list of the organisation's schedules", () => {
    let search: string;
    const list = (query: string) => account.call("GET", `/api/v1/schedules?search=${search}&${query}`);
    const namesOf = async (query: string) => schedulesOf(await list(query)).map(({ name }) => name);
    beforeAll(async () => {
      search = `listed-${account.mark}`;
      const workflowId = await account.createWorkflow([], `Title-${account.mark}`);
      for (const name of ["a", "b", "c"]) {
        await account.createSchedule(workflowId, { name: `${search} ${name}`, enabled: name !== "b" });
      }
    });

    it("has pages, newest first, with the total of all pages", async () => {
      expect(await namesOf("page_size=2")).toEqual([`${search} c`, `${search} b`]);
      expect(await namesOf("page_size=2&page=2")).toEqual([`${search} a`]);
      expect((await list("page_size=2&page=3")).body).toEqual({
        schedules: [],
        total_count: 3,
        page: 3,
        page_size: 2,
      });
    });

    it("has ten schedules on a page by default", async () => {
      expect((await account.call("GET", "/v1/schedules")).body).toMatchObject({ page: 1, page_size: 10 });
    });

    it("shows the workflow's title, and one next run unless the schedule is paused", async () => {
      const items = schedulesOf(await list("page_size=100"));
      expect(Object.keys(items[0] ?? {})).toEqual(fieldsOfOrganizationItem);
      expect(items.map(({ workflow_title }) => workflow_title)).toEqual(
        Array(3).fill(`Title-${account.mark}`),
      );
      expect(items.map(({ next_run }) => next_run)).toEqual([
        expect.stringMatching(/T02:00:00Z$/),
        null,
        expect.stringMatching(/T02:00:00Z$/),
      ]);
    });

    it("is filtered by active or paused", async () => {
      expect(await namesOf("status=active")).toEqual([`${search} c`, `${search} a`]);
      expect(await namesOf("status=paused")).toEqual([`${search} b`]);
    });

    it("is searched by name and title, ignoring case, but not by id", async () => {
      const found = async (text: string) =>
        (await account.call("GET", `/v1/schedules?search=${encodeURIComponent(text)}`)).body;
      const [first] = schedulesOf(await list("page_size=1"));
      expect(await found(`LISTED-${account.mark} A`)).toMatchObject({ total_count: 1 });
      expect(await found(`title-${account.mark}`)).toMatchObject({ total_count: 3 });
      expect(await found("listed_%")).toMatchObject({ total_count: 0 });
      expect(await found(first?.workflow_schedule_id ?? "")).toMatchObject({ total_count: 0 });
    });

    it("ignores other filters", async () => {
      expect((await list("workflow_id=wpid_0")).body).toMatchObject({ total_count: 3 });
    });

    const atLeast = (field: string) => ({
      type: "greater_than_equal",
      loc: ["query", field],
      msg: "Input should be greater than or equal to 1",
      input: "0",
      ctx: { ge: 1 },
    });
    it.each([
      ["page=0", atLeast("page")],
      ["page_size=0", atLeast("page_size")],
      [
        "page_size=101",
        {
          type: "less_than_equal",
          loc: ["query", "page_size"],
          msg: "Input should be less than or equal to 100",
          input: "101",
          ctx: { le: 100 },
        },
      ],
      [
        "page=x",
        {
          type: "int_parsing",
          loc: ["query", "page"],
          msg: "Input should be a valid integer, unable to parse string as an integer",
          input: "x",
        },
      ],
      [
        "status=",
        {
          type: "literal_error",
          loc: ["query", "status"],
          msg: "Input should be 'active' or 'paused'",
          input: "",
          ctx: { expected: "'active' or 'paused'" },
        },
      ],
    ])("refuses %s", async (query, complaint) => {
      expect(plain(await list(query))).toEqual(refused(422, [complaint]));
    });
  });
}
