import { type Sandbox, startSandbox } from "../../src/sandbox";
import type { PulumiProject } from "../support/engine/pulumi-project";
import {
  type YamlParts,
  type YamlResource,
  yamlProgram,
  yamlProject,
  yamlRun,
  yamlSchedule,
  yamlValue,
} from "../support/programs/yaml-program";

/** Each test continues from the end of the one before it. */
describe("a YAML program on the real engine and the sandbox", () => {
  let sandbox: Sandbox;
  let project: PulumiProject;
  let invoicesId: string;

  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 300 });
    invoicesId = sandbox.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]).workflowId;
    project = await yamlProject(sandbox, { OTHER_KEY: sandbox.apiKey });
  }, 600_000);
  afterAll(async () => {
    project?.remove();
    await sandbox.close();
  });

  const write = (parts: YamlParts): void => project.write("Pulumi.yaml", yamlProgram(parts));
  const names = () =>
    sandbox
      .schedules()
      .map(({ name, enabled }) => `${name} ${enabled}`)
      .sort();
  const writes = () => sandbox.requests.writes.length;

  /** A failing `up` of this program, which must write nothing. */
  async function refused(parts: YamlParts): Promise<string> {
    write(parts);
    const before = writes();
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).not.toMatch(/^\s+at /m);
    expect(writes()).toBe(before);
    return output;
  }

  it("looks things up, also by the id of a run that the same update starts, and shows the run's progress", async () => {
    const { workflowId } = sandbox.workflows.completing;
    const invoke = (name: string, args: object) => ({
      "fn::invoke": { function: `skyvern:index:${name}`, arguments: args },
    });
    write({
      variables: {
        invoices: invoke("getWorkflow", { title: "Invoices" }),
        found: invoke("getRun", { runId: yamlValue("smoke.runId") }),
      },
      resources: {
        other: { type: "pulumi:providers:skyvern", properties: { apiKeyEnv: "OTHER_KEY" } },
        nightly: {
          ...yamlSchedule({
            workflowId: yamlValue("invoices.workflowId"),
            cronExpression: "0 2 * * *",
            parameters: { vendor: "acme" },
          }),
          options: { provider: yamlValue("other") },
        },
        smoke: yamlRun({ workflowId, timeout: "1m", pollInterval: "1s" }),
      },
      outputs: { status: yamlValue("found.status"), output: yamlValue("smoke.output") },
    });
    const printed = await project.succeed("up", "--yes"); // previewed first
    const [run] = sandbox.runs();
    expect(printed).toMatch(new RegExp(`WorkflowRun smoke creating .*\\w+ \\d+s, ${run?.run_id}, http`));
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({
      status: "completed",
      output: expect.objectContaining({ download_output: { invoices: 3, total: 129.5 } }),
    });
    expect(sandbox.schedules()).toMatchObject([{ name: "nightly", workflow_permanent_id: invoicesId }]);
    // What changes with each read is no difference.
    await project.up("--refresh", "--expect-no-changes");
    expect(sandbox.runs()).toHaveLength(1);
  });

  it("finds the plugin by the entry packages, and pulumi package add reads the schema from the plugin's file, and pulumi do lists schedules", async () => {
    const { plugins: _, ...rest } = JSON.parse(yamlProgram({})) as Record<string, unknown>;
    const nightly = yamlSchedule({ workflowId: sandbox.workflows.plain.workflowId, interval: "1h" });
    const program = { ...rest, packages: { skyvern: "./node_modules/.bin" }, resources: { nightly } };
    project.write("Pulumi.yaml", JSON.stringify(program));
    expect(await project.succeed("preview")).toContain("skyvern:index:WorkflowSchedule nightly create");
    project.write("Pulumi.yaml", yamlProgram({}));
    const file = ["--package", "./node_modules/.bin/pulumi-resource-skyvern"];
    const [existing] = sandbox.schedules();
    expect(await project.succeed("do", ...file, "skyvern:WorkflowSchedule", "list")).toContain(
      `"${existing?.workflow_permanent_id}/${existing?.workflow_schedule_id}"`,
    );
    // An old host then fails to link the SDK into the program.
    const { output } = await project.pulumi("package", "add", "./node_modules/.bin/pulumi-resource-skyvern");
    expect(output).toContain("Successfully generated an SDK for the skyvern package");
  });

  it("reports a failed run with its reason, keeps it in state, and starts a new one with the next up", async () => {
    const program = { resources: { check: yamlRun({ workflowId: sandbox.workflows.failing.workflowId }) } };
    write(program);
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const failed = sandbox.runs().at(-1);
    expect(output).toContain(
      `Run ${failed?.run_id} of workflow ${sandbox.workflows.failing.workflowId} ended as failed: login block failed.`,
    );
    const stored = (await project.resources()).find(({ urn }) => urn.endsWith("::check"));
    expect(stored).toMatchObject({ id: failed?.run_id, outputs: { status: "failed" } });
    expect(stored?.initErrors).toHaveLength(1);
    expect(await project.succeed("preview", "--diff")).toContain(
      `Last run ${failed?.run_id} failed: \`pulumi up\` starts a new one.`,
    );
    write({});
    await project.up();
    expect(await project.resources()).toEqual([]);
  });

  it("refuses wrong inputs with a sentence for each, before anything is written", async () => {
    const one = (properties: object): YamlParts => ({
      resources: {
        wrong: yamlSchedule({ workflowId: invoicesId, parameters: { vendor: "x" }, ...properties }),
      },
    });
    expect(await refused(one({ cronExpression: "0 2 * *" }))).toContain(
      "five fields are needed (minute, hour, day of month, month, day of week), here are 4",
    );
    const parameters = await refused(one({ cronExpression: "0 2 * * *", parameters: { vendr: "x" } }));
    expect(parameters).toMatch(/has no parameter "vendr"\. Did you mean vendor\?/);
    expect(parameters).toMatch(/parameters\.vendor: The workflow .* requires this parameter \(string\)/);
    const run = await refused({
      resources: { wrong: yamlRun({ workflowId: invoicesId, timeout: "soon" }) },
    });
    expect(run).toContain('It must be a duration such as "30m", "90s" or "1h30m".');
    const missing = await refused({
      variables: {
        gone: { "fn::invoke": { function: "skyvern:index:getRun", arguments: { runId: "wr_1" } } },
      },
      outputs: { status: yamlValue("gone.status") },
    });
    expect(missing).toMatch(/wr_1/);
  });

  it("a preview warns of an explicit provider that is paused, by its name, and notes that it cannot reach Skyvern", async () => {
    const provider = { apiKeyEnv: "OTHER_KEY", baseUrl: "http://127.0.0.1:9", paused: true };
    const schedule = {
      ...yamlSchedule({
        workflowId: invoicesId,
        cronExpression: "0 2 * * *",
        parameters: { vendor: "acme" },
      }),
      options: { provider: yamlValue("production") },
    };
    write({
      resources: {
        production: { type: "pulumi:providers:skyvern", properties: provider },
        nightly: schedule,
        weekly: schedule,
      },
    });
    const preview = await project.succeed("preview");
    // Each is in the rows and once more in the diagnostics.
    const shown = (sentence: RegExp) => new Set(preview.match(sentence));
    expect(shown(/warning: .*paused.*/g)).toEqual(
      new Set([
        'warning: The provider "production" has paused: true, so all its schedules are paused, except one-time schedules. To end this, remove paused from its properties and run `pulumi up`.',
      ]),
    );
    expect(shown(/Workflows and parameters are not checked against Skyvern: .*/g)).toEqual(
      new Set([expect.stringContaining("127.0.0.1:9")]),
    );
  });

  it("creates a set from a file, reports the errors of the file at their lines, and pauses all with skyvern:paused", async () => {
    const set: YamlResource = {
      type: "skyvern:index:ScheduleSet",
      properties: { file: "schedules.yaml", environment: "prod" },
    };
    const parts = { resources: { jobs: set } };
    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Invoices }, other: { title: Invoces } }
schedules:
  good: { workflow: invoices, cron: "0 7 * * *", parameters: { vendor: "\${config:missing}" } }
  bad: { workflow: invoces, cron: "0 7 * * *" }
environments: { prod: }
`,
    );
    const errors = await refused(parts);
    expect(errors).toContain('ScheduleSet "jobs" has 2 errors in environment "prod":');
    expect(errors).toContain(
      'schedules.yaml:4:72: schedules.good.parameters.vendor: "vendor" needs missing in',
    );
    expect(errors).toContain('schedules.yaml:5:20: schedules.bad.workflow: There is no workflow "invoces".');

    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Invoices } }
schedules:
  acme: { workflow: invoices, cron: "0 7 * * *", parameters: { vendor: "\${secret:password}" } }
  globex: { workflow: invoices, cron: "0 8 * * *", parameters: { vendor: globex }, enabled: false }
environments: { prod: }
`,
    );
    await project.succeed("config", "set", "--secret", "password", "marker-of-a-secret");
    await project.succeed("up", "--yes"); // previewed first
    expect(names()).toEqual(["acme true", "globex false"]);
    const { parameters } = sandbox.schedules().find(({ name }) => name === "acme") ?? {};
    expect(parameters).toEqual({ vendor: "marker-of-a-secret" });
    expect(project.stored()).not.toContain("marker-of-a-secret");
    await project.up("--expect-no-changes");

    const before = writes();
    const paused = await project.up("-c", "skyvern:paused=true");
    expect(paused).toContain("skyvern:paused is true: all schedules of this stack are paused");
    expect(names()).toEqual(["acme false", "globex false"]);
    expect(writes() - before).toBe(1);
    await project.succeed("config", "rm", "skyvern:paused");
    await project.up();
    expect(names()).toEqual(["acme true", "globex false"]);
    await project.destroy();
    expect(sandbox.schedules()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});
