import { type InstantName, readInstant } from "../../calendar/instant";
import { readInterval } from "../../calendar/interval-length";
import type { ScheduleTimes } from "../../calendar/schedule-times";
import { timezoneProblem } from "../../calendar/zone/timezone";
import type { FindingsLog } from "../findings-log";
import { kindKeys } from "../read/schema";
import { cronProblem, instantProblem, intervalTextProblem, spreadMinutes } from "../read/text-problems";
import type { ValueFiller } from "./fill-values";
import type { MergedSchedule } from "./merge";
import type { SetSchedule } from "./resolved-schedule";
import { spreadTimes } from "./spread";

/** When the schedule fires. Undefined if a value is missing, wrong or not known yet. */
export function resolveTimes(
  { key, values, pathOf }: MergedSchedule,
  oldestKey: string,
  filler: ValueFiller,
  log: FindingsLog,
): (Pick<SetSchedule, "unspread"> & ScheduleTimes & { readonly timezone: string }) | undefined {
  const timezone = filler.text(values.timezone ?? "UTC", pathOf("timezone"), timezoneProblem);
  const kind = kindKeys.find((one) => values[one] !== undefined);
  if (kind === undefined)
    log.error("missing", `"${key}" has no fire times. Set cron, every or at.`, ["schedules", key], "key");
  if (values.startingAt !== undefined && kind !== "every") {
    const message = `"${key}" has startingAt but not every. Add every, or remove startingAt: it is the first fire time of an interval.`;
    log.error("starting-at", message, pathOf("startingAt"));
  }
  if (kind === "at" && values.enabled === false) {
    const message = `"${key}" is a one-time schedule, which cannot be disabled. To leave it out of "${log.environment}", set absent: true for it under the schedules of that environment.`;
    log.error("one-time-pause", message, pathOf("enabled"));
  }
  const cronExpression = filler.text(values.cron, pathOf("cron"), cronProblem);
  const every = filler.text(values.every, pathOf("every"), intervalTextProblem);
  const startingAt = filler.text(values.startingAt, pathOf("startingAt"), instantProblem("firstFireAt"));
  const at = filler.text(values.at, pathOf("at"), instantProblem("runAt"));
  const isKnown = (cronExpression ?? every ?? at) !== undefined;
  if (timezone === undefined || !isKnown || (values.startingAt !== undefined && startingAt === undefined))
    return undefined;
  const unspread: ScheduleTimes = {
    timezone,
    ...(cronExpression === undefined ? {} : { cronExpression }),
    ...(every === undefined ? {} : secondsOf(every)),
    ...(startingAt === undefined ? {} : { firstFireAt: instantOf(startingAt, "firstFireAt") }),
    ...(at === undefined ? {} : { runAt: instantOf(at, "runAt") }),
  };
  const minutes = values.spread === undefined ? undefined : spreadMinutes(values.spread);
  const times = minutes === undefined ? unspread : spreadTimes(unspread, minutes, oldestKey);
  return { ...times, timezone, unspread };
}

/** A text that was checked before. */
function secondsOf(every: string): Pick<ScheduleTimes, "intervalSeconds"> {
  const reading = readInterval(every);
  return "seconds" in reading ? { intervalSeconds: reading.seconds } : {};
}

/** A text that was checked before. */
function instantOf(text: string, name: InstantName): string {
  const reading = readInstant(text, name);
  return "instant" in reading ? reading.instant : text;
}
