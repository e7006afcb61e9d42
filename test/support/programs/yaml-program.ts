import { parse } from "yaml";
import type { ContractTarget } from "../../contract/contract-account";
import { languageProject } from "../engine/language";
import type { PulumiProject } from "../engine/pulumi-project";
import { installPulumi } from "../engine/pulumi-version";

/** A resource of a YAML program. */
export interface YamlResource {
  readonly type: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The parts of a YAML program: `resources`, `variables` and `outputs`. */
export interface YamlParts {
  readonly resources?: Readonly<Record<string, YamlResource>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A Pulumi.yaml with a program and the place of the provider plugin. Every JSON text is YAML. */
export function yamlProgram(parts: YamlParts): string {
  const plugins = { providers: [{ name: "skyvern", path: "node_modules/.bin" }] };
  return JSON.stringify({ name: "e2e", runtime: "yaml", plugins, ...parts }, null, 2);
}

/** A reference to a property of a resource, a variable or the configuration. */
export function yamlValue(path: string): string {
  return `\${${path}}`;
}

/** A schedule of the provider plugin. */
export function yamlSchedule(properties: Readonly<Record<string, unknown>>): YamlResource {
  return { type: "skyvern:index:WorkflowSchedule", properties };
}

/** A run of the provider plugin. */
export function yamlRun(properties: Readonly<Record<string, unknown>>): YamlResource {
  return { type: "skyvern:index:WorkflowRun", properties };
}

/** The resources of a program that `pulumi import` wrote. */
export function importedResources(text: string): Readonly<Record<string, YamlResource>> {
  return (parse(text) as { readonly resources: Readonly<Record<string, YamlResource>> }).resources;
}

/** A project in YAML that has the provider plugin, with a stack `e2e` on this account. */
export async function yamlProject(
  { url, apiKey }: ContractTarget,
  environment: NodeJS.ProcessEnv = {},
): Promise<PulumiProject> {
  const installed = await installPulumi();
  const files = { "Pulumi.yaml": yamlProgram({}) };
  const account = { SKYVERN_BASE_URL: url, SKYVERN_API_KEY: apiKey };
  const project = await languageProject("yaml", installed, files, { ...account, ...environment });
  await project.createStack("e2e");
  return project;
}
