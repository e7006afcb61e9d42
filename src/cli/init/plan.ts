import { packageJson } from "../package-json";
import { ciFiles } from "./ci-files";
import { scheduleFileName } from "./existing-schedules";
import {
  type Dependencies,
  dependenciesOf,
  packageManagerSettings,
  packageManifest,
  pulumiProject,
  stackConfiguration,
  typescriptConfiguration,
} from "./manifests";
import { type Settings, variableOf } from "./settings";
import { gitignore, program, scheduleFile } from "./templates";
import type { PlannedFile } from "./write-files";

/** The files of a new project. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly dependencies: Dependencies;
}

/** All files of a project, in the order in which they are listed. */
export function planProject(settings: Settings): Plan {
  const dependencies = dependenciesOf(packageJson(), Number.parseInt(process.versions.node, 10));
  const keys = settings.ci === "none" ? Object.keys(settings.accounts ?? {}) : settings.stacks;
  const texts: Readonly<Record<string, string>> = {
    "package.json": packageManifest(settings, dependencies),
    ...packageManagerSettings(settings.packageManager),
    "tsconfig.json": typescriptConfiguration(),
    "Pulumi.yaml": pulumiProject(settings),
    ...Object.fromEntries(
      keys.map((stack) => [`Pulumi.${stack}.yaml`, stackConfiguration(variableOf(settings, stack))]),
    ),
    "index.ts": program,
    [scheduleFileName]: scheduleFile(settings.stacks),
    ".gitignore": gitignore,
  };
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return { files: [...files, ...ciFiles(settings)], dependencies };
}
