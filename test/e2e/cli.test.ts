import type { Drift, StackDrift } from "../../src/cli/drift/drift-report";
import type { Promotion } from "../../src/cli/promote/promotion";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { CliProject } from "../support/cli/project";
import { installPulumi } from "../support/engine/pulumi-version";

/** Each test continues from the end of the one before it. */
describe("pulumi-skyvern on the real engine, with the sandbox as server", () => {
  let installed: string;
  let project: CliProject;
  let sandbox: Sandbox;
  let workflowId: string;
  let firstCommit: string;

  const wanted = (hour: number, smoke: string): string => {
    const stack = (name: string) => {
      // Both stacks are in one account, where two schedules that are the same would be worth a warning.
      const parameters = { vendor: `acme-${name}`, token: { $secret: "hush-hush" } };
      const nightly = { workflowId, cronExpression: `0 ${hour} * * *`, enabled: true, parameters };
      const weekly = { workflowId, cronExpression: "0 5 * * MON", parameters };
      return {
        schedules: { [`nightly-${name}`]: nightly, [`weekly-${name}`]: weekly },
        run: { workflowId: smoke, triggers: { hour } },
        warning: `Two schedules of ${name} start at once`,
      };
    };
    return JSON.stringify({ dev: stack("dev"), prod: stack("prod") });
  };
  const crons = () => sandbox.schedules().map(({ name, cron_expression }) => `${name} ${cron_expression}`);
  const call = async (method: string, path: string): Promise<void> => {
    const headers = { "x-api-key": sandbox.apiKey };
    const { ok, status } = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules/${path}`, {
      method,
      headers,
    });
    if (!ok) throw new Error(`${method} ${path} answered ${status}`);
  };
  const idOf = (name: string): string =>
    sandbox.schedules().find((one) => one.name === name)?.workflow_schedule_id ?? "";

  beforeAll(async () => {
    installed = await installPulumi();
    sandbox = await startSandbox({ runMilliseconds: 300 });
    workflowId = sandbox.addWorkflow("Invoices", [
      { key: "vendor", type: "string" },
      { key: "token", type: "string" },
    ]).workflowId;
    project = new CliProject(installed, { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
    await project.git("init", "--quiet");
    // The one with a passphrase.
    await project.succeed("stack", "init", "prod");
    await project.createStack("dev");
    await project.succeed("stack", "select", "dev");
    project.write("wanted.json", wanted(2, sandbox.workflows.completing.workflowId));
    firstCommit = await project.commit("Schedules at two");
  }, 300_000);
  afterAll(async () => {
    await sandbox.close();
    project.remove();
  });

  test("promote applies the program to one stack after the other, and lists their runs", async () => {
    const { code, report, progress } = await project.cli(["promote", "dev", "prod", "--json"]);
    expect(progress).toMatch(/^dev: preview\ndev: up, 3 to create, 0 unchanged\n[\s\S]*^prod: preview\n/m);
    expect(progress).toMatch(/^dev: {3}\w+ \d+s, wr_\d+, http/m);
    expect(code).toBe(0);
    const { commit, isDirty, stacks } = JSON.parse(report) as Promotion;
    expect({ commit, isDirty }).toEqual({ commit: firstCommit, isDirty: false });
    expect(stacks.map(({ stack, status }) => `${stack} ${status}`)).toEqual([
      "dev promoted",
      "prod promoted",
    ]);
    expect(stacks[1]).toMatchObject({
      unchanged: 0,
      warnings: [{ message: "Two schedules of prod start at once" }],
      runs: [{ name: "smoke", status: "completed", appUrl: expect.stringMatching(/^http.*wr_\d+$/) }],
    });
    expect(report + progress).not.toContain("hush-hush");
    expect(crons()).toHaveLength(4);
  });

  test("promote --preview reports in Markdown what every stack would get, and changes nothing", async () => {
    project.write("wanted.json", wanted(3, sandbox.workflows.failing.workflowId));
    const before = project.stored();
    sandbox.requests.clear();
    const { code, report } = await project.cli(["promote", "dev", "prod", "--preview", "--markdown"]);
    expect(code).toBe(0);
    expect(report).toContain("## What this would change\n");
    expect(report).toContain(`Commit ${firstCommit.slice(0, 7)}, with uncommitted changes.`);
    expect(report).toContain("| stack | result | create | update | replace | delete | unchanged |\n");
    expect(report).toContain("| `prod` | previewed | 0 | 1 | 1 | 0 | 1 |\n");
    expect(report).toContain(
      `- \`~ nightly-dev (${idOf("nightly-dev")}): cronExpression "0 2 * * *" -> "0 3 * * *"\`\n`,
    );
    expect(report).toContain("- warning: Two schedules of dev start at once\n");
    expect(sandbox.requests.writes).toEqual([]);
    expect(project.stored()).toBe(before);
  });

  test("drift reports none if nothing was changed by hand", async () => {
    const { code, report } = await project.cli(["drift", "dev", "prod"]);
    expect([code, report]).toEqual([0, "dev: no drift\n\nprod: no drift\n"]);
  });

  test("drift reports schedules that were paused or deleted by hand, in text, JSON and Markdown", async () => {
    const paused = idOf("nightly-dev");
    await call("POST", `${paused}/disable`);
    const gone = idOf("weekly-dev");
    await call("DELETE", gone);
    const before = project.stored();
    sandbox.requests.clear();
    const [text, json, markdown] = await Promise.all([
      project.cli(["drift", "dev"]),
      project.cli(["drift", "dev", "--json"]),
      project.cli(["drift", "dev", "--markdown"]),
    ]);
    expect([text.code, json.code, markdown.code]).toEqual([2, 2, 2]);
    expect(text.report).toContain("dev: drift of 2 resources\n");
    expect(text.report).toMatch(
      / {2}~ nightly-dev \(WorkflowSchedule wfs_\d+\): changed on [-\d]+ \d\d:\d\d UTC\n/,
    );
    expect(text.report).toContain("    enabled: true after the last up, false on the server\n");
    expect(text.report).toContain(`  - weekly-dev (WorkflowSchedule ${gone}): deleted on the server\n`);
    expect(text.report).toContain("`pulumi up --refresh --stack dev`");
    const { stacks } = JSON.parse(json.report) as { stacks: readonly StackDrift[] };
    expect(stacks).toEqual([
      {
        stack: "dev",
        status: "drifted",
        warnings: [],
        resources: [
          {
            name: "nightly-dev",
            type: "WorkflowSchedule",
            id: paused,
            kind: "changed",
            changedAt: expect.stringMatching(/^\d{4}-.*Z$/),
            properties: [{ property: "enabled", inState: true, onServer: false, isKeptByUp: false }],
          },
          { name: "weekly-dev", type: "WorkflowSchedule", id: gone, kind: "gone", properties: [] },
        ],
      },
    ]);
    expect(markdown.report).toContain("| `dev` | drift of 2 resources |\n");
    expect(markdown.report).toContain("  - `enabled: true after the last up, false on the server`\n");
    expect(sandbox.requests.writes).toEqual([]);
    expect(project.stored()).toBe(before);
  });

  test("drift reports a schedule that was created by hand, but not those of other stacks, and changes nothing", async () => {
    const response = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({
        cron_expression: "0 6 * * *",
        timezone: "UTC",
        name: "by hand",
        parameters: { vendor: "acme", token: "hush-hush" },
      }),
    });
    expect(response.status).toBe(200);
    const id = idOf("by hand");
    const before = project.stored();
    sandbox.requests.clear();
    const { code, report } = await project.cli(["drift", "prod", "--json"]);
    expect(code).toBe(2);
    const { stacks, orphans } = JSON.parse(report) as Drift;
    expect(stacks.map(({ stack, status }) => `${stack} ${status}`)).toEqual(["prod clean"]);
    expect(orphans).toEqual({
      accounts: [
        {
          stacks: ["prod"],
          baseUrl: sandbox.url,
          schedules: [
            {
              scheduleId: id,
              workflowId,
              workflowTitle: "Invoices",
              name: "by hand",
              times: "0 6 * * *, UTC",
              enabled: true,
            },
          ],
          ignored: 0,
          command: "npx pulumi-skyvern import --stack prod",
        },
      ],
      failures: [],
      notes: [],
    });
    expect(report).not.toContain("hush-hush");
    const ignored = await project.cli(["drift", "prod", "--ignore", "by *"]);
    expect(ignored).toMatchObject({
      code: 0,
      report: "prod: no drift\n\naccount of prod: no orphans; 1 is ignored\n",
    });
    expect(sandbox.requests.writes).toEqual([]);
    expect(project.stored()).toBe(before);
    await call("DELETE", id);
  });

  test("a stack that cannot be checked is a failure, and does not stop the others", async () => {
    const { code, report } = await project.cli(["drift", "staging", "dev"]);
    expect(code).toBe(1);
    expect(report).toContain("staging: could not be checked\n  There is no stack staging of this project");
    expect(report).toContain("dev: drift of 2 resources\n");
  });

  test("a refused key, a wrong passphrase and a missing CLI each give one clear sentence", async () => {
    const [refused, locked, missing] = await Promise.all([
      project.cli(["drift", "prod"], { SKYVERN_API_KEY: "wrong" }),
      project.cli(["drift", "prod"], { PULUMI_CONFIG_PASSPHRASE: "wrong" }),
      project.cli(["drift", "prod"], { PATH: "/nonexistent" }),
    ]);
    expect(refused.code).toBe(1);
    expect(refused.report).toMatch(/^prod: could not be checked\n {2}.*Skyvern refused the API key/);
    expect(refused.report.split("\n").length).toBeLessThan(6);
    expect(locked.code).toBe(1);
    expect(locked.report).toContain("  The stack's secrets cannot be read: ");
    expect([missing.code, missing.report]).toEqual([1, ""]);
    expect(missing.progress).toMatch(/^error: The Pulumi CLI is not on PATH: .*\n$/);
  });

  test("promote stops before it overwrites hand-made changes and at a failed smoke run, and promoting a revert restores the old state", async () => {
    const commit = await project.commit("Schedules at three, and a portal that refuses");
    const short = commit.slice(0, 7);
    sandbox.requests.clear();
    const stopped = await project.cli(["promote", "dev", "prod"]);
    expect(stopped.code).toBe(1);
    expect(stopped.report).toContain(
      `  changed by hand: ~ nightly-dev (${idOf("nightly-dev")}): enabled false -> true\n`,
    );
    expect(stopped.report).toContain("  deleted by hand: + weekly-dev (WorkflowSchedule)");
    expect(stopped.report).toContain("would resume nightly-dev; create again weekly-dev. ");
    expect(sandbox.requests.writes).toEqual([]);

    const { code, report } = await project.cli(["promote", "dev", "prod", "--overwrite"]);
    expect(code).toBe(1);
    expect(report).toContain("dev: failed in the up, ");
    expect(report).toMatch(/ {2}run smoke: failed, http\S+wr_\d+\n/);
    expect(report).toMatch(
      / {2}error: smoke: Run wr_\d+ of workflow \S+ ended as failed: login block failed/,
    );
    expect(report).toContain(
      `\n\nprod: not reached\n\nNow: dev has part of ${short}; prod: not changed. Fix the cause and promote again. To go back, run \`git revert ${short}\`, then promote again.\n`,
    );
    await project.git("revert", "--no-edit", short);
    expect((await project.cli(["promote", "dev", "prod"])).code).toBe(0);
    expect(crons().sort()).toEqual([
      "nightly-dev 0 2 * * *",
      "nightly-prod 0 2 * * *",
      "weekly-dev 0 5 * * MON",
      "weekly-prod 0 5 * * MON",
    ]);
    expect(sandbox.schedules().every(({ enabled }) => enabled)).toBe(true);
    expect((await project.cli(["drift", "dev"])).code).toBe(0);
  });

  test("promote stops before it resumes a schedule whose pause by hand a plain refresh has stored", async () => {
    await call("POST", `${idOf("nightly-dev")}/disable`);
    await project.succeed("refresh", "--yes", "--stack", "dev");
    sandbox.requests.clear();
    const stopped = await project.cli(["promote", "dev"]);
    expect(stopped.code).toBe(1);
    expect(stopped.report).toContain("This promotion would resume nightly-dev. ");
    expect(sandbox.requests.writes).toEqual([]);
    expect((await project.cli(["promote", "dev", "--overwrite"])).code).toBe(0);
    expect(sandbox.schedules().every(({ enabled }) => enabled)).toBe(true);
    expect((await project.cli(["promote", "dev"])).code).toBe(0);
  });

  test("promote works on an empty stack, and keeps the selected stack", async () => {
    await project.createStack("fresh", "--no-select");
    const run = { workflowId: sandbox.workflows.completing.workflowId };
    project.write("wanted.json", JSON.stringify({ fresh: { schedules: {}, run } }));
    await project.commit("A stack more");
    expect((await project.cli(["promote", "fresh"])).code).toBe(0);
    expect(await project.succeed("stack", "ls")).toMatch(/^dev\*/m);
  });
});
