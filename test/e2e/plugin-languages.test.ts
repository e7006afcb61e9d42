import { ContractAccount, input, type ShownSchedule, schedulesOf } from "../contract/contract-account";
import type { PulumiProject } from "../support/engine/pulumi-project";
import {
  importedResources,
  type YamlResource,
  yamlProgram,
  yamlProject,
  yamlSchedule,
  yamlValue,
} from "../support/programs/yaml-program";
import { describeOnBothServers } from "../support/servers/both-servers";

describeOnBothServers("a YAML program with the provider plugin", (target) => {
  const account = new ContractAccount(target);
  let project: PulumiProject;
  let workflowId: string;
  let resources: Record<string, YamlResource>;

  beforeAll(async () => {
    project = await yamlProject(target());
    workflowId = await account.createWorkflow([input("target", "string"), input("count", "integer", 1)]);
    const target_ = { "fn::secret": "marker-secret" };
    resources = {
      nightly: yamlSchedule({ workflowId, cronExpression: "0 2 * * *", parameters: { target: target_ } }),
      hourly: yamlSchedule({
        workflowId,
        intervalSeconds: 3600,
        // Unknown until the other schedule exists.
        description: `After ${yamlValue("nightly.scheduleId")}`,
        parameters: { target: "acme" },
      }),
    };
  }, 600_000);
  afterAll(async () => {
    await account.removeAll();
    project?.remove();
  });

  const write = (): void => project.write("Pulumi.yaml", yamlProgram({ resources }));
  const live = async (): Promise<readonly ShownSchedule[]> =>
    schedulesOf(await account.call("GET", `/v1/workflows/${workflowId}/schedules`));
  const named = async (name: string): Promise<ShownSchedule> => {
    const found = (await live()).find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no schedule ${name}.`);
    return found;
  };

  test("up creates the schedules, also with a value that is unknown in the preview", async () => {
    write();
    expect(await project.succeed("up", "--yes")).toContain("+ 3 created"); // previewed first
    const nightly = await named("nightly");
    expect(nightly).toMatchObject({ cron_expression: "0 2 * * *", parameters: { target: "marker-secret" } });
    expect(await named("hourly")).toMatchObject({
      interval_seconds: 3600,
      description: `After ${nightly.workflow_schedule_id}`,
    });
    expect((await project.resources()).map(({ type }) => type)).toEqual([
      "skyvern:index:WorkflowSchedule",
      "skyvern:index:WorkflowSchedule",
    ]);
  });

  test("a secret parameter and the key are nowhere in clear text in state or output", async () => {
    const printed = await project.succeed("preview", "--diff", "--refresh", "--expect-no-changes");
    for (const text of [printed, project.stored()]) {
      for (const marker of ["marker-secret", target().apiKey]) expect(text).not.toContain(marker);
    }
  });

  test("a preview shows only the parameter that changes, and up updates in place", async () => {
    const before = await named("hourly");
    resources.hourly = yamlSchedule({
      ...resources.hourly?.properties,
      parameters: { target: "globex" },
    });
    write();
    const printed = await project.succeed("up", "--yes", "--diff");
    expect(printed).toMatch(/~ target: "acme" => "globex"/);
    expect(printed).not.toMatch(/[~+-] (intervalSeconds|firstFireAt|description|enabled)/);
    expect(await named("hourly")).toMatchObject({
      workflow_schedule_id: before.workflow_schedule_id,
      parameters: { target: "globex" },
      first_fire_at: before.first_fire_at,
    });
  });

  test("up --refresh repairs drift", async () => {
    const before = await named("nightly");
    const path = `/v1/workflows/${workflowId}/schedules/${before.workflow_schedule_id}`;
    const { status } = await account.call("PUT", path, {
      cron_expression: "0 5 * * *",
      timezone: "UTC",
      name: "nightly",
      parameters: { target: "by hand" },
    });
    expect(status).toBe(200);
    const printed = await project.up("--refresh", "--diff");
    expect(printed).toMatch(/cronExpression: "0 5 \* \* \*" => "0 2 \* \* \*"/);
    expect(printed).not.toContain("marker-secret");
    const { modified_at: _, ...after } = await named("nightly");
    expect(before).toMatchObject(after);
  });

  test("pulumi import writes code that needs no change, also for a schedule without a name", async () => {
    const type = "skyvern:index:WorkflowSchedule";
    const byHand = async (fields: Readonly<Record<string, unknown>>): Promise<string> => {
      const made = await account.createSchedule(workflowId, { parameters: { target: "x" }, ...fields });
      return `${workflowId}/${made.workflow_schedule_id}`;
    };
    const one = await byHand({ name: "By hand", description: "Nightly" });
    await project.succeed("import", type, "hand", one, "--yes", "--out", "one.yaml");
    const wanted = [
      { type, name: "unnamed", id: await byHand({ cron_expression: "0 4 * * *" }) },
      { type, name: "paused", id: await byHand({ name: "Paused", enabled: false, timezone: "Asia/Tokyo" }) },
    ];
    project.write("import.json", JSON.stringify({ resources: wanted }));
    await project.succeed("import", "--file", "import.json", "--yes", "--out", "two.yaml");
    const imported = {
      ...importedResources(project.read("one.yaml")),
      ...importedResources(project.read("two.yaml")),
    };
    expect(imported.hand?.properties).toMatchObject({ name: "By hand", description: "Nightly" });
    expect(imported.paused?.properties).toMatchObject({ enabled: false, timezone: "Asia/Tokyo" });

    const before = await live();
    Object.assign(resources, imported);
    write();
    expect(await project.up("--refresh", "--expect-no-changes")).toContain("6 unchanged");
    expect(await live()).toEqual(before);
  });

  test("destroy leaves nothing", async () => {
    for (const name of ["hand", "unnamed", "paused"]) {
      resources[name] = yamlSchedule({ ...resources[name]?.properties });
    }
    write();
    await project.up();
    await project.destroy();
    expect(await live()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});
