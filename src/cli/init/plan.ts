import { packageJson } from "../package-json";
import { ciFiles } from "./ci-files";
import { scheduleFileName } from "./existing-schedules";
import { languageFiles, pulumiProject } from "./languages";
import {
  type Dependencies,
  dependenciesOf,
  packageManagerSettings,
  packageManifest,
  stackConfiguration,
} from "./manifests";
import { type Settings, variableOf } from "./settings";
import { scheduleFile } from "./templates";
import type { PlannedFile } from "./write-files";

/** The files of a new project. */
export interface Plan {
  readonly files: readonly PlannedFile[];
  readonly dependencies: Dependencies;
  /** The folders that .gitignore must list. */
  readonly ignored: readonly string[];
}

/** All files of a project, in the order in which they are listed. */
export function planProject(settings: Settings): Plan {
  const own = packageJson();
  const language = languageFiles(settings.language, settings.packageManager, own);
  const node = Number.parseInt(process.versions.node, 10);
  const dependencies = dependenciesOf(own, node, settings.language);
  const keys = settings.ci === "none" ? Object.keys(settings.accounts ?? {}) : settings.stacks;
  const texts: Readonly<Record<string, string>> = {
    "package.json": packageManifest(settings, dependencies),
    ...packageManagerSettings(settings.packageManager),
    "Pulumi.yaml": pulumiProject(settings.name, language),
    ...Object.fromEntries(
      keys.map((stack) => [`Pulumi.${stack}.yaml`, stackConfiguration(variableOf(settings, stack))]),
    ),
    ...language.files,
    [scheduleFileName]: scheduleFile(settings.stacks),
    ".gitignore": `${language.ignored.join("\n")}\n`,
  };
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return { files: [...files, ...ciFiles(settings)], dependencies, ignored: language.ignored };
}
