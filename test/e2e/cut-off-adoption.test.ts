import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";

const start = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const inputs = { workflowId: process.env.WORKFLOW_ID, cronExpression: "0 4 * * *", name: "nightly" };
`;
/** Fails after the schedule is there, so that the engine does not come to its deletes. */
const failing = `
new skyvern.WorkflowRun("fails", { workflowId: process.env.FAILING_ID }, { dependsOn: [schedule] });
`;

let installed: string;
let sandbox: Sandbox;
let project: PulumiProject;
beforeAll(async () => {
  installed = await installPulumi();
  sandbox = await startSandbox({ runMilliseconds: 0 });
}, 300_000);
afterAll(async () => {
  await sandbox.close();
});
beforeEach(async () => {
  const environment = {
    SKYVERN_BASE_URL: sandbox.url,
    SKYVERN_API_KEY: sandbox.apiKey,
    WORKFLOW_ID: sandbox.addWorkflow("Invoices").workflowId,
    FAILING_ID: sandbox.workflows.failing.workflowId,
  };
  project = new PulumiProject(installed, { "index.js": start }, environment);
  await project.createStack("e2e");
});
afterEach(() => project.remove());

const rows = () =>
  sandbox.schedules().filter((row) => row.workflow_permanent_id === project.environment.WORKFLOW_ID);
const ids = () => rows().map((row) => row.workflow_schedule_id);
const inState = (): readonly string[] =>
  project
    .checkpoint()
    .resources.filter(({ type }) => type.endsWith(":WorkflowSchedule"))
    .map(({ urn }) => String(urn.split("::").pop()));

test("a schedule that two resources share after a failed up stays with the resource in the program", async () => {
  project.write("index.js", `${start}new skyvern.WorkflowSchedule("older", inputs);`);
  await project.up();
  const [id] = ids();
  const newer = `${start}const schedule = new skyvern.WorkflowSchedule("newer", { ...inputs, adopt: true });`;
  project.write("index.js", newer + failing);
  const { code } = await project.pulumi("up", "--yes", "--skip-preview");
  expect(code).not.toBe(0);
  expect([...inState()].sort()).toEqual(["newer", "older"]);

  project.write("index.js", newer);
  const output = await project.up();
  expect(output).toContain(`Schedule "nightly" (${id}) of workflow`);
  expect(output).toContain("is not deleted: another resource of the program adopted it.");
  expect(inState()).toEqual(["newer"]);
  expect(ids()).toEqual([id]);

  await project.succeed("destroy", "--yes", "--skip-preview", "--run-program");
  expect(ids()).toEqual([]);
});

test("an up with --refresh keeps a schedule that two resources share, and deletes what left the program", async () => {
  const both = `${start}new skyvern.WorkflowSchedule("leaves", { ...inputs, name: "weekly", cronExpression: "0 4 * * SUN" });`;
  project.write("index.js", `${both}new skyvern.WorkflowSchedule("older", inputs);`);
  await project.up();
  const newer = `const schedule = new skyvern.WorkflowSchedule("newer", { ...inputs, adopt: true });`;
  project.write("index.js", both + newer + failing);
  const { code } = await project.pulumi("up", "--yes", "--skip-preview");
  expect(code).not.toBe(0);
  expect([...inState()].sort()).toEqual(["leaves", "newer", "older"]);

  project.write("index.js", start + newer);
  expect(await project.up("--refresh")).toMatch(/- 3 deleted/);
  expect(inState()).toEqual(["newer"]);
  expect(rows().map(({ name }) => name)).toEqual(["nightly"]);

  await project.succeed("destroy", "--yes", "--skip-preview", "--refresh");
  expect(ids()).toEqual([]);
});

test.each(["--replace", "taint"])(
  "a replacement by %s deletes the former schedule, adopted or not",
  async (how) => {
    const program = `${start}new skyvern.WorkflowSchedule("only", { ...inputs, adopt: true });`;
    project.write("index.js", program);
    await project.up();
    const before = ids();
    const [urn] = project
      .checkpoint()
      .resources.filter(({ type }) => type.endsWith(":WorkflowSchedule"))
      .map((resource) => resource.urn);
    if (urn === undefined) throw new Error("it is not in state");
    if (how === "taint") await project.succeed("state", "taint", urn, "--yes");
    expect(await project.up(...(how === "taint" ? [] : [how, urn]))).toMatch(/1 replaced/);
    expect(ids()).toHaveLength(1);
    expect(ids()).not.toEqual(before);
  },
);
