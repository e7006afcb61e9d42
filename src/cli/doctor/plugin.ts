import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { hasChoice, usesPlugin } from "../engine/plugin-stack";
import { projectFile } from "../engine/project-folder";
import { type Check, ok, problem, warning } from "./check";
import { ownVersion } from "./installation";
import { findProgram } from "./programs";

const program = "pulumi-resource-skyvern";
const entry = "`plugins: { providers: [{ name: skyvern, path: node_modules/.bin }] }`";

/** The parts of a Pulumi.yaml that the checks read. */
interface Project {
  readonly runtime?: string | { readonly name?: string };
  readonly plugins?: { readonly providers?: readonly { readonly name?: string; readonly path?: string }[] };
  readonly packages?: Readonly<Record<string, unknown>>;
}

/**
 * Which resources a stack uses, and whether Pulumi finds the provider plugin.
 *
 * @param folder of the project
 * @param configuration of the stack; undefined without `--stack`. Then a TypeScript project is checked only if its
 *   Pulumi.yaml names the plugin.
 */
export function checkPlugin(
  folder: string,
  configuration: ReadonlyMap<string, string> | undefined,
): readonly Check[] {
  const project = readProject(folder);
  if (project === undefined) return [];
  const name = nameOf(project);
  const path = pathOf(project);
  const isUsed = usesPlugin(name, configuration ?? new Map());
  const kind = isUsed ? "resources of the provider plugin" : "dynamic resources";
  const reason = hasChoice(name) ? "" : `, as every program with the runtime ${name}`;
  const resources =
    configuration === undefined && hasChoice(name)
      ? []
      : [ok("resources", `The stack uses ${kind}${reason}.`)];
  return isUsed || path !== undefined ? [...resources, checkProgram(folder, path)] : resources;
}

/** The runtime of the project in a folder; undefined if its Pulumi.yaml cannot be read, or names none. */
export function runtimeOf(folder: string): string | undefined {
  const project = readProject(folder);
  return project === undefined ? undefined : nameOf(project) || undefined;
}

function nameOf({ runtime = "" }: Project): string {
  return typeof runtime === "string" ? runtime : (runtime.name ?? "");
}

/** The folder of the plugin in Pulumi.yaml. */
function pathOf({ plugins, packages }: Project): string | undefined {
  const named = plugins?.providers?.find(({ name }) => name === "skyvern")?.path;
  const package_ = packages?.skyvern;
  return named ?? (typeof package_ === "string" ? package_ : undefined);
}

function checkProgram(folder: string, path: string | undefined): Check {
  const id = "plugin";
  const place = path === undefined ? undefined : resolve(folder, path);
  const file = place === undefined ? findProgram(program) : programIn(place);
  if (file === undefined)
    return place === undefined
      ? problem(
          id,
          `The provider plugin cannot be found: Pulumi.yaml does not name it, and ${program} is not on PATH.`,
          `Write ${entry} into Pulumi.yaml.`,
        )
      : problem(
          id,
          `${program} is not in ${place}, where Pulumi.yaml says that the provider plugin is.`,
          `Run \`npm install pulumi-skyvern\`, or correct the path: ${entry}.`,
        );
  const version = versionOf(file);
  if (version !== undefined && version !== ownVersion)
    return warning(
      id,
      `The provider plugin ${file} is of version ${version}, but this command is of version ${ownVersion}.`,
      "Install one version of pulumi-skyvern in the project.",
    );
  return ok(id, version === undefined ? file : `provider plugin ${version}: ${file}`);
}

function programIn(folder: string): string | undefined {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  return endings.map((ending) => join(folder, `${program}${ending}`)).find((file) => existsSync(file));
}

/** The version of the package to which the program belongs: npm makes a link, other managers a script beside it. */
function versionOf(file: string): string | undefined {
  const manifests = [
    join(dirname(realpathSync(file)), "../../package.json"),
    join(dirname(file), "../pulumi-skyvern/package.json"),
  ];
  for (const manifest of manifests.filter((one) => existsSync(one))) {
    const { name, version } = JSON.parse(readFileSync(manifest, "utf8")) as {
      name?: string;
      version?: string;
    };
    if (name === "pulumi-skyvern") return version;
  }
  return undefined;
}

/** Undefined if it has a syntax error, which the Pulumi CLI reports. */
function readProject(folder: string): Project | undefined {
  const { parse } = require("../../schedule-file/yaml") as typeof import("../../schedule-file/yaml");
  try {
    return (parse(readFileSync(projectFile(folder), "utf8")) as Project | null) ?? undefined;
  } catch {
    return undefined;
  }
}
