import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { languageEnvironment } from "../support/engine/language";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { Portal } from "../support/servers/portal";

const repository = join(__dirname, "../..");

describe("an example, on the real engine", () => {
  const sandboxes: Sandbox[] = [];
  let project: PulumiProject | undefined;

  async function sandbox(): Promise<Sandbox> {
    const started = await startSandbox();
    sandboxes.push(started);
    return started;
  }

  /** What reaches the sandbox when it is the account of the environment. */
  const account = ({ url, apiKey }: Sandbox) => ({ SKYVERN_BASE_URL: url, SKYVERN_API_KEY: apiKey });

  const names = ({ schedules }: Sandbox): (string | null)[] => schedules().map(({ name }) => name);

  /** Makes the example a project with a stack of its own. */
  async function open(
    name: string,
    configuration: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
    installed = repository,
  ): Promise<PulumiProject> {
    // The types of all examples are checked with the sources. The quickstart also shows that Pulumi checks them.
    const quick = name === "quickstart" ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    project = new PulumiProject(installed, filesOf(name), { ...quick, ...environment });
    await project.createStack("test");
    const pairs = Object.entries(configuration).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await project.succeed("config", "set-all", ...pairs);
    return project;
  }

  /** Takes the example through its life, and shows what stands in Skyvern in the middle of it. */
  async function live(
    name: string,
    configuration: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
    look: () => void | Promise<void>,
    installed = repository,
  ): Promise<void> {
    const opened = await open(name, configuration, environment, installed);
    const writes = (): number => sandboxes.flatMap(({ requests }) => requests.writes).length;
    await opened.up();
    await look();
    for (const { apiKey } of sandboxes) expect(opened.stored()).not.toContain(apiKey);
    const made = writes();
    await opened.up("--expect-no-changes");
    expect(writes()).toBe(made);
    await opened.destroy();
    expect(sandboxes.flatMap(({ schedules }) => schedules())).toEqual([]);
  }

  afterEach(async () => {
    project?.remove();
    project = undefined;
    for (const one of sandboxes.splice(0)) await one.close();
  });

  it("quickstart, the repository's own project, creates one schedule", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]);
    await live("quickstart", { workflowId }, account(skyvern), () => {
      expect(skyvern.schedules()).toMatchObject([
        { name: "nightly-invoices", timezone: "America/New_York", parameters: { vendor: "acme" } },
      ]);
    });
  });

  it("yaml, a program without TypeScript, creates one schedule", async () => {
    const installed = await installPulumi();
    const skyvern = await sandbox();
    const { workflowId } = skyvern.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]);
    const environment = { ...(await languageEnvironment("yaml")), ...account(skyvern) };
    const look = () =>
      expect(skyvern.schedules()).toMatchObject([
        { name: "nightly-invoices", parameters: { vendor: "acme" } },
      ]);
    await live("yaml", { workflowId }, environment, look, installed);
  }, 600_000);

  it("adopt takes over hand-made schedules, by id and by name", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.workflows.plain;
    const ids = [await makeByHand(skyvern, "made by hand"), await makeByHand(skyvern, "weekly-report")];
    const [scheduleId = ""] = ids;
    await live("adopt", { workflowId, scheduleId }, account(skyvern), () => {
      expect(names(skyvern)).toEqual(["nightly-invoices", "weekly-report"]);
      expect(skyvern.schedules().map((schedule) => schedule.workflow_schedule_id)).toEqual(ids);
      expect(skyvern.schedules().map((schedule) => schedule.cron_expression)).toEqual([
        "0 4 * * *",
        "0 7 * * MON",
      ]);
    });
  });

  it("two-accounts creates each schedule with the key of its own account", async () => {
    const [staging, production] = [await sandbox(), await sandbox()];
    const configuration = {
      stagingWorkflowId: staging.workflows.plain.workflowId,
      productionWorkflowId: production.workflows.plain.workflowId,
      productionUrl: production.url,
    };
    const environment = { ...account(staging), SKYVERN_API_KEY_PRODUCTION: production.apiKey };
    await live("two-accounts", configuration, environment, () => {
      expect(names(staging)).toEqual(["invoices-staging"]);
      expect(names(production)).toEqual(["invoices-production"]);
    });
  });

  it("javascript-esm runs as an ES module", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.workflows.plain;
    await live("javascript-esm", { workflowId }, account(skyvern), () => {
      expect(names(skyvern).sort()).toEqual(["morning-berlin", "morning-tokyo"]);
    });
  });

  it("run-on-deploy creates the schedule after the smoke test has passed", async () => {
    const skyvern = await sandbox();
    const { plain, completing } = skyvern.workflows;
    const configuration = { smokeWorkflowId: completing.workflowId, workflowId: plain.workflowId };
    await live("run-on-deploy", configuration, account(skyvern), async () => {
      const [smoke, ...others] = skyvern.runs();
      expect(others).toEqual([]);
      expect(names(skyvern)).toEqual(["nightly-invoices"]);
      expect(outputs(await project?.succeed("stack", "output", "--json"))).toMatchObject({
        smokeOutput: { download_output: { invoices: 3 } },
        smokeUrl: expect.stringContaining(String(smoke?.run_id)),
      });
    });
  });

  it("run-on-deploy tests a later commit once, and does not change the schedule", async () => {
    const skyvern = await sandbox();
    const { plain, completing } = skyvern.workflows;
    const configuration = { smokeWorkflowId: completing.workflowId, workflowId: plain.workflowId };
    const environment = { ...account(skyvern), GITHUB_SHA: "2c5ea4c" };
    const opened = await open("run-on-deploy", configuration, environment);
    await opened.up();
    const before = skyvern.schedules();
    opened.environment.GITHUB_SHA = "5c2f9d1";
    await opened.up();
    await opened.up("--expect-no-changes");
    expect(skyvern.runs()).toHaveLength(2);
    expect(skyvern.schedules()).toEqual(before);
  });

  it("run-on-deploy creates no schedule if the smoke test fails, and tests again in the next deployment", async () => {
    const skyvern = await sandbox();
    const { plain, failing } = skyvern.workflows;
    const configuration = { smokeWorkflowId: failing.workflowId, workflowId: plain.workflowId };
    const opened = await open("run-on-deploy", configuration, account(skyvern));
    for (const expected of [1, 2]) {
      const { code, output } = await opened.pulumi("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(output).toContain("The portal refused the password.");
      expect(skyvern.schedules()).toEqual([]);
      expect(skyvern.runs()).toHaveLength(expected);
    }
    await opened.succeed("config", "set", "smokeWorkflowId", skyvern.workflows.completing.workflowId);
    await opened.up();
    expect(names(skyvern)).toEqual(["nightly-invoices"]);
  });

  it("backfill runs every day, two at a time, and lists the day that failed", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.addWorkflow("Export", [{ key: "day", type: "string" }], { end: "never" });
    const portal = new Portal(skyvern, "2026-11-03");
    const look = async (): Promise<void> => {
      expect(portal.mostAtOnce).toBe(2);
      expect([...portal.days].sort()).toEqual([2, 3, 4, 5, 6].map((day) => `2026-11-0${day}`));
      expect(outputs(await project?.succeed("stack", "output", "--json"))).toEqual({
        completed: 4,
        failed: [{ day: "2026-11-03", status: "failed", reason: expect.any(String) }],
      });
      await again();
    };
    await live("backfill", { workflowId, lanes: "2" }, account(skyvern), look).finally(() => portal.close());

    /** A raised number runs that day again, and no other one. */
    async function again(): Promise<void> {
      const days = JSON.parse(filesOf("backfill")["days.json"] ?? "") as Record<string, number>;
      project?.write("days.json", JSON.stringify({ ...days, "2026-11-03": 2 }));
      portal.repair();
      await project?.up();
      expect(portal.days.slice(5)).toEqual(["2026-11-03"]);
      expect(outputs(await project?.succeed("stack", "output", "--json"))).toEqual({
        completed: 5,
        failed: [],
      });
    }
  });
});

function outputs(text: string | undefined): unknown {
  return JSON.parse(text ?? "{}");
}

/** The files of an example's project; the quickstart's is the repository's own, with Pulumi.yaml at the root. */
function filesOf(name: string): Record<string, string> {
  const isRoot = name === "quickstart";
  const folder = join(repository, "examples", name);
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const contents = files.map((file): [string, string] => [
    isRoot ? `examples/${name}/${file.name}` : file.name,
    readFileSync(join(folder, file.name), "utf8"),
  ]);
  const own = isRoot ? { "Pulumi.yaml": readFileSync(join(repository, "Pulumi.yaml"), "utf8") } : {};
  return { ...Object.fromEntries(contents), ...own };
}

/** Makes a schedule as a person does, and returns its id. */
async function makeByHand({ url, apiKey, workflows }: Sandbox, name: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/workflows/${workflows.plain.workflowId}/schedules`, {
    method: "POST",
    headers: { "x-api-key": apiKey, "content-type": "application/json" },
    body: JSON.stringify({ name, cron_expression: "0 12 * * *", timezone: "UTC" }),
  });
  const { schedule } = (await response.json()) as { schedule: { workflow_schedule_id: string } };
  return schedule.workflow_schedule_id;
}
