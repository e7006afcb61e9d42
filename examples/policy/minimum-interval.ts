import type { ResourceValidationPolicy } from "@pulumi/policy";
import { shortestInterval } from "pulumi-skyvern";
import { describe, environmentOf, isSchedule } from "./skyvern-resource";

interface Config {
  readonly minutes: Readonly<Record<string, number>>;
}

export const minimumInterval: ResourceValidationPolicy = {
  name: "minimum-interval",
  description: "A schedule does not fire more often than its environment allows.",
  configSchema: {
    properties: {
      minutes: {
        type: "object",
        additionalProperties: { type: "integer", minimum: 5 },
        default: { prod: 5, "*": 60 },
      },
    },
  },
  validateResource(args, reportViolation) {
    if (!isSchedule(args)) return;
    const { minutes } = args.getConfig<Config>();
    const allowed = minutes[environmentOf(args.urn)] ?? minutes["*"];
    const { cronExpression, intervalSeconds } = args.props;
    // A one-time schedule has no interval.
    const shortest = cronExpression ? shortestInterval(cronExpression) : (intervalSeconds ?? Infinity) / 60;
    if (allowed === undefined || shortest >= allowed) return;
    const times = cronExpression ? ` ("${cronExpression}")` : "";
    reportViolation(
      `${describe(args)} has the shortest interval of ${shortest} minutes${times}. ` +
        `At least ${allowed} minutes between two fire times are allowed.`,
    );
  },
};
