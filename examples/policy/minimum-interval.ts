import type { ResourceValidationPolicy } from "@pulumi/policy";
import { shortestInterval } from "pulumi-skyvern";
import { describe, environmentOf, scheduleType } from "./skyvern-resource";

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
    if (args.type !== scheduleType) return;
    const { minutes } = args.getConfig<Config>();
    const allowed = minutes[environmentOf(args.urn)] ?? minutes["*"];
    const cronExpression: string = args.props.cronExpression;
    const shortest = shortestInterval(cronExpression);
    if (allowed === undefined || shortest >= allowed) return;
    reportViolation(
      `${describe(args)} has the shortest interval of ${shortest} minutes ("${cronExpression}"). ` +
        `Write a cron expression with at least ${allowed} minutes between two fire times.`,
    );
  },
};
