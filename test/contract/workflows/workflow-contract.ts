import { type ContractAccount, input, plain, refused, workflowDefinition } from "../contract-account";

interface ShownWorkflow {
  readonly workflow_id: string;
  readonly workflow_definition: { readonly parameters: readonly Readonly<Record<string, unknown>>[] };
  readonly [key: string]: unknown;
}

export function describeWorkflowContract(account: ContractAccount): void {
  describe("a workflow", () => {
    const read = async (id: string) =>
      (await account.call("GET", `/v1/workflows/${id}`)).body as ShownWorkflow;
    const missing = (id: string) => refused(404, `Workflow not found. workflow_permanent_id=${id}`);

    it("shows its id under two names, its title and its version", async () => {
      const id = await account.createWorkflow([], `Shown ${account.mark}`);
      expect(await read(id)).toMatchObject({
        workflow_id: expect.stringMatching(/^w_\d+$/),
        workflow_permanent_id: id,
        agent_id: id,
        title: `Shown ${account.mark}`,
        version: 1,
        deleted_at: null,
      });
    });

    it("has schedules that name the key's organization", async () => {
      const id = await account.createWorkflow();
      const schedule = await account.createSchedule(id);
      const { body } = await account.call("GET", "/api/v1/organizations");
      const { organizations } = body as { organizations: { organization_id: string }[] };
      expect(organizations.map((one) => one.organization_id)).toEqual([schedule.organization_id]);
      expect(schedule.organization_id).toMatch(/^o_\d+$/);
      expect((await account.call("GET", "/v1/organizations")).status).toBe(404);
    });

    it("reads the same under /v1/workflows and /v1/agents", async () => {
      const id = await account.createWorkflow([input("a", "string")]);
      const answer = await account.call("GET", `/v1/agents/${id}`);
      expect(plain(answer)).toEqual({ status: 200, body: await read(id) });
    });

    it("shows its input parameters and the outputs of its blocks with different types", async () => {
      const id = await account.createWorkflow([
        input("count", "integer"),
        input("options", "json", { depth: 1 }),
        input("login", "credential_id"),
      ]);
      const { parameters } = (await read(id)).workflow_definition;
      const shown = parameters.map(({ parameter_type, key, workflow_parameter_type, default_value }) => ({
        parameter_type,
        key,
        workflow_parameter_type,
        default_value,
      }));
      expect(shown).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ parameter_type: "output", key: "pause_output" }),
          { ...input("count", "integer"), default_value: null },
          input("options", "json", { depth: 1 }),
          { ...input("login", "credential_id"), default_value: null },
        ]),
      );
      expect(shown).toHaveLength(4);
    });

    it("keeps its id and gets a new version when it is edited", async () => {
      const id = await account.createWorkflow([input("a", "string")]);
      const before = await read(id);
      await account.call("POST", `/v1/workflows/${id}`, {
        json_definition: workflowDefinition("edited", [input("b", "string")]),
      });
      const after = await read(id);
      expect(after).toMatchObject({ workflow_permanent_id: id, title: "edited", version: 2 });
      expect(after.workflow_id).not.toBe(before.workflow_id);
    });

    it("answers 404 if it is unknown, deleted or named by its version id", async () => {
      const id = await account.createWorkflow();
      const { workflow_id: version } = await read(id);
      const get = async (one: string) => plain(await account.call("GET", `/v1/workflows/${one}`));
      expect(await get("wpid_0")).toEqual(missing("wpid_0"));
      expect(await get(version)).toEqual(missing(version));
      await account.call("POST", `/v1/workflows/${id}/delete`);
      expect(await get(id)).toEqual(missing(id));
    });

    it("can be deleted again, even if it never existed", async () => {
      expect(plain(await account.call("POST", "/v1/workflows/wpid_0/delete"))).toEqual({
        status: 200,
        body: null,
      });
    });

    it("is listed newest first in a bare array", async () => {
      const title = `Listed ${account.mark}`;
      const ids = [await account.createWorkflow([], title), await account.createWorkflow([], title)];
      const { body } = await account.call(
        "GET",
        `/v1/workflows?page_size=5&search_key=${encodeURIComponent(title)}`,
      );
      const listed = (body as ShownWorkflow[]).map(({ workflow_permanent_id }) => workflow_permanent_id);
      expect(listed).toEqual(ids.reverse());
    });
  });
}
