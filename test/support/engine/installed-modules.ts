import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { PulumiProject } from "./pulumi-project";

/** Gives a project the node_modules of another installation, as an upgrade does. */
export function useModules({ folder }: PulumiProject, installed: string): void {
  const link = join(folder, "node_modules");
  rmSync(link);
  symlinkSync(join(installed, "node_modules"), link, "dir");
}
