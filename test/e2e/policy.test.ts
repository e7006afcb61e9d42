import { chmodSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { javascriptProject, PulumiProject } from "../support/engine/pulumi-project";
import { policyEnginePath } from "../support/programs/policy-engine";
import { breakingProgram, fineProgram, lateProgram } from "../support/programs/policy-programs";

const repository = join(__dirname, "../..");
const pack = join(repository, "examples/policy");

describe("the policy pack of examples/policy, on the real engine", () => {
  let sandbox: Sandbox;
  let environment: NodeJS.ProcessEnv;
  let project: PulumiProject | undefined;

  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 0 });
    const parameters = ["password", "owner", "vendor", "later"].map((key) => ({
      key,
      type: "string" as const,
      defaultValue: "",
    }));
    const portal = { key: "portal", type: "json" as const, defaultValue: {} };
    const { workflowId } = sandbox.addWorkflow("Invoices", [...parameters, portal]);
    environment = {
      SKYVERN_BASE_URL: sandbox.url,
      SKYVERN_API_KEY: sandbox.apiKey,
      WORKFLOW_ID: workflowId,
      PATH: [...(await policyEnginePath()), process.env.PATH ?? ""].join(delimiter),
    };
  }, 1_200_000);
  afterEach(() => {
    project?.remove();
    project = undefined;
    sandbox.requests.clear();
  });
  afterAll(() => sandbox.close());

  async function open(stack: string, program: string, config: object = {}): Promise<PulumiProject> {
    const files = {
      "Pulumi.yaml": javascriptProject,
      "index.js": program,
      "policy.json": JSON.stringify(config),
    };
    project = new PulumiProject(repository, files, environment);
    await project.createStack(stack);
    return project;
  }

  const withPack = ["--policy-pack", pack, "--policy-pack-config", "policy.json"];

  it("reports every rule that a program breaks, with the correct value, before anything changes", async () => {
    const opened = await open("dev", breakingProgram, { "schedule-limit": { maximum: 5 } });
    const { code, output } = await opened.pulumi("preview", ...withPack);
    expect(code).not.toBe(0);
    expect(violations(output, "mandatory")).toEqual([
      "allowed-timezones in-tokyo",
      "description-or-owner undescribed",
      "description-or-owner unowned",
      "enabled-environments enabled",
      "enabled-environments left-to-fire",
      "minimum-interval often",
      "schedule-limit e2e-dev",
      "secret-parameters plain",
      "secret-parameters plain-run",
    ]);
    for (const message of [
      'Schedule "in-tokyo" in dev has the timezone Asia/Tokyo. Use UTC.',
      'Schedule "often" in dev has the shortest interval of 20 minutes ("0,20 9 * * MON"). At least 60 minutes between two fire times are allowed.',
      'Schedule "enabled" in dev is enabled. Write enabled: false; it may fire in prod.',
      'Schedule "left-to-fire" in dev leaves enabled out, so it fires. Write enabled: false; it may fire in prod.',
      'Schedule "undescribed" in dev has neither a description nor the parameter owner. Write one of them.',
      'Run "unowned" in dev has neither a title nor an owner in runMetadata. Write one of them.',
      "The stack dev has 6 schedules: enabled, in-tokyo, left-to-fire, often, plain, undescribed. At most 5 are allowed, so remove 1.",
      'Schedule "plain" in dev has plain text in parameters.password, parameters.portal.tokens[0]. Write pulumi.secret(…)',
      'Run "plain-run" in dev has plain text in parameters.password. Write pulumi.secret(…)',
    ]) {
      expect(output).toContain(message);
    }
    expect(violations(output, "advisory")).toEqual([]);
    expect(output).not.toContain("plain-text-");
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("checks schedules and runs of the provider plugin, and finds their secrets", async () => {
    const opened = await open("dev", breakingProgram, { "schedule-limit": { maximum: 5 } });
    // An installed package has this program in node_modules/.bin.
    const program = "plugin/pulumi-resource-skyvern";
    mkdirSync(join(opened.folder, "plugin"));
    opened.write(
      program,
      `#!/bin/sh\nexec "${process.execPath}" "${join(repository, "dist/plugin/main.js")}" "$@"\n`,
    );
    chmodSync(join(opened.folder, program), 0o755);
    opened.write(
      "Pulumi.yaml",
      `${javascriptProject}plugins: { providers: [{ name: skyvern, path: plugin }] }\n`,
    );
    await opened.succeed("config", "set", "skyvern:plugin", "true");
    const { output } = await opened.pulumi("preview", ...withPack);
    expect(output).toContain("skyvern:index:WorkflowSchedule in-tokyo");
    expect(violations(output, "mandatory")).toEqual([
      "allowed-timezones in-tokyo",
      "description-or-owner undescribed",
      "description-or-owner unowned",
      "enabled-environments enabled",
      "enabled-environments left-to-fire",
      "minimum-interval often",
      "schedule-limit e2e-dev",
      "secret-parameters plain",
      "secret-parameters plain-run",
    ]);
    expect(sandbox.requests.writes).toEqual([]);
  });

  it("deploys a program that follows the rules, without a violation", async () => {
    const opened = await open("prod", fineProgram);
    const { code, output } = await opened.pulumi("up", "--yes", "--skip-preview", ...withPack);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(output).toContain("✅ skyvern@v0.1.0");
    expect(violations(output, "mandatory")).toEqual([]);
    expect(
      sandbox
        .schedules()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["owned", "secrets"]);
    expect(sandbox.runs()).toHaveLength(1);
  });

  it("allows what its configuration allows, and reports a level at which a rule cannot check", async () => {
    const opened = await open("dev", breakingProgram, {
      "allowed-timezones": { timezones: ["UTC", "Asia/Tokyo"] },
      "minimum-interval": { minutes: { dev: 20 } },
      "enabled-environments": { environments: ["dev", "prod"] },
      "description-or-owner": "disabled",
      "secret-parameters": "advisory",
    });
    const output = await opened.succeed("preview", ...withPack);
    expect(violations(output, "mandatory")).toEqual([]);
    expect(violations(output, "advisory")).toContain("secret-parameters plain");
    expect(output).toContain('Schedule "plain" in dev was not checked: Pulumi shows which values are secret');
  });

  it("stops an up before it creates a schedule with a plain password that the preview could not know", async () => {
    const opened = await open("prod", lateProgram);
    const { code, output } = await opened.pulumi("up", "--yes", ...withPack); // previewed first
    expect(code).not.toBe(0);
    expect(violations(output, "mandatory")).toEqual(["secret-parameters late"]);
    expect(output).toContain('Schedule "late" in prod has plain text in parameters.password. ');
    expect(sandbox.schedules().map(({ name }) => name)).toContain("first");
    expect(sandbox.schedules().map(({ name }) => name)).not.toContain("late");
  });
});

/** Rule and resource of each violation that the engine lists, in order. */
function violations(output: string, level: "mandatory" | "advisory"): string[] {
  const lines = output.matchAll(/^ +- \[(\w+)\] +(\S+) +\(.*: (\S+)\)$/gm);
  const found = [...lines]
    .filter(([, shown]) => shown === level)
    .map(([, , rule, name]) => `${rule} ${name}`);
  return [...new Set(found)].sort();
}
