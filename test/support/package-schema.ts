import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Property {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: true;
  readonly replaceOnChanges?: true;
  readonly plain?: true;
}
export type Specs = Readonly<Record<string, Property>>;
interface Shape {
  readonly properties: Specs;
  readonly required: readonly string[];
}
interface Resource extends Shape {
  readonly description: string;
  readonly inputProperties: Specs;
  readonly requiredInputs: readonly string[];
  readonly aliases?: readonly { readonly type: string }[];
}
interface PackageSchema {
  readonly version: string;
  readonly provider: Resource;
  readonly config: { readonly variables: Specs };
  readonly resources: Readonly<Record<string, Resource>>;
  readonly functions: Readonly<Record<string, { readonly inputs: Shape; readonly outputs: Shape }>>;
  readonly types: Readonly<Record<string, Shape & { readonly enum?: readonly { readonly value: string }[] }>>;
}

export const schemaText = readFileSync(join(__dirname, "../../src/plugin/schema.json"), "utf8");
/** The schema of the Pulumi package. */
export const schema = JSON.parse(schemaText) as PackageSchema;

/** What the schema has of this name. @throws if it has none */
export function named<Value>(table: Readonly<Record<string, Value>>, name: string): Value {
  const value = table[`skyvern:index:${name}`];
  if (value === undefined) throw new Error(`The schema has no ${name}.`);
  return value;
}
