import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { useModules } from "../support/engine/installed-modules";
import { type ManagerName, PackageManagers } from "../support/engine/package-manager";
import { asForTests, asForUsers, fromRunner, PulumiProject } from "../support/engine/pulumi-project";
import { writeLibraries } from "../support/programs/company-library";

/** Makes its schedules through two packages that depend on this one. */
const throughLibraries = `
import { Invoices } from "@company/invoices";
import { weeklyReport } from "@company/reports";
const workflowId = process.env.WORKFLOW_ID;
new Invoices("invoices", { workflowId });
weeklyReport("report", workflowId);
`;

/** Makes one more, itself. */
const alsoItself = `
import { WorkflowSchedule } from "pulumi-skyvern";
${throughLibraries}
new WorkflowSchedule("own", { workflowId, cronExpression: "0 4 * * *" });
`;

const pulumi = { "@pulumi/pulumi": "3.248.0" };
const skyvern = { "pulumi-skyvern": `file:${fromRunner("PULUMI_SKYVERN_TARBALL")}` };

let sandbox: Sandbox;
let managers: PackageManagers;
let scratch: string;
let libraries: Readonly<Record<string, string>>;
beforeAll(async () => {
  managers = await PackageManagers.fetch();
  scratch = mkdtempSync(join(tmpdir(), "pulumi-skyvern-packages-"));
  libraries = writeLibraries(scratch, skyvern["pulumi-skyvern"]);
}, 300_000);
afterAll(() => {
  managers.remove();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

async function withProject<Result>(
  installed: string,
  program: string,
  body: (project: PulumiProject) => Promise<Result>,
): Promise<Result> {
  const project = new PulumiProject(
    installed,
    { "package.json": '{ "private": true, "type": "module", "main": "index.js" }', "index.js": program },
    {
      ...asForUsers,
      SKYVERN_BASE_URL: sandbox.url,
      SKYVERN_API_KEY: sandbox.apiKey,
      WORKFLOW_ID: sandbox.workflows.plain.workflowId,
    },
  );
  try {
    await project.createStack("e2e");
    return await body(project);
  } finally {
    project.remove();
  }
}

/** Up, unchanged up with a refresh, destroy. */
function live(installed: string, program: string, names: readonly string[]): Promise<void> {
  return withProject(installed, program, async (project) => {
    await project.up();
    expect(sandbox.schedules().map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
    expect(sandbox.schedules()).toHaveLength(names.length);
    Object.assign(project.environment, asForTests);
    sandbox.requests.clear();
    await project.up("--refresh", "--expect-no-changes");
    expect(sandbox.requests.writes).toEqual([]);
    await project.destroy();
    expect(sandbox.schedules()).toEqual([]);
  });
}

test.each<ManagerName>(["npm", "Yarn 1", "Yarn 4 with nodeLinker: node-modules"])(
  "%s: a program that depends on packages which depend on this one",
  async (name) => {
    const installed = await managers.install(name, { ...pulumi, ...libraries });
    await live(installed, throughLibraries, ["invoices", "report"]);
  },
);

describe("pnpm, which hides undeclared dependencies from a package", () => {
  test("a program works that depends on this package directly and through other packages", async () => {
    const installed = await managers.install("pnpm", { ...pulumi, ...skyvern, ...libraries });
    await live(installed, alsoItself, ["invoices", "report", "own"]);
  });

  test("a program that does not declare this package fails with a clear sentence and changes nothing, until the package is hoisted", async () => {
    const dependencies = { ...pulumi, ...libraries };
    const strict = await managers.install("pnpm", dependencies);
    const hoisted = await managers.install("pnpm", dependencies, {
      "pnpm-workspace.yaml": "publicHoistPattern:\n  - pulumi-skyvern\n",
    });
    await withProject(hoisted, throughLibraries, async (project) => {
      await project.up();
      expect(sandbox.schedules()).toHaveLength(2);
      const stored = async () =>
        (await project.resources()).map(({ id, inputs, outputs }) => ({ id, inputs, outputs }));
      const before = await stored();
      sandbox.requests.clear();
      useModules(project, strict);
      for (const command of ["preview", "refresh", "destroy"]) {
        const consent = command === "preview" ? [] : ["--yes", "--skip-preview"];
        const { code, output } = await project.pulumi(command, ...consent);
        expect(code).not.toBe(0);
        expect(output).toContain("error: Cannot find module 'pulumi-skyvern/provider'");
      }
      expect(sandbox.requests.all).toEqual([]);
      expect(await stored()).toEqual(before);
      useModules(project, hoisted);
      await project.destroy();
      expect(sandbox.schedules()).toEqual([]);
    });
  });

  test("if a tree has two versions, the version that the program depends on serves all resources", async () => {
    const installed = await managers.install("pnpm", { ...pulumi, ...skyvern });
    const other = join(scratch, "other");
    cpSync(join(installed, "node_modules", "pulumi-skyvern"), other, { recursive: true, dereference: true });
    const packageJson: object = JSON.parse(readFileSync(join(other, "package.json"), "utf8"));
    writeFileSync(join(other, "package.json"), JSON.stringify({ ...packageJson, version: "0.0.1" }));
    writeFileSync(join(other, "dist", "provider", "index.js"), 'throw new Error("the other version");');
    const onOther = writeLibraries(join(scratch, "on-other"), `file:${other}`);
    const both = await managers.install("pnpm", { ...pulumi, ...skyvern, ...onOther });
    await live(both, alsoItself, ["invoices", "report", "own"]);
  });
});
