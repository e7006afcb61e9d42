import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../src/sandbox";
import { PulumiProject } from "../support/engine/pulumi-project";
import { installPulumi } from "../support/engine/pulumi-version";
import {
  givenInputs,
  nameOf,
  type OldResource,
  oldReleases,
  oldResources,
  stackFile,
} from "../support/old-state/old-state";
import { madeAt, restoreRun, restoreSchedule } from "../support/old-state/restoration";
import { pluginProject } from "../support/programs/door-program";
import { runProgram } from "../support/programs/run-program";
import { scheduleProgram } from "../support/programs/schedule-program";

/** These need a write in any case: a schedule whose creation was never confirmed, and runs that start again. */
const unfinished = ["unconfirmed", "failed", "unreadable"];

const kinds = oldReleases.flatMap((release) => [
  { release, kind: "schedules" as const },
  { release, kind: "runs" as const },
]);

test.each(kinds)(
  "a stack with $kind of release $release changes to the plugin and back without a write",
  async ({ release, kind }) => {
    const installed = await installPulumi();
    let now = new Date(0);
    const sandbox = await startSandbox({ runMilliseconds: 0, now: () => now });
    const old: OldResource[] = [];
    for (const resource of oldResources(release, kind)) {
      const { id, outputs } = resource;
      if (unfinished.some((one) => id.endsWith(`/${one}`) || outputs.status === one)) continue;
      now = madeAt(resource);
      old.push(await (kind === "runs" ? restoreRun : restoreSchedule)(resource, sandbox));
    }
    now = new Date(now.getTime() + 60_000);
    const project = await importedProject(installed, sandbox, old, kind);
    try {
      const ids = old.map(({ id }) => id).sort();
      const stored = async () => {
        const resources = await project.resources();
        return {
          ids: resources.map(({ id }) => id).sort(),
          types: [...new Set(resources.map(({ type }) => type.replace(/:\w+$/, "")))],
        };
      };
      for (const [value, type] of [
        ["true", "skyvern:index"],
        ["false", "pulumi-nodejs:dynamic/skyvern"],
      ] as const) {
        await project.succeed("config", "set", "skyvern:plugin", value);
        expect(await project.up()).not.toMatch(/created|deleted|replaced/);
        expect(await stored()).toEqual({ ids, types: [type] });
        await project.up("--refresh");
      }
      await project.up("--expect-no-changes");
      expect(sandbox.requests.writes).toEqual([]);
    } finally {
      project.remove();
      await sandbox.close();
    }
  },
);

function program(resources: readonly OldResource[]): string {
  return JSON.stringify(Object.fromEntries(resources.map((one) => [nameOf(one), givenInputs(one)])));
}

/** A project whose state has these resources. The names of stack and project are part of every URN. */
async function importedProject(
  installed: string,
  sandbox: Sandbox,
  resources: readonly OldResource[],
  kind: "runs" | "schedules",
): Promise<PulumiProject> {
  const [, stack = "", name = ""] = /^urn:pulumi:(.*?)::(.*?)::/.exec(resources[0]?.urn ?? "") ?? [];
  const files = {
    "index.js": kind === "runs" ? runProgram : scheduleProgram,
    [`${kind}.json`]: program(resources),
    "Pulumi.yaml": pluginProject.replace(/^name: .*/, `name: ${name}`),
  };
  const account = { SKYVERN_BASE_URL: sandbox.url, SKYVERN_API_KEY: sandbox.apiKey };
  const project = new PulumiProject(installed, files, account);
  await project.succeed("stack", "init", stack);
  const settings = readFileSync(join(project.folder, `Pulumi.${stack}.yaml`), "utf8");
  project.write("old.json", stackFile(resources, settings));
  await project.succeed("stack", "import", "--file", "old.json");
  sandbox.requests.clear();
  return project;
}
