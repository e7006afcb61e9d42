/** The kinds of resources that the plugin serves. */
export type ResourceKind = "WorkflowSchedule" | "WorkflowRun";

/** The type of a resource of the plugin. */
export function pluginType(kind: ResourceKind): string {
  return `skyvern:index:${kind}`;
}

/** The type of the same resource as a dynamic one. */
export function dynamicType(kind: ResourceKind): string {
  return `pulumi-nodejs:dynamic/skyvern:${kind}`;
}

/** The types of an explicit provider, as the plugin and the dynamic resources have it. */
export const providerTypes: readonly string[] = [
  "pulumi:providers:skyvern",
  "pulumi:providers:pulumi-nodejs",
];

/** The kind of a resource of this package, of the plugin or a dynamic one; undefined for another type. */
export function kindOf(type: string): ResourceKind | undefined {
  const kinds = ["WorkflowSchedule", "WorkflowRun"] as const;
  return kinds.find((kind) => type === pluginType(kind) || type === dynamicType(kind));
}

/**
 * The URN that the resource would have as a dynamic one. It is what identifies a resource, also in the key of a run, so
 * that a run is found again after a stack changed to the plugin or back.
 */
export function originOf(urn: string): string {
  return withTypes(
    urn,
    /^skyvern:index:(?=(WorkflowSchedule|WorkflowRun)$)/,
    "pulumi-nodejs:dynamic/skyvern:",
  );
}

/** The URN of the resource of the plugin with this origin. */
export function urnOf(origin: string): string {
  return withTypes(
    origin,
    /^pulumi-nodejs:dynamic\/skyvern:(?=(WorkflowSchedule|WorkflowRun)$)/,
    "skyvern:index:",
  );
}

/** The type of a resource, without the types of its parents. */
export function typeIn(urn: string): string {
  const [, , types = ""] = urn.split("::");
  return types.split("$").at(-1) ?? "";
}

/** The name that the program gave a resource. It may contain `::`. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The URN with a replacement in the type and in the types of the parents (`urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`). */
function withTypes(urn: string, pattern: RegExp, replacement: string): string {
  return urn
    .split("::")
    .map((part, index) =>
      index === 2
        ? part
            .split("$")
            .map((type) => type.replace(pattern, replacement))
            .join("$")
        : part,
    )
    .join("::");
}
