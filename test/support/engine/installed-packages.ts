import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fromRunner, runCommand } from "./pulumi-project";

/**
 * Installs the packed package and these packages outside the repository, and returns the folder. The test files
 * of a run share one folder for each list of packages. It is next to the tarball: the runner removes both.
 */
export async function installPackages(packages: readonly string[]): Promise<string> {
  const tarball = fromRunner("PULUMI_SKYVERN_TARBALL");
  const hash = createHash("sha256").update(packages.join("\n")).digest("hex").slice(0, 12);
  const folder = join(dirname(tarball), `packages-${hash}`);
  const done = join(folder, "installed");
  const failed = join(folder, "failed");
  if (!isFirst(folder)) {
    while (!existsSync(done)) {
      if (existsSync(failed)) throw new Error(`Another test file could not install ${packages.join(" ")}.`);
      await sleep(200);
    }
    return folder;
  }
  writeFileSync(join(folder, "package.json"), '{ "private": true }');
  const args = ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball, ...packages];
  const { code, output } = await runCommand("npm", args, { cwd: folder });
  writeFileSync(code === 0 ? done : failed, "");
  if (code !== 0) throw new Error(`npm install failed: ${output}`);
  return folder;
}

/** Creating a folder is atomic: only one of several processes succeeds. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
