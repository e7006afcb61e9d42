import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject, runCommand } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { pluginProject } from "../support/programs/door-program";

const stacks = ["dev", "staging", "prod"];
const size = 40;
const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const environment = pulumi.getStack();
const jobs = Array.from({ length: ${size} }, (_, minute) => [
  "job-" + minute,
  { workflow: "jobs", cron: minute + " 2 * * *" },
]);
const content = {
  workflows: { jobs: { title: "Jobs of " + environment } },
  schedules: Object.fromEntries(jobs),
  environments: { dev: { enabled: false }, staging: null, prod: null },
};
new skyvern.ScheduleSet("jobs", { content, environment });
`;

test(`promote changes three stacks of ${size} schedules to the plugin and back without a write`, async () => {
  const installed = await installPulumi();
  const sandbox: Sandbox = await startSandbox();
  for (const stack of stacks) sandbox.addWorkflow(`Jobs of ${stack}`);
  const account = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  const project = new PulumiProject(
    installed,
    { "Pulumi.yaml": pluginProject, "index.js": program },
    account,
  );
  const promote = async (): Promise<string> => {
    const command = join(project.folder, "node_modules/.bin/pulumi-skyvern");
    const { code, output } = await runCommand(command, ["promote", ...stacks], {
      cwd: project.folder,
      env: project.environment,
    });
    if (code !== 0) throw new Error(output);
    return output;
  };
  try {
    for (const stack of stacks) await project.createStack(stack);
    for (const stack of stacks) await project.up("--stack", stack);
    expect(sandbox.requests.writes).toHaveLength(size * stacks.length);
    const schedules = sandbox.schedules();
    sandbox.requests.clear();
    for (const [value, type] of [
      ["true", "skyvern:index:WorkflowSchedule"],
      ["false", "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule"],
    ] as const) {
      for (const stack of stacks)
        await project.succeed("config", "set", "skyvern:plugin", value, "--stack", stack);
      const report = await promote();
      for (const stack of stacks) {
        expect(report).toMatch(new RegExp(`^${stack}: promoted`, "m"));
        const { resources } = project.checkpoint(stack);
        expect(resources.map((one) => one.type)).toEqual(Array(size).fill(type));
      }
      expect(report).not.toMatch(/\d (create|delete|replace)/);
    }
    expect(sandbox.requests.writes).toEqual([]);
    expect(sandbox.schedules()).toEqual(schedules);
  } finally {
    project.remove();
    await sandbox.close();
  }
}, 900_000);
