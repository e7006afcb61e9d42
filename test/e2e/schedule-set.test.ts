import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installVersion, lowest } from "../support/engine/pulumi-version";

const program = `
const pulumi = require("@pulumi/pulumi");
const skyvern = require("pulumi-skyvern");
const schedules = new skyvern.ScheduleSet("jobs", { file: "schedules.yaml", environment: pulumi.getStack() });
module.exports = { resolved: schedules.resolved };
`;

describe("a schedule set on the real engine", () => {
  let installed: string;
  let sandbox: Sandbox;
  let project: PulumiProject;
  let invoicesId: string;

  beforeAll(async () => {
    installed = (await installVersion(lowest)).folder;
  }, 300_000);

  beforeEach(async () => {
    sandbox = await startSandbox();
    const target = { key: "target", type: "string" } as const;
    invoicesId = sandbox.addWorkflow("Invoice download", [target]).workflowId;
    sandbox.addWorkflow("Claims", []);
    const account = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
    project = new PulumiProject(installed, { "index.js": program }, account);
    await project.createStack("prod");
  });
  afterEach(async () => {
    project.remove();
    await sandbox.close();
  });

  /** By name: the engine makes several at a time. */
  const shown = () =>
    sandbox
      .schedules()
      .map(({ name, cron_expression, enabled }) => `${name} ${cron_expression} ${enabled}`)
      .sort();
  const writes = () => sandbox.requests.writes.length;

  it("creates what the file says, renames without touching the schedules, pauses and resumes", async () => {
    project.write(
      "index.js",
      `
const skyvern = require("pulumi-skyvern");
new skyvern.WorkflowSchedule("by-hand", { workflowId: "${invoicesId}", cronExpression: "0 7 * * *", parameters: { target: "x" } });
`,
    );
    await project.up();
    project.write("index.js", program);
    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Invoice download }, claims: { title: Claims } }
groups: { nightly: { cron: "0 2 * * *", spread: 30m } }
schedules:
  moved: { workflow: invoices, cron: "0 7 * * *", parameters: { target: x }, aliases: [by-hand] }
  acme: { workflow: invoices, group: nightly, parameters: { target: "\${secret:password}" } }
  claims: { workflow: claims, cron: "0 9 * * MON", enabled: false }
environments: { dev: { enabled: false }, prod: { protect: [acme] } }
`,
    );
    await project.succeed("config", "set", "--secret", "password", "marker-of-a-secret");
    const before = writes();
    const made = await project.up();
    expect(made).toContain("+ 3 created");
    expect(writes() - before).toBe(2);
    const [acme = ""] = shown();
    expect(shown()).toEqual([acme, "by-hand 0 7 * * * true", "claims 0 9 * * MON false"]);
    expect(acme).toMatch(/^acme \d+ 2 \* \* \* true$/);
    const { parameters } = sandbox.schedules().find(({ name }) => name === "acme") ?? {};
    expect(parameters).toEqual({ target: "marker-of-a-secret" });
    expect(made + project.stored()).not.toContain("marker-of-a-secret");

    // Other keys, and a pause beside them.
    const file = (paused: string) => `
workflows: { invoices: { title: Invoice download }, claims: { title: Claims } }
groups: { nightly: { cron: "0 2 * * *", spread: 30m } }
schedules:
  moved: { workflow: invoices, cron: "0 7 * * *", parameters: { target: x }, aliases: [by-hand] }
  acme-invoices: { workflow: invoices, group: nightly, parameters: { target: "\${secret:password}" }, aliases: [acme] }
  weekly-claims: { workflow: claims, cron: "0 9 * * MON", enabled: false, aliases: [claims] }
environments: { prod: { protect: [acme-invoices]${paused} } }
`;
    project.write("schedules.yaml", file(""));
    const renamed = writes();
    await project.up();
    expect(writes()).toBe(renamed);
    const kept = shown();
    project.write("schedules.yaml", file(', paused: "The portal moves"'));
    expect(await project.up()).toContain('"prod" is paused: The portal moves');
    expect(writes() - renamed).toBe(2);
    expect(shown()).toEqual(kept.map((line) => line.replace("true", "false")));
    project.write("schedules.yaml", file(""));
    await project.up();
    expect(shown()).toEqual(kept);
    expect(writes() - renamed).toBe(4);
    await project.up("--expect-no-changes");
    expect(writes() - renamed).toBe(4);
  });

  it("reports all mistakes of a file at once, and changes nothing", async () => {
    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Invoice download } }
schedules:
  good: { workflow: invoices, cron: "0 7 * * *", parameters: { target: x } }
environments: { prod: }
`,
    );
    await project.up();
    const before = writes();
    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Invoice download }, other: { title: Invoces } }
schedules:
  good: { workflow: invoices, cron: "0 7 * * *", parameters: { target: "\${config:missing}" } }
  bad: { workflow: invoces, cron: "0 7 * * *" }
environments: { prod: { schedules: { god: { enabled: false } } } }
`,
    );
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain('ScheduleSet "jobs" has 3 errors in environment "prod":');
    expect(output).toContain(
      'schedules.yaml:4:72: schedules.good.parameters.target: "target" needs missing in',
    );
    expect(output).toContain('schedules.yaml:5:20: schedules.bad.workflow: There is no workflow "invoces".');
    expect(output).toContain(
      'schedules.yaml:6:38: environments.prod.schedules.god: There is no schedule "god".',
    );
    expect(output).not.toMatch(/^\s+at /m);

    // What only the account knows comes with its place too.
    project.write(
      "schedules.yaml",
      `
workflows: { invoices: { title: Two }, claims: { title: None } }
schedules:
  good: { workflow: invoices, cron: "0 7 * * *", parameters: { target: x } }
  claims: { workflow: claims, cron: "0 7 * * *" }
environments: { prod: }
`,
    );
    sandbox.addWorkflow("Two", []);
    sandbox.addWorkflow("Two", []);
    const titles = await project.pulumi("up", "--yes", "--skip-preview");
    expect(titles.code).not.toBe(0);
    expect(titles.output).toContain('error: ScheduleSet "jobs" has 2 errors in environment "prod":');
    expect(titles.output).toContain(
      'schedules.yaml:2:33: workflows.invoices.title: 2 workflows have the title "Two":',
    );
    expect(titles.output).toContain(
      'schedules.yaml:2:57: workflows.claims.title: There is no workflow with the title "None"',
    );
    expect(titles.output).not.toMatch(/^\s+at /m);
    expect(writes()).toBe(before);
  });
});
