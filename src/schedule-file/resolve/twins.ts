import { readCronExpression } from "../../calendar/cron/expression";
import type { ScheduleTimes } from "../../calendar/schedule-times";
import { isPlainObject } from "../../plain-object";
import type { FindingsLog } from "../findings-log";
import type { SetSchedule } from "./resolved-schedule";

/** Reports duplicate schedules, and aliases that two schedules share. */
export function reportTwins(schedules: readonly SetSchedule[], log: FindingsLog): void {
  for (const { key, message } of twinsOf(schedules)) {
    log.error("same-schedule", message, ["schedules", key], "key");
  }
  const owners = new Map(schedules.map(({ key }) => [key, key]));
  for (const { key, aliases } of schedules) {
    for (const alias of aliases) {
      const owner = owners.get(alias);
      if (owner !== undefined && owner !== key) {
        const message = `"${key}" has the alias "${alias}", which is also the key or an alias of "${owner}". Only one can take that state over. Remove the alias from the one that never had this name.`;
        log.error("same-alias", message, ["schedules", key], "key");
      }
      owners.set(alias, key);
    }
  }
}

/** The schedules that duplicate an earlier one, with a message about both. */
export function twinsOf(
  schedules: readonly SetSchedule[],
): readonly { readonly key: string; readonly twin: string; readonly message: string }[] {
  const identities = new Map<unknown, number>();
  const sameJobs = new Map<string, SetSchedule[]>();
  for (const schedule of schedules) {
    const { reference, parameters = {} } = schedule;
    const job = JSON.stringify([reference, comparable(parameters, identities)]);
    const same = sameJobs.get(job);
    if (same === undefined) sameJobs.set(job, [schedule]);
    else same.push(schedule);
  }
  const twins = new Map([...sameJobs.values()].flatMap((same) => (same.length > 1 ? twinsAmong(same) : [])));
  return schedules.flatMap(({ key }) => {
    const twin = twins.get(key);
    const message = `"${key}" runs the same workflow at the same times with the same parameters as "${twin}", so the job would run twice. Remove one of them.`;
    return twin === undefined ? [] : [{ key, twin, message }];
  });
}

/** The keys of schedules that fire at the same times as an earlier one of them, each with the key of that one. */
function twinsAmong(schedules: readonly SetSchedule[]): readonly (readonly [string, string])[] {
  const first = new Map<string, string>();
  return schedules.flatMap((schedule) => {
    // A spread can move duplicates apart, and can make duplicates of two others.
    const times = [
      ["before", timesOf(schedule.unspread)],
      ["after", timesOf(schedule)],
    ].map((time) => JSON.stringify(time));
    const twin = times.map((time) => first.get(time)).find((one) => one !== undefined);
    if (twin !== undefined) return [[schedule.key, twin] as const];
    for (const time of times) first.set(time, schedule.key);
    return [];
  });
}

/** The names of UTC in the timezone database. */
const utc = /(?:UTC|UCT|Universal|Zulu|GMT|Greenwich)$/;

/** Equal for schedules that fire at the same times, however they are written. */
function timesOf({ cronExpression, timezone = "", ...others }: ScheduleTimes): unknown {
  const { intervalSeconds, firstFireAt, runAt } = others;
  if (cronExpression === undefined) return { intervalSeconds, firstFireAt, runAt };
  const zone = utc.test(timezone) ? "UTC" : timezone;
  const reading = readCronExpression(cronExpression);
  if ("problem" in reading) return { zone, cronExpression };
  const { text: _, nthWeekdays, ...times } = reading.expression;
  return { zone, ...times, nthWeekdays: nthWeekdays.map((one) => JSON.stringify(one)).sort() };
}

/** Equal for equal JSON, whatever the order of keys. An output or similar value equals only itself. */
function comparable(value: unknown, identities: Map<unknown, number>): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, identities));
  if (typeof value !== "object" || value === null) return value;
  if (!isPlainObject(value)) {
    const identity = identities.get(value) ?? identities.size;
    identities.set(value, identity);
    return { identity };
  }
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return { entries: entries.map(([key, item]) => [key, comparable(item, identities)]) };
}
