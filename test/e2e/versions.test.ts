import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { installPackages, PulumiProject, runCommand } from "../support/pulumi-project";

const body = `
const schedule = new skyvern.WorkflowSchedule("nightly", {
  workflowId: process.env.WORKFLOW_ID,
  cronExpression: "0 2 * * *",
  timezone: "Europe/Kyiv",
});
`;

/** One program in each of the languages and module systems in which people write them. */
const programs = {
  "JavaScript, CommonJS": {
    "index.js": `const skyvern = require("pulumi-skyvern");${body}exports.id = schedule.scheduleId;\n`,
  },
  "JavaScript, ESM": {
    "package.json": '{ "private": true, "type": "module", "main": "index.js" }',
    "index.js": `import * as skyvern from "pulumi-skyvern";${body}export const id = schedule.scheduleId;\n`,
  },
  "JavaScript, ESM, named import": {
    "package.json": '{ "private": true, "type": "module", "main": "index.js" }',
    "index.js": `import { WorkflowSchedule } from "pulumi-skyvern";\nconst skyvern = { WorkflowSchedule };${body}export const id = schedule.scheduleId;\n`,
  },
  TypeScript: {
    "tsconfig.json":
      '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "node16", "moduleResolution": "node16", "types": ["node"] } }',
    "index.ts": `import * as skyvern from "pulumi-skyvern";${body.replace("process.env.WORKFLOW_ID", 'process.env.WORKFLOW_ID ?? ""')}export const id = schedule.scheduleId;\n`,
  },
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
    { workDir: __dirname },
  );
  const up = await stack.up();
  const again = await stack.up({ expectNoChanges: true });
  console.log("RESULT " + JSON.stringify({ id: up.outputs.id.value, again: again.summary.resourceChanges }));
  await stack.destroy();
}
main().catch((error) => { console.error(error); process.exit(1); });
`;

describe.each([
  { name: "the lowest @pulumi/pulumi", pulumi: "3.216.0", typescript: "5" },
  { name: "the last @pulumi/pulumi for Node 20", pulumi: "3.248.0", typescript: "6" },
  { name: "the newest @pulumi/pulumi on Node 24", pulumi: "latest", typescript: "6", node: "24" },
])("$name", ({ pulumi, typescript, node }) => {
  let sandbox: Sandbox;
  let installed: string;
  let nodePath: string | undefined;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    sandbox = await startSandbox();
    const packages = [`@pulumi/pulumi@${pulumi}`, `typescript@${typescript}`, "ts-node@10", "@types/node@20"];
    installed = await installPackages(node === undefined ? packages : [...packages, `node@${node}`]);
    nodePath = node === undefined ? undefined : join(installed, "node_modules", "node", "bin");
    environment = {
      SKYVERN_BASE_URL: sandbox.url,
      SKYVERN_API_KEY: sandbox.apiKey,
      WORKFLOW_ID: sandbox.workflows.plain.workflowId,
    };
  }, 300_000);
  afterAll(async () => {
    await sandbox.close();
    rmSync(installed, { recursive: true, force: true });
  });

  test.each(Object.entries(programs))("%s: preview, up, unchanged up, refresh, destroy", async (_, files) => {
    const project = new PulumiProject(installed, files, environment, nodePath);
    try {
      await project.succeed("stack", "init", "e2e");
      await project.succeed("preview");
      await project.up();
      const [schedule] = sandbox.schedules();
      expect(schedule).toMatchObject({ name: "nightly", timezone: "Europe/Kyiv" });
      expect(await project.succeed("stack", "output", "id")).toContain(schedule?.workflow_schedule_id);
      sandbox.requests.clear();
      await project.up("--expect-no-changes");
      await project.refresh("--expect-no-changes");
      expect(sandbox.requests.writes).toEqual([]);
      await project.destroy();
      expect(sandbox.schedules()).toEqual([]);
    } finally {
      project.remove();
    }
  });

  test("an inline program of the Automation API, with workDir in the project", async () => {
    const project = new PulumiProject(installed, { "main.js": automation }, environment, nodePath);
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
