import { setTimeout as sleep } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { RunAccount } from "../contract/run-account";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { RunningEngine } from "../support/engine/running-engine";
import { doorProgram, existingProgram, pluginProject } from "../support/programs/door-program";
import { runProgram } from "../support/programs/run-program";

let installed: string;
let sandbox: Sandbox;
beforeAll(async () => {
  installed = await installPulumi();
  sandbox = await startSandbox({ runMilliseconds: 0 });
}, 300_000);
afterAll(() => sandbox.close());

async function projectOf(
  files: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = {},
): Promise<PulumiProject> {
  const account = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  const project = new PulumiProject(
    installed,
    { "Pulumi.yaml": pluginProject, ...files },
    { ...account, ...environment },
  );
  await project.createStack("e2e");
  return project;
}

/** Methods and last parts of the paths of what was written since it was asked last. */
function written(): readonly string[] {
  const writes = sandbox.requests.writes.map(({ method, path }) => `${method} ${path.split("/").pop()}`);
  sandbox.requests.clear();
  return writes;
}

/** Each test continues from the end of the one before it. */
describe("a stack of every kind of resource that changes to the provider plugin and back", () => {
  let project: PulumiProject;
  let ids: readonly string[];

  beforeAll(async () => {
    const { plain, typed, completing, slow } = sandbox.workflows;
    project = await projectOf(
      { "index.js": doorProgram },
      {
        OTHER_KEY: sandbox.apiKey,
        PLAIN: plain.workflowId,
        TYPED: typed.workflowId,
        COMPLETING: completing.workflowId,
        SLOW: slow.workflowId,
      },
    );
    name("nightly");
    await project.up();
    ids = await stored(({ id }) => String(id));
    expect(ids).toHaveLength(9);
    written();
  });
  afterAll(() => project.remove());

  const name = (nightly: string): void => project.write("names.json", JSON.stringify({ nightly }));
  const plugin = (value: string) => project.succeed("config", "set", "skyvern:plugin", value);
  const stored = async (of: (one: Awaited<ReturnType<typeof project.resources>>[number]) => string) =>
    (await project.resources()).map(of).sort();
  const fires = (): Record<string, boolean> =>
    Object.fromEntries(sandbox.schedules().map(({ name, enabled }) => [String(name), enabled]));

  /** The same objects of the account, all as resources of this kind. */
  async function expectAll(type: "skyvern:index" | "pulumi-nodejs:dynamic/skyvern"): Promise<void> {
    expect(await stored(({ id }) => String(id))).toEqual(ids);
    expect(new Set(await stored((one) => one.type.replace(/:\w+$/, "")))).toEqual(new Set([type]));
    expect(project.stored()).not.toContain("marker-secret");
  }

  test("skyvern:plugin true turns every resource into one of the plugin without a write", async () => {
    await plugin("true");
    const printed = await project.succeed("up", "--yes"); // previewed first
    expect(printed).not.toMatch(/created|deleted|replaced/);
    await expectAll("skyvern:index");
    await project.refresh("--expect-no-changes");
    await project.up("--expect-no-changes");
    expect(written()).toEqual([]);
  });

  test("skyvern:plugin false turns them back without a write, also a resource that is renamed", async () => {
    await plugin("false");
    name("renamed");
    expect(await project.succeed("up", "--yes")).not.toMatch(/created|deleted|replaced/);
    await expectAll("pulumi-nodejs:dynamic/skyvern");
    expect(await stored(({ urn }) => String(urn.split("::").pop()))).toContain("renamed");
    await project.refresh();
    await project.up();
    await project.succeed("config", "rm", "skyvern:plugin");
    await project.up("--expect-no-changes");
    expect(written()).toEqual([]);
  });

  test("a hold that begins together with the plugin pauses each schedule once, and ends without it", async () => {
    const before = fires();
    await plugin("true");
    await project.succeed("config", "set", "skyvern:paused", "true");
    await project.up();
    expect(new Set(Object.values(fires()))).toEqual(new Set([false]));
    expect(written()).toEqual(Array(6).fill("POST disable"));

    // A removed key must not create a second resource that adopts what the first then deletes.
    await project.succeed("config", "rm", "skyvern:plugin");
    expect(await project.succeed("up", "--yes")).not.toMatch(/created|deleted|replaced/);
    await expectAll("pulumi-nodejs:dynamic/skyvern");
    expect(written()).toEqual([]);
    await project.succeed("config", "rm", "skyvern:paused");
    await plugin("true");
    await project.up();
    expect(fires()).toEqual(before);
    expect(written()).toEqual(Array(6).fill("POST enable"));
    await expectAll("skyvern:index");
  });

  test("a protected schedule stays protected, and destroy deletes all that is not", async () => {
    const refused = await project.pulumi("destroy", "--yes", "--skip-preview");
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain("protected");
    await project.succeed("state", "unprotect", "--all", "--yes");
    await project.destroy();
    expect(sandbox.schedules()).toEqual([]);
  });
});

test("a run whose deployment was killed is found by the plugin, and no second run starts", async () => {
  const { workflowId } = sandbox.addWorkflow("Killed", [], { end: "never", output: { invoices: 3 } });
  const project = await projectOf({
    "index.js": runProgram,
    "runs.json": JSON.stringify({ collect: { workflowId } }),
  });
  const runs = () => sandbox.runs().filter((run) => run.workflow_permanent_id === workflowId);
  try {
    const engine = new RunningEngine(project, "up", "--yes", "--skip-preview");
    while (runs().length === 0) await sleep(50);
    await engine.killAll();
    await project.recover();
    expect(await project.resources()).toEqual([]);

    const [run] = runs();
    sandbox.finishRun(run?.run_id ?? "", "completed");
    await project.succeed("config", "set", "skyvern:plugin", "true");
    await project.up();
    expect(runs()).toHaveLength(1);
    expect(await project.resources()).toMatchObject([
      { type: "skyvern:index:WorkflowRun", id: run?.run_id, outputs: { status: "completed" } },
    ]);
  } finally {
    project.remove();
  }
});

test("only the plugin can read and import existing schedules by their ids", async () => {
  const { workflowId } = sandbox.addWorkflow("Existing");
  const account = new RunAccount(() => sandbox);
  const existing = async (name: string, hour: number): Promise<string> => {
    const made = await account.createSchedule(workflowId, { name, cron_expression: `0 ${hour} * * *` });
    return `${workflowId}/${made.workflow_schedule_id}`;
  };
  const project = await projectOf(
    { "index.js": existingProgram },
    {
      WORKFLOW_ID: workflowId,
      READ_ID: await existing("Read", 8),
      IMPORT_ID: await existing("Imported", 9),
    },
  );
  try {
    written();
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain('WorkflowSchedule "read": Pulumi cannot read or import a dynamic resource.');
    await project.succeed("config", "set", "skyvern:plugin", "true");
    expect(await project.up()).toMatch(/= 1 imported/);
    expect(await project.succeed("stack", "output", "cron")).toContain("0 8 * * *");
    await project.up("--refresh", "--expect-no-changes");
    expect(written()).toEqual([]);
    // What is only read is not deleted.
    await project.destroy();
    expect(sandbox.schedules().map(({ name }) => name)).toEqual(["Read"]);
  } finally {
    project.remove();
  }
});
