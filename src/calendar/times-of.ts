import type { ScheduleTimes } from "./schedule-times";

/** Fire times in a timezone that is known. */
export type ZonedTimes = ScheduleTimes & { readonly timezone: string };

/** The times of what has them among other properties, without keys that are left out. */
export function timesOf(
  schedule: {
    readonly [Key in keyof ScheduleTimes]?: ScheduleTimes[Key] | undefined;
  } & { readonly timezone: string },
): ZonedTimes {
  const { timezone, cronExpression, intervalSeconds, firstFireAt, runAt } = schedule;
  return {
    timezone,
    ...(cronExpression === undefined ? {} : { cronExpression }),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    ...(firstFireAt === undefined ? {} : { firstFireAt }),
    ...(runAt === undefined ? {} : { runAt }),
  };
}
