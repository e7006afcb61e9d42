import {
  ContractAccount,
  type ContractTarget,
  input,
  type ShownSchedule,
  schedulesOf,
} from "../contract/contract-account";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installVersion, lowest } from "../support/engine/pulumi-version";
import { scheduleProgram } from "../support/programs/schedule-program";
import { describeOnBothServers } from "../support/servers/both-servers";

let installed: string;
beforeAll(async () => {
  installed = (await installVersion(lowest)).folder;
}, 300_000);

describeOnBothServers("a program outside the repository, with the packed package", describeLifecycle);

function describeLifecycle(target: () => ContractTarget): void {
  const account = new ContractAccount(target);
  let project: PulumiProject;
  let workflowId: string;
  let otherWorkflowId: string;
  let inputs: Record<string, unknown>;

  beforeAll(async () => {
    const parameters = [
      input("target", "string"),
      input("count", "integer", 1),
      input("options", "json", {}),
    ];
    workflowId = await account.createWorkflow(parameters);
    otherWorkflowId = await account.createWorkflow(parameters);
    project = new PulumiProject(
      installed,
      { "index.js": scheduleProgram },
      {
        SKYVERN_BASE_URL: target().url,
        SKYVERN_API_KEY: target().apiKey,
      },
    );
    await project.createStack("e2e");
    inputs = { workflowId, cronExpression: "0 2 * * *", parameters: { target: "acme" } };
  }, 120_000);
  afterAll(async () => {
    await account.removeAll();
    project.remove();
  });

  const program = (schedules: Record<string, unknown>): void =>
    project.write("schedules.json", JSON.stringify(schedules));
  const live = async (workflow = workflowId): Promise<readonly ShownSchedule[]> =>
    schedulesOf(await account.call("GET", `/v1/workflows/${workflow}/schedules`));
  const only = async (workflow = workflowId): Promise<ShownSchedule> => {
    const [schedule, ...others] = await live(workflow);
    expect(others).toEqual([]);
    if (schedule === undefined) throw new Error("there is no schedule");
    return schedule;
  };
  const change = (schedule: ShownSchedule, method: string, verb = "", body?: unknown): Promise<unknown> =>
    account.call(
      method,
      `/v1/workflows/${workflowId}/schedules/${schedule.workflow_schedule_id}${verb}`,
      body,
    );

  test("a preview says what it would do, and does nothing", async () => {
    program({ nightly: inputs });
    expect(await project.succeed("preview")).toMatch(/\+ .*WorkflowSchedule nightly create/);
    expect(await live()).toEqual([]);
  });

  test("up makes the schedule, under the resource's own name, in UTC", async () => {
    await project.up();
    expect(await only()).toMatchObject({
      name: "nightly",
      cron_expression: "0 2 * * *",
      timezone: "UTC",
      enabled: true,
      description: null,
      parameters: { target: "acme" },
    });
    const [stored] = await project.resources();
    expect(stored?.id).toBe(`${workflowId}/${(await only()).workflow_schedule_id}`);
    expect(String(stored?.inputs.__provider).length).toBeLessThan(100);
  });

  test("an unchanged up and a refresh write nothing", async () => {
    const before = await only();
    await project.up("--expect-no-changes");
    await project.refresh("--expect-no-changes");
    expect(await only()).toEqual(before);
  });

  /** By field: what the program says before the change and after it, and what Skyvern then shows. */
  const changes: Readonly<Record<string, readonly [before: object, after: object, shown: object]>> = {
    cronExpression: [{}, { cronExpression: "30 4 * * MON-FRI" }, { cron_expression: "30 4 * * MON-FRI" }],
    timezone: [{}, { timezone: "America/New_York" }, { timezone: "America/New_York" }],
    name: [{}, { name: "Nightly invoices" }, { name: "Nightly invoices" }],
    description: [{}, { description: "Downloads invoices." }, { description: "Downloads invoices." }],
    parameters: [
      {},
      { parameters: { target: "acme", count: 2, options: { deep: [1, null] } } },
      { parameters: { target: "acme", count: 2, options: { deep: [1, null] } } },
    ],
    "enabled, off": [{}, { enabled: false }, { enabled: false }],
    "enabled, on": [{ enabled: false }, { enabled: true }, { enabled: true }],
  };
  /** The schedules whose fields change one by one, in another workflow, by the field. */
  let fields: Readonly<Record<string, { readonly before: ShownSchedule; readonly after: ShownSchedule }>>;

  test("one up updates every field of one schedule, and one field each of others", async () => {
    const others = (of: (change: readonly [object, object, object]) => object) =>
      Object.entries(changes).map(([field, change]) => [
        field,
        { ...inputs, workflowId: otherWorkflowId, ...of(change) },
      ]);
    program({ nightly: inputs, ...Object.fromEntries(others(([before]) => before)) });
    await project.up();
    const [nightly, before] = [await only(), await live(otherWorkflowId)];
    const updated = others(([start, end]) => ({ ...start, ...end }));
    inputs = Object.assign({}, inputs, ...Object.values(changes).map(([, end]) => end));
    program({ nightly: inputs, ...Object.fromEntries(updated) });
    expect(await project.up()).toMatch(/~ 8 updated/);
    const { modified_at, ...schedule } = await only();
    const { modified_at: modifiedBefore, ...old } = nightly;
    const shown = Object.values(changes).map(([, , one]) => one);
    expect(schedule).toEqual(Object.assign({}, old, ...shown));
    expect(modified_at).not.toBe(modifiedBefore);
    await project.up("--expect-no-changes");

    const after = await live(otherWorkflowId);
    fields = Object.fromEntries(
      before.map((one) => {
        const same = after.find(({ workflow_schedule_id: id }) => id === one.workflow_schedule_id);
        if (same === undefined) throw new Error(`${one.name} is another schedule now.`);
        return [String(one.name), { before: one, after: same }];
      }),
    );
    program({ nightly: inputs });
    await project.up();
    expect(await live(otherWorkflowId)).toEqual([]);
  });

  test.each(Object.entries(changes))("%s is updated in place", (field, [, , shown]) => {
    const { before, after } = fields[field] ?? {};
    const { modified_at, ...changed } = { ...after };
    const { modified_at: modifiedBefore, ...unchanged } = { ...before };
    expect(changed).toEqual({ ...unchanged, ...shown });
    expect(modified_at).not.toBe(modifiedBefore);
  });

  test("blanks, the order of keys, nulls and adopt are no change", async () => {
    const before = await only();
    const parameters = { options: { deep: [1, null] }, count: 2, target: "acme" };
    program({ nightly: { ...inputs, cronExpression: "  30 4  * * MON-FRI ", parameters, adopt: true } });
    await project.up("--expect-no-changes");
    program({ nightly: inputs });
    await project.up("--expect-no-changes");
    expect(await only()).toEqual(before);
  });

  test("drift shows at refresh, and the next up repairs it", async () => {
    const before = await only();
    await change(before, "PUT", "", {
      cron_expression: "0 5 * * *",
      timezone: "UTC",
      name: "changed by hand",
      parameters: { target: "other" },
      enabled: false,
    });
    const refreshed = await project.refresh("--diff");
    expect(refreshed).toMatch(/cronExpression\s*: "30 4 \* \* MON-FRI" => "0 5 \* \* \*"/);
    expect(refreshed).toMatch(/enabled\s*: true\s*=> false/);
    expect(await project.up()).toMatch(/~ 1 updated/);
    const { modified_at: _, ...after } = await only();
    expect(before).toMatchObject(after);
  });

  test("dropping description and enabled clears the one and leaves the other alone", async () => {
    const { description: _, enabled: __, ...rest } = inputs;
    inputs = rest;
    program({ nightly: inputs });
    await project.up();
    const schedule = await only();
    expect(schedule).toMatchObject({ description: null, enabled: true });
    await change(schedule, "POST", "/disable");
    await project.refresh();
    await project.up("--expect-no-changes");
    expect(await only()).toMatchObject({ enabled: false });
    await change(schedule, "POST", "/enable");
    await project.refresh();
  });

  test("a schedule that was deleted by hand is made again", async () => {
    const before = await only();
    await change(before, "DELETE");
    expect(await project.refresh()).toMatch(/- 1 deleted/);
    await project.up();
    expect((await only()).workflow_schedule_id).not.toBe(before.workflow_schedule_id);
  });

  test("another workflow replaces the schedule, and the old one is deleted first", async () => {
    inputs = { ...inputs, workflowId: otherWorkflowId };
    program({ nightly: inputs });
    expect(await project.succeed("preview", "--diff")).toMatch(/replace/);
    const output = await project.up();
    expect(output.indexOf("deleted original")).toBeLessThan(output.lastIndexOf("created"));
    expect(await live()).toEqual([]);
    expect(await only(otherWorkflowId)).toMatchObject({ name: "Nightly invoices" });
  });

  test("a forced replacement is refused without --refresh, and with it deletes the old schedule first", async () => {
    const stored = (await project.resources()).find((one) => one.urn.endsWith("::nightly"));
    const urn = stored?.urn ?? "";
    const before = await only(otherWorkflowId);
    const refused = await project.pulumi("up", "--yes", "--skip-preview", "--replace", urn);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("add `--refresh`");
    expect(await only(otherWorkflowId)).toEqual(before);
    const output = await project.up("--refresh", "--replace", urn);
    expect(output.indexOf("deleted original")).toBeLessThan(output.lastIndexOf("created"));
    const replaced = await only(otherWorkflowId);
    expect(replaced.workflow_schedule_id).not.toBe(before.workflow_schedule_id);
    await project.succeed("state", "taint", "--yes", urn);
    await project.up("--refresh");
    expect((await only(otherWorkflowId)).workflow_schedule_id).not.toBe(replaced.workflow_schedule_id);
    await project.up("--expect-no-changes");
  });

  test("adopting takes over by id and by name, and brings in line what differs", async () => {
    const byHand = await account.createSchedule(workflowId, { name: "by hand", parameters: { target: "x" } });
    const named = await account.createSchedule(workflowId, { name: "named", parameters: { target: "x" } });
    const adopted = { workflowId, cronExpression: "0 2 * * *", parameters: { target: "acme" } };
    program({
      nightly: inputs,
      first: { ...adopted, adopt: byHand.workflow_schedule_id },
      named: { ...adopted, adopt: true },
    });
    const preview = await project.succeed("preview");
    expect(preview).toContain(
      `Schedule "first" adopts ${byHand.workflow_schedule_id}: name "by hand" -> "first", parameters change (target).`,
    );
    expect(preview).toContain(
      `Schedule "named" adopts ${named.workflow_schedule_id}: parameters change (target).`,
    );
    await project.up();
    const schedules = await live();
    expect(schedules.map((one) => [one.workflow_schedule_id, one.name, one.parameters])).toEqual([
      [byHand.workflow_schedule_id, "first", { target: "acme" }],
      [named.workflow_schedule_id, "named", { target: "acme" }],
    ]);
    await project.up("--expect-no-changes");
  });

  test("what cannot be adopted is refused in the preview, and nothing is made", async () => {
    const twice = { name: "twice", parameters: { target: "x" } };
    const [one, two] = [
      await account.createSchedule(workflowId, twice),
      await account.createSchedule(workflowId, twice),
    ];
    const before = await live();
    program({ twice: { workflowId, cronExpression: "0 2 * * *", parameters: { target: "x" }, adopt: true } });
    const { code, output } = await project.pulumi("preview");
    expect(code).not.toBe(0);
    for (const candidate of [one, two]) expect(output).toContain(candidate.workflow_schedule_id);
    expect(await live()).toEqual(before);
    for (const candidate of [one, two]) await change(candidate, "DELETE");
  });

  test("parameters are checked against the live workflow in the preview", async () => {
    program({
      wrong: {
        workflowId,
        cronExpression: "0 2 * * *",
        parameters: { count: { $secret: "marker-secret" }, targt: "x" },
      },
    });
    const { code, output } = await project.pulumi("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/parameters\.count: The workflow declares it as a whole number; this is a string/);
    expect(output).toMatch(/has no parameter "targt"\. Did you mean target\?/);
    expect(output).toMatch(
      /parameters\.target: The workflow .* requires this parameter \(string\), and it is missing/,
    );
    expect(output).not.toContain("marker-secret");
  });

  test("neither the key nor a secret parameter is in state in the open, nor in what is printed", async () => {
    const secret = {
      ...inputs,
      parameters: { target: { $secret: "marker-one" }, options: { list: [{ $secret: "marker-two" }] } },
    };
    program({ nightly: secret });
    const printed = [
      await project.succeed("preview", "--diff"),
      await project.up("--diff"),
      await project.refresh("--diff"),
    ];
    expect(await only(otherWorkflowId)).toMatchObject({
      parameters: { target: "marker-one", options: { list: ["marker-two"] } },
    });
    for (const text of [...printed, project.stored()]) {
      for (const marker of ["marker-one", "marker-two", target().apiKey]) expect(text).not.toContain(marker);
    }
    await project.up("--expect-no-changes");
  });

  test("destroy leaves nothing", async () => {
    await project.destroy();
    expect([...(await live()), ...(await live(otherWorkflowId))]).toEqual([]);
  });
}
