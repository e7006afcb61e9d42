import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceKind } from "./tokens";
import { pluginType } from "./tokens";

interface ResourceSchema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly inputProperties: Readonly<Record<string, unknown>>;
}

interface PackageSchema {
  readonly resources: Readonly<Record<string, ResourceSchema>>;
}

let schema: PackageSchema | undefined;

/** The package's Pulumi schema, which `npm run schema` makes from the TypeScript interfaces. */
function packageSchema(): PackageSchema {
  // The bundle of dist/provider contains this code too.
  schema ??= JSON.parse(readFileSync(join(__dirname, "../plugin/schema.json"), "utf8")) as PackageSchema;
  return schema;
}

/** The version of this package. */
export function packageVersion(): string {
  const { version } = require("pulumi-skyvern/package.json") as { readonly version: string };
  return version;
}

/** The schema as the engine gets it, with the version of this package. */
export function schemaText(): string {
  return JSON.stringify({ ...packageSchema(), version: packageVersion() });
}

/** The properties that a resource has only after it was created. */
export function computedProperties(kind: ResourceKind): readonly string[] {
  const { properties = {}, inputProperties = {} } = packageSchema().resources[pluginType(kind)] ?? {};
  return Object.keys(properties).filter((key) => !Object.hasOwn(inputProperties, key));
}
