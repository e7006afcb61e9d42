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

/**
 * The URN that the resource would have as a dynamic one. It is what identifies a resource, also in the key of a run, so
 * that a run is found again after a stack changed to the plugin or back.
 */
export function originOf(urn: string): string {
  return urn.replace(
    /(^|[$:])skyvern:index:(WorkflowSchedule|WorkflowRun)(?=::)/,
    "$1pulumi-nodejs:dynamic/skyvern:$2",
  );
}

/** The URN of the resource of the plugin with this origin. */
export function urnOf(origin: string): string {
  return origin.replace(/(^|[$:])pulumi-nodejs:dynamic\/skyvern:(?=\w+::)/, "$1skyvern:index:");
}
