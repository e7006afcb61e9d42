import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommandFailure } from "../usage";

/** The names that Pulumi takes for a project's file. */
const projectFiles = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** Whether the folder, or one above it, has a Pulumi project. */
export function hasProject(folder: string): boolean {
  return nearestProject(folder) !== undefined;
}

/** The nearest folder with a Pulumi.yaml, from `folder` upwards. @throws CommandFailure if there is none */
export function projectFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CommandFailure(
      `There is no folder ${resolve(folder)}. Give the Pulumi project's folder, or one below it, with --cwd.`,
    );
  const project = nearestProject(folder);
  if (project !== undefined) return project;
  throw new CommandFailure(
    `There is no Pulumi project in ${resolve(folder)}: neither it nor a folder above it has a Pulumi.yaml. Give the project's folder with --cwd.`,
  );
}

/** The file of a project in this folder, which has one. */
export function projectFile(folder: string): string {
  const [first = "Pulumi.yaml"] = projectFiles.filter((name) => existsSync(join(folder, name)));
  return join(folder, first);
}

function nearestProject(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (projectFiles.some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return undefined;
  }
}
