import type { ResourceValidationArgs } from "@pulumi/policy";

/** Whether it is a schedule: a dynamic resource, or one of the provider plugin. */
export function isSchedule({ type }: Pick<ResourceValidationArgs, "type">): boolean {
  return /^(pulumi-nodejs:dynamic\/skyvern|skyvern:index):WorkflowSchedule$/.test(type);
}

/** Whether it is a run: a dynamic resource, or one of the provider plugin. */
export function isRun({ type }: Pick<ResourceValidationArgs, "type">): boolean {
  return /^(pulumi-nodejs:dynamic\/skyvern|skyvern:index):WorkflowRun$/.test(type);
}

/** The environment, which is the name of the stack: a URN is `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export function environmentOf(urn: string): string {
  return /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";
}

/** The resource in a message: `Schedule "nightly" in dev`. */
export function describe(resource: Pick<ResourceValidationArgs, "type" | "name" | "urn">): string {
  const { name, urn } = resource;
  return `${isRun(resource) ? "Run" : "Schedule"} "${name}" in ${environmentOf(urn)}`;
}
