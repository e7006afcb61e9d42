import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describe, isRun, isSchedule } from "./skyvern-resource";

interface Config {
  readonly ownerKey: string;
}

export const descriptionOrOwner: ResourceValidationPolicy = {
  name: "description-or-owner",
  description: "Schedules and runs in Skyvern show their purpose or their owner.",
  configSchema: {
    properties: {
      ownerKey: { type: "string", minLength: 1, default: "owner" },
    },
  },
  validateResource(args, reportViolation) {
    const { ownerKey } = args.getConfig<Config>();
    const { props } = args;
    if (isSchedule(args) && !isText(props.description) && !isText(props.parameters?.[ownerKey]))
      reportViolation(
        `${describe(args)} has neither a description nor the parameter ${ownerKey}. Write one of them.`,
      );
    if (isRun(args) && !isText(props.title) && !isText(props.runMetadata?.[ownerKey]))
      reportViolation(
        `${describe(args)} has neither a title nor an ${ownerKey} in runMetadata. Write one of them.`,
      );
  },
};

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
