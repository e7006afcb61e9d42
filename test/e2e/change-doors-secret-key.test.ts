import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject, runCommand } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { pluginProject } from "../support/programs/door-program";

const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const config = new pulumi.Config();
const provider = new skyvern.Provider("own", { apiKey: config.requireSecret("key"), baseUrl: config.require("url") });
const workflowId = config.require("workflow");
new skyvern.WorkflowSchedule("explicit", { workflowId, cronExpression: "0 2 * * *" }, { provider });
new skyvern.WorkflowSchedule("default", { workflowId, cronExpression: "0 3 * * *" });
`;

test("promote shows no change of a secret API key when a stack changes to the plugin and back", async () => {
  const installed = await installPulumi();
  const sandbox: Sandbox = await startSandbox();
  const project = new PulumiProject(
    installed,
    { "Pulumi.yaml": pluginProject, "index.js": program },
    { SKYVERN_BASE_URL: sandbox.url },
  );
  const command = async (...args: readonly string[]): Promise<string> => {
    const path = join(project.folder, "node_modules/.bin/pulumi-skyvern");
    const { code, output } = await runCommand(path, args, { cwd: project.folder, env: project.environment });
    if (code !== 0) throw new Error(output);
    return output;
  };
  try {
    await project.createStack("dev");
    for (const key of ["key", "skyvern:apiKey"])
      await project.succeed("config", "set", "--secret", key, sandbox.apiKey);
    await project.succeed("config", "set", "url", sandbox.url);
    await project.succeed("config", "set", "workflow", sandbox.workflows.plain.workflowId);
    await command("promote", "dev");
    sandbox.requests.clear();
    for (const value of ["true", "false"]) {
      await project.succeed("config", "set", "skyvern:plugin", value);
      const preview = await command("promote", "dev", "--preview");
      const report = await command("promote", "dev");
      for (const text of [preview, report]) expect(text).not.toMatch(/apiKey/);
      expect(report).not.toMatch(/\d (create|delete|replace)/);
      expect(report).toMatch(
        /~ own \([-\w]+\): no visible value changes, only the names of its settings in state$/m,
      );
    }
    expect(sandbox.requests.writes).toEqual([]);
  } finally {
    project.remove();
    await sandbox.close();
  }
}, 600_000);
