import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describe, isSchedule } from "./skyvern-resource";

interface Config {
  readonly timezones: readonly string[];
}

export const allowedTimezones: ResourceValidationPolicy = {
  name: "allowed-timezones",
  description: "A schedule uses one of the team's timezones.",
  configSchema: {
    properties: {
      timezones: { type: "array", items: { type: "string" }, minItems: 1, default: ["UTC"] },
    },
  },
  validateResource(args, reportViolation) {
    if (!isSchedule(args)) return;
    const { timezones } = args.getConfig<Config>();
    const timezone: string = args.props.timezone;
    if (timezones.includes(timezone)) return;
    reportViolation(`${describe(args)} has the timezone ${timezone}. Use ${timezones.join(" or ")}.`);
  },
};
