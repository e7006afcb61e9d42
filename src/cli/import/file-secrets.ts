import { isPlainObject } from "../../plain-object";
import type { LiveSchedule } from "../../schedule-file/compose/account-schedule";
import type { ScheduleFile } from "../../schedule-file/schedule-file";

const merging = (): typeof import("../../schedule-file/resolve/merge") =>
  require("../../schedule-file/resolve/merge");

/**
 * The secrets to which the file refers in an environment, with their values in the account: by key. A file that was
 * written without a stack needs them. A key that stands for different values is left out.
 *
 * @param known the schedules of the account that the file has: their keys, by id
 */
export function fileSecrets(
  content: ScheduleFile,
  environment: string,
  known: ReadonlyMap<string, string>,
  live: readonly LiveSchedule[],
): ReadonlyMap<string, string> {
  const { schedules } = merging().mergeEnvironment(content, environment);
  const parameters = new Map(schedules.map(({ key, values }) => [key, values.parameters] as const));
  const found = new Map<string, Set<string>>();
  const look = (written: unknown, value: unknown): void => {
    const [, key] = typeof written === "string" ? (/^\$\{secret:([^{}]+)\}$/.exec(written) ?? []) : [];
    if (key !== undefined && typeof value === "string")
      found.set(key, (found.get(key) ?? new Set()).add(value));
    else if (Array.isArray(written) && Array.isArray(value))
      for (const [index, item] of written.entries()) look(item, value[index]);
    else if (isPlainObject(written) && isPlainObject(value))
      for (const [inner, item] of Object.entries(written)) look(item, Reflect.get(value, inner));
  };
  for (const one of live) look(parameters.get(known.get(one.scheduleId) ?? ""), one.parameters);
  return new Map(
    [...found].flatMap(([key, values]) => {
      const [value] = values;
      return values.size === 1 && value !== undefined ? [[key, value]] : [];
    }),
  );
}
