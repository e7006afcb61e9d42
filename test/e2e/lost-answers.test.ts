import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import {
  dropAfter,
  dropBefore,
  type FaultProxy,
  type ProxiedRequest,
  startFaultProxy,
} from "../support/faults/proxy";
import { scheduleProgram } from "../support/programs/schedule-program";

const isPost = ({ method, path }: ProxiedRequest): boolean =>
  method === "POST" && path.endsWith("/schedules");
const isList = ({ method, path }: ProxiedRequest): boolean => method === "GET" && path.endsWith("/schedules");

describe("lost responses, on the real engine", () => {
  let sandbox: Sandbox;
  let proxy: FaultProxy;
  let installed: string;
  let project: PulumiProject;

  beforeAll(async () => {
    sandbox = await startSandbox();
    proxy = await startFaultProxy(sandbox.url);
    installed = await installPulumi();
  }, 300_000);
  afterAll(async () => {
    await proxy.close();
    await sandbox.close();
  });
  beforeEach(async () => {
    proxy.clear();
    project = new PulumiProject(
      installed,
      { "index.js": scheduleProgram },
      { SKYVERN_BASE_URL: proxy.url, SKYVERN_API_KEY: sandbox.apiKey },
    );
    const { workflowId } = sandbox.workflows.plain;
    project.write("schedules.json", JSON.stringify({ nightly: { workflowId, cronExpression: "0 2 * * *" } }));
    await project.createStack("e2e");
  });
  afterEach(async () => {
    proxy.clear();
    await project.destroy();
    expect(sandbox.schedules()).toEqual([]);
    project.remove();
  });

  test("a schedule whose creation response was lost is found within the same up", async () => {
    proxy.inject(isPost, dropAfter);
    await project.up();
    expect(sandbox.schedules()).toHaveLength(1);
    await project.up("--expect-no-changes");
  });

  test.each([
    ["was made", dropAfter],
    ["was not made", dropBefore],
  ])(
    "if the outcome is ambiguous and the schedule %s, the next up ends with exactly one schedule",
    async (_, fault) => {
      proxy.inject(isPost, fault);
      proxy.inject(isList, dropBefore, 1000);
      const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toContain("It is unknown whether Skyvern created the schedule");
      const [stored] = await project.resources();
      expect(stored?.id).toBe(`${sandbox.workflows.plain.workflowId}/unconfirmed`);

      proxy.clear();
      await project.up();
      const [schedule, ...others] = sandbox.schedules();
      expect(others).toEqual([]);
      expect((await project.resources()).map((one) => one.id)).toEqual([
        `${sandbox.workflows.plain.workflowId}/${schedule?.workflow_schedule_id}`,
      ]);
      await project.up("--expect-no-changes");
    },
  );

  test("a refresh finds the schedule of an unconfirmed creation", async () => {
    proxy.inject(isPost, dropAfter);
    proxy.inject(isList, dropBefore, 1000);
    await project.pulumi("up", "--yes", "--skip-preview");
    proxy.clear();
    await project.refresh();
    const [schedule] = sandbox.schedules();
    expect((await project.resources())[0]?.outputs.scheduleId).toBe(schedule?.workflow_schedule_id);
    await project.up("--expect-no-changes");
    expect(sandbox.schedules()).toEqual([schedule]);
  });

  test("destroy removes the schedule of an unconfirmed creation", async () => {
    proxy.inject(isPost, dropAfter);
    proxy.inject(isList, dropBefore, 1000);
    await project.pulumi("up", "--yes", "--skip-preview");
    expect(sandbox.schedules()).toHaveLength(1);
  });
});
