import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkScheduleInputs } from "../../src/provider/schedule/inputs";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { ScratchFolder } from "../support/cli/scratch-folder";
import { languageEnvironment, languageProject } from "../support/engine/language";
import type { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import { goRun, pythonProgram } from "../support/programs/sdk-programs";

const root = join(__dirname, "../..");
const page = readFileSync(join(root, "docs/languages.md"), "utf8");

const scheduleFile = `workflows: { reports: { title: Reports } }
schedules:
  weekly-report: { workflow: reports, cron: "0 7 * * MON" }
environments: { e2e: {} }
`;

const folder = new ScratchFolder();
const sdks = join(folder.path, "sdks");
const installed = join(folder.path, "installed");
const local = "pulumi-skyvern.local/sdk/go/skyvern";
let python: NodeJS.ProcessEnv;

/** Runs a command that must succeed. */
function succeed(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: folder.path,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${error ?? stderr}`);
  return stdout;
}

const generate = (): string => succeed(process.execPath, [join(root, "tools/sdks.mjs"), sdks]);

beforeAll(async () => {
  generate();
  const environment = await languageEnvironment("python");
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", installed];
  succeed("python", [...pip, join(sdks, "python")], { ...process.env, ...environment });
  python = { ...environment, PYTHONPATH: installed };
}, 1_200_000);
afterAll(() => folder.remove());

describe("the SDKs that tools/sdks.mjs writes", () => {
  it("do not replace SDKs that a folder already has", () => {
    expect(generate).toThrow("already contains an SDK");
  });

  it("give a program in Python the resources and lookups, with enums, defaults and secrets", () => {
    folder.write("program.py", pythonProgram);
    const registered: unknown = JSON.parse(succeed("python", ["program.py"], { ...process.env, ...python }));
    const workflowId = "wpid_1";
    expect(registered).toEqual(
      expect.arrayContaining([
        [
          "pulumi:providers:skyvern",
          { apiKeyEnv: "OWN_KEY", paused: "true", allowInsecure: "false", checkWorkflows: "true" },
        ],
        [
          "skyvern:index:WorkflowSchedule",
          { workflowId, cronExpression: "0 2 * * *", timezone: "UTC", parameters: { vendor: "acme" } },
        ],
        [
          "skyvern:index:WorkflowRun",
          expect.objectContaining({
            failOn: ["timed_out"],
            totpIdentifier: expect.objectContaining({ value: "hunter2" }),
            proxyLocation: { country: "US" },
            timeout: "1h",
          }),
        ],
        ["skyvern:index:ScheduleSet", { environment: "dev", file: "schedules.yaml" }],
        "completed",
      ]),
    );
  });
});

/** The programs of a language on the page: one with all that a stack has, and one with existing schedules. */
function programsOf(language: string): readonly [string, string] {
  const [first, existing] = [
    ...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm")),
  ].map(([, code = ""]) => code);
  if (first === undefined || existing === undefined)
    throw new Error(`The page lacks programs in ${language}.`);
  return [first, existing];
}

/** The part of Pulumi.yaml that says where the plugin is, as the page shows it. */
const [plugins = ""] = /^plugins:\n(?: .*\n)+/m.exec(page) ?? [];

/** Each test continues from the end of the one before it. */
describe.each([
  { language: "python", file: "__main__.py" },
  { language: "go", file: "main.go" },
] as const)("the programs of docs/languages.md in $language, on the real engine", ({ language, file }) => {
  let sandbox: Sandbox;
  let archive: Sandbox;
  let project: PulumiProject;
  const [program, existing] = programsOf(language);

  beforeAll(async () => {
    [sandbox, archive] = [await startSandbox(), await startSandbox({ apiKey: "archive-key" })];
    sandbox.addWorkflow("Invoices", [
      { key: "vendor", type: "string" },
      { key: "password", type: "string" },
    ]);
    sandbox.addWorkflow("Reports");
    const module = `${readFileSync(join(root, "tools/engine/program-go/go.mod"), "utf8")}
require ${local} v0.0.0
replace ${local} => ${join(sdks, "go/skyvern")}
`;
    const files = {
      "Pulumi.yaml": `name: e2e\nruntime: ${language}\n${plugins}`,
      "schedules.yaml": scheduleFile,
      ...(language === "go" ? { "go.mod": module, "run.go": goRun } : {}),
      [file]: program,
    };
    project = await languageProject(language, await installPulumi(), files, {
      SKYVERN_BASE_URL: sandbox.url,
      SKYVERN_API_KEY: sandbox.apiKey,
      ARCHIVE_KEY: archive.apiKey,
      ...(language === "python" ? python : {}),
    });
    await project.createStack("e2e");
    await project.succeed("config", "set", "--secret", "password", "marker-secret");
    await project.succeed("config", "set", "archiveUrl", archive.url);
    await project.succeed("config", "set", "archiveWorkflowId", archive.workflows.plain.workflowId);
  }, 600_000);
  afterAll(async () => {
    project?.remove();
    await sandbox?.close();
    await archive?.close();
  });

  const write = (from: string, to: string): void => {
    expect(program).toContain(from);
    project.write(file, program.replace(from, to));
  };
  const named = (name: string) => sandbox.schedules().find((one) => one.name === name);
  const api = (method: string, path: string, body: object) =>
    fetch(`${sandbox.url}/api/v1/workflows/${path}`, {
      method,
      headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
      body: JSON.stringify(body),
    }).then((response) => response.json()) as Promise<{ schedule: { workflow_schedule_id: string } }>;

  it("create schedules of two accounts and of a file, and a second preview shows no change", async () => {
    expect(await project.succeed("up", "--yes")).toContain("+ 6 created"); // previewed first
    expect(named("nightly")).toMatchObject({
      cron_expression: "0 2 * * *",
      timezone: "Europe/Berlin",
      parameters: { vendor: "acme", password: "marker-secret" },
    });
    expect(named("weekly-report")).toMatchObject({ cron_expression: "0 7 * * MON" });
    expect(archive.schedules()).toMatchObject([{ name: "hourly", interval_seconds: 3600 }]);
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({
      scheduleId: named("nightly")?.workflow_schedule_id,
    });
    await project.succeed("preview", "--expect-no-changes");
    for (const secret of ["marker-secret", sandbox.apiKey, archive.apiKey])
      expect(project.stored()).not.toContain(secret);
  });

  it("show an update of one value, and repair drift with up --refresh", async () => {
    write('"acme"', '"globex"');
    const { workflow_schedule_id: id, workflow_permanent_id: workflowId } = named("nightly") ?? {};
    const printed = await project.succeed("up", "--yes", "--diff");
    expect(printed).toMatch(/~ vendor *: "acme" => "globex"/);
    expect(printed).not.toMatch(/[~+-] (cronExpression|timezone|enabled)/);
    const updated = named("nightly");
    expect(updated).toMatchObject({ workflow_schedule_id: id, parameters: { vendor: "globex" } });

    await api("PUT", `${workflowId}/schedules/${id}`, {
      cron_expression: "0 5 * * *",
      timezone: "UTC",
      name: "nightly",
      parameters: { vendor: "by hand", password: "x" },
    });
    await project.up("--refresh");
    expect(named("nightly")).toEqual({ ...updated, modified_at: expect.anything() });
  });

  it("refuse a wrong cron expression with the sentence of TypeScript, and write nothing", async () => {
    write('"0 2 * * *"', '"0 2 * *"');
    const { failures } = checkScheduleInputs(undefined, { workflowId: "wpid_1", cronExpression: "0 2 * *" });
    const before = sandbox.requests.writes.length;
    const { code, output } = await project.pulumi("preview");
    expect(code).not.toBe(0);
    expect(failures).toHaveLength(1);
    expect(output).toContain(failures[0]?.reason);
    expect(sandbox.requests.writes).toHaveLength(before);
  });

  it("read one existing schedule and import another, and destroy deletes only the imported one", async () => {
    const { workflowId } = sandbox.workflows.plain;
    const byHand = async (name: string, cron_expression: string) => {
      const made = await api("POST", `${workflowId}/schedules`, { name, cron_expression, timezone: "UTC" });
      return `${workflowId}/${made.schedule.workflow_schedule_id}`;
    };
    await project.succeed("config", "set", "theirs", await byHand("theirs", "0 12 * * *"));
    await project.succeed("config", "set", "ours", await byHand("weekly-report", "0 7 * * MON"));
    const before = sandbox.schedules().filter((one) => one.workflow_permanent_id === workflowId);
    project.write(file, existing);
    expect(await project.up()).toContain("= 1 imported");
    expect(sandbox.schedules()).toEqual(before);
    expect(archive.schedules()).toEqual([]);
    expect(JSON.parse(await project.succeed("stack", "output", "--json"))).toEqual({
      theirCron: "0 12 * * *",
    });
    await project.succeed("preview", "--expect-no-changes");
    await project.destroy();
    expect(sandbox.schedules().map(({ name }) => name)).toEqual(["theirs"]);
  });

  it("create the schedule of the example in the repository too", async () => {
    const example = join(root, "examples", language);
    expect(readFileSync(join(example, "Pulumi.yaml"), "utf8")).toContain(`\n${plugins}`);
    const { workflowId } = sandbox.addWorkflow("Vendors", [{ key: "vendor", type: "string" }]);
    await project.succeed("config", "set", "workflowId", workflowId);
    project.write(file, readFileSync(join(example, file), "utf8"));
    await project.up();
    expect(named("nightly-invoices")).toMatchObject({ parameters: { vendor: "acme" } });
    expect(await project.succeed("stack", "output", "--json")).toContain("wfs_");
    await project.destroy();
  });
});
