import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describe, environmentOf, isSchedule } from "./skyvern-resource";

interface Config {
  readonly environments: readonly string[];
}

export const enabledEnvironments: ResourceValidationPolicy = {
  name: "enabled-environments",
  description: "Schedules fire in production only.",
  configSchema: {
    properties: {
      environments: { type: "array", items: { type: "string" }, default: ["prod"] },
    },
  },
  validateResource(args, reportViolation) {
    if (!isSchedule(args)) return;
    const { environments } = args.getConfig<Config>();
    if (environments.includes(environmentOf(args.urn))) return;
    const enabled: boolean | undefined = args.props.enabled;
    if (enabled === false) return;
    const how = enabled === undefined ? "leaves enabled out, so it fires" : "is enabled";
    reportViolation(
      `${describe(args)} ${how}. Write enabled: false; it may fire in ${environments.join(" or ") || "no stack"}.`,
    );
  },
};
