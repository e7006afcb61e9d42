import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { asForUsers, PulumiProject, runCommand } from "../support/engine/pulumi-project";
import {
  type InstalledVersion,
  installVersion,
  lastForNode20,
  lowest,
  newest,
} from "../support/engine/pulumi-version";
import { pluginDoor } from "../support/provider/doors";
import { initFailureOf, secret } from "../support/provider/messages";
import { servedSchema } from "../support/provider/plugin-calls";
import { ProviderProcess } from "../support/provider/provider-process";

/**
 * The same program in each of the ways to write one, but CommonJS: with each of these versions that is what
 * upgrades.test.ts, schedule-lifecycle.test.ts and run-lifecycle.test.ts run.
 */
const javascript = {
  "Pulumi.yaml": "name: e2e\nruntime: nodejs\n",
  // Named imports of a CommonJS package are found by a look at its text, which is another thing than the namespace.
  "package.json": '{ "private": true, "type": "module", "main": "index.js" }',
  "index.js": `
import * as skyvern from "pulumi-skyvern";
import { WorkflowSchedule } from "pulumi-skyvern";
const workflowId = process.env.WORKFLOW_ID;
const inputs = { workflowId, cronExpression: "0 2 * * *", timezone: "Europe/Kyiv" };
new skyvern.WorkflowSchedule("nightly", inputs);
export const id = new WorkflowSchedule("named", inputs).scheduleId;
`,
};
const typescript = {
  "package.json": '{ "private": true }',
  "tsconfig.json":
    '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "node16", "moduleResolution": "node16", "types": ["node"] } }',
  "index.ts": `
import * as pulumi from "@pulumi/pulumi";
import { WorkflowSchedule, type WorkflowScheduleArgs } from "pulumi-skyvern";
const workflowId = process.env.WORKFLOW_ID ?? "";
const inputs: WorkflowScheduleArgs = { workflowId, cronExpression: "0 2 * * *", timezone: "Europe/Kyiv" };
new WorkflowSchedule("nightly", inputs);
new WorkflowSchedule("further", inputs);
export const id: pulumi.Output<string> = new WorkflowSchedule("named", inputs).scheduleId;
`,
};

const automation = `
const automation = require("@pulumi/pulumi/automation");
const skyvern = require("pulumi-skyvern");
async function main() {
  const program = async () => {
    const schedule = new skyvern.WorkflowSchedule("nightly", {
      workflowId: process.env.WORKFLOW_ID,
      cronExpression: "0 2 * * *",
    });
    return { id: schedule.scheduleId };
  };
  const stack = await automation.LocalWorkspace.createOrSelectStack(
    { stackName: "inline", projectName: "inline", program },
    { workDir: __dirname, secretsProvider: process.env.PULUMI_SKYVERN_SECRETS_PROVIDER },
  );
  const up = await stack.up();
  const again = await stack.up({ expectNoChanges: true });
  console.log("RESULT " + JSON.stringify({ id: up.outputs.id.value, again: again.summary.resourceChanges }));
  await stack.destroy();
}
main().catch((error) => { console.error(error); process.exit(1); });
`;

describe.each([lowest, lastForNode20, newest])("$name", (version) => {
  let sandbox: Sandbox;
  let installed: InstalledVersion;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    sandbox = await startSandbox();
    installed = await installVersion(version);
    environment = {
      ...asForUsers,
      SKYVERN_BASE_URL: sandbox.url,
      SKYVERN_API_KEY: sandbox.apiKey,
      WORKFLOW_ID: sandbox.workflows.plain.workflowId,
    };
  }, 300_000);
  afterAll(() => sandbox.close());

  test("a program in JavaScript with ESM creates schedules after a preview, the same in TypeScript changes nothing and creates one more, and destroy deletes them", async () => {
    const project = new PulumiProject(installed.folder, javascript, environment, installed.nodePath);
    try {
      await project.createStack("e2e");
      const printed = await project.succeed("up", "--yes"); // previews first
      const schedules = sandbox.schedules();
      expect(schedules.map(({ name, timezone }) => [name, timezone]).sort()).toEqual([
        ["named", "Europe/Kyiv"],
        ["nightly", "Europe/Kyiv"],
      ]);
      const named = schedules.find(({ name }) => name === "named");
      const id = `id: "${named?.workflow_schedule_id}"`;
      expect(printed).toContain(id);
      sandbox.requests.clear();
      for (const [name, content] of Object.entries(typescript)) project.write(name, content);
      rmSync(join(project.folder, "index.js"));
      const again = await project.up("--refresh");
      expect(again).toContain(id);
      // The stack itself is unchanged too.
      expect(again).toMatch(/\+ 1 created\s+3 unchanged/);
      expect(sandbox.requests.writes.map(({ method }) => method)).toEqual(["POST"]);
      expect(sandbox.schedules()).toHaveLength(3);
      await project.destroy();
      expect(sandbox.schedules()).toEqual([]);
    } finally {
      project.remove();
    }
  });

  // The plugin uses the SDK's protocol messages, which are not a documented API.
  test("the provider plugin, called without an engine", async () => {
    const plugin = await ProviderProcess.start({
      script: join(installed.folder, "node_modules/.bin/pulumi-resource-skyvern"),
      folder: installed.folder,
      ...(installed.nodePath === undefined ? {} : { node: join(installed.nodePath, "node") }),
    });
    try {
      expect(await servedSchema(plugin)).toMatchObject({ name: "skyvern" });
      await plugin.configure({ apiKey: secret(sandbox.apiKey), baseUrl: sandbox.url });
      const schedule = plugin.resource(pluginDoor.urn("WorkflowSchedule", "nightly"));
      const { workflowId } = sandbox.workflows.plain;
      const inputs = { workflowId, cronExpression: "0 2 * * *", timezone: "UTC", name: "nightly" };
      const { id, properties } = await schedule.create({ ...inputs, description: secret("hidden") });
      expect(properties.description).toEqual(secret("hidden"));
      const { differences } = await schedule.diff(id, properties, { ...inputs, timezone: "Asia/Tokyo" });
      expect(differences).toEqual({ description: "DELETE", timezone: "UPDATE" });
      await schedule.delete(id, properties);
      expect(sandbox.schedules()).toEqual([]);

      const run = plugin.resource(pluginDoor.urn("WorkflowRun", "failing"));
      const checked = await run.check({}, { workflowId: sandbox.workflows.failing.workflowId });
      const error: unknown = await run.create(checked.inputs).catch((thrown) => thrown);
      expect(initFailureOf(error)).toMatchObject({ properties: { status: "failed" } });
    } finally {
      await plugin.close();
    }
  });

  test("an inline program of the Automation API, with workDir in the project", async () => {
    const project = new PulumiProject(
      installed.folder,
      { "main.js": automation },
      environment,
      installed.nodePath,
    );
    try {
      const { code, output } = await runCommand("node", ["main.js"], {
        cwd: project.folder,
        env: project.environment,
      });
      expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
      expect(output).toMatch(/RESULT \{"id":"wfs_\d+","again":\{"same":2\}\}/);
      expect(sandbox.schedules()).toEqual([]);
    } finally {
      project.remove();
    }
  });
});
