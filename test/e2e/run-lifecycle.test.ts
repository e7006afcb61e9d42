import { type ContractTarget, input } from "../contract/contract-account";
import { RunAccount, rowsOf, runnable } from "../contract/run-account";
import { PulumiProject, type StoredResource } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { runProgram } from "../support/programs/run-program";
import { describeOnBothServers } from "../support/servers/both-servers";

let installed: string;
beforeAll(async () => {
  installed = await installPulumi();
}, 300_000);

describeOnBothServers("runs of a program with the packed package", describeRuns);

function describeRuns(target: () => ContractTarget): void {
  const account = new RunAccount(target);
  const title = `run lifecycle ${account.mark}`;
  let project: PulumiProject;
  let quick: string;
  let failing: string;
  let slow: string;

  beforeAll(async () => {
    const parameters = [input("target", "string", "acme"), input("options", "json", {})];
    quick = await account.createWorkflow(parameters, title);
    failing = await account.createWorkflow(parameters, `${title}, failing`, runnable.failing);
    slow = await account.createWorkflow([], `${title}, slow`, runnable.slow);
    project = new PulumiProject(
      installed,
      { "index.js": runProgram },
      { SKYVERN_BASE_URL: target().url, SKYVERN_API_KEY: target().apiKey },
    );
    await project.createStack("e2e");
  }, 120_000);
  afterAll(async () => {
    // A test that failed half way leaves runs that go on.
    await project.pulumi("destroy", "--yes", "--skip-preview");
    await account.removeAll();
    project.remove();
  });

  const program = (runs: Record<string, unknown>): void => project.write("runs.json", JSON.stringify(runs));
  const up = () => project.pulumi("up", "--yes", "--skip-preview");
  /** The ids of a workflow's runs, newest first. */
  const runsOf = async (workflowId: string): Promise<readonly unknown[]> =>
    rowsOf(await account.call("GET", `/v1/runs?workflow_permanent_id=${workflowId}&page_size=100`)).map(
      (row) => row.run_id,
    );
  const only = async (): Promise<StoredResource & { readonly id: string }> => {
    const [stored, ...others] = await project.resources();
    expect(others).toEqual([]);
    if (stored?.id === undefined) throw new Error("there is no run in state");
    return { ...stored, id: stored.id };
  };

  test("a preview starts nothing", async () => {
    program({ smoke: { workflowId: quick } });
    expect(await project.succeed("preview")).toMatch(/\+ .*WorkflowRun smoke create/);
    expect(await runsOf(quick)).toEqual([]);
  });

  test("up waits for the run, shows its progress, and gives its output to the program", async () => {
    const printed = await project.up();
    const stored = await only();
    expect(await runsOf(quick)).toEqual([stored.id]);
    const { output } = await account.read(stored.id);
    expect(output).toMatchObject({ extracted_information: [] });
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({ smoke: output });
    expect(stored.outputs).toMatchObject({ runId: stored.id, status: "completed", output });
    expect(printed).toMatch(new RegExp(`WorkflowRun smoke creating .*\\w+ \\d+s, ${stored.id}, http`));
  });

  test("an unchanged up and a refresh start nothing", async () => {
    const before = await runsOf(quick);
    await project.up("--expect-no-changes");
    await project.refresh("--expect-no-changes");
    await project.up("--expect-no-changes");
    expect(await runsOf(quick)).toEqual(before);
  });

  test("a changed trigger starts exactly one new run", async () => {
    const before = await runsOf(quick);
    program({ smoke: { workflowId: quick, triggers: { commit: "2c5ea4c" } } });
    await project.up();
    expect(await runsOf(quick)).toEqual([(await only()).id, ...before]);
    await project.up("--expect-no-changes");
    expect(await runsOf(quick)).toHaveLength(before.length + 1);
  });

  test("changed options of waiting start nothing", async () => {
    const before = await runsOf(quick);
    program({ smoke: { workflowId: quick, triggers: { commit: "2c5ea4c" }, timeout: "20m", failOn: [] } });
    expect(await project.up()).toMatch(/~ 1 updated/);
    expect(await runsOf(quick)).toEqual(before);
    expect((await only()).outputs).toMatchObject({ status: "completed", timeout: "20m" });
  });

  test("after destroy the same intention runs again", async () => {
    const before = await runsOf(quick);
    await project.destroy();
    await project.up();
    expect(await runsOf(quick)).toEqual([(await only()).id, ...before]);
  });

  test("a run that is not waited for is waited for when the program says so", async () => {
    const inputs = { workflowId: quick, triggers: { commit: "5c2f9d1" } };
    program({ smoke: { ...inputs, waitForCompletion: false } });
    await project.up();
    const started = await only();
    expect(started.outputs.output).toBeUndefined();
    program({ smoke: inputs });
    await project.up();
    expect((await only()).id).toBe(started.id);
    expect((await only()).outputs).toMatchObject({ status: "completed", output: {} });
  });

  test("a failed run fails the deployment, stays in state with its reason, and the next up runs it again", async () => {
    program({ smoke: { workflowId: failing } });
    const { code, output } = await up();
    expect(code).not.toBe(0);
    const failed = await only();
    const run = await account.read(failed.id);
    expect(run).toMatchObject({ status: "failed", failure_reason: expect.any(String) });
    expect(output).toContain(
      `Run ${failed.id} of workflow ${failing} ended as failed: ${run.failure_reason}`,
    );
    expect(output).toContain(String(run.app_url));
    expect(failed.outputs).toMatchObject({ status: "failed", output: run.output });
    expect(failed.outputs.failureReason).toBe(run.failure_reason);

    const preview = await project.succeed("preview", "--diff");
    expect(preview).toContain(`Last run ${failed.id} failed: \`pulumi up\` starts a new one.`);
    expect(preview).not.toContain("origin");
    expect((await up()).code).not.toBe(0);
    const again = await only();
    expect(again.id).not.toBe(failed.id);
    expect(await runsOf(failing)).toEqual([again.id, failed.id]);
  });

  test("a failed run that failOn leaves out is a result", async () => {
    program({ smoke: { workflowId: failing, failOn: ["canceled"], triggers: { attempt: 2 } } });
    await project.up();
    expect((await only()).outputs).toMatchObject({ status: "failed", failureReason: expect.any(String) });
    await project.up("--expect-no-changes");
    expect(await runsOf(failing)).toHaveLength(3);
  });

  test("a slow run times out, is attached to by the next up, and is canceled by destroy", async () => {
    program({ smoke: { workflowId: slow, timeout: "2s", pollInterval: "1s" } });
    const first = await up();
    expect(first.code).not.toBe(0);
    const { id } = await only();
    expect(first.output).toMatch(new RegExp(`Run ${id} of workflow ${slow} was \\w+ after 2s`));
    const second = await up();
    expect(second.code).not.toBe(0);
    expect(second.output).toContain(id);
    expect((await only()).id).toBe(id);
    expect(await runsOf(slow)).toEqual([id]);
    await project.destroy();
    expect(await account.read(id)).toMatchObject({ status: "canceled" });
    expect(await runsOf(slow)).toEqual([id]);
  });

  test("a run that goes on is canceled when a changed trigger replaces it, and on request when it times out", async () => {
    const inputs = { workflowId: slow, pollInterval: "1s" };
    program({ smoke: { ...inputs, waitForCompletion: false } });
    await project.up();
    const { id: first } = await only();
    program({ smoke: { ...inputs, triggers: { commit: "2c5ea4c" }, timeout: "1s", cancelOnTimeout: true } });
    const { code, output } = await up();
    expect(code).not.toBe(0);
    expect(await account.read(first)).toMatchObject({ status: "canceled" });
    const { id: second, outputs } = await only();
    expect(output).toContain(`Run ${second} of workflow ${slow}`);
    expect(output).toContain("It was canceled, because cancelOnTimeout is true.");
    expect(outputs).toMatchObject({ status: "canceled" });
    expect(await account.read(second)).toMatchObject({ status: "canceled" });
    expect((await runsOf(slow)).slice(0, -1)).toEqual([second, first]);
  });

  test("parameters are checked against the live workflow in the preview", async () => {
    program({ smoke: { workflowId: quick, parameters: { target: 7, optoins: {} } } });
    const { code, output } = await project.pulumi("preview");
    expect(code).not.toBe(0);
    expect(output).toMatch(/parameters\.target: The workflow declares it as/);
    expect(output).toMatch(/has no parameter "optoins"\. Did you mean options\?/);
  });

  test("secret inputs are not in state in the open, nor in what is printed, also when the run fails", async () => {
    const inputs = {
      parameters: { target: { $secret: "marker-one" }, options: { list: [{ $secret: "marker-two" }] } },
      extraHttpHeaders: { "x-portal-token": "marker-three" },
      totpIdentifier: "marker-four",
      triggers: { password: { $secret: "marker-five" } },
    };
    program({ good: { workflowId: quick, ...inputs }, bad: { workflowId: failing, ...inputs } });
    const texts = [await project.succeed("preview", "--diff")];
    for (let round = 0; round < 2; round++) {
      const { code, output } = await project.pulumi("up", "--yes", "--skip-preview", "--diff");
      expect(code).not.toBe(0);
      expect(output).toContain("ended as failed");
      texts.push(output);
    }
    texts.push((await project.pulumi("refresh", "--yes", "--skip-preview", "--diff")).output);
    for (const text of [...texts, project.stored()]) {
      for (const marker of ["one", "two", "three", "four", "five"])
        expect(text).not.toContain(`marker-${marker}`);
      expect(text).not.toContain(target().apiKey);
    }
    expect(await runsOf(failing)).toHaveLength(5);
  });

  test("lookups work in a preview, and after it", async () => {
    const [runId] = await runsOf(quick);
    const otherTitle = `${title}, failing`;
    program({ $lookups: { title: otherTitle, runId } });
    const preview = await project.succeed("preview");
    expect(preview).toContain(failing);
    await project.up();
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({
      found: {
        workflowId: failing,
        workflows: [otherTitle],
        schedules: 0,
        status: "completed",
        statusLater: "completed",
      },
    });
    expect(await project.resources()).toEqual([]);
  });
}
