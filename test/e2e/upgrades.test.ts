import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { useModules } from "../support/engine/installed-modules";
import { javascriptProject, PulumiProject } from "../support/engine/pulumi-project";
import {
  type InstalledVersion,
  installVersion,
  lastForNode20,
  lowest,
  newest,
  type PulumiVersion,
} from "../support/engine/pulumi-version";
import {
  givenInputs,
  nameOf,
  type OldResource,
  oldReleases,
  oldResources,
  stackFile,
} from "../support/old-state/old-state";
import { madeAt, restoreRun, restoreSchedule } from "../support/old-state/restoration";
import { runProgram } from "../support/programs/run-program";
import { scheduleProgram } from "../support/programs/schedule-program";
import { upgradeProgram } from "../support/programs/upgrade-program";

/** One step up and another, the longest way back, and the longest way up again. */
const turns = [lowest, lastForNode20, newest, lowest, newest] as const;
const switches = turns.slice(1).map((reader, index) => ({ writer: turns[index] ?? reader, reader }));

describe("a project that changes its version of @pulumi/pulumi", () => {
  let sandbox: Sandbox;
  let project: PulumiProject;
  let path: string;
  const installed = new Map<PulumiVersion, InstalledVersion>();

  beforeAll(async () => {
    sandbox = await startSandbox({ runMilliseconds: 0 });
    for (const version of [lowest, lastForNode20, newest]) {
      installed.set(version, await installVersion(version));
    }
    const { plain, typed, completing } = sandbox.workflows;
    project = new PulumiProject(
      find(lowest).folder,
      { "index.js": upgradeProgram },
      {
        SKYVERN_BASE_URL: sandbox.url,
        SKYVERN_API_KEY: sandbox.apiKey,
        PLAIN: plain.workflowId,
        TYPED: typed.workflowId,
        COMPLETING: completing.workflowId,
      },
    );
    path = project.environment.PATH ?? "";
    await project.createStack("e2e");
  }, 600_000);
  afterAll(async () => {
    project.remove();
    await sandbox.close();
  });

  function find(version: PulumiVersion): InstalledVersion {
    const found = installed.get(version);
    if (found === undefined) throw new Error(`${version.name} is not installed.`);
    return found;
  }

  /** Replaces what is installed, and Node with it where the version needs another one. */
  function switchTo(version: PulumiVersion): void {
    const { folder, nodePath } = find(version);
    useModules(project, folder);
    project.environment.PATH = nodePath === undefined ? path : [nodePath, path].join(delimiter);
  }

  let generation = 0;
  const write = (): void => project.write("generation.json", String(generation));
  const scheduleNames = () => sandbox.schedules().map(({ name }) => name);

  test(`${lowest.name} creates everything`, async () => {
    switchTo(lowest);
    write();
    expect(await project.up()).toMatch(/\+ 6 created/);
    expect(scheduleNames().sort()).toEqual(["elsewhere", "nightly", "of-0"]);
    expect(sandbox.runs()).toHaveLength(1);
  });

  test.each(switches)("what $writer.name wrote, $reader.name reads", async ({ reader }) => {
    switchTo(reader);
    sandbox.requests.clear();
    await project.up("--refresh", "--expect-no-changes");
    expect(sandbox.requests.writes).toEqual([]);

    generation += 1;
    write();
    const updated = await project.up();
    for (const part of ["+ 1 created", "~ 2 updated", "- 1 deleted", "+-1 replaced"]) {
      expect(updated).toContain(part);
    }
    expect(scheduleNames().sort()).toEqual(["elsewhere", "nightly", `of-${generation}`]);
    expect(sandbox.schedules()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "elsewhere", cron_expression: `${generation} 3 * * MON-FRI` }),
        expect.objectContaining({
          name: "nightly",
          parameters: expect.objectContaining({ count: generation }),
        }),
      ]),
    );
    expect(sandbox.runs()).toHaveLength(1 + generation);
    expect(project.stored()).not.toContain("marker-secret");
  });

  test(`${lastForNode20.name} destroys what ${newest.name} wrote`, async () => {
    switchTo(lastForNode20);
    await project.destroy();
    expect(sandbox.schedules()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});

describe.each(oldReleases)("state of release %s, imported", (release) => {
  let sandbox: Sandbox;
  let installed: InstalledVersion;
  let now: Date;
  beforeAll(async () => {
    installed = await installVersion(lastForNode20);
    now = new Date(0);
    sandbox = await startSandbox({ runMilliseconds: 0, now: () => now });
  }, 300_000);
  afterAll(() => sandbox.close());

  async function withImported(
    resources: readonly OldResource[],
    files: Readonly<Record<string, string>>,
    body: (project: PulumiProject) => Promise<void>,
  ): Promise<void> {
    // The names of stack and project are part of every URN.
    const [, stack, name] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
    const project = new PulumiProject(
      installed.folder,
      { ...files, "Pulumi.yaml": javascriptProject.replace(/^name: .*/, `name: ${name}`) },
      { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey },
    );
    try {
      await project.succeed("stack", "init", String(stack));
      const settings = readFileSync(join(project.folder, `Pulumi.${stack}.yaml`), "utf8");
      project.write("old.json", stackFile(resources, settings));
      await project.succeed("stack", "import", "--file", "old.json");
      sandbox.requests.clear();
      await body(project);
    } finally {
      project.remove();
    }
  }

  const writes = () => sandbox.requests.writes.map(({ method, path }) => `${method} ${path}`);
  /** The resources by their names, as these programs read them; `more` is what all of them get. */
  const program = (resources: readonly OldResource[], more: object = {}): string =>
    JSON.stringify(
      Object.fromEntries(resources.map((one) => [nameOf(one), { ...givenInputs(one), ...more }])),
    );

  test("schedules are read without a change, updated and deleted, and an unconfirmed schedule is resolved", async () => {
    const old: OldResource[] = [];
    for (const resource of oldResources(release, "schedules")) {
      now = madeAt(resource);
      old.push(await restoreSchedule(resource, sandbox));
    }
    now = new Date(now.getTime() + 60_000);
    const unconfirmed = old.filter(({ id }) => id.endsWith("/unconfirmed")).map(nameOf);
    const made = sandbox.schedules().filter(({ name }) => unconfirmed.includes(String(name)));
    const paused = sandbox.schedules().filter(({ enabled }) => !enabled);
    const files = { "index.js": scheduleProgram, "schedules.json": program(old) };
    await withImported(old, files, async (project) => {
      // The stack itself is unchanged too.
      const unchanged = 1 + old.length - unconfirmed.length;
      expect(await project.up()).toContain(`${unchanged} unchanged`);
      expect(writes().sort()).toEqual(
        made.flatMap(({ workflow_permanent_id: workflow, workflow_schedule_id: id }) => [
          `DELETE /api/v1/workflows/${workflow}/schedules/${id}`,
          `POST /api/v1/workflows/${workflow}/schedules`,
        ]),
      );
      sandbox.requests.clear();
      await project.up("--refresh", "--expect-no-changes");
      expect(writes()).toEqual([]);

      project.write("schedules.json", program(old, { timezone: "Asia/Tokyo" }));
      expect(await project.up()).toContain(`~ ${old.length} updated`);
      expect(sandbox.schedules().filter(({ timezone }) => timezone === "Asia/Tokyo")).toHaveLength(
        old.length,
      );
      expect(sandbox.schedules().filter(({ enabled }) => !enabled)).toHaveLength(paused.length);
      await project.destroy();
      expect(sandbox.schedules()).toEqual([]);
    });
  });

  test("failed runs start again, an active run is awaited, and finished runs stay untouched", async () => {
    const old: OldResource[] = [];
    for (const resource of oldResources(release, "runs")) old.push(await restoreRun(resource, sandbox));
    // What made it unreadable is now refused in preview.
    const repaired = old.map((one) =>
      nameOf(one) === "unreadable"
        ? { ...one, inputs: { ...one.inputs, parameters: { target: "acme", count: 2 } } }
        : one,
    );
    const failed = old.filter(({ outputs }) => ["failed", "unreadable"].includes(String(outputs.status)));
    const files = { "index.js": runProgram, "runs.json": program(repaired) };
    await withImported(old, files, async (project) => {
      const printed = await project.up();
      expect(printed).toContain(`+-${failed.length} replaced`);
      expect(printed).toMatch(/WorkflowRun running updated/);
      expect(new Set(writes().filter((write) => write.startsWith("DELETE")))).toEqual(
        new Set(failed.map(({ id }) => `DELETE /v1/runs/${id}/tags/pulumi-run`)),
      );
      expect(sandbox.runs()).toHaveLength(old.length + failed.length);
      sandbox.requests.clear();
      await project.refresh();
      await project.up("--expect-no-changes");
      expect(writes()).toEqual([]);

      project.write("runs.json", program(repaired, { triggers: { commit: "another" } }));
      expect(await project.up()).toContain(`+-${old.length} replaced`);
      expect(sandbox.runs()).toHaveLength(2 * old.length + failed.length);
      await project.destroy();
      expect(await project.resources()).toEqual([]);
    });
  });
});
