import type { StackValidationPolicy } from "@pulumi/policy";
import { environmentOf, isSchedule } from "./skyvern-resource";

interface Config {
  readonly maximum: number;
}

export const scheduleLimit: StackValidationPolicy = {
  name: "schedule-limit",
  description: "A stack has no more schedules than a team can maintain.",
  configSchema: {
    properties: {
      maximum: { type: "integer", minimum: 0, default: 50 },
    },
  },
  validateStack(args, reportViolation) {
    const { maximum } = args.getConfig<Config>();
    const schedules = args.resources.filter(isSchedule);
    const excess = schedules.length - maximum;
    const [first] = schedules;
    if (excess <= 0 || first === undefined) return;
    const names = schedules.map(({ name }) => name).sort();
    reportViolation(
      `The stack ${environmentOf(first.urn)} has ${schedules.length} schedules: ${names.join(", ")}. ` +
        `At most ${maximum} are allowed, so remove ${excess}.`,
    );
  },
};
