import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installVersion, lowest } from "../support/engine/pulumi-version";

/** Two schedules whose state is left to what is, and one that is enforced, with a provider of its own. */
const program = `
const skyvern = require("pulumi-skyvern");
const inputs = { workflowId: process.env.WORKFLOW_ID, cronExpression: "0 2 * * *" };
const provider = new skyvern.Provider("other", { apiKeyEnv: "SKYVERN_API_KEY_OTHER" });
new skyvern.WorkflowSchedule("runs", inputs);
new skyvern.WorkflowSchedule("paused by hand", inputs);
new skyvern.WorkflowSchedule("enforced", { ...inputs, enabled: true }, { provider });
`;

let installed: string;
let sandbox: Sandbox;
let project: PulumiProject;
beforeAll(async () => {
  installed = (await installVersion(lowest)).folder;
  sandbox = await startSandbox();
  const environment = {
    SKYVERN_BASE_URL: sandbox.url,
    SKYVERN_API_KEY: sandbox.apiKey,
    SKYVERN_API_KEY_OTHER: sandbox.apiKey,
    WORKFLOW_ID: sandbox.workflows.plain.workflowId,
  };
  project = new PulumiProject(installed, { "index.js": program }, environment);
  await project.createStack("e2e");
}, 300_000);
afterAll(async () => {
  project.remove();
  await sandbox.close();
});

/** Which of them fire. */
const running = (): Record<string, boolean> =>
  Object.fromEntries(sandbox.schedules().map(({ name, enabled }) => [String(name), enabled]));

/** What was written since it was asked last. */
function written(): readonly string[] {
  const writes = sandbox.requests.writes.map(({ method, path }) => `${method} ${path.split("/").pop()}`);
  sandbox.requests.clear();
  return writes;
}

test("skyvern:paused pauses every schedule of a stack, and each returns to its own state afterwards", async () => {
  await project.up();
  const byHand = sandbox.schedules().find(({ name }) => name === "paused by hand");
  const path = `${byHand?.workflow_permanent_id}/schedules/${byHand?.workflow_schedule_id}/disable`;
  const headers = { "x-api-key": sandbox.apiKey };
  await fetch(`${sandbox.url}/api/v1/workflows/${path}`, { method: "POST", headers });
  const before = running();
  expect(before).toEqual({ runs: true, "paused by hand": false, enforced: true });
  written();

  const preview = await project.succeed("preview", "--refresh", "-c", "skyvern:paused=true");
  expect(preview).toContain(
    "skyvern:paused is true: all schedules of this stack are paused, except one-time schedules.",
  );
  expect(preview).toMatch(/~ 2 to update\n +3 unchanged/);
  expect(written()).toEqual([]);

  const up = await project.up("--refresh");
  expect(up).toContain(
    "skyvern:paused is true: all schedules of this stack are paused, except one-time schedules.",
  );
  expect(running()).toEqual({ runs: false, "paused by hand": false, enforced: false });
  expect(written()).toEqual(["POST disable", "POST disable"]);
  await project.up("--refresh", "--expect-no-changes");
  expect(written()).toEqual([]);

  await project.succeed("config", "rm", "skyvern:paused");
  expect(await project.up("--refresh")).not.toContain("skyvern:paused");
  expect(running()).toEqual(before);
  expect(written()).toEqual(["POST enable", "POST enable"]);
  expect(JSON.stringify(project.checkpoint().resources)).not.toContain("afterHold");
});

test("a hand-made pause stays with its resource: a twin fires, a rename changes nothing, and a move keeps the pause", async () => {
  const { workflowId } = sandbox.addWorkflow("Twins");
  const elsewhere = sandbox.addWorkflow("Elsewhere").workflowId;
  const start = `
    const skyvern = require("pulumi-skyvern");
    const inputs = { workflowId: "${workflowId}", cronExpression: "0 2 * * *", name: "nightly", adopt: false };
  `;
  const first = `${start}new skyvern.WorkflowSchedule("first", inputs);`;
  const twin = `new skyvern.WorkflowSchedule("twin", inputs);`;
  const twins = new PulumiProject(installed, { "index.js": first }, project.environment);
  const firing = (of: string): readonly boolean[] =>
    sandbox
      .schedules()
      .filter((row) => row.workflow_permanent_id === of)
      .map(({ enabled }) => enabled);
  try {
    await twins.createStack("twins");
    await twins.up();
    const row = sandbox.schedules().find((one) => one.workflow_permanent_id === workflowId);
    await fetch(
      `${sandbox.url}/api/v1/workflows/${workflowId}/schedules/${row?.workflow_schedule_id}/disable`,
      {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey },
      },
    );
    await twins.up("--refresh");

    twins.write("index.js", first + twin);
    await twins.up();
    expect(firing(workflowId)).toEqual([false, true]);

    const alias = `{ aliases: [{ name: "first" }] }`;
    twins.write("index.js", `${start}new skyvern.WorkflowSchedule("renamed", inputs, ${alias});${twin}`);
    written();
    const preview = await twins.succeed("preview", "--diff", "--expect-no-changes");
    expect(preview).not.toContain("origin");
    await twins.up("--expect-no-changes");
    expect(written()).toEqual([]);

    const moved = `{ ...inputs, workflowId: "${elsewhere}" }`;
    twins.write("index.js", `${start}new skyvern.WorkflowSchedule("renamed", ${moved});${twin}`);
    await twins.up();
    expect(firing(workflowId)).toEqual([true]);
    expect(firing(elsewhere)).toEqual([false]);

    await twins.succeed("destroy", "--yes", "--skip-preview");
    expect([...firing(workflowId), ...firing(elsewhere)]).toEqual([]);
  } finally {
    twins.remove();
  }
});
