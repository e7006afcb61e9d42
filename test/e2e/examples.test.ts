import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/pulumi-project";

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

  /** Takes the example through its life, and shows what stands in Skyvern in the middle of it. */
  async function live(
    name: string,
    configuration: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
    look: () => void,
  ): Promise<void> {
    project = new PulumiProject(repository, filesOf(name), environment);
    await project.succeed("stack", "init", "test");
    const pairs = Object.entries(configuration).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await project.succeed("config", "set-all", ...pairs);
    const writes = (): number => sandboxes.flatMap(({ requests }) => requests.writes).length;
    const before = writes();
    await project.succeed("preview");
    expect(writes()).toBe(before);
    await project.up();
    look();
    for (const { apiKey } of sandboxes) expect(project.stored()).not.toContain(apiKey);
    const made = writes();
    await project.up("--expect-no-changes");
    expect(writes()).toBe(made);
    await project.destroy();
    expect(sandboxes.flatMap(({ schedules }) => schedules())).toEqual([]);
  }

  afterEach(async () => {
    project?.remove();
    project = undefined;
    for (const one of sandboxes.splice(0)) await one.close();
  });

  it("quickstart, the repository's own project, makes one schedule", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.addWorkflow("Invoices", [{ key: "vendor", type: "string" }]);
    await live("quickstart", { workflowId }, account(skyvern), () => {
      expect(skyvern.schedules()).toMatchObject([
        { name: "nightly-invoices", timezone: "America/New_York", parameters: { vendor: "acme" } },
      ]);
    });
  });

  it("adopt takes over what a person made, by id and by name", async () => {
    const skyvern = await sandbox();
    const { workflowId } = skyvern.workflows.plain;
    const ids = [await makeByHand(skyvern, "made by hand"), await makeByHand(skyvern, "weekly-report")];
    const [scheduleId = ""] = ids;
    await live("adopt", { workflowId, scheduleId }, account(skyvern), () => {
      expect(names(skyvern)).toEqual(["nightly-invoices", "weekly-report"]);
      expect(skyvern.schedules().map((schedule) => schedule.workflow_schedule_id)).toEqual(ids);
      expect(skyvern.schedules().map((schedule) => schedule.cron_expression)).toEqual([
        "0 2 * * *",
        "0 7 * * MON",
      ]);
    });
  });

  it("two-accounts makes each schedule with the key of its own account", async () => {
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
});

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
