import type { ResourceValidationArgs } from "@pulumi/policy";

/** The types of the package's resources, as every state has them. */
export const scheduleType = "pulumi-nodejs:dynamic/skyvern:WorkflowSchedule";
export const runType = "pulumi-nodejs:dynamic/skyvern:WorkflowRun";

/** The stack's name, which stands for the environment: a URN is `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function environmentOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

/** For messages: `Schedule "nightly" in dev`. */
export function describe({ type, name, urn }: Pick<ResourceValidationArgs, "type" | "name" | "urn">): string {
  return `${type === runType ? "Run" : "Schedule"} "${name}" in ${environmentOf(urn)}`;
}
