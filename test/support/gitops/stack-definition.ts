/** A part of a schema as a CustomResourceDefinition has it, as far as the operator's uses it. */
export interface CrdSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly additionalProperties?: CrdSchema | boolean;
  readonly items?: CrdSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
}

const text: CrdSchema = { type: "string" };
const flag: CrdSchema = { type: "boolean" };
const whole: CrdSchema = { type: "integer" };

function object(properties: Readonly<Record<string, CrdSchema>>, ...required: string[]): CrdSchema {
  return { type: "object", properties, required };
}

const reference = object(
  {
    type: { type: "string", enum: ["Env", "FS", "Secret", "Literal"] },
    secret: object({ name: text, key: text }, "name", "key"),
    literal: object({ value: text }, "value"),
  },
  "type",
);

/**
 * What our examples use of `Stack` in `pulumi.com/v1`, in the words of the operator's documentation: no package
 * registry has its CustomResourceDefinition.
 */
export const stackSchema: CrdSchema = object(
  {
    apiVersion: text,
    kind: text,
    metadata: { type: "object" },
    spec: object(
      {
        serviceAccountName: text,
        stack: text,
        projectRepo: text,
        branch: text,
        commit: text,
        refresh: flag,
        continueResyncOnCommitMatch: flag,
        resyncFrequencySeconds: whole,
        destroyOnFinalize: flag,
        prerequisites: {
          type: "array",
          items: object({ name: text, requirement: object({ succeededWithinDuration: text }) }, "name"),
        },
        envRefs: { type: "object", additionalProperties: reference },
        workspaceTemplate: object({ spec: object({ image: text }) }),
      },
      "stack",
    ),
  },
  "apiVersion",
  "kind",
  "metadata",
  "spec",
);

/** A CustomResourceDefinition, as far as it is read here. */
export interface StackDefinition {
  readonly spec: {
    readonly versions: readonly {
      readonly name: string;
      readonly schema: { readonly openAPIV3Schema: CrdSchema };
    }[];
  };
}

/**
 * The same as a JSON Schema that refuses what the cluster would drop: fields that the definition does not have.
 *
 * @param isRoot `metadata` of the object itself belongs to Kubernetes, and has no fields in a definition.
 */
export function toJsonSchema(schema: CrdSchema, isRoot = true): object {
  if (schema["x-kubernetes-int-or-string"] === true) return { type: ["integer", "string"] };
  const { properties, additionalProperties, items, type, required, enum: values } = schema;
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const closed = properties !== undefined && !isOpen ? { additionalProperties: false } : {};
  const parts = Object.entries(properties ?? {}).map(([name, part]) => [
    name,
    isRoot && name === "metadata" ? { type: "object" } : toJsonSchema(part, false),
  ]);
  return {
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { enum: values }),
    ...(required === undefined ? {} : { required }),
    ...(properties === undefined ? {} : { properties: Object.fromEntries(parts) }),
    ...(items === undefined ? {} : { items: toJsonSchema(items, false) }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: toJsonSchema(additionalProperties, false) }
      : closed),
  };
}
