import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportResult } from "../../src/cli/import/import-result";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { scheduleOf } from "../contract/contract-account";
import { CliProject } from "../support/cli/project";
import { installPulumi } from "../support/engine/pulumi-version";
import { fill, jobs, lastWrites, type Planned, plannedSchedules } from "../support/import/account-content";
import { seededRandom } from "../support/seeded-random";
import { type RealAccount, realAccounts } from "../support/servers/real-accounts";

const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
new skyvern.ScheduleSet("schedules", { file: "schedules.yaml", environment: pulumi.getStack() });
`;
const secrets = /hunter2|hush-hush/;

let installed: string;
beforeAll(async () => {
  installed = await installPulumi();
}, 300_000);

/** A project with the program of a set, without its file. */
function setProject(environment: NodeJS.ProcessEnv): CliProject {
  const project = new CliProject(installed, environment);
  project.write("index.js", program);
  return project;
}
const textOf = (project: CliProject, file: string) => readFileSync(join(project.folder, file), "utf8");

describe("import of an account with 200 schedules, on the real engine and the real server", () => {
  let account: RealAccount;
  let project: CliProject;
  let over: string;
  let before: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const [one] = await realAccounts(["import-one"]);
    if (one === undefined) throw new Error("an account is missing");
    account = one;
    const workflows = await fill(account, plannedSchedules(20261129, 195));
    const create = async (body: object): Promise<string> => {
      const path = `/v1/workflows/${workflows[0]}/schedules`;
      return scheduleOf(await account.call("POST", path, { timezone: "UTC", ...body })).workflow_schedule_id;
    };
    // Only croniter takes these two.
    await create({ name: "random", cron_expression: "R 9 * * *" });
    await create({ name: "last days", cron_expression: "0 9 L,30 * *" });
    const twin = { cron_expression: "45 3 * * *", parameters: { vendor: "twin" } };
    await create({ ...twin, name: "twin" });
    await create({ ...twin, name: "the other twin" });
    over = await create({ name: "over", run_at: "2027-05-05T00:00:00Z" });
    await account.call("POST", `/v1/workflows/${workflows[0]}/schedules/${over}/cancel`);
    project = setProject({ SKYVERN_BASE_URL: account.url, SKYVERN_API_KEY: account.apiKey });
    await project.createStack("prod");
    before = await lastWrites(account);
  }, 300_000);
  afterAll(async () => {
    await account.empty();
    project.remove();
  });

  test("everything but what a file cannot express is in the file and in the stack's state", async () => {
    const { code, report, progress } = await project.cli(["import", "--apply", "--json"]);
    expect([code, progress]).toEqual([2, expect.stringContaining("prod: 200 of 200 schedules read\n")]);
    const { environments } = JSON.parse(report) as ImportResult;
    const [prod] = environments;
    expect(prod).toMatchObject({ stack: "prod", added: 196, known: 0, over: 1, takeover: "applied" });
    expect(prod?.leftOut.map(({ name, reason }) => [name, reason]).sort()).toEqual([
      ["last days", expect.stringContaining("last day")],
      ["random", expect.stringContaining("random")],
      ["the other twin", expect.stringContaining("runs twice")],
    ]);
    expect(await project.resources()).toHaveLength(196);
  }, 120_000);

  test("the first preview shows no changes, and nothing was written to Skyvern", async () => {
    const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
    expect(preview.output).toContain("198 unchanged");
    expect(preview.code).toBe(0);
    expect(await lastWrites(account)).toEqual(before);
  }, 120_000);

  test("no secret is in clear text on disk", () => {
    const files = readdirSync(project.folder).filter((name) => /\.(yaml|json)$/.test(name));
    expect(files).toContain("Pulumi.prod.yaml");
    for (const file of files) expect(textOf(project, file)).not.toMatch(secrets);
    expect(project.stored()).not.toMatch(secrets);
    expect(textOf(project, "schedules.yaml")).toContain("{secret:portalPassword}");
  });

  test("a second import changes nothing", async () => {
    const text = textOf(project, "schedules.yaml");
    const { code, report } = await project.cli(["import", "--apply", "--json"]);
    const { environments } = JSON.parse(report) as ImportResult;
    expect(environments[0]).toMatchObject({ added: 0, known: 196, takeover: "none" });
    expect([code, textOf(project, "schedules.yaml")]).toEqual([2, text]);
  }, 60_000);

  test("destroy and up rebuild the same account, apart from what was left out", async () => {
    const all = await jobs(account);
    await project.destroy();
    expect(await jobs(account)).toHaveLength(4);
    await project.up();
    expect(await jobs(account)).toEqual(all);
  }, 300_000);
});

describe("import of three accounts into one file, on the real engine and the real server", () => {
  const environments = ["dev", "staging", "prod"] as const;
  let accounts: readonly RealAccount[];
  let project: CliProject;

  beforeAll(async () => {
    accounts = await realAccounts(environments.map((name) => `import-${name}`));
    const below = seededRandom(7);
    const shared = plannedSchedules(3, 40);
    for (const [index, account] of accounts.entries()) {
      const own = plannedSchedules(100 + index, 8).map(({ workflow, body }): Planned => {
        return {
          workflow,
          body: { ...body, name: `only here ${index} ${[...String(body.name)].slice(0, 5).join("")}` },
        };
      });
      const mine = shared
        .filter(() => below(10) < 8)
        .map(({ workflow, body }): Planned => {
          const isOther = below(10) < 2 && body.cron_expression !== undefined;
          return { workflow, body: isOther ? { ...body, cron_expression: "17 4 * * *" } : body };
        });
      const pausedInDev = [...mine, ...own].map(({ workflow, body }): Planned => {
        return {
          workflow,
          body: index === 0 && body.run_at === undefined ? { ...body, enabled: false } : body,
        };
      });
      await fill(account, pausedInDev);
    }
    project = setProject({
      SKYVERN_BASE_URL: accounts[0]?.url,
      ...Object.fromEntries(accounts.map((one, index) => [`KEY_${index}`, one.apiKey])),
    });
    for (const [index, name] of environments.entries()) {
      await project.createStack(name);
      await project.succeed("config", "set", "skyvern:apiKeyEnv", `KEY_${index}`);
    }
  }, 300_000);
  afterAll(async () => {
    for (const account of accounts) await account.empty();
    project.remove();
  });

  test("one file has all three, and the first preview of each stack shows no changes", async () => {
    const before = await Promise.all(accounts.map(lastWrites));
    const options = environments.flatMap((name, index) => ["--account", `${name}=KEY_${index}`]);
    const { code, report, progress } = await project.cli(["import", ...options, "--apply", "--json"]);
    expect([code, progress]).toEqual([expect.any(Number), expect.not.stringContaining("error:")]);
    const { environments: imported } = JSON.parse(report) as ImportResult;
    expect(imported.flatMap(({ leftOut }) => leftOut)).toEqual([]);
    expect(textOf(project, "schedules.yaml").match(/absent: (true|false)/g)?.length).toBeGreaterThan(10);
    expect((await project.cli(["validate", "schedules.yaml"])).code).toBe(0);
    for (const name of environments) {
      const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes", "--stack", name);
      expect([name, preview.code, preview.output]).toEqual([name, 0, expect.stringContaining("unchanged")]);
    }
    expect(await Promise.all(accounts.map(lastWrites))).toEqual(before);
    expect(existsSync(join(project.folder, "schedules.import.dev.json"))).toBe(false);
  }, 300_000);

  test("destroy and up rebuild an account", async () => {
    const [, staging] = accounts;
    if (staging === undefined) throw new Error("an account is missing");
    const all = await jobs(staging);
    await project.succeed("destroy", "--yes", "--skip-preview", "--stack", "staging");
    expect(await jobs(staging)).toEqual([]);
    await project.up("--stack", "staging");
    expect(await jobs(staging)).toEqual(all);
  }, 300_000);
});

describe("an import that is cut off, on the real engine with the sandbox as server", () => {
  let sandbox: Sandbox;
  let workflowId: string;

  beforeAll(async () => {
    sandbox = await startSandbox();
    workflowId = sandbox.addWorkflow("Invoices", [
      { key: "vendor", type: "string" },
      { key: "password", type: "string" },
    ]).workflowId;
    for (let index = 0; index < 12; index++) {
      const parameters = { vendor: `vendor ${index}`, password: `hush-hush ${index % 3}` };
      const body = { name: `job ${index}`, cron_expression: `${index} 2 * * *`, timezone: "UTC", parameters };
      const response = await fetch(`${sandbox.url}/api/v1/workflows/${workflowId}/schedules`, {
        method: "POST",
        headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(200);
    }
  });
  afterAll(() => sandbox.close());

  /** What is on disk at the moment of the kill. */
  const moments: readonly (readonly [string, (project: CliProject) => boolean])[] = [
    ["while it stores secrets", (project) => textOf(project, "Pulumi.prod.yaml").includes("password:")],
    ["when the file is written", (project) => existsSync(join(project.folder, "schedules.yaml"))],
    ["while Pulumi imports", (project) => project.checkpoint("prod").resources.length >= 3],
  ];

  test.each(moments)(
    "is completed by the next one after a kill %s",
    async (_, isReached) => {
      const project = setProject({ SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
      await project.createStack("prod");
      sandbox.requests.clear();
      const main = join(project.folder, "node_modules", ".bin", "pulumi-skyvern");
      const options = {
        cwd: project.folder,
        env: project.environment,
        detached: true,
        stdio: "ignore",
      } as const;
      const child = spawn(process.execPath, [main, "import", "--apply"], options);
      const closed = once(child, "close");
      const reached = () => {
        try {
          return isReached(project);
        } catch {
          // The file is being written.
          return false;
        }
      };
      while (child.exitCode === null && !reached()) await new Promise((resolve) => setTimeout(resolve, 2));
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await closed;
      expect(child.signalCode).toBe("SIGKILL");
      const file = join(project.folder, "schedules.yaml");
      if (existsSync(file)) expect((await project.cli(["validate"])).code).toBe(0);

      await project.recover("prod");
      const again = await project.cli(["import", "--apply"]);
      expect([again.code, again.progress]).toEqual([0, expect.not.stringContaining("error:")]);
      expect(await project.resources()).toHaveLength(12);
      const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
      expect([preview.code, preview.output]).toEqual([0, expect.stringContaining("14 unchanged")]);
      expect(readdirSync(project.folder).filter((name) => /import|tmp/.test(name))).toEqual([]);
      expect(sandbox.requests.writes).toEqual([]);
      project.remove();
    },
    120_000,
  );

  test("the command of the report imports the file, by hand, and the first preview shows no changes", async () => {
    const project = setProject({ SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
    await project.createStack("prod");
    sandbox.requests.clear();
    const { code, report } = await project.cli(["import"]);
    const command = /`pulumi (import [^`]*)`/.exec(report)?.[1];
    expect([code, command]).toEqual([
      0,
      expect.stringContaining("--file schedules.import.prod.json --stack prod"),
    ]);
    expect(textOf(project, "schedules.import.prod.json")).not.toMatch(secrets);
    const imported = await project.succeed(...(command ?? "").split(" "));
    expect(imported).not.toContain("error:");
    const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
    expect([preview.code, preview.output]).toEqual([0, expect.stringContaining("14 unchanged")]);
    expect(sandbox.requests.writes).toEqual([]);
    project.remove();
  }, 120_000);

  test("the file of the documentation, with the ids of a schedule, is imported, and the first preview shows no changes", async () => {
    const project = setProject({ SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
    await project.createStack("prod");
    const document = readFileSync(join(__dirname, "../../docs/import.md"), "utf8");
    const [json = ""] = /^\{\n {2}"nameTable[\s\S]*?^\}$/m.exec(document) ?? [];
    const [, command = ""] = /^pulumi (import --file .*)$/m.exec(document) ?? [];
    const other = sandbox.addWorkflow("Documented").workflowId;
    const response = await fetch(`${sandbox.url}/api/v1/workflows/${other}/schedules`, {
      method: "POST",
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ name: "nightly", cron_expression: "0 2 * * *", timezone: "UTC" }),
    });
    const { schedule } = (await response.json()) as { schedule: { workflow_schedule_id: string } };
    const ids = json.replaceAll("wpid_123", other).replaceAll("wfs_456", schedule.workflow_schedule_id);
    project.write("import.json", ids);
    project.write(
      "schedules.yaml",
      `schedules: { nightly: { workflow: ${other}, cron: "0 2 * * *" } }\nenvironments: { prod: {} }\n`,
    );
    sandbox.requests.clear();
    expect(await project.succeed(...command.split(" "))).not.toContain("error:");
    const preview = await project.pulumi("preview", "--refresh", "--expect-no-changes");
    expect([preview.code, preview.output]).toEqual([0, expect.stringContaining("3 unchanged")]);
    expect(sandbox.requests.writes).toEqual([]);
    sandbox.deleteWorkflow(other);
    project.remove();
  }, 120_000);

  test("with --adopt the next up takes the schedules over without a write", async () => {
    const project = setProject({ SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey });
    await project.createStack("prod");
    expect((await project.cli(["import", "--adopt"])).code).toBe(0);
    sandbox.requests.clear();
    expect(await project.up()).toMatch(/adopts wfs_\d+ unchanged/);
    expect(sandbox.requests.writes).toEqual([]);
    expect(await project.resources()).toHaveLength(12);
    project.remove();
  }, 120_000);
});
