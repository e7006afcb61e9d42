import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { RunningEngine } from "../support/engine/running-engine";
import { killPoint, type Moment, nthWrite } from "../support/faults/kill-point";
import { type FaultProxy, startFaultProxy } from "../support/faults/proxy";
import { pluginProject } from "../support/programs/door-program";
import { runProgram } from "../support/programs/run-program";
import { scheduleProgram } from "../support/programs/schedule-program";

type Kill = "killAll" | "killEngine" | "killProvider";

let sandbox: Sandbox;
let proxy: FaultProxy;
let project: PulumiProject;

beforeAll(async () => {
  const installed = await installPulumi();
  sandbox = await startSandbox({ runMilliseconds: 0 });
  proxy = await startFaultProxy(sandbox.url);
  const files = {
    "Pulumi.yaml": pluginProject,
    "index.js": 'require("./schedules");\nrequire("./runs");\n',
    "schedules.js": scheduleProgram,
    "runs.js": runProgram,
    "schedules.json": "{}",
    "runs.json": "{}",
  };
  project = new PulumiProject(installed, files, {
    SKYVERN_BASE_URL: proxy.url,
    SKYVERN_API_KEY: sandbox.apiKey,
  });
  await project.createStack("e2e");
  await project.succeed("config", "set", "skyvern:plugin", "true");
}, 300_000);
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
  project.remove();
});

/** Starts `up`, and kills when its first write has come so far. */
async function kill(what: Kill, moment: Moment): Promise<void> {
  const point = killPoint(proxy, nthWrite(1), moment);
  const engine = new RunningEngine(project, "up", "--yes", "--skip-preview");
  await Promise.race([
    point.reached,
    engine.ended.then(({ output }) => Promise.reject(new Error(`It ended early: ${output}`))),
  ]);
  await engine[what]();
  await point.goOn();
  const { code } = await engine.ended;
  expect(code).not.toBe(0);
  if (what !== "killProvider") await project.recover();
}

test.each<[Kill]>([["killAll"], ["killProvider"]])(
  "after a %s while the plugin creates a schedule, the next up refuses a duplicate, and adopts with adopt",
  async (what) => {
    const { workflowId } = sandbox.addWorkflow(what);
    const live = () => sandbox.schedules().filter((row) => row.workflow_permanent_id === workflowId);
    const write = (more: object): void => {
      const inputs = { workflowId, cronExpression: "0 2 * * *", ...more };
      project.write("schedules.json", JSON.stringify({ [what]: inputs }));
    };
    write({});
    await kill(what, "before its answer");
    expect(live()).toHaveLength(1);
    const [id] = live().map((row) => row.workflow_schedule_id);

    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain(id);
    expect(output).toContain("adopt");
    expect(live()).toHaveLength(1);

    write({ adopt: true });
    await project.up();
    expect(live().map((row) => row.workflow_schedule_id)).toEqual([id]);
    expect(await project.resources()).toMatchObject([{ id: `${workflowId}/${id}` }]);
    project.write("schedules.json", "{}");
    await project.up();
    expect(live()).toEqual([]);
  },
);

test("after a kill while the plugin starts a run, the next up finds the run by its key", async () => {
  const { workflowId } = sandbox.workflows.completing;
  project.write("runs.json", JSON.stringify({ collect: { workflowId } }));
  await kill("killAll", "before its answer");
  expect(sandbox.runs()).toHaveLength(1);
  await project.up();
  expect(sandbox.runs()).toHaveLength(1);
  expect(await project.resources()).toMatchObject([
    { id: sandbox.runs()[0]?.run_id, outputs: { status: "completed" } },
  ]);
});
