import type { ResourceValidationArgs } from "@pulumi/policy";

/** The type tokens of the package's resources in state. */
export const scheduleType = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
export const runType = "pulumi-nodejs:dynamic/skyvern:WorkflowRun";

/** The environment, which is the name of the stack: a URN is `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function environmentOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

/** The resource in a message: `Schedule "nightly" in dev`. */
export function describe({ type, name, urn }: Pick<ResourceValidationArgs, "type" | "name" | "urn">): string {
  return `${type === runType ? "Run" : "Schedule"} "${name}" in ${environmentOf(urn)}`;
}
